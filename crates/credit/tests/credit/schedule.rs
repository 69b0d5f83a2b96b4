use crate::{date, fen};
use fairday_credit::amount::AmountError;
use fairday_credit::schedule::{
    FEE_BASIS_POINTS_MAX, FeeTerms, INSTALMENTS_MAX, Instalment, Schedule, ScheduleError,
};
use fairday_credit::{Amount, BillDay, Date};
use proptest::prelude::*;

const FREE: FeeTerms = FeeTerms { one_time_bp: 0, monthly_bp: 0 };

pub(crate) fn schedule(
    financed: i64,
    months: u32,
    fees: FeeTerms,
    hand_over: &str,
    bill_day: u8,
) -> Schedule {
    Schedule::new(fen(financed), months, fees, date(hand_over), BillDay::new(bill_day).expect("a bill day"))
        .expect("a schedule")
}

#[test]
fn the_last_instalment_takes_what_is_left_over() {
    let schedule = schedule(99_900, 36, FREE, "2026-11-21", 5);
    let principals: Vec<i64> = schedule.instalments().iter().map(|one| one.principal.minor()).collect();
    assert_eq!(principals[..35], [2_775; 35]);
    assert_eq!(principals[35], 2_775);
    let uneven = super::schedule::schedule(100_000, 36, FREE, "2026-11-21", 5);
    assert_eq!(uneven.instalments()[34].principal, fen(2_777));
    assert_eq!(uneven.instalments()[35].principal, fen(2_805));
}

#[test]
fn an_interest_free_loan_costs_what_was_lent() {
    let schedule = schedule(99_900, 12, FREE, "2026-11-21", 5);
    assert_eq!((schedule.total(), schedule.fees()), (fen(99_900), Amount::ZERO));
    assert!(schedule.instalments().iter().all(|one| one.fee.is_zero()));
}

#[test]
fn fees_are_part_of_the_instalments_and_rounded_down() {
    let fees = FeeTerms { one_time_bp: 101, monthly_bp: 45 };
    let schedule = schedule(99_900, 12, fees, "2026-11-21", 5);
    // 0.45 % of 999.00 is 4.4955 a month; 1.01 % of it is 10.0899 once, 84 fen a month with 0 left over.
    assert_eq!(schedule.fees(), fen(449 * 12 + 1_008));
    assert_eq!(schedule.instalments()[0].fee, fen(449 + 84));
    assert_eq!(schedule.instalments()[0].total(), fen(8_325 + 449 + 84));
}

#[test]
fn instalments_are_due_on_the_bill_day_of_each_month_through_leap_days_and_years_ends() {
    let schedule = schedule(2_700, 27, FREE, "2026-11-30", 28);
    let dues: Vec<String> = schedule.instalments().iter().map(|one| one.due.to_string()).collect();
    assert_eq!(dues[..4], ["2026-12-28", "2027-01-28", "2027-02-28", "2027-03-28"]);
    assert_eq!(dues[14], "2028-02-28");
    assert_eq!(dues[26], "2029-02-28");
    assert_eq!(schedule.due_by(date("2026-12-27")), 0);
    assert_eq!(schedule.due_by(date("2026-12-28")), 1);
    assert_eq!(schedule.due_by(date("2040-01-01")), 27);
}

#[test]
fn a_moved_schedule_is_the_same_loan_on_later_days() {
    let shown = schedule(1_200, 12, FREE, "2026-11-25", 5);
    let moved = shown.moved(date("2026-12-10"), 2).expect("a schedule");
    assert_eq!((moved.first_due(), moved.hand_over()), (date("2027-02-05"), date("2026-12-10")));
    assert_eq!(moved.instalments()[11].due, date("2028-01-05"));
    assert_eq!((moved.total(), moved.moved_months()), (shown.total(), 2));
    assert!(shown.moved(date("2026-12-10"), u32::MAX).is_err());
}

#[test]
fn what_cannot_be_divided_is_refused() {
    let make = |financed: i64, months, fees| {
        Schedule::new(fen(financed), months, fees, date("2026-11-21"), BillDay::new(5).expect("a bill day"))
    };
    assert_eq!(make(1_000, 0, FREE), Err(ScheduleError::Months));
    assert_eq!(make(1_000, INSTALMENTS_MAX + 1, FREE), Err(ScheduleError::Months));
    assert_eq!(make(11, 12, FREE), Err(ScheduleError::TooSmall));
    assert_eq!(make(0, 1, FREE), Err(ScheduleError::TooSmall));
    let greedy = FeeTerms { one_time_bp: 0, monthly_bp: FEE_BASIS_POINTS_MAX + 1 };
    assert_eq!(make(1_000, 12, greedy), Err(ScheduleError::FeeTooHigh));
    let large = FeeTerms { one_time_bp: 1, monthly_bp: 0 };
    let most =
        Schedule::new(Amount::MAX, 12, large, date("2026-11-21"), BillDay::new(5).expect("a bill day"));
    assert_eq!(most, Err(ScheduleError::Amount(AmountError::TooLarge)));
    let last = Schedule::new(fen(99), 12, FREE, date("9999-06-01"), BillDay::new(5).expect("a bill day"));
    assert!(matches!(last, Err(ScheduleError::Calendar(_))));
}

proptest! {
    #[test]
    fn instalments_add_up_exactly(
        financed in 36_i64..10_000_000_000, months in 1_u32..=36, one_time_bp in 0_u32..=5_000, monthly_bp in 0_u32..=500,
        days in 0_i32..40_000, bill_day in 1_u8..=28,
    ) {
        let hand_over = Date::from_days_since_1970(days).expect("a day");
        let fees = FeeTerms { one_time_bp, monthly_bp };
        let bill_day = BillDay::new(bill_day).expect("a bill day");
        let schedule = Schedule::new(fen(financed), months, fees, hand_over, bill_day).expect("a schedule");
        let all = schedule.instalments();
        prop_assert_eq!(Amount::sum(all.iter().map(|one| one.principal)), Ok(fen(financed)));
        prop_assert_eq!(Amount::sum(all.iter().map(|one| one.fee)), Ok(schedule.fees()));
        prop_assert_eq!(Amount::sum(all.iter().map(Instalment::total)), Ok(schedule.total()));
        prop_assert_eq!(all.len(), months as usize);
        let (first, last) = (all[0], all[all.len() - 1]);
        prop_assert!(all[..all.len() - 1].iter().all(|one| one.principal == first.principal && one.fee == first.fee));
        prop_assert!(last.principal.minor() - first.principal.minor() < i64::from(months));
        prop_assert!(all.windows(2).all(|pair| pair[0].due < pair[1].due));
    }
}
