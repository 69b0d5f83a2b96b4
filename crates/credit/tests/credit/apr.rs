use crate::schedule::schedule;
use crate::{date, fen};
use fairday_credit::apr::{AnnualRates, Payment, RATE_BASIS_POINTS_MAX, RateError, annual_rates};
use fairday_credit::schedule::FeeTerms;
use fairday_credit::{Amount, Date};
use proptest::prelude::*;

fn rates(begun: &str, lent: i64, payments: &[(&str, i64)]) -> Result<AnnualRates, RateError> {
    let payments: Vec<Payment> =
        payments.iter().map(|(on, amount)| Payment { on: date(on), amount: fen(*amount) }).collect();
    annual_rates(date(begun), fen(lent), &payments)
}

fn effective(begun: &str, lent: i64, payments: &[(&str, i64)]) -> u32 {
    rates(begun, lent, payments).expect("a rate").effective_bp
}

/// Directive 87/102/EEC, Annex III in the wording of Directive 98/7/EC: the worked examples of the equation that Directive
/// 2008/48/EC has kept, with twelve equal months to a year (part B). In the directive: 12.9 %, 16.9 %, 13.1 % (13.07 %) and 13.2 %.
#[test]
fn the_directives_examples_come_out_as_printed_there() {
    assert_eq!(effective("1994-01-01", 100_000, &[("1995-07-01", 120_000)]), 1_292);
    assert_eq!(effective("1994-01-01", 95_000, &[("1995-07-01", 120_000)]), 1_685);
    assert_eq!(effective("1994-01-01", 100_000, &[("1995-01-01", 60_000), ("1996-01-01", 60_000)]), 1_307);
    let thrice = [("1994-04-01", 27_200), ("1994-07-01", 27_200), ("1995-01-01", 54_400)];
    assert_eq!(effective("1994-01-01", 100_000, &thrice), 1_319);
}

/// One payment a whole number of months, and some days, later has an exact answer.
#[test]
fn days_beyond_whole_months_count_by_the_year_that_ends_with_them() {
    // 10 % for 1 month and 10 days of a common year: 1.1^(1 / (1/12 + 10/365)) − 1.
    let common = 1.1_f64.powf(1.0 / (1.0 / 12.0 + 10.0 / 365.0)) - 1.0;
    assert_eq!(effective("2026-03-01", 10_000, &[("2026-04-11", 11_000)]), (common * 1e4).round() as u32);
    // The ten days end on 11 March 2024, and the year before that day has a 29 February.
    let leap = 1.1_f64.powf(1.0 / (1.0 / 12.0 + 10.0 / 366.0)) - 1.0;
    assert_eq!(effective("2024-03-01", 10_000, &[("2024-04-11", 11_000)]), (leap * 1e4).round() as u32);
}

/// The shortest loans are the least exact: their rate moves most with an error of a present value.
#[test]
fn one_payment_a_few_days_later_has_its_exact_rate() {
    for days in 1..=27 {
        for cost in [1, 10, 100, 1_000, 6_000] {
            let due = date("2026-03-01").plus_days(days).expect("a day").to_string();
            let exact = (1.0 + f64::from(cost) / 1e6).powf(365.0 / f64::from(days)) * 1e4 - 1e4;
            let found = f64::from(effective("2026-03-01", 1_000_000, &[(&due, 1_000_000 + i64::from(cost))]));
            assert!((found - exact).abs() <= 0.51 || (exact < 0.5 && found < 1.5), "{found} for {exact}");
        }
    }
}

#[test]
fn nothing_charged_is_exactly_zero() {
    let free = AnnualRates { effective_bp: 0, nominal_bp: 0 };
    assert_eq!(rates("2026-11-21", 10_000, &[("2026-12-05", 5_000), ("2027-01-05", 5_000)]), Ok(free));
}

#[test]
fn one_fen_charged_is_not_zero() {
    let payments = [("2026-12-05", 50_000_000), ("2027-01-05", 50_000_001)];
    assert_eq!(
        rates("2026-11-21", 100_000_000, &payments),
        Ok(AnnualRates { effective_bp: 1, nominal_bp: 1 })
    );
}

/// A monthly internal rate of return of 1 %: 12 % nominal, 12.68 % effective.
#[test]
fn the_nominal_rate_is_twelve_times_the_monthly_one() {
    let payments: Vec<(String, i64)> = (1..=12)
        .map(|month| (date("2026-11-21").plus_months(month).expect("a date").to_string(), 8_884_879))
        .collect();
    let payments: Vec<(&str, i64)> = payments.iter().map(|(on, amount)| (on.as_str(), *amount)).collect();
    let found = rates("2026-11-21", 100_000_000, &payments).expect("a rate");
    assert_eq!((found.nominal_bp, found.effective_bp), (1_200, 1_268));
}

