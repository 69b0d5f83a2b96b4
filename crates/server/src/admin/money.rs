//! Amounts as people write and read them.

use fairday_contract::{Currency, Money};

/// An amount for people: `¥549.00`, `CHF 12.90`.
pub(super) fn money(minor: i64, currency: Currency) -> String {
    let decimal = Money::new(minor, currency).decimal();
    let sign = currency.sign();
    let gap = if sign.ends_with(|last: char| last.is_ascii_alphabetic()) { " " } else { "" };
    match decimal.strip_prefix('-') {
        Some(magnitude) => format!("-{sign}{gap}{magnitude}"),
        None => format!("{sign}{gap}{decimal}"),
    }
}

/// The minor units of an amount as a person writes it. A bare whole number of a currency with decimals is refused: it may be
/// meant in minor units.
///
/// # Errors
/// What would be right.
pub(super) fn parse_amount(text: &str, currency: Currency) -> Result<i64, String> {
    let digits = usize::from(currency.minor_digits());
    let example = || format!("it is written as in {}", money(3_325, currency));
    let trimmed = text.trim();
    let mut bare = trimmed;
    for sign in [currency.sign(), "￥", currency.code()] {
        bare = bare.strip_prefix(sign).map_or(bare, str::trim_start);
    }
    let has_sign = bare.len() < trimmed.len();
    let (whole, fraction) = bare.split_once('.').unwrap_or((bare, ""));
    if digits > 0 && fraction.is_empty() && !has_sign {
        let (one, other) = (money(3_300, currency), Money::new(3_300, currency).decimal());
        return Err(format!("it is written with its decimals or its sign, as in {other} or {one}"));
    }
    let whole = without_commas(whole).ok_or_else(example)?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(&whole) || !is_number(fraction) || fraction.len() > digits {
        return Err(example());
    }
    let all = format!("{whole}{fraction:0<digits$}");
    all.parse().map_err(|_| "it is too much".to_owned())
}

/// A whole number without the commas between its thousands; nothing when they are elsewhere.
fn without_commas(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_right =
        rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || (1..=3).contains(&first.len()));
    is_right.then(|| [&[first], rest.as_slice()].concat().concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        code.parse().expect("a currency")
    }

    #[test]
    fn an_amount_is_shown_with_its_sign_and_its_decimals() {
        for (minor, code, shown) in [
            (54_900, "CNY", "¥549.00"),
            (-5, "CNY", "-¥0.05"),
            (1_290, "JPY", "¥1290"),
            (1_290, "BRL", "R$12.90"),
            (1_290, "CHF", "CHF 12.90"),
            (1_290, "KWD", "KWD 1.290"),
        ] {
            assert_eq!(money(minor, currency(code)), shown);
        }
    }

    #[test]
    fn an_amount_is_read_as_people_write_it_and_never_guessed() {
        for (text, code, minor) in [
            ("¥33.25", "CNY", Ok(3_325)),
            ("33.25", "CNY", Ok(3_325)),
            (" ￥1,234.5 ", "CNY", Ok(123_450)),
            ("¥33", "CNY", Ok(3_300)),
            ("CNY 33", "CNY", Ok(3_300)),
            ("1290", "JPY", Ok(1_290)),
            ("3325", "CNY", Err("its decimals or its sign")),
            ("33.255", "CNY", Err("as in ¥33.25")),
            ("1,23.00", "CNY", Err("as in ¥33.25")),
            ("-33.25", "CNY", Err("as in ¥33.25")),
            ("¥", "CNY", Err("as in ¥33.25")),
            ("$33.25", "CNY", Err("as in ¥33.25")),
            ("99999999999999999999.00", "CNY", Err("too much")),
        ] {
            match (parse_amount(text, currency(code)), minor) {
                (Ok(read), Ok(minor)) => assert_eq!(read, minor, "{text}"),
                (Err(why), Err(told)) => assert!(why.contains(told), "{text}: {why}"),
                (read, _) => panic!("{text}: {read:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(minor in 0..1_000_000_000_000_i64, code in prop::sample::select(&["CNY", "JPY", "KWD", "BRL"][..])) {
            let currency = currency(code);
            prop_assert_eq!(parse_amount(&money(minor, currency), currency), Ok(minor));
        }
    }
}
