//! The honest sheet: everything that the shopper is promised, before anything is signed.
//!
//! [`Sheet::work_out`] makes it from [`Terms`], on the phone and on the server alike. [`Sheet::bytes`] is its canonical
//! form: the server makes a digest of it, the code that signs is bound to that digest, and the phone can make the same
//! digest of what it has shown. Every figure and name of the sheet is in those bytes; its sentences are in the agreement's
//! text, whose version and digest are in the bytes too. [`Sheet::read`] gives the sheet back from its bytes, so they are all
//! that has to be kept of it.

mod bytes;
mod difference;
mod read;
mod terms;

pub use bytes::FORM;
pub use difference::{Difference, differences};
pub use read::{NotASheet, SHEET_BYTES_MAX};
pub use terms::{
    AfterTerm, COOLING_OFF_DAYS_MAX, COOLING_OFF_DAYS_MIN, HAND_OVER_LATE_DAYS_MAX, NAME_CHARS_MAX,
    PhoneNumber, PlanTerms, Terms, TermsError,
};

use crate::amount::{Amount, AmountError};
use crate::apr::{AnnualRates, Payment, RateError, annual_rates};
use crate::calendar::Date;
use crate::early::{EarlyEnd, EarlyError, early_end};
use crate::late::LateError;
use crate::plan::{Pairing, Plan, PlanError};
use crate::schedule::{Instalment, Schedule, ScheduleError};
use thiserror::Error;

/// One month of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// 1 for the first.
    pub number: u32,
    /// The last day on which paying it is on time.
    pub due: Date,
    /// Of what was lent.
    pub principal: Amount,
    /// Service fee.
    pub fee: Amount,
    /// For the handset: principal and fee.
    pub handset: Amount,
    /// For the plan.
    pub plan: Amount,
    /// Both.
    pub total: Amount,
}

/// Everything that is paid, against the price for cash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// For the handset: the deposit and all instalments with their fees.
    pub handset: Amount,
    /// For the plan, in the months of the loan.
    pub plan: Amount,
    /// Both.
    pub paid: Amount,
    /// The handset for cash, and the same plan alone for the same months.
    pub cash: Amount,
    /// What is paid more than for cash, in minor units; negative when it is less, thanks to a subsidy.
    pub more_than_cash: i64,
}

/// The honest sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sheet {
    /// What it was worked out from.
    pub terms: Terms,
    /// How the price is paid. The deposit is what is paid today.
    pub pairing: Pairing,
    /// The loan.
    pub schedule: Schedule,
    /// Each month, first to last.
    pub months: Vec<Month>,
    /// What it comes to.
    pub totals: Totals,
    /// The annual percentage rate; by which method, [`crate::apr`] says.
    pub rates: AnnualRates,
    /// What [`crate::late::EXAMPLE_DAYS`] charged days cost for the first instalment.
    pub late_example: Amount,
    /// What ending costs: from the hand-over on, and after each instalment.
    pub early: Vec<EarlyEnd>,
}

