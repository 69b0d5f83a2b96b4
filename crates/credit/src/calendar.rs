//! Civil dates of the proleptic Gregorian calendar, and the days on which bills are due.
//!
//! A due date is a date in the shop's time zone, never an instant: it is the same day for a phone whose clock is in
//! another zone. The zone is a fixed offset, because the shop's is (China has had no summer time since 1991).

use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// The last year that ISO 8601 writes with four digits.
pub const YEAR_MAX: i32 = 9999;
/// The last bill day of a month: every month has it.
pub const BILL_DAY_MAX: u8 = 28;
/// The furthest a time zone is from UTC, in minutes.
pub const OFFSET_MINUTES_MAX: i32 = 14 * 60;
/// China Standard Time, in minutes east of UTC.
pub const CHINA_OFFSET_MINUTES: i32 = 8 * 60;

const MS_IN_A_MINUTE: i64 = 60_000;
const MS_IN_A_DAY: i64 = 24 * 60 * MS_IN_A_MINUTE;
/// Days from 1 March of year 0, where the calculation has its origin, to 1 January 1970.
const DAYS_BEFORE_1970: i32 = 719_468;

/// A date that the calendar does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// Not a day of the Gregorian calendar, or not written `YYYY-MM-DD`.
    #[error("not a date: dates are written YYYY-MM-DD and are days that exist")]
    NotADate,
    /// Before year 1 or after [`YEAR_MAX`].
    #[error("the date is outside the years 1 to {YEAR_MAX}")]
    OutOfRange,
    /// A bill day outside 1 to [`BILL_DAY_MAX`].
    #[error("a bill day is from 1 to {BILL_DAY_MAX}, so that every month has it")]
    NotABillDay,
    /// An offset beyond [`OFFSET_MINUTES_MAX`].
    #[error("a time zone is at most {OFFSET_MINUTES_MAX} minutes from UTC")]
    NotAnOffset,
}

/// A day of the Gregorian calendar in the years 1 to [`YEAR_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    // In this order, so that comparing the fields compares the days.
    year: i32,
    month: u8,
    day: u8,
}

/// How far a time zone is from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UtcOffset(i32);

/// The day of the month on which bills are due, 1 to [`BILL_DAY_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BillDay(u8);

impl UtcOffset {
    /// `minutes` east of UTC.
    ///
    /// # Errors
    /// When that is more than [`OFFSET_MINUTES_MAX`] either way.
    pub fn minutes_east(minutes: i32) -> Result<Self, CalendarError> {
        if minutes.abs() > OFFSET_MINUTES_MAX {
            return Err(CalendarError::NotAnOffset);
        }
        Ok(Self(minutes))
    }
}

impl BillDay {
    /// The `day`-th of each month.
    ///
    /// # Errors
    /// When some month has no such day.
    pub fn new(day: u8) -> Result<Self, CalendarError> {
        if (1..=BILL_DAY_MAX).contains(&day) { Ok(Self(day)) } else { Err(CalendarError::NotABillDay) }
    }

    /// The day of the month.
    pub fn day(self) -> u8 {
        self.0
    }

    /// When the first bill is due after a hand-over: on the bill day of the following month, however late in its month
    /// the hand-over was.
    ///
    /// # Errors
    /// When that is beyond the calendar.
    pub fn first_due(self, hand_over: Date) -> Result<Date, CalendarError> {
        let next = hand_over.plus_months(1)?;
        Date::new(next.year, next.month, self.0)
    }
}

impl Date {
    /// This day, if there is one.
    ///
    /// # Errors
    /// When the calendar does not have it.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, CalendarError> {
        if !(1..=YEAR_MAX).contains(&year) {
            return Err(CalendarError::OutOfRange);
        }
        if !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
            return Err(CalendarError::NotADate);
        }
        Ok(Self { year, month, day })
    }

    /// The year, 1 to [`YEAR_MAX`].
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1 January 1970.
    ///
    /// After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`: years begin in March, so
    /// that the leap day is the last of its year.
    pub fn days_since_1970(self) -> i32 {
        let month = i32::from(self.month);
        let year = if month > 2 { self.year } else { self.year - 1 };
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(self.day) - 1;
        year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - DAYS_BEFORE_1970
    }

    /// The day that is `days` after 1 January 1970; `civil_from_days` of the same source.
    ///
    /// # Errors
    /// When it is outside the calendar.
    pub fn from_days_since_1970(days: i32) -> Result<Self, CalendarError> {
        let days = days.checked_add(DAYS_BEFORE_1970).ok_or(CalendarError::OutOfRange)?;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097)); // 400 years
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        Self::new(year, month as u8, day as u8) // both are small: 1 to 12 and 1 to 31
    }

    /// How many days this is after `earlier`; negative when it is before.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.days_since_1970() - earlier.days_since_1970()
    }

    /// The day `days` later (or earlier, when negative).
    ///
    /// # Errors
    /// When it is outside the calendar.
    pub fn plus_days(self, days: i32) -> Result<Self, CalendarError> {
        Self::from_days_since_1970(self.days_since_1970().checked_add(days).ok_or(CalendarError::OutOfRange)?)
    }

    /// The same day `months` later (or earlier, when negative); the last day of that month when it is shorter.
    ///
    /// # Errors
    /// When it is outside the calendar.
    pub fn plus_months(self, months: i32) -> Result<Self, CalendarError> {
        let count = (self.year * 12 + i32::from(self.month) - 1)
            .checked_add(months)
            .ok_or(CalendarError::OutOfRange)?;
        let (year, month) = (count.div_euclid(12), count.rem_euclid(12) as u8 + 1);
        Self::new(year, month, self.day.min(days_in_month(year, month)))
    }

    /// The date at `offset` at a moment in UTC milliseconds.
    ///
    /// # Errors
    /// When it is outside the calendar.
    pub fn at(utc_ms: i64, offset: UtcOffset) -> Result<Self, CalendarError> {
        let local = utc_ms.checked_add(i64::from(offset.0) * MS_IN_A_MINUTE);
        let days = local.ok_or(CalendarError::OutOfRange)?.div_euclid(MS_IN_A_DAY);
        Self::from_days_since_1970(i32::try_from(days).map_err(|_| CalendarError::OutOfRange)?)
    }

    /// When this day begins at `offset`, in UTC milliseconds.
    pub fn begins_utc_ms(self, offset: UtcOffset) -> i64 {
        i64::from(self.days_since_1970()) * MS_IN_A_DAY - i64::from(offset.0) * MS_IN_A_MINUTE
    }
}

/// How many days a month has. `month` is 1 to 12.
fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// ISO 8601: `2026-02-28`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = CalendarError;
    /// Reads ISO 8601's `YYYY-MM-DD` and nothing else.
    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(CalendarError::NotADate);
        }
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_i32, |number, digit| {
                digit.is_ascii_digit().then(|| number * 10 + i32::from(digit - b'0'))
            })
        };
        let (Some(year), Some(month), Some(day)) =
            (number(&bytes[..4]), number(&bytes[5..7]), number(&bytes[8..]))
        else {
            return Err(CalendarError::NotADate);
        };
        Self::new(year, month as u8, day as u8) // two digits each
    }
}
