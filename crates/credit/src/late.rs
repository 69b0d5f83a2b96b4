//! What being late costs: as configured, and never above the legal cap.
//!
//! A payment pays the oldest instalment first. What an instalment lacks after its due date and the days of grace costs a
//! fee for each further day; the day of the payment is not charged. What an instalment lacks is forgiven for that purpose when it
//! is no more than a few minor units ([`LateRule::residue`]); it is still owed. The fee is worked out anew from the whole history of
//! payments, so that it does not depend on how often bills are run, and rounded down once at the end. There is no fee on
//! late fees, and none on the operator's plan, whose own rules apply.
//!
//! **The cap.** The late fee for a year and the loan's annual percentage rate together stay within
//! [`LateRule::yearly_cap_bp`], at most [`YEARLY_CAP_BP_MAX`]: 24 % a year. Source: Supreme People's Court, Fa Fa (2017)
//! No. 22, item 2, under which courts lower what a financial institution asks in interest, compound interest, penalty
//! interest, liquidated damages and other charges to 24 % a year altogether. A lender that is bound by the lower cap of
//! private lending (four times the one-year Loan Prime Rate: Fa Shi (2020) No. 17, article 25) sets that figure instead.
//! The fee stops after [`LATE_DAYS_MAX`] days.

use crate::amount::{Amount, AmountError, BASIS_POINTS};
use crate::calendar::{CalendarError, Date};
use crate::schedule::Schedule;
use thiserror::Error;

/// The highest yearly cap that can be configured, in basis points.
pub const YEARLY_CAP_BP_MAX: u32 = 2_400;
/// The most days of grace.
pub const GRACE_DAYS_MAX: u32 = 60;
/// The highest daily fee, in basis points: the cap alone would allow fewer than seven.
pub const DAILY_BP_MAX: u32 = 100;
/// The largest residue that does not make an instalment late, minor units.
pub const RESIDUE_MAX: Amount = match Amount::new(100) {
    Ok(amount) => amount,
    Err(_) => Amount::ZERO,
};
/// After so many charged days an instalment costs no more.
pub const LATE_DAYS_MAX: u32 = 365;
/// The lateness of which the sheet tells the price.
pub const EXAMPLE_DAYS: u32 = 30;

const DAYS_IN_A_YEAR: i128 = 365;

/// The fee for each day after the days of grace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DailyFee {
    /// Being late costs nothing.
    Nothing,
    /// A share of what is overdue, in basis points: 5 is 0.05 % a day.
    BasisPoints(u32),
    /// The same amount for each day on which anything is overdue.
    Fixed(Amount),
}

/// What being late costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateRule {
    /// Days after the due date that cost nothing and do not count as late.
    pub grace_days: u32,
    /// The fee for each day after those.
    pub fee: DailyFee,
    /// The most that late fee and annual percentage rate come to in a year, in basis points.
    pub yearly_cap_bp: u32,
    /// An instalment that lacks no more than this is not late and costs nothing. Not part of what is signed: it is only ever
    /// in the shopper's favour.
    pub residue: Amount,
}

/// A rule outside the named limits, or figures that cannot be worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LateError {
    /// More days of grace than [`GRACE_DAYS_MAX`].
    #[error("there are at most {GRACE_DAYS_MAX} days of grace")]
    Grace,
    /// A daily fee above [`DAILY_BP_MAX`].
    #[error("a daily late fee is at most {DAILY_BP_MAX} basis points")]
    Fee,
    /// A residue above [`RESIDUE_MAX`].
    #[error("what does not count as late is at most {} minor units", RESIDUE_MAX.minor())]
    Residue,
    /// A cap above [`YEARLY_CAP_BP_MAX`].
    #[error("the legal cap is at most {YEARLY_CAP_BP_MAX} basis points a year")]
    Cap,
    /// Dates beyond the calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// Sums beyond what an amount can be.
    #[error(transparent)]
    Amount(#[from] AmountError),
}

/// Something that reduced what is owed for the instalments: a payment, an advance that paid a bill, or a waiver
/// ([`crate::ledger::Entry::reduces_instalments`]). A bill's entry counts from the due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// The day from which it counts.
    pub on: Date,
    /// By how much. Late fees and the plan's fees are not part of it.
    pub amount: Amount,
}

/// An instalment that is past its due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// Which one, 1 for the first.
    pub number: u32,
    /// When it was due.
    pub due: Date,
    /// What is still to pay.
    pub unpaid: Amount,
    /// Days since it was due; at least one.
    pub days: u32,
}

impl LateRule {
    /// Says whether the rule can be worked with; for what is read from configuration.
    ///
    /// # Errors
    /// When it is outside the named limits.
    pub fn check(&self) -> Result<(), LateError> {
        if self.grace_days > GRACE_DAYS_MAX {
            return Err(LateError::Grace);
        }
        if matches!(self.fee, DailyFee::BasisPoints(basis_points) if basis_points > DAILY_BP_MAX) {
            return Err(LateError::Fee);
        }
        if self.residue > RESIDUE_MAX {
            return Err(LateError::Residue);
        }
        if self.yearly_cap_bp > YEARLY_CAP_BP_MAX { Err(LateError::Cap) } else { Ok(()) }
    }