/// A fee of 0.6 % a month on what was first lent is called 7.2 % a year by some; it is nearly 14 %.
#[test]
fn a_monthly_fee_on_the_first_amount_is_shown_at_what_it_is() {
    let fees = FeeTerms { one_time_bp: 0, monthly_bp: 60 };
    let loan = schedule(1_200_000, 12, fees, "2026-11-05", 5);
    let payments: Vec<Payment> =
        loan.instalments().iter().map(|one| Payment { on: one.due, amount: one.total() }).collect();
    let found = annual_rates(loan.hand_over(), loan.financed(), &payments).expect("a rate");
    assert_eq!((found.nominal_bp, found.effective_bp), (1_303, 1_384));
}

#[test]
fn what_is_not_a_loan_has_no_rate() {
    assert_eq!(rates("2026-11-21", 0, &[("2026-12-05", 1)]), Err(RateError::NothingLent));
    assert_eq!(rates("2026-11-21", 100, &[("2026-12-05", 99)]), Err(RateError::PaysLess));
    assert_eq!(rates("2026-11-21", 100, &[]), Err(RateError::PaysLess));
    assert_eq!(rates("2026-11-21", 100, &[("2026-11-21", 100)]), Err(RateError::NotALoan));
    let many = vec![Payment { on: date("2027-01-01"), amount: fen(1) }; 121];
    assert_eq!(annual_rates(date("2026-01-01"), fen(100), &many), Err(RateError::TooManyPayments));
}

#[test]
fn the_highest_rate_has_a_limit() {
    assert_eq!(effective("2026-01-01", 10_000, &[("2027-01-01", 109_999)]), 99_999);
    assert_eq!(rates("2026-01-01", 10_000, &[("2027-01-01", 110_001)]), Err(RateError::TooHigh));
    assert_eq!(rates("2026-01-01", 10_000, &[("2026-01-02", 20_000)]), Err(RateError::TooHigh));
    assert_eq!(rates("2026-01-01", 1, &[("2026-01-02", 1_000_000_000_000)]), Err(RateError::TooHigh));
    let just_below = effective("2026-01-01", 1_000_000_000, &[("2026-01-02", 1_006_000_000)]);
    assert!(just_below < RATE_BASIS_POINTS_MAX, "{just_below}");
}

/// The same rate in floating point, to 1e-9 of a basis point: present value by the same equation, bisection to the end.
fn reference(begun: Date, lent: Amount, payments: &[Payment]) -> f64 {
    let years: Vec<(f64, f64)> = payments
        .iter()
        .map(|payment| {
            let back = |months: i32| payment.on.plus_months(-months).expect("a date");
            let months = (0..=36).rfind(|months| back(*months) >= begun).expect("a payment after the loan");
            let days = back(months).days_since(begun);
            let year = back(months).days_since(back(months + 12));
            (f64::from(months) / 12.0 + f64::from(days) / f64::from(year), payment.amount.minor() as f64)
        })
        .collect();
    let (mut low, mut high) = (0.0, 11.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        let worth: f64 = years.iter().map(|(t, amount)| amount * (1.0_f64 + middle).powf(-t)).sum();
        if worth >= lent.minor() as f64 { low = middle } else { high = middle }
    }
    low * 1e4
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn rates_agree_with_floating_point(
        financed in 10_000_i64..1_000_000_000, months in 1_u32..=36, one_time_bp in 0_u32..=1_000, monthly_bp in 0_u32..=100,
        days in 20_000_i32..25_000, bill_day in 1_u8..=28,
    ) {
        let hand_over = Date::from_days_since_1970(days).expect("a day").to_string();
        let loan = schedule(financed, months, FeeTerms { one_time_bp, monthly_bp }, &hand_over, bill_day);
        let payments: Vec<Payment> =
            loan.instalments().iter().map(|one| Payment { on: one.due, amount: one.total() }).collect();
        let exact = reference(loan.hand_over(), loan.financed(), &payments);
        match annual_rates(loan.hand_over(), loan.financed(), &payments) {
            Ok(found) => {
                prop_assert_eq!(found.effective_bp == 0, loan.fees().is_zero());
                prop_assert!((f64::from(found.effective_bp) - exact).abs() <= 0.51 || (found.effective_bp == 1 && exact < 1.0),
                    "{} for {exact}", found.effective_bp);
                let nominal = ((1.0 + exact / 1e4).powf(1.0 / 12.0) - 1.0) * 12e4;
                prop_assert!((f64::from(found.nominal_bp) - nominal).abs() <= 0.51 || (found.nominal_bp == 1 && nominal < 1.0),
                    "{} for {nominal}", found.nominal_bp);
                prop_assert!(found.nominal_bp <= found.effective_bp);
            }
            Err(error) => {
                prop_assert_eq!(error, RateError::TooHigh);
                prop_assert!(exact > 99_999.0);
            }
        }
    }
}
