//! What a transition may depend on.

use crate::amount::Amount;
use crate::calendar::Date;
use thiserror::Error;

/// An agreement is written off only when something has been overdue for so many days.
pub const WRITE_OFF_DAYS_MIN: u32 = 90;

/// What is true at the moment of an event. The caller gathers it in the transaction that records the event: amounts are
/// those with the event's own entry in them, and days are those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The day, in the shop's time zone.
    pub today: Date,
    /// The last day on which the offer can be signed, and a signed one be taken up.
    pub offer_ends: Date,
    /// The last day on which the shopper can withdraw; none before the hand-over, when there is no such end.
    pub cooling_off_ends: Option<Date>,
    /// Whether what is signed is, byte for byte, what was offered.
    pub terms_agree: bool,
    /// Owed now, late fees and the plan's fees included.
    pub owed_now: Amount,
    /// Principal that is not due yet.
    pub principal_not_due: Amount,
    /// Bills that are still to come.
    pub bills_left: u32,
    /// Owed to the shopper.
    pub refunds_owed: Amount,
    /// For how many days the oldest unpaid instalment has been overdue; 0 when nothing is.
    pub overdue_days: u32,
    /// Days of grace of this agreement.
    pub grace_days: u32,
}

impl Facts {
    /// Before there is a loan: nothing is owed either way.
    pub fn before_loan(today: Date, offer_ends: Date, terms_agree: bool) -> Self {
        Self {
            today,
            offer_ends,
            cooling_off_ends: None,
            terms_agree,
            owed_now: Amount::ZERO,
            principal_not_due: Amount::ZERO,
            bills_left: 0,
            refunds_owed: Amount::ZERO,
            overdue_days: 0,
            grace_days: 0,
        }
    }
}

/// A condition of a transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// None.
    Always,
    /// The terms signed are those offered, and the offer stands.
    OfferStands,
    /// The cooling-off period has not ended.
    CoolingOff,
    /// A bill is still to come.
    BillToCome,
    /// An instalment is overdue by more than the days of grace.
    PastGrace,
    /// Nothing is overdue by more than the days of grace.
    NotPastGrace,
    /// Everything was billed, and nothing is owed.
    NothingLeft,
    /// The event's entry has paid everything: nothing is owed, now or later.
    PaidOff,
    /// Overdue for [`WRITE_OFF_DAYS_MIN`] days.
    LongOverdue,
    /// Something is owed to the shopper.
    RefundOwed,
}

/// The condition that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the condition of this step does not hold: {0:?}")]
pub struct GuardFailed(pub Guard);

impl Guard {
    /// Says whether the condition holds.
    ///
    /// # Errors
    /// When it does not hold.
    pub fn check(self, facts: &Facts) -> Result<(), GuardFailed> {
        let past_grace = facts.overdue_days > facts.grace_days;
        let paid_off = facts.owed_now.is_zero() && facts.principal_not_due.is_zero();
        let holds = match self {
            Self::Always => true,
            Self::OfferStands => facts.terms_agree && facts.today <= facts.offer_ends,
            Self::CoolingOff => facts.cooling_off_ends.is_none_or(|ends| facts.today <= ends),
            Self::BillToCome => facts.bills_left > 0,
            Self::PastGrace => past_grace,
            Self::NotPastGrace => !past_grace,
            Self::NothingLeft => paid_off && facts.bills_left == 0,
            Self::PaidOff => paid_off,
            Self::LongOverdue => facts.overdue_days >= WRITE_OFF_DAYS_MIN,
            Self::RefundOwed => !facts.refunds_owed.is_zero(),
        };
        if holds { Ok(()) } else { Err(GuardFailed(self)) }
    }
}
