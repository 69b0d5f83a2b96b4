//! A running agreement: what was fixed at the hand-over, and where it stands.

use super::facts::Facts;
use crate::amount::{Amount, AmountError};
use crate::calendar::{CalendarError, Date};
use crate::early::{EarlyEnd, EarlyError, ReturnTerms, early_end};
use crate::late::{LateError, LateRule, Overdue, Reduction, overdue};
use crate::ledger::{Account, Balances, Entry, EntryKind, LedgerError};
use crate::plan::Plan;
use crate::schedule::Schedule;
use crate::sheet::{Sheet, SheetError};
use thiserror::Error;

/// What the hand-over fixed. It follows from the signed sheet and the day ([`Loan::begin`]).
///
/// A billing run over very many need not read every sheet again: the annual percentage rate is most of the work there. It
/// can keep these figures in columns, and make the schedule from [`Schedule::new`] and [`Schedule::moved`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loan {
    /// The instalments, with the days that hold: [`Sheet::handed_over`].
    pub schedule: Schedule,
    /// The annual percentage rate that was signed.
    pub rate_bp: u32,
    /// What being late costs.
    pub late: LateRule,
    /// The plan, if there is one.
    pub plan: Option<Plan>,
    /// What a returned phone pays.
    pub returns: ReturnTerms,
    /// The last day on which the offer could be signed.
    pub offer_ends: Date,
    /// The last day on which the shopper can withdraw.
    pub cooling_off_ends: Date,
}

/// An entry with the day from which it counts: for a bill its due date, for a payment the day on which it was paid, whenever
/// they were booked; otherwise the day it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The day, in the shop's time zone.
    pub counts_from: Date,
    /// The entry.
    pub entry: Entry,
}

/// Where an agreement stands: its entries, summed up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The balance of each account.
    pub balances: Balances,
    /// How many instalments have been billed.
    pub billed: u32,
    /// The late fees that were charged, without those that were reversed.
    pub late_charged: Amount,
    /// What reduced the instalments, and since when. Only the late fee needs it: for an agreement that is not late it may
    /// be left out, and what then needs it says [`LoanError::History`].
    pub reductions: Vec<Reduction>,
}

