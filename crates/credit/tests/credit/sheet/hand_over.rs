//! What holds when the phone is handed over on another day than was assumed.

use super::{sheet, terms};
use crate::date;
use fairday_credit::BillDay;
use fairday_credit::sheet::{Sheet, SheetError, Terms, TermsError, rates_of};
use proptest::prelude::*;

#[test]
fn a_hand_over_on_time_keeps_the_dates_that_were_shown() {
    let shown = sheet(terms());
    for day in ["2026-11-20", "2026-11-28", "2026-10-31"] {
        let real = shown.handed_over(date(day)).expect("a schedule");
        assert_eq!((real.first_due(), real.hand_over()), (date("2026-12-05"), date(day)));
    }
}

#[test]
fn a_late_hand_over_moves_every_due_date() {
    let shown = sheet(terms()); // seven days before the first due date
    for (day, first) in [
        ("2026-11-29", "2027-01-05"),
        ("2026-12-29", "2027-01-05"),
        ("2026-12-30", "2027-02-05"),
        ("2027-02-26", "2027-03-05"),
        ("2027-02-27", "2027-04-05"),
    ] {
        let real = shown.handed_over(date(day)).expect("a schedule");
        assert_eq!(real.first_due(), date(first), "{day}");
        assert_eq!(real.instalments()[11].due, date(first).plus_months(11).expect("a date"));
    }
}

#[test]
fn a_hand_over_more_than_a_year_late_is_another_agreement() {
    let shown = sheet(terms());
    assert!(shown.handed_over(date("2027-11-29")).is_ok());
    assert_eq!(shown.handed_over(date("2027-11-30")), Err(SheetError::Terms(TermsError::HandOver)));
}

/// 28 days are a whole month in February and less than one in March, so that the same days cost more a year.
#[test]
fn a_rate_that_would_rise_by_the_length_of_a_month_moves_the_dates_once_more() {
    let mut terms = Terms { plan: None, ..terms() };
    terms.hand_over = date("2026-02-05");
    terms.fees.monthly_bp = 50;
    let shown = sheet(terms);
    let real = shown.handed_over(date("2026-03-08")).expect("a schedule");
    assert_eq!(real.first_due(), date("2026-05-05"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn no_hand_over_makes_anything_due_sooner_or_dearer(
        days in 0_i32..1_600, later in -40_i32..=366, bill_day in 1_u8..=28, monthly_bp in 0_u32..100,
    ) {
        let mut terms = Terms { plan: None, ..terms() };
        terms.hand_over = date("2026-01-01").plus_days(days).expect("a day");
        terms.bill_day = BillDay::new(bill_day).expect("a bill day");
        terms.fees.monthly_bp = monthly_bp;
        let assumed = terms.hand_over;
        let Ok(sheet) = Sheet::work_out(terms) else { return Ok(()) }; // above the cap
        let on = assumed.plus_days(later).expect("a day");
        let real = sheet.handed_over(on).expect("a schedule");
        prop_assert!(real.first_due().days_since(on) >= sheet.schedule.first_due().days_since(assumed));
        prop_assert!(real.first_due() >= sheet.schedule.first_due());
        prop_assert!(rates_of(&real).expect("a rate").effective_bp <= sheet.rates.effective_bp);
        let wait = real.first_due().days_since(on) - sheet.schedule.first_due().days_since(assumed);
        prop_assert!(wait <= 62 || later < 0, "{wait} days more");
    }
}
