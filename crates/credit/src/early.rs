//! What ending early costs, at any month.
//!
//! What is left of the loan is due, and nothing more for the loan: fees of instalments that are not yet due are not
//! charged, neither monthly ones nor their part of a one-time fee (the right to a reduction of *all* costs for the
//! remaining time: Directive 2008/48/EC, article 16, as read in CJEU C-383/18, Lexitor). The operator's plan has its own
//! early-exit fee, and nobody has to leave the plan to pay back the phone.

use crate::amount::{Amount, AmountError, BASIS_POINTS};
use crate::plan::Plan;
use crate::schedule::Schedule;
use thiserror::Error;

/// What a phone is worth to the merchant when it comes back in working order after the cooling-off period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReturnTerms {
    /// The part of the principal then left that it pays, in basis points: 10,000 closes the loan. At most that.
    pub principal_bp: u32,
}

/// What ending costs after some of the instalments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlyEnd {
    /// How many instalments have been due, and are taken as paid.
    pub after: u32,
    /// Left of what was lent.
    pub principal: Amount,
    /// Fees that are not charged any more.
    pub fees_saved: Amount,
    /// What the operator asks for leaving the plan as well.
    pub plan_exit: Amount,
    /// What returning the phone pays.
    pub phone_credit: Amount,
}

impl EarlyEnd {
    /// To pay when the loan is settled and the plan goes on.
    pub fn settle(&self) -> Amount {
        self.principal
    }

    /// To pay when both end and the phone is kept.
    ///
    /// # Errors
    /// When the sum is too large.
    pub fn settle_and_leave(&self) -> Result<Amount, AmountError> {
        self.principal.plus(self.plan_exit)
    }

    /// To pay when the phone goes back and the plan ends.
    ///
    /// # Errors
    /// When the sum is too large.
    pub fn give_back(&self) -> Result<Amount, AmountError> {
        self.principal.less(self.phone_credit).plus(self.plan_exit)
    }
}

/// Terms of ending early that cannot be worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EarlyError {
    /// There are fewer instalments.
    #[error("the loan has fewer instalments")]
    Month,
    /// A returned phone would pay more than everything.
    #[error("a returned phone pays at most 10,000 basis points of what is left")]
    ReturnTooHigh,
    /// Sums beyond what an amount can be.
    #[error(transparent)]
    Amount(#[from] AmountError),
}

/// What ending costs when `after` instalments have been due; 0 is from the hand-over on.
///
/// # Errors
/// When there are fewer instalments, or terms are outside their limits.
pub fn early_end(
    schedule: &Schedule,
    plan: Option<&Plan>,
    terms: ReturnTerms,
    after: u32,
) -> Result<EarlyEnd, EarlyError> {
    if i64::from(terms.principal_bp) > BASIS_POINTS {
        return Err(EarlyError::ReturnTooHigh);
    }
    let left = schedule.instalments().get(after as usize..).ok_or(EarlyError::Month)?;
    let principal = Amount::sum(left.iter().map(|instalment| instalment.principal))?;
    Ok(EarlyEnd {
        after,
        principal,
        fees_saved: Amount::sum(left.iter().map(|instalment| instalment.fee))?,
        plan_exit: plan.map_or(Ok(Amount::ZERO), |plan| plan.exit_fee(left.len() as u32))?,
        phone_credit: principal.share(terms.principal_bp)?,
    })
}
