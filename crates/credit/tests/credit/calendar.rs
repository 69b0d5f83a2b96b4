use crate::date;
use fairday_credit::calendar::{BILL_DAY_MAX, CHINA_OFFSET_MINUTES, CalendarError, YEAR_MAX};
use fairday_credit::{BillDay, Date, UtcOffset};
use proptest::prelude::*;

fn china() -> UtcOffset {
    UtcOffset::minutes_east(CHINA_OFFSET_MINUTES).expect("a time zone")
}

#[test]
fn days_are_counted_from_1970() {
    assert_eq!(date("1970-01-01").days_since_1970(), 0);
    assert_eq!(date("1969-12-31").days_since_1970(), -1);
    assert_eq!(date("2000-02-29").days_since_1970(), 11_016);
    assert_eq!(date("0001-01-01").days_since_1970(), -719_162);
    assert_eq!(date("9999-12-31").days_since_1970(), 2_932_896);
}

#[test]
fn every_day_of_ten_thousand_years_follows_the_one_before_and_reads_back() {
    let mut day = date("0001-01-01");
    let last = date("9999-12-31");
    while day < last {
        let next = Date::from_days_since_1970(day.days_since_1970() + 1).expect("a day");
        assert!(next > day && next.days_since(day) == 1, "{day}");
        day = next;
    }
    assert_eq!(last.plus_days(1), Err(CalendarError::OutOfRange));
    assert_eq!(date("0001-01-01").plus_days(-1), Err(CalendarError::OutOfRange));
}

#[test]
fn a_leap_year_is_every_fourth_but_not_three_of_four_centuries() {
    for year in [1996, 2000, 2024, 2028, 2400] {
        assert!(Date::new(year, 2, 29).is_ok(), "{year}");
    }
    for year in [1900, 2023, 2026, 2100, 2200, 2300] {
        assert_eq!(Date::new(year, 2, 29), Err(CalendarError::NotADate), "{year}");
    }
}

#[test]
fn what_is_not_a_day_is_refused() {
    for text in [
        "2026-02-30",
        "2026-04-31",
        "2026-00-10",
        "2026-13-01",
        "2026-01-00",
        "2026-01-32",
        "2026-1-01",
        "26-01-01",
        "2026/01/01",
        "2026-01-01T",
        "２０２６-01",
        "+026-01-01",
        "",
        "2026-01-0x",
    ] {
        assert_eq!(text.parse::<Date>(), Err(CalendarError::NotADate), "{text}");
    }
    assert_eq!("0000-01-01".parse::<Date>(), Err(CalendarError::OutOfRange));
    assert_eq!(Date::new(YEAR_MAX + 1, 1, 1), Err(CalendarError::OutOfRange));
}

#[test]
fn months_later_is_the_same_day_or_the_last_of_a_shorter_month() {
    for (from, months, to) in [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-05-31", 25, "2028-06-30"),
        ("2026-05-31", 0, "2026-05-31"),
    ] {
        assert_eq!(date(from).plus_months(months), Ok(date(to)), "{from} {months}");
    }
    assert_eq!(date("9999-12-01").plus_months(1), Err(CalendarError::OutOfRange));
    assert_eq!(date("0001-01-31").plus_months(-1), Err(CalendarError::OutOfRange));
    assert_eq!(date("2026-01-01").plus_months(i32::MAX), Err(CalendarError::OutOfRange));
}

#[test]
fn the_first_bill_is_due_on_the_bill_day_of_the_month_after_the_hand_over() {
    for (hand_over, bill_day, due) in [
        ("2026-01-01", 5, "2026-02-05"),
        ("2026-01-31", 5, "2026-02-05"),
        ("2026-01-31", 28, "2026-02-28"),
        ("2028-02-29", 1, "2028-03-01"),
        ("2026-12-31", 1, "2027-01-01"),
        ("2026-05-31", 15, "2026-06-15"),
    ] {
        let bill_day = BillDay::new(bill_day).expect("a bill day");
        assert_eq!(bill_day.first_due(date(hand_over)), Ok(date(due)), "{hand_over}");
    }
    assert_eq!(BillDay::new(0), Err(CalendarError::NotABillDay));
    assert_eq!(BillDay::new(BILL_DAY_MAX + 1), Err(CalendarError::NotABillDay));
}

#[test]
fn a_day_begins_at_midnight_of_the_shop_and_not_of_greenwich() {
    let new_year = 1_798_732_800_000; // 2026-12-31T16:00Z, midnight in Beijing
    assert_eq!(Date::at(new_year, china()), Ok(date("2027-01-01")));
    assert_eq!(Date::at(new_year - 1, china()), Ok(date("2026-12-31")));
    assert_eq!(date("2027-01-01").begins_utc_ms(china()), new_year);
    let west = UtcOffset::minutes_east(-570).expect("a time zone"); // the Marquesas
    assert_eq!(Date::at(new_year, west), Ok(date("2026-12-31")));
    assert_eq!(Date::at(-1, UtcOffset::minutes_east(0).expect("UTC")), Ok(date("1969-12-31")));
    assert_eq!(Date::at(i64::MAX, china()), Err(CalendarError::OutOfRange));
    assert_eq!(Date::at(i64::MIN, west), Err(CalendarError::OutOfRange));
    assert_eq!(UtcOffset::minutes_east(841), Err(CalendarError::NotAnOffset));
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(days in -719_162_i32..=2_932_896) {
        let day = Date::from_days_since_1970(days).expect("a day");
        prop_assert_eq!(day.to_string().parse(), Ok(day));
        prop_assert_eq!(day.days_since_1970(), days);
        prop_assert_eq!(Date::at(day.begins_utc_ms(china()), china()), Ok(day));
    }

    #[test]
    fn due_dates_are_in_months_that_follow_each_other(days in 0_i32..40_000, bill_day in 1_u8..=28) {
        let hand_over = Date::from_days_since_1970(days).expect("a day");
        let first = BillDay::new(bill_day).expect("a bill day").first_due(hand_over).expect("a due date");
        let months = |date: Date| date.year() * 12 + i32::from(date.month());
        prop_assert!(first > hand_over && first.days_since(hand_over) <= 59);
        for index in 0..36 {
            let due = first.plus_months(index).expect("a due date");
            prop_assert_eq!((due.day(), months(due)), (bill_day, months(hand_over) + 1 + index));
        }
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,12}|[0-9]{4}-[0-9]{2}-[0-9]{2}") {
        if let Ok(day) = text.parse::<Date>() {
            prop_assert_eq!(day.to_string(), text);
        }
    }
}

#[test]
fn a_text_that_is_a_date_is_printed_as_it_was_read() {
    fairday_fuzz::texts("a date", fairday_fuzz::CASES, &["2026-11-21", "2024-02-29"], |text| {
        if let Ok(date) = text.parse::<Date>() {
            assert_eq!(date.to_string(), text);
        }
    });
}
