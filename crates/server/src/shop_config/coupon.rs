//! Coupons: `[[coupon]]`. What they mean is in [`crate::orders::coupons`].

use super::Mistakes;
use crate::orders::coupon_guesses::Coupons;
use crate::orders::coupons::{COUPONS_MAX, Code, Coupon, Effect};
use fairday_input::CODE_CHARS_MAX;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;
use toml::value::{Datetime, Offset};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// A coupon as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    code: String,
    percent: Option<u8>,
    amount: Option<i64>,
    #[serde(default)]
    free_delivery: bool,
    from: Option<Datetime>,
    until: Option<Datetime>,
    #[serde(default)]
    minimum: i64,
    uses: Option<u32>,
    uses_per_account: Option<u32>,
}

pub(super) fn check(entries: Vec<Spanned<Entry>>, mistakes: &mut Mistakes) -> Coupons {
    if let Some(first_too_many) = entries.get(COUPONS_MAX) {
        mistakes.tell(first_too_many.span(), format!("more than {COUPONS_MAX} coupons"));
    }
    let mut coupons: Vec<Coupon> = Vec::new();
    for entry in entries.into_iter().take(COUPONS_MAX) {
        let span = entry.span();
        let Some(coupon) = coupon(entry.into_inner(), &span, mistakes) else { continue };
        if let Err(sentence) = coupon.check() {
            mistakes.tell(span.clone(), sentence);
        }
        if coupons.iter().any(|other| other.code == coupon.code) {
            mistakes.tell(span, "another coupon has this `code`; case and spaces do not count");
        } else {
            coupons.push(coupon);
        }
    }
    Coupons::new(coupons)
}

fn coupon(entry: Entry, span: &Range<usize>, mistakes: &mut Mistakes) -> Option<Coupon> {
    let code = Code::parse(&entry.code);
    if code.is_none() {
        let sentence = format!("`code` is 1 to {CODE_CHARS_MAX} letters A to Z, digits and hyphens");
        mistakes.tell(span.clone(), sentence);
    }
    let effect = match (entry.percent, entry.amount, entry.free_delivery) {
        (Some(percent), None, false) => Some(Effect::Percent(percent)),
        (None, Some(amount), false) => Some(Effect::Amount(amount)),
        (None, None, true) => Some(Effect::FreeDelivery),
        _ => {
            let sentence =
                "a coupon has one of `percent = 10`, `amount = 500` (minor units) and `free_delivery = true`";
            mistakes.tell(span.clone(), sentence);
            None
        }
    };
    let mut time = |name: &str, time: Option<Datetime>| {
        let read = time.as_ref().map(to_ms);
        if read == Some(None) {
            let sentence = format!("`{name}` is a time with its zone, as in 2026-11-11T00:00:00+08:00");
            mistakes.tell(span.clone(), sentence);
        }
        read.flatten()
    };
    let (from_ms, until_ms) = (time("from", entry.from), time("until", entry.until));
    Some(Coupon {
        code: code?,
        effect: effect?,
        from_ms,
        until_ms,
        minimum: entry.minimum,
        uses: entry.uses,
        uses_per_account: entry.uses_per_account,
    })
}

/// Milliseconds since 1970 UTC; nothing without a date, a time and a zone.
fn to_ms(time: &Datetime) -> Option<i64> {
    let (date, clock, offset) = (time.date?, time.time?, time.offset?);
    let minutes_east = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes),
    };
    let days = days_since_1970(i64::from(date.year), i64::from(date.month), i64::from(date.day));
    let minutes = i64::from(clock.hour) * 60 + i64::from(clock.minute) - minutes_east;
    Some(days * DAY_MS + minutes * MINUTE_MS + i64::from(clock.second.unwrap_or(0)) * 1000)
}

/// Days of the Gregorian calendar from 1970-01-01, for years after 0: years begin in March here, so that a leap day is
/// the last of its year.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    // Months from March on have 31, 30, 31, 30, 31 days, and so again.
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 719_469
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop_config::ShopConfig;

    #[test]
    fn a_coupon_is_read_with_its_times_as_they_are_in_the_world() {
        let config = ShopConfig::parse(
            "[[coupon]]\ncode = \"Fair 10\"\npercent = 10\nfrom = 2026-11-11T00:00:00+08:00\nuntil = 2026-11-12T00:00:00Z\n\
             minimum = 5000\nuses = 100\nuses_per_account = 1\n[[coupon]]\ncode = \"FREE\"\nfree_delivery = true\n",
        )
        .expect("it is right");
        let [coupon, free] = config.coupons.all() else { panic!("two are there") };
        assert_eq!((coupon.code.as_str(), free.code.as_str()), ("FAIR10", "FREE"));
        assert_eq!(coupon.effect, Effect::Percent(10));
        // date -u -d '2026-11-10 16:00' +%s
        assert_eq!((coupon.from_ms, coupon.until_ms), (Some(1_794_326_400_000), Some(1_794_441_600_000)));
        assert_eq!((coupon.minimum, coupon.uses, coupon.uses_per_account), (5000, Some(100), Some(1)));
        assert_eq!(free.effect, Effect::FreeDelivery);
    }

    #[test]
    fn every_mistake_is_told_with_what_would_be_right() {
        let of = |keys: &str| format!("[[coupon]]\ncode = \"A\"\n{keys}\n");
        for (text, told) in [
            (of(""), "one of `percent"),
            (of("percent = 10\namount = 5"), "one of `percent"),
            (of("percent = 0"), "1 to 100"),
            (of("percent = 10.5"), "a whole number is needed here"),
            (of("amount = -1"), "at least 1"),
            (of("amount = 1\nfrom = 2026-11-11"), "with its zone"),
            (of("amount = 1\nuntil = 2026-11-11T00:00:00"), "with its zone"),
            (of("amount = 1\nuses = 0"), "at least 1"),
            (of("amount = 1\ncolour = 1"), "unknown field"),
            (of("amount = 1").replace("\"A\"", "\"优惠\""), "`code` is 1 to 30"),
            (
                [of("amount = 1"), of("amount = 2").replace('A', "a ")].concat(),
                "another coupon has this `code`",
            ),
        ] {
            let mistakes = ShopConfig::parse(&text).expect_err(&text);
            assert!(
                mistakes.iter().any(|mistake| mistake.to_string().contains(told)),
                "{text}: {mistakes:?}"
            );
        }
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        for (year, month, day, days) in [
            (1970, 1, 1, 0),
            (1969, 12, 31, -1),
            (2000, 2, 29, 11_016),
            (2000, 3, 1, 11_017),
            (2026, 11, 21, 20_778),
        ] {
            assert_eq!(days_since_1970(year, month, day), days, "{year}-{month}-{day}");
        }
    }
}
