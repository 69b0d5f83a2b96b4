//! Money that is booked on a later day than it was paid on.
//!
//! A payment counts from the day on which it was paid. Late fees that were charged since then, only because nobody had
//! written the payment down, have no cause: an entry of their own reverses them before the payment is booked
//! ([`events::reverse_late_fee`](crate::ledger::events::reverse_late_fee)), and no entry is changed. Late fees that were there
//! on that day are paid first, as they would have been then; those that came later on what was still missing are paid last.

use super::loan::{Loan, LoanError, Standing};
use crate::amount::Amount;
use crate::calendar::Date;
use crate::late::Reduction;
use crate::ledger::Account;
use thiserror::Error;

/// For how many days back a payment can be booked.
pub const VALUE_DAYS_MAX: u32 = 60;
/// Most rounds in which reversed fees that had been paid, and pay something else now, are followed. Each later round moves a
/// small share of the one before; what is left after these stays charged.
const ROUNDS_MAX: usize = 16;

/// A payment, and the day from which it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The day on which it was paid, in the shop's time zone.
    pub on: Date,
    /// How much.
    pub cash: Amount,
    /// How much of the late fees was waived, and not paid.
    pub late_waived: Amount,
}

/// A day from which a payment cannot count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ValueDateError {
    /// It has not come.
    #[error("has not come yet: in the shop it is {0}")]
    Future(Date),
    /// It is too long ago.
    #[error("is at most {VALUE_DAYS_MAX} days ago: {0} or later")]
    TooOld(Date),
    /// The loan had not begun.
    #[error("is not before the loan began: {0} or later")]
    BeforeLoan(Date),
}

/// The late fees to reverse for a payment that is booked after the day on which it was paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backdated {
    /// Late fees without cause.
    pub groundless: Amount,
    /// Of them, what may have been paid already.
    pub was_paid: Amount,
    /// Late fees that were unpaid on the day of the payment, and are paid first.
    pub late: Amount,
}

impl Paid {
    /// Says whether it can count from its day, when it is booked `today`.
    ///
    /// # Errors
    /// When the day has not come, is more than [`VALUE_DAYS_MAX`] days ago, or is before the loan.
    pub fn check_day(on: Date, today: Date, loan: &Loan) -> Result<(), ValueDateError> {
        let begun = loan.schedule.hand_over();
        let first = today.plus_days(-VALUE_DAYS_MAX.cast_signed()).unwrap_or(begun);
        if on > today {
            Err(ValueDateError::Future(today))
        } else if on < first {
            Err(ValueDateError::TooOld(first))
        } else if on < begun {
            Err(ValueDateError::BeforeLoan(begun))
        } else {
            Ok(())
        }
    }
}

impl Loan {
    /// Works out which late fees a payment of an earlier day reverses, in an agreement that was brought up to `today`.
    ///
    /// # Errors
    /// When the standing has not its whole history, or is not this loan's.
    pub fn backdated(&self, standing: &Standing, paid: &Paid, today: Date) -> Result<Backdated, LoanError> {
        self.check_history(standing)?;
        let (charged, yesterday) = (standing.late_charged, today.plus_days(-1)?);
        let late_due = standing.balances.amount(Account::LateFeeDue);
        let settled = charged.less(late_due);
        let was_paid = settled.less(paid.late_waived);
        let accrued = |more: Option<Amount>, through| {
            let mut reductions = standing.reductions.clone();
            reductions.extend(more.map(|amount| Reduction { on: paid.on, amount }));
            self.late.accrued(self.rate_bp, &self.schedule, &reductions, through)
        };
        let late = accrued(None, paid.on.plus_days(-1)?)?.less(settled).min(late_due);
        let due = |account| standing.balances.amount(account);
        let instalments = due(Account::FeeDue).plus(due(Account::PrincipalDue))?;
        let to_instalments = paid.cash.less(late);
        // What is reversed must not leave the payment without anything to pay.
        let owed = Amount::sum([
            late_due,
            instalments,
            due(Account::PlanDue),
            self.still_to_bill(standing.billed)?,
        ])?;
        let room = owed.less(due(Account::Advance)).less(paid.cash);
        let most = late_due.plus(was_paid)?.min(room);
        let before = accrued(None, yesterday)?.min(charged);
        let (mut groundless, mut freed) = (Amount::ZERO, Amount::ZERO);
        for _ in 0..ROUNDS_MAX {
            let reduced = to_instalments.plus(freed)?.min(instalments);
            groundless = before.less(accrued(Some(reduced), yesterday)?).min(most);
            let now_freed = groundless.less(late_due);
            if now_freed == freed {
                break;
            }
            freed = now_freed;
        }
        Ok(Backdated { groundless, was_paid, late })
    }
}