/// Terms that make no sheet.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SheetError {
    /// The terms themselves.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// Subsidy and deposit pay for everything: there is no loan, and nothing to sign.
    #[error("there is nothing to lend")]
    NothingToFinance,
    /// The fees bring the annual percentage rate above the cap.
    #[error("the annual percentage rate of {rate_bp} basis points is above the cap of {cap_bp}")]
    AboveCap {
        /// The rate.
        rate_bp: u32,
        /// The cap.
        cap_bp: u32,
    },
    /// The plan, or how it fits the handset.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The instalments.
    #[error(transparent)]
    Schedule(#[from] ScheduleError),
    /// The annual percentage rate.
    #[error(transparent)]
    Rate(#[from] RateError),
    /// The late rule.
    #[error(transparent)]
    Late(#[from] LateError),
    /// Ending early.
    #[error(transparent)]
    Early(#[from] EarlyError),
    /// Sums beyond what an amount can be.
    #[error(transparent)]
    Amount(#[from] AmountError),
}

impl Sheet {
    /// The sheet for these terms.
    ///
    /// # Errors
    /// When a part of the terms is outside its limits, there is nothing to lend, or the annual percentage rate would be
    /// above the cap.
    pub fn work_out(terms: Terms) -> Result<Self, SheetError> {
        terms.check()?;
        terms.late.check()?;
        let plan = terms.plan.as_ref().map(|one| &one.plan);
        plan.map_or(Ok(()), Plan::check)?;
        let pairing = Pairing::new(terms.price, plan, terms.deposit)?;
        if pairing.financed.is_zero() {
            return Err(SheetError::NothingToFinance);
        }
        let schedule =
            Schedule::new(pairing.financed, terms.months, terms.fees, terms.hand_over, terms.bill_day)?;
        let rates = rates_of(&schedule)?;
        if rates.effective_bp > terms.late.yearly_cap_bp {
            return Err(SheetError::AboveCap {
                rate_bp: rates.effective_bp,
                cap_bp: terms.late.yearly_cap_bp,
            });
        }
        let plan_fee = plan.map_or(Amount::ZERO, |plan| plan.monthly_fee);
        let months =
            schedule.instalments().iter().map(|one| month(one, plan_fee)).collect::<Result<_, _>>()?;
        let totals = totals(&pairing, &schedule, plan_fee)?;
        let late_example = terms.late.example(rates.effective_bp, schedule.instalments()[0].total())?;
        let early = (0..=schedule.months())
            .map(|after| early_end(&schedule, plan, terms.returns, after))
            .collect::<Result<_, _>>()?;
        Ok(Self { terms, pairing, schedule, months, totals, rates, late_example, early })
    }

    /// The instalments when the phone is really handed over on `on`.
    ///
    /// On the day that was assumed or earlier: the same due dates. Later: all due dates move by the fewest whole months
    /// that leave at least as many days before the first one as were promised, and bring the annual percentage rate to no
    /// more than was shown. So nothing is ever due sooner, or dearer, than what was signed.
    ///
    /// # Errors
    /// When that is later than [`HAND_OVER_LATE_DAYS_MAX`], or beyond the calendar.
    pub fn handed_over(&self, on: Date) -> Result<Schedule, SheetError> {
        let assumed = self.schedule.hand_over();
        if on.days_since(assumed) > HAND_OVER_LATE_DAYS_MAX {
            return Err(TermsError::HandOver.into());
        }
        let promised = self.schedule.first_due().days_since(assumed);
        let mut later = 0;
        loop {
            let moved = self.schedule.moved(on, later).map_err(ScheduleError::from)?;
            let as_promised = moved.first_due().days_since(on) >= promised;
            if on <= assumed || (as_promised && rates_of(&moved)?.effective_bp <= self.rates.effective_bp) {
                return Ok(moved);
            }
            later += 1;
        }
    }
}

/// The annual percentage rate of a loan: everything that is paid for it is in its instalments.
///
/// # Errors
/// When it is above what is worked out.
pub fn rates_of(schedule: &Schedule) -> Result<AnnualRates, RateError> {
    let payments: Vec<Payment> =
        schedule.instalments().iter().map(|one| Payment { on: one.due, amount: one.total() }).collect();
    annual_rates(schedule.hand_over(), schedule.financed(), &payments)
}

fn month(instalment: &Instalment, plan: Amount) -> Result<Month, AmountError> {
    let Instalment { number, due, principal, fee } = *instalment;
    let handset = principal.plus(fee)?;
    Ok(Month { number, due, principal, fee, handset, plan, total: handset.plus(plan)? })
}

fn totals(pairing: &Pairing, schedule: &Schedule, plan_fee: Amount) -> Result<Totals, AmountError> {
    let handset = pairing.deposit.plus(schedule.total())?;
    let plan = plan_fee.times(schedule.months())?;
    let paid = handset.plus(plan)?;
    let cash = pairing.price.plus(plan)?;
    Ok(Totals { handset, plan, paid, cash, more_than_cash: paid.minor() - cash.minor() })
}
