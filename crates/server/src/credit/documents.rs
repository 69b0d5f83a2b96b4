//! The JSON documents of an agreement in the database. Each carries its version; a change that older readers would misread
//! counts it up and adds a reader for the old one.

use super::CreditError;
use super::terms::Choice;
use crate::shop_config::credit::RESIDUE_UNSAID;
use fairday_contract::VariantId;
use fairday_credit::agreement::Loan;
use fairday_credit::early::ReturnTerms;
use fairday_credit::late::{DailyFee, LateRule};
use fairday_credit::plan::{ExitRule, Plan, Term};
use fairday_credit::schedule::{FeeTerms, Schedule};
use fairday_credit::sheet::Sheet;
use fairday_credit::{Amount, BillDay, Date};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub(super) const VERSION: u32 = 1;

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wanted {
    v: u32,
    pub(super) variant: VariantId,
    pub(super) choice: Choice,
    /// What an instalment may lack without being late, minor units: as configured when it was offered.
    #[serde(default = "residue")]
    residue: i64,
}

const fn residue() -> i64 {
    RESIDUE_UNSAID
}

impl Wanted {
    pub(super) fn new(variant: VariantId, choice: Choice, residue: Amount) -> Self {
        Self { v: VERSION, variant, choice, residue: residue.minor() }
    }

    /// What an instalment may lack without being late.
    pub(super) fn residue(&self) -> Amount {
        Amount::new(self.residue).unwrap_or(Amount::ZERO)
    }

    pub(super) fn read(text: &str) -> Result<Self, CreditError> {
        let wanted: Self = parse(text, "what was wanted")?;
        if wanted.v == VERSION { Ok(wanted) } else { Err(CreditError::Corrupt("what was wanted")) }
    }
}

/// A loan, as far as it cannot be worked out from this. Reading the sheet instead would give the same ([`super::verify`]
/// compares them), and would work out its annual percentage rate each time.
#[derive(Serialize, Deserialize)]
struct StoredLoan {
    v: u32,
    financed: i64,
    months: u32,
    one_time_bp: u32,
    monthly_bp: u32,
    bill_day: u8,
    /// Days since 1970, as all dates here.
    expected: i32,
    handed_over: i32,
    moved_months: u32,
    rate_bp: u32,
    grace_days: u32,
    late: Late,
    cap_bp: u32,
    #[serde(default = "residue")]
    residue: i64,
    return_bp: u32,
    offer_ends: i32,
    cooling_off_ends: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    plan: Option<StoredPlan>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Late {
    Nothing,
    DailyBp(u32),
    Daily(i64),
}

#[derive(Serialize, Deserialize)]
struct StoredPlan {
    monthly: i64,
    months: u32,
    subsidy: i64,
    exit: Exit,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Exit {
    Free,
    Share { bp: u32, at_most: i64 },
    Fixed(i64),
}

/// A loan that began with this sheet, as it is kept.
pub(super) fn write_loan(sheet: &Sheet, loan: &Loan) -> String {
    let terms = &sheet.terms;
    let late = match loan.late.fee {
        DailyFee::Nothing => Late::Nothing,
        DailyFee::BasisPoints(basis_points) => Late::DailyBp(basis_points),
        DailyFee::Fixed(fee) => Late::Daily(fee.minor()),
    };
    text(&StoredLoan {
        v: VERSION,
        financed: loan.schedule.financed().minor(),
        months: loan.schedule.months(),
        one_time_bp: terms.fees.one_time_bp,
        monthly_bp: terms.fees.monthly_bp,
        bill_day: terms.bill_day.day(),
        expected: terms.hand_over.days_since_1970(),
        handed_over: loan.schedule.hand_over().days_since_1970(),
        moved_months: loan.schedule.moved_months(),
        rate_bp: loan.rate_bp,
        grace_days: loan.late.grace_days,
        late,
        cap_bp: loan.late.yearly_cap_bp,
        residue: loan.late.residue.minor(),
        return_bp: loan.returns.principal_bp,
        offer_ends: loan.offer_ends.days_since_1970(),
        cooling_off_ends: loan.cooling_off_ends.days_since_1970(),
        plan: loan.plan.map(|plan| StoredPlan {
            monthly: plan.monthly_fee.minor(),
            months: plan.term.months(),
            subsidy: plan.subsidy.minor(),
            exit: match plan.exit {
                ExitRule::Free => Exit::Free,
                ExitRule::ShareOfRemaining { basis_points, at_most } => {
                    Exit::Share { bp: basis_points, at_most: at_most.minor() }
                }
                ExitRule::Fixed(fee) => Exit::Fixed(fee.minor()),
            },
        }),
    })
}

/// What [`write_loan`] wrote.
pub(super) fn read_loan(text: &str) -> Result<Loan, CreditError> {
    let stored: StoredLoan = parse(text, "its loan")?;
    if stored.v != VERSION {
        return Err(CreditError::Corrupt("its loan"));
    }
    loan(&stored).ok_or(CreditError::Corrupt("its loan"))
}

fn loan(stored: &StoredLoan) -> Option<Loan> {
    let amount = |minor: i64| Amount::new(minor).ok();
    let day = |days: i32| Date::from_days_since_1970(days).ok();
    let fees = FeeTerms { one_time_bp: stored.one_time_bp, monthly_bp: stored.monthly_bp };
    let bill_day = BillDay::new(stored.bill_day).ok()?;
    let schedule =
        Schedule::new(amount(stored.financed)?, stored.months, fees, day(stored.expected)?, bill_day).ok()?;
    let schedule = schedule.moved(day(stored.handed_over)?, stored.moved_months).ok()?;
    let fee = match stored.late {
        Late::Nothing => DailyFee::Nothing,
        Late::DailyBp(basis_points) => DailyFee::BasisPoints(basis_points),
        Late::Daily(fee) => DailyFee::Fixed(amount(fee)?),
    };
    let plan = match &stored.plan {
        None => None,
        Some(plan) => Some(Plan {
            monthly_fee: amount(plan.monthly)?,
            term: Term::of_months(plan.months)?,
            subsidy: amount(plan.subsidy)?,
            exit: match plan.exit {
                Exit::Free => ExitRule::Free,
                Exit::Share { bp, at_most } => {
                    ExitRule::ShareOfRemaining { basis_points: bp, at_most: amount(at_most)? }
                }
                Exit::Fixed(fee) => ExitRule::Fixed(amount(fee)?),
            },
        }),
    };
    Some(Loan {
        schedule,
        rate_bp: stored.rate_bp,
        late: LateRule {
            grace_days: stored.grace_days,
            fee,
            yearly_cap_bp: stored.cap_bp,
            residue: amount(stored.residue)?,
        },
        plan,
        returns: ReturnTerms { principal_bp: stored.return_bp },
        offer_ends: day(stored.offer_ends)?,
        cooling_off_ends: day(stored.cooling_off_ends)?,
    })
}

pub(super) fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("documents are plain data")
}

pub(super) fn parse<T: DeserializeOwned>(text: &str, what: &'static str) -> Result<T, CreditError> {
    serde_json::from_str(text).map_err(|_| CreditError::Corrupt(what))
}
