//! What a loan costs in a year.
//!
//! **Shown is the effective annual rate by the actuarial method** of Directive 2008/48/EC on consumer credit, Annex I
//! (the same equation in Annex III of Directive (EU) 2023/2225, which replaces it): the rate X for which what is lent
//! equals the present value of everything that is paid,
//!
//! ```text
//! lent = Σ paid_k · (1 + X)^(−t_k)
//! ```
//!
//! with `t_k` in years since the loan began: whole months of a twelfth of a year, counted back from the payment, and the
//! days that are left over as parts of the 365 or 366 days of the year that ends with them (Annex I, remark (c), as
//! amended by Directive 2011/90/EU). This is also the compound ("internal rate of return") way of the People's Bank of
//! China's Announcement 2021 No. 3, which asks every lender to show the annualised rate, reckoned from all costs and on
//! the principal that is really outstanding, and allows a simple rate only when it is called simple.
//!
//! Beside it stands **the nominal rate: the monthly internal rate of return times 12**, which many contracts in China
//! call the annual rate. It is never above the effective rate. The sheet shows the effective one because it is the higher
//! of the two, and can be compared between loans of any rhythm.
//!
//! # Exactness
//!
//! There are no floats: the server and the phone get the same digits. Rates are whole basis points, rounded half up.
//! They are found by bisection on basis points; the present value is worked out in fixed point with [`FRACTION_BITS`]
//! binary places. Within forty years a present value is wrong by less than 2⁻⁴⁴ of itself, which moves a rate by less than a hundredth of a
//! basis point even when the only payment is a day after the loan. So a result is within 0.51 basis points of the exact
//! rate. Tests compare it with the directive's own examples and with floating point.
//!
//! Zero is kept for loans without any cost: where something is charged, the rate is at least 0.01 %.

use crate::amount::Amount;
use crate::calendar::{CalendarError, Date};
use thiserror::Error;

/// The highest rate that is worked out: 1,000 % a year, in basis points.
pub const RATE_BASIS_POINTS_MAX: u32 = 100_000;
/// The most payments that a loan has.
pub const PAYMENTS_MAX: usize = 120;
/// Binary places of the fixed-point numbers. Two of them multiplied stay below 2¹²¹, within `u128`.
pub const FRACTION_BITS: u32 = 60;

/// One, in fixed point.
const ONE: u128 = 1 << FRACTION_BITS;
/// Half basis points in one whole: the bisection looks for where rounding changes.
const HALF_BASIS_POINTS: u128 = 20_000;
const MONTHS_IN_A_YEAR: u32 = 12;

/// Something that the shopper pays for a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// When.
    pub on: Date,
    /// How much, all costs included.
    pub amount: Amount,
}

/// Annual rates in basis points: 1,250 is 12.50 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnnualRates {
    /// The actuarial, compound rate: the annual percentage rate that is shown.
    pub effective_bp: u32,
    /// The monthly internal rate of return times 12.
    pub nominal_bp: u32,
}

/// A loan whose rate cannot be worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RateError {
    /// Nothing is lent.
    #[error("nothing is lent")]
    NothingLent,
    /// More than [`PAYMENTS_MAX`] payments.
    #[error("a loan has at most {PAYMENTS_MAX} payments")]
    TooManyPayments,
    /// A payment before, or on, the day of the loan.
    #[error("a payment is not after the day of the loan")]
    NotALoan,
    /// Less is paid back than was lent.
    #[error("less is paid back than was lent")]
    PaysLess,
    /// Above [`RATE_BASIS_POINTS_MAX`].
    #[error("the annual rate is above {RATE_BASIS_POINTS_MAX} basis points")]
    TooHigh,
    /// Dates beyond the calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// The rates of a loan of `lent` on `begun`, paid back by `payments`.
///
/// # Errors
/// When nothing is lent, less is paid back than was lent, a payment is not after the loan, or the rate is above
/// [`RATE_BASIS_POINTS_MAX`].
pub fn annual_rates(begun: Date, lent: Amount, payments: &[Payment]) -> Result<AnnualRates, RateError> {
    if lent.is_zero() {
        return Err(RateError::NothingLent);
    }
    if payments.len() > PAYMENTS_MAX {
        return Err(RateError::TooManyPayments);
    }
    let flows = payments.iter().map(|payment| Flow::new(begun, payment)).collect::<Result<Vec<_>, _>>()?;
    // At most 120 amounts of 2⁴⁰ each.
    let paid: i64 = payments.iter().map(|payment| payment.amount.minor()).sum();
    match paid - lent.minor() {
        cost if cost < 0 => Err(RateError::PaysLess),
        0 => Ok(AnnualRates { effective_bp: 0, nominal_bp: 0 }),
        _ => Ok(AnnualRates {
            effective_bp: rate(lent, &flows, Discount::effective)?,
            nominal_bp: rate(lent, &flows, Discount::nominal)?,
        }),
    }
}