/// A running agreement that cannot be worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LoanError {
    /// The reductions are not those that the balances speak of.
    #[error("the history of payments is not the one that the balances come from")]
    History,
    /// More is outstanding than was billed, or billed than there is.
    #[error("the balances are not those of this loan")]
    Balances,
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The late rule.
    #[error(transparent)]
    Late(#[from] LateError),
    /// Dates beyond the calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// Sums beyond what an amount can be.
    #[error(transparent)]
    Amount(#[from] AmountError),
}

impl Standing {
    /// Where the agreement with these entries stands.
    ///
    /// # Errors
    /// When a sum is too large.
    pub fn of<'a>(history: impl IntoIterator<Item = &'a Dated>) -> Result<Self, LoanError> {
        let mut standing = Self::default();
        for dated in history {
            standing.apply(dated)?;
        }
        Ok(standing)
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// When a sum is too large.
    pub fn apply(&mut self, dated: &Dated) -> Result<(), LoanError> {
        let Dated { counts_from, entry } = dated;
        let late_charged = match entry.kind() {
            EntryKind::LateFee => self.late_charged.plus(entry.credited(Account::LateFeeIncome))?,
            EntryKind::LateFeeReversed => self.late_charged.minus(entry.debited(Account::LateFeeIncome))?,
            _ => self.late_charged,
        };
        self.balances.apply(entry)?;
        self.late_charged = late_charged;
        self.billed += u32::from(entry.kind() == EntryKind::Billed);
        let amount = entry.reduces_instalments();
        if !amount.is_zero() {
            self.reductions.push(Reduction { on: *counts_from, amount });
        }
        Ok(())
    }
}

impl Loan {
    /// The loan of this sheet when the phone is handed over on `on`.
    ///
    /// # Errors
    /// When that is too late for the sheet.
    pub fn begin(sheet: &Sheet, on: Date) -> Result<Self, SheetError> {
        let terms = &sheet.terms;
        let cooling_off_ends = on.plus_days(terms.cooling_off_days.cast_signed()).map_err(LateError::from)?;
        Ok(Self {
            schedule: sheet.handed_over(on)?,
            rate_bp: sheet.rates.effective_bp,
            late: terms.late,
            plan: terms.plan.as_ref().map(|plan| plan.plan),
            returns: terms.returns,
            offer_ends: terms.offer_ends,
            cooling_off_ends,
        })
    }

    /// The plan's monthly fee.
    pub fn plan_fee(&self) -> Amount {
        self.plan.map_or(Amount::ZERO, |plan| plan.monthly_fee)
    }

    /// Everything that has not been billed yet: the most that can be paid in advance.
    ///
    /// # Errors
    /// When the sum is too large.
    pub fn still_to_bill(&self, billed: u32) -> Result<Amount, LoanError> {
        let later = self.schedule.instalments().get(billed as usize..).ok_or(LoanError::Balances)?;
        let plan = self.plan_fee().times(later.len() as u32)?;
        Ok(Amount::sum(later.iter().map(crate::schedule::Instalment::total))?.plus(plan)?)
    }

    /// What ending now costs beside what is owed now.
    ///
    /// # Errors
    /// When more was billed than there is.
    pub fn early_end(&self, billed: u32) -> Result<EarlyEnd, EarlyError> {
        early_end(&self.schedule, self.plan.as_ref(), self.returns, billed)
    }

    /// How much of the instalments is paid or waived.
    ///
    /// # Errors
    /// When the balances are not this loan's.
    pub fn reduced(&self, standing: &Standing) -> Result<Amount, LoanError> {
        let billed =
            self.schedule.instalments().get(..standing.billed as usize).ok_or(LoanError::Balances)?;
        let billed = Amount::sum(billed.iter().map(crate::schedule::Instalment::total))?;
        let balances = &standing.balances;
        let outstanding = balances.amount(Account::FeeDue).plus(balances.amount(Account::PrincipalDue))?;
        billed.minus(outstanding).map_err(|_| LoanError::Balances)
    }

    /// The instalments that are past their due date, but for those of which no more than the residue is missing.
    ///
    /// # Errors
    /// When the balances are not this loan's.
    pub fn overdue(&self, standing: &Standing, today: Date) -> Result<Vec<Overdue>, LoanError> {
        let mut overdue = overdue(&self.schedule, self.reduced(standing)?, today);
        overdue.retain(|one| one.unpaid > self.late.residue);
        Ok(overdue)
    }

    /// The late fees that are to be charged through `through`, beside those that were.
    ///
    /// # Errors
    /// When the standing has not its whole history.
    pub fn late_fee_to_charge(&self, standing: &Standing, through: Date) -> Result<Amount, LoanError> {
        self.check_history(standing)?;
        let all = self.late.accrued(self.rate_bp, &self.schedule, &standing.reductions, through)?;
        Ok(all.less(standing.late_charged))
    }

    /// The reductions are those that the balances speak of.
    pub(super) fn check_history(&self, standing: &Standing) -> Result<(), LoanError> {
        let known = Amount::sum(standing.reductions.iter().map(|one| one.amount))?;
        if known == self.reduced(standing)? { Ok(()) } else { Err(LoanError::History) }
    }

    /// What a transition may depend on: `before` the event, and with its entry in `after`.
    ///
    /// # Errors
    /// When the balances are not this loan's.
    pub fn facts(&self, today: Date, before: &Standing, after: &Balances) -> Result<Facts, LoanError> {
        Ok(Facts {
            today,
            offer_ends: self.offer_ends,
            cooling_off_ends: Some(self.cooling_off_ends),
            terms_agree: true,
            owed_now: after.owed_now()?,
            principal_not_due: after.amount(Account::PrincipalNotDue),
            bills_left: self.schedule.months().checked_sub(before.billed).ok_or(LoanError::Balances)?,
            refunds_owed: before.balances.amount(Account::RefundsOwed),
            overdue_days: self.overdue(before, today)?.first().map_or(0, |one| one.days),
            grace_days: self.late.grace_days,
        })
    }
}
