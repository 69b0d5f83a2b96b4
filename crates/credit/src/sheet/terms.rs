//! What a sheet is worked out from.

use crate::amount::Amount;
use crate::calendar::{BillDay, Date};
use crate::early::ReturnTerms;
use crate::late::LateRule;
use crate::plan::Plan;
use crate::schedule::FeeTerms;
use thiserror::Error;

/// The longest name of a company, a plan or goods, in characters.
pub const NAME_CHARS_MAX: usize = 120;
/// The shortest cooling-off period: seven days to send back what was bought at a distance (Law of the PRC on the Protection
/// of Consumer Rights and Interests, article 25). A shop may give more.
pub const COOLING_OFF_DAYS_MIN: u32 = 7;
/// The longest.
pub const COOLING_OFF_DAYS_MAX: u32 = 60;
/// A hand-over so many days later than was assumed is another agreement.
pub const HAND_OVER_LATE_DAYS_MAX: i32 = 366;

/// Which number the phone gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneNumber {
    /// The shopper's own goes on.
    Keep,
    /// The operator gives a new one.
    New,
}

/// What happens when the plan's term is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterTerm {
    /// It ends by itself.
    Ends,
    /// It goes on from month to month at this fee, and can be left at any time.
    Monthly(Amount),
}

/// The plan that comes with the handset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanTerms {
    /// What the operator calls it.
    pub name: String,
    /// Who provides it.
    pub operator: String,
    /// The money in it.
    pub plan: Plan,
    /// Which number it gets.
    pub number: PhoneNumber,
    /// What happens afterwards.
    pub after: AfterTerm,
}

/// Everything that a sheet is worked out from. Nothing else gets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Which version of the agreement's text, and in which language, as the shop counts them: `3-zh-CN`.
    pub agreement: String,
    /// SHA-256 of that text.
    pub text_digest: [u8; 32],
    /// Three capital letters (ISO 4217). All amounts are in its minor units.
    pub currency: String,
    /// Who lends.
    pub lender: String,
    /// Who stands in for the shopper.
    pub guarantor: String,
    /// What is bought.
    pub goods: String,
    /// Its price for cash.
    pub price: Amount,
    /// Paid today.
    pub deposit: Amount,
    /// The plan, if there is one; its term is then the loan's.
    pub plan: Option<PlanTerms>,
    /// How many instalments.
    pub months: u32,
    /// Service fees.
    pub fees: FeeTerms,
    /// The last day on which these terms can be signed.
    pub offer_ends: Date,
    /// When the hand-over is expected at the latest; see [`super::Sheet::handed_over`].
    pub hand_over: Date,
    /// The day of the month on which bills are due.
    pub bill_day: BillDay,
    /// For how many days after the hand-over the shopper can withdraw.
    pub cooling_off_days: u32,
    /// What being late costs.
    pub late: LateRule,
    /// What a returned phone pays after that.
    pub returns: ReturnTerms,
}

/// Terms that cannot be shown as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TermsError {
    /// A name that is empty, too long, or has control characters or spaces around it.
    #[error("{0} has to be 1 to {NAME_CHARS_MAX} characters, without line breaks or spaces around it")]
    Name(&'static str),
    /// Not three capital letters.
    #[error("a currency is three capital letters (ISO 4217)")]
    Currency,
    /// The loan is for another time than the plan.
    #[error("the loan has as many months as the plan")]
    PlanTerm,
    /// Outside [`COOLING_OFF_DAYS_MIN`] and [`COOLING_OFF_DAYS_MAX`].
    #[error("the cooling-off period is {COOLING_OFF_DAYS_MIN} to {COOLING_OFF_DAYS_MAX} days")]
    CoolingOff,
    /// Handed over later than [`HAND_OVER_LATE_DAYS_MAX`].
    #[error("a hand-over more than {HAND_OVER_LATE_DAYS_MAX} days late needs another agreement")]
    HandOver,
}

impl Terms {
    pub(super) fn check(&self) -> Result<(), TermsError> {
        let Self { agreement, lender, guarantor, goods, .. } = self;
        for (what, name) in
            [("agreement", agreement), ("lender", lender), ("guarantor", guarantor), ("goods", goods)]
        {
            check_name(what, name)?;
        }
        if self.currency.len() != 3 || !self.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(TermsError::Currency);
        }
        if let Some(plan) = &self.plan {
            check_name("plan", &plan.name)?;
            check_name("operator", &plan.operator)?;
            if plan.plan.term.months() != self.months {
                return Err(TermsError::PlanTerm);
            }
        }
        if !(COOLING_OFF_DAYS_MIN..=COOLING_OFF_DAYS_MAX).contains(&self.cooling_off_days) {
            return Err(TermsError::CoolingOff);
        }
        Ok(())
    }
}

/// Each name is the rest of a line in the canonical form.
fn check_name(what: &'static str, name: &str) -> Result<(), TermsError> {
    let length = name.chars().count();
    let plain = !name.chars().any(char::is_control) && name.trim() == name;
    if plain && (1..=NAME_CHARS_MAX).contains(&length) { Ok(()) } else { Err(TermsError::Name(what)) }
}
