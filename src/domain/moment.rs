//! Moments as people read them, in the phone's own time zone.

/// A day, milliseconds.
const DAY_MS: i64 = 86_400_000;

/// Date and time: `2026-11-21 16:05`. `zone_min` is what the phone's clock is ahead of UTC, minutes.
pub fn show(ms: i64, zone_min: i32) -> String {
    let local = ms.saturating_add(i64::from(zone_min) * 60_000);
    let (year, month, day) = date(local.div_euclid(DAY_MS));
    let minute = local.rem_euclid(DAY_MS) / 60_000;
    format!("{year}-{month:02}-{day:02} {:02}:{:02}", minute / 60, minute % 60)
}

/// Year, month and day of a day counted from 1970 (Hinnant, `chrono`-compatible low-level date algorithms: `civil_from_days`).
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::show;

    #[test]
    fn moments_are_shown_in_the_phones_time_zone() {
        assert_eq!(show(0, 0), "1970-01-01 00:00");
        assert_eq!(show(0, -60), "1969-12-31 23:00");
        assert_eq!(show(1_709_164_799_000, 0), "2024-02-28 23:59");
        assert_eq!(show(1_709_164_800_000, 0), "2024-02-29 00:00");
        assert_eq!(show(1_795_276_800_000, 480), "2026-11-22 00:00");
    }
}
