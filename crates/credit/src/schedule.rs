//! Instalments: whole minor units that add up exactly, each due on a bill day.
//!
//! What is lent is divided by the number of months and rounded down; the last instalment takes what is left over, fewer
//! minor units than there are months. Service fees are worked out on what was lent at the beginning, as is usual for
//! instalments in China, rounded down, and spread over the instalments in the same way. A loan is free of interest and
//! fees unless [`FeeTerms`] say otherwise, and there is no charge outside the instalments: all of it is in the annual
//! percentage rate ([`crate::apr`]).

use crate::amount::{Amount, AmountError};
use crate::calendar::{BillDay, CalendarError, Date};
use thiserror::Error;

/// The most instalments that a loan has.
pub const INSTALMENTS_MAX: u32 = 36;
/// The highest fee of either kind, in basis points of what is lent. The legal cap is far below for any term; this keeps
/// mistakes in a configuration from being worked with at all.
pub const FEE_BASIS_POINTS_MAX: u32 = 5_000;

/// Service fees in basis points of what is lent. Both zero (the default) is an interest-free loan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeeTerms {
    /// Once for the loan, spread over all instalments so that nothing is due at the counter.
    pub one_time_bp: u32,
    /// In each month.
    pub monthly_bp: u32,
}

/// One month's part of a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// 1 for the first.
    pub number: u32,
    /// The last day on which paying it is on time.
    pub due: Date,
    /// Its part of what was lent.
    pub principal: Amount,
    /// Its part of the service fees.
    pub fee: Amount,
}

impl Instalment {
    /// What is due.
    pub fn total(&self) -> Amount {
        // Checked when the schedule was made: the sum of all instalments is an amount.
        self.principal.plus(self.fee).unwrap_or(Amount::MAX)
    }
}

/// An instalment with what is paid of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The instalment.
    pub instalment: Instalment,
    /// Paid or waived.
    pub paid: Amount,
    /// Still to pay.
    pub unpaid: Amount,
}

/// All instalments of a loan, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    hand_over: Date,
    moved_months: u32,
    instalments: Vec<Instalment>,
    financed: Amount,
    fees: Amount,
}

/// A loan that cannot be divided into instalments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ScheduleError {
    /// No months, or more than [`INSTALMENTS_MAX`].
    #[error("a loan has 1 to {INSTALMENTS_MAX} instalments")]
    Months,
    /// Less than one minor unit a month.
    #[error("the amount is too small for so many instalments")]
    TooSmall,
    /// A fee above [`FEE_BASIS_POINTS_MAX`].
    #[error("a fee is at most {FEE_BASIS_POINTS_MAX} basis points of what is lent")]
    FeeTooHigh,
    /// Due dates beyond the calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// Sums beyond what an amount can be.
    #[error(transparent)]
    Amount(#[from] AmountError),
}

impl Schedule {
    /// `financed` lent at the hand-over and paid back in `months` instalments.
    ///
    /// # Errors
    /// When the number of months, the fees or the amount are outside the named limits.
    pub fn new(
        financed: Amount,
        months: u32,
        fees: FeeTerms,
        hand_over: Date,
        bill_day: BillDay,
    ) -> Result<Self, ScheduleError> {
        if !(1..=INSTALMENTS_MAX).contains(&months) {
            return Err(ScheduleError::Months);
        }
        if financed.minor() < i64::from(months) {
            return Err(ScheduleError::TooSmall);
        }
        if fees.one_time_bp.max(fees.monthly_bp) > FEE_BASIS_POINTS_MAX {
            return Err(ScheduleError::FeeTooHigh);
        }
        let monthly = financed.share(fees.monthly_bp)?;
        let one_time = financed.share(fees.one_time_bp)?;
        let all_fees = monthly.times(months)?.plus(one_time)?;
        financed.plus(all_fees)?; // so that no sum of instalments can be too large
        let first_due = bill_day.first_due(hand_over)?;
        let instalments = (0..months)
            .map(|index| {
                Ok(Instalment {
                    number: index + 1,
                    due: first_due.plus_months(index.cast_signed())?,
                    principal: part(financed, months, index),
                    fee: monthly.plus(part(one_time, months, index))?,
                })
            })
            .collect::<Result<_, ScheduleError>>()?;
        Ok(Self { hand_over, moved_months: 0, instalments, financed, fees: all_fees })
    }

    /// The same instalments for a hand-over on `hand_over`, every due date `later` whole months later.
    ///
    /// # Errors
    /// When that is beyond the calendar.
    pub fn moved(&self, hand_over: Date, later: u32) -> Result<Self, CalendarError> {
        let moved_months = self.moved_months.checked_add(later).ok_or(CalendarError::OutOfRange)?;
        let mut moved = Self { hand_over, moved_months, ..self.clone() };
        for instalment in &mut moved.instalments {
            let months = i32::try_from(later).map_err(|_| CalendarError::OutOfRange)?;
            instalment.due = instalment.due.plus_months(months)?;
        }
        Ok(moved)
    }

    /// When the loan begins.
    pub fn hand_over(&self) -> Date {
        self.hand_over
    }

    /// By how many months the due dates were moved ([`Schedule::moved`]).
    pub fn moved_months(&self) -> u32 {
        self.moved_months
    }

    /// Every instalment, first to last; at least one.
    pub fn instalments(&self) -> &[Instalment] {
        &self.instalments
    }

    /// How many instalments there are.
    pub fn months(&self) -> u32 {
        self.instalments.len() as u32 // at most INSTALMENTS_MAX
    }

    /// The first due date.
    pub fn first_due(&self) -> Date {
        self.instalments[0].due // there is at least one
    }

    /// What is lent.
    pub fn financed(&self) -> Amount {
        self.financed
    }

    /// All service fees together.
    pub fn fees(&self) -> Amount {
        self.fees
    }

    /// Everything that is paid for the loan.
    pub fn total(&self) -> Amount {
        // Checked when the schedule was made.
        self.financed.plus(self.fees).unwrap_or(Amount::MAX)
    }

    /// What is paid of each instalment when `reduced` of them all is paid or waived: the oldest is paid first.
    pub fn covered(&self, reduced: Amount) -> impl Iterator<Item = Covered> + '_ {
        let mut left = reduced;
        self.instalments.iter().map(move |instalment| {
            let paid = instalment.total().min(left);
            left = left.less(paid);
            Covered { instalment: *instalment, paid, unpaid: instalment.total().less(paid) }
        })
    }

    /// How many instalments are due on `day` or before it.
    pub fn due_by(&self, day: Date) -> u32 {
        self.instalments.iter().take_while(|instalment| instalment.due <= day).count() as u32
    }
}

/// The part of `whole` with this index from 0: rounded down, and the last takes the rest.
fn part(whole: Amount, count: u32, index: u32) -> Amount {
    let each = whole.minor() / i64::from(count);
    let minor = if index + 1 == count { whole.minor() - each * i64::from(count - 1) } else { each };
    Amount::new(minor).unwrap_or(Amount::ZERO) // between 0 and `whole`
}