    /// Whether an agreement with these overdue instalments counts as late: one is past its days of grace.
    pub fn is_late(&self, overdue: &[Overdue]) -> bool {
        overdue.iter().any(|one| one.days > self.grace_days)
    }

    /// All late fees from the beginning until the end of `as_of`, for a loan with this annual percentage rate. What is to
    /// be charged now is this without what was charged before.
    ///
    /// # Errors
    /// When dates or sums are too large.
    pub fn accrued(
        &self,
        rate_bp: u32,
        schedule: &Schedule,
        reductions: &[Reduction],
        as_of: Date,
    ) -> Result<Amount, LateError> {
        let mut spans = Vec::new();
        let mut before = Amount::ZERO; // what all older instalments come to
        for instalment in schedule.instalments() {
            let through = before.plus(instalment.total())?;
            let charged_from = instalment.due.plus_days(days(self.grace_days + 1))?;
            let charged_to = instalment.due.plus_days(days(self.grace_days + LATE_DAYS_MAX))?.min(as_of);
            let unpaid = Unpaid { before, through, residue: self.residue };
            spans.extend(unpaid.spans(reductions, charged_from, charged_to)?);
            before = through;
        }
        self.fee_of(rate_bp, spans)
    }

    /// What [`EXAMPLE_DAYS`] charged days cost for one instalment of `unpaid`: for the sheet.
    ///
    /// # Errors
    /// When the sum is too large.
    pub fn example(&self, rate_bp: u32, unpaid: Amount) -> Result<Amount, LateError> {
        self.fee_of(rate_bp, vec![Span { first: 1, last: days(EXAMPLE_DAYS), unpaid }])
    }

    fn fee_of(&self, rate_bp: u32, mut spans: Vec<Span>) -> Result<Amount, LateError> {
        let amount_days: i128 = spans.iter().map(Span::amount_days).sum();
        let fee = match self.fee {
            DailyFee::Nothing => 0,
            DailyFee::BasisPoints(basis_points) => {
                amount_days * i128::from(basis_points) / i128::from(BASIS_POINTS)
            }
            DailyFee::Fixed(fee) => i128::from(fee.minor()) * distinct_days(&mut spans),
        };
        let room = self.yearly_cap_bp.min(YEARLY_CAP_BP_MAX).saturating_sub(rate_bp);
        let most = amount_days * i128::from(room) / (i128::from(BASIS_POINTS) * DAYS_IN_A_YEAR);
        let fee = i64::try_from(fee.min(most)).map_err(|_| AmountError::TooLarge)?;
        Ok(Amount::new(fee)?)
    }
}

/// The instalments that are past their due date on `as_of`, oldest first, when `reduced` of them all is paid or waived.
/// A payment on the due date itself is on time.
pub fn overdue(schedule: &Schedule, reduced: Amount, as_of: Date) -> Vec<Overdue> {
    let past = schedule.covered(reduced).take_while(|one| one.instalment.due < as_of);
    past.filter(|one| !one.unpaid.is_zero())
        .map(|one| Overdue {
            number: one.instalment.number,
            due: one.instalment.due,
            unpaid: one.unpaid,
            days: as_of.days_since(one.instalment.due).unsigned_abs(),
        })
        .collect()
}

/// Days, first to last, on which the same amount of one instalment was overdue.
struct Span {
    first: i32,
    last: i32,
    unpaid: Amount,
}

impl Span {
    fn amount_days(&self) -> i128 {
        i128::from(self.unpaid.minor()) * i128::from(self.last - self.first + 1)
    }
}

/// An instalment: the part of the whole loan between two sums.
struct Unpaid {
    before: Amount,
    through: Amount,
    /// The largest missing amount that does not make a loan late.
    residue: Amount,
}

impl Unpaid {
    /// Lists the missing amount for each span of the days from `first` to `last`.
    fn spans(&self, reductions: &[Reduction], first: Date, last: Date) -> Result<Vec<Span>, LateError> {
        let mut spans = Vec::new();
        let mut begins = first;
        while begins <= last {
            let reduced =
                Amount::sum(reductions.iter().filter(|one| one.on <= begins).map(|one| one.amount))?;
            let unpaid = self.through.less(reduced.max(self.before));
            if unpaid <= self.residue {
                break; // paid is paid
            }
            let next = reductions.iter().map(|one| one.on).filter(|on| *on > begins).min();
            let ends = next.map_or(Ok(last), |next| next.plus_days(-1))?.min(last);
            spans.push(Span { first: begins.days_since_1970(), last: ends.days_since_1970(), unpaid });
            begins = ends.plus_days(1)?;
        }
        Ok(spans)
    }
}

/// On how many days there is any span.
fn distinct_days(spans: &mut [Span]) -> i128 {
    spans.sort_unstable_by_key(|span| span.first);
    let (mut count, mut counted_to) = (0, i32::MIN);
    for span in spans {
        let first = span.first.max(counted_to.saturating_add(1));
        count += i128::from((span.last - first + 1).max(0));
        counted_to = counted_to.max(span.last);
    }
    count
}

/// A named limit of days as the calendar takes it.
fn days(count: u32) -> i32 {
    count.cast_signed()
}