/// A payment with its distance from the loan.
struct Flow {
    amount: u128,
    months: u32,
    days: u32,
    /// Whether the year that ends with the days has 366 of them.
    leap: bool,
}

impl Flow {
    fn new(begun: Date, payment: &Payment) -> Result<Self, RateError> {
        if payment.on <= begun {
            return Err(RateError::NotALoan);
        }
        let apart = |date: Date| date.year() * 12 + i32::from(date.month());
        let mut months = apart(payment.on) - apart(begun);
        if payment.on.plus_months(-months)? < begun {
            months -= 1;
        }
        let rest_ends = payment.on.plus_months(-months)?;
        let days = rest_ends.days_since(begun);
        // Without days there is no year to count them in, and the loan may be in the calendar's first.
        let leap = days > 0 && rest_ends.days_since(rest_ends.plus_months(-12)?) == 366;
        Ok(Self { amount: payment.amount.minor() as u128, months: months as u32, days: days as u32, leap })
    }
}

/// What money is worth now that comes a year, or a month, later.
struct Discount {
    year: u128,
    month: u128,
}

impl Discount {
    /// For an effective annual rate.
    fn effective(half_basis_points: u128) -> Self {
        let year = ONE * HALF_BASIS_POINTS / (HALF_BASIS_POINTS + half_basis_points);
        Self { year, month: root(year, MONTHS_IN_A_YEAR) }
    }

    /// For a monthly rate times 12.
    fn nominal(half_basis_points: u128) -> Self {
        let whole = HALF_BASIS_POINTS * u128::from(MONTHS_IN_A_YEAR);
        let month = ONE * whole / (whole + half_basis_points);
        Self { year: power(month, MONTHS_IN_A_YEAR), month }
    }

    /// What all flows are worth at the beginning, in fixed point.
    fn present_value(&self, flows: &[Flow]) -> u128 {
        // Roots are most of the work, and few loans need both.
        let day = |leap: bool, days_in_the_year: u32| {
            let needed = flows.iter().any(|flow| flow.days > 0 && flow.leap == leap);
            if needed { root(self.year, days_in_the_year) } else { ONE }
        };
        let (day, leap_day) = (day(false, 365), day(true, 366));
        let worth = |flow: &Flow| {
            let days = power(if flow.leap { leap_day } else { day }, flow.days);
            flow.amount * times(power(self.month, flow.months), days)
        };
        flows.iter().map(worth).sum()
    }
}

/// The rate, rounded half up: the highest one whose lower rounding boundary is not above the exact rate, which is where
/// the flows are still worth at least what was lent.
fn rate(lent: Amount, flows: &[Flow], discount: fn(u128) -> Discount) -> Result<u32, RateError> {
    let lent = (lent.minor() as u128) << FRACTION_BITS;
    let reaches = |basis_points: u32| discount(2 * u128::from(basis_points) - 1).present_value(flows) >= lent;
    let (mut low, mut high) = (0, RATE_BASIS_POINTS_MAX + 1);
    while high - low > 1 {
        let middle = low.midpoint(high);
        if reaches(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    if low == RATE_BASIS_POINTS_MAX { Err(RateError::TooHigh) } else { Ok(low.max(1)) }
}

/// The product of two fixed-point numbers of at most one.
fn times(a: u128, b: u128) -> u128 {
    (a * b) >> FRACTION_BITS
}

/// A fixed-point number of at most one, to a power.
fn power(mut base: u128, mut exponent: u32) -> u128 {
    let mut product = ONE;
    while exponent > 0 {
        if exponent & 1 == 1 {
            product = times(product, base);
        }
        base = times(base, base);
        exponent >>= 1;
    }
    product
}

/// The `degree`-th root of a fixed-point number of at most one, by Newton's method.
///
/// One is not below the root, and from above the steps go down to it and never past it but by rounding: a power of the
/// root's neighbours is the same to within `degree` units of the last place, so nothing closer could be told.
fn root(number: u128, degree: u32) -> u128 {
    let mut root = ONE;
    loop {
        let slope = power(root, degree - 1);
        let above = times(slope, root).saturating_sub(number);
        let step = (above << FRACTION_BITS) / (slope * u128::from(degree));
        if step == 0 {
            return root;
        }
        root -= step;
    }
}
