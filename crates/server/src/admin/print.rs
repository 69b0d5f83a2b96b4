//! What commands print.

use serde::Serialize;
use std::io::{self, Write};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Prints a line. A closed pipe (`| head`) is no reason to fail: the work is done.
pub(super) fn line(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Prints JSON for scripts, on one line.
pub(super) fn json(value: &impl Serialize) {
    line(&serde_json::to_string(value).expect("wire types are plain data"));
}

/// A word of the wire, such as a status.
pub(super) fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A time for people: `2026-11-21 16:42 UTC`.
pub(crate) fn time(ms: i64) -> String {
    let (year, month, day) = date(ms.div_euclid(DAY_MS));
    let minutes = ms.rem_euclid(DAY_MS) / 60_000;
    format!("{year}-{month:02}-{day:02} {:02}:{:02} UTC", minutes / 60, minutes % 60)
}

/// The same so many minutes east of UTC: `2026-11-21 16:42 +08:00`.
pub(super) fn local_time(ms: i64, minutes_east: i32) -> String {
    let shifted = time(ms.saturating_add(i64::from(minutes_east) * 60_000));
    let (sign, minutes) = (if minutes_east < 0 { '-' } else { '+' }, minutes_east.unsigned_abs());
    format!("{} {sign}{:02}:{:02}", shifted.trim_end_matches(" UTC"), minutes / 60, minutes % 60)
}

/// Year, month and day of a day counted from 1970-01-01: years begin in March here, so that a leap day is the last of its
/// year, and eras have 400 of them.
fn date(days: i64) -> (i64, i64, i64) {
    let from_era = days + 719_468;
    let (era, day_of_era) = (from_era.div_euclid(146_097), from_era.rem_euclid(146_097));
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = (era * 400 + year, if month < 10 { month + 3 } else { month - 9 });
    (year + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_calendar() {
        // date -u -d @SECONDS
        for (ms, text) in [
            (0, "1970-01-01 00:00 UTC"),
            (951_782_400_000, "2000-02-29 00:00 UTC"),
            (1_735_689_599_000, "2024-12-31 23:59 UTC"),
            (1_800_000_000_000, "2027-01-15 08:00 UTC"),
        ] {
            assert_eq!(time(ms), text);
        }
    }

    #[test]
    fn a_shop_s_time_is_said_with_its_zone() {
        for (minutes_east, text) in [
            (480, "2027-01-15 16:00 +08:00"),
            (-210, "2027-01-15 04:30 -03:30"),
            (0, "2027-01-15 08:00 +00:00"),
        ] {
            assert_eq!(local_time(1_800_000_000_000, minutes_east), text);
        }
    }
}
