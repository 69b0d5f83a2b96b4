//! Prices and quantities as merchants write them.

use super::limits::PRICE_MINOR_MAX;
use fairday_contract::Currency;

/// Reads a price into minor units of `currency`, without a float in between.
///
/// Signs, codes and words around the number are allowed (`¥12`, `12元`, `USD 1,299.00`), and thousands separated by
/// commas, points, spaces or apostrophes. What is a decimal point and what separates thousands is told as a reader
/// does: of both, the one that comes last is the decimal point; one that repeats separates thousands; a point alone is
/// always the decimal point (so `1.299` is too precise rather than perhaps a thousand times too dear); a comma alone
/// is it too, unless exactly three digits follow.
///
/// # Errors
/// The reason, as a clause that can follow "the price": `"x" is not a number`.
pub(super) fn parse_price(text: &str, currency: Currency) -> Result<i64, String> {
    let not_a_number = || format!("\"{}\" is not a number", text.trim());
    let narrow: String = text.chars().map(to_ascii_digit).collect();
    let trimmed = strip_currency(&narrow).ok_or_else(not_a_number)?;
    if trimmed.starts_with('-') || trimmed.starts_with('(') {
        return Err(format!("\"{}\" is negative", text.trim()));
    }
    let number: String =
        trimmed.chars().filter(|c| !(c.is_whitespace() || *c == '\'' || *c == '’')).collect();
    if !number.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || !number.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
    {
        return Err(not_a_number());
    }
    let (whole, fraction) = split_decimal(&number).ok_or_else(not_a_number)?;
    minor_units(&whole, fraction, currency).map_err(|why| format!("\"{}\" {why}", text.trim()))
}

/// Full-width digits and points, as a Chinese keyboard gives them, become plain ones.
fn to_ascii_digit(c: char) -> char {
    match c {
        '０'..='９' | '．' | '，' | '－' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '−' => '-',
        _ => c,
    }
}

/// Takes a currency sign, code or word off both ends.
fn strip_currency(text: &str) -> Option<&str> {
    const SIGNS: [&str; 20] = [
        "CN¥", "CN￥", "RMB", "CNY", "US$", "USD", "EUR", "GBP", "JPY", "INR", "Rs.", "Rs", "¥", "￥", "$",
        "€", "£", "₹", "元", "円",
    ];
    let mut text = text.trim();
    for sign in SIGNS {
        text = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)).unwrap_or(text).trim();
    }
    (!text.is_empty()).then_some(text)
}

/// The digits before and after the decimal point.
fn split_decimal(number: &str) -> Option<(String, &str)> {
    let last = number.rfind([',', '.']);
    let Some(last) = last else { return Some((number.to_owned(), "")) };
    let (head, tail) = (&number[..last], &number[last + 1..]);
    let mark = &number[last..=last];
    let alone = !head.contains([',', '.']);
    let repeated = head.contains(mark);
    let mixed = head.contains(if mark == "," { '.' } else { ',' });
    let three = tail.len() == 3 && !head.is_empty() && head != "0";
    let thousands = repeated || (alone && three && mark == ",");
    if repeated && mixed {
        return None;
    }
    if thousands {
        Some((join_groups(number, mark)?, ""))
    } else {
        Some((join_groups(head, if mark == "," { "." } else { "," })?, tail))
    }
}

/// `1,299,000` without its separators; nothing if a group after the first has not two or three digits (India
/// writes 1,29,900) or the last has not three.
fn join_groups(text: &str, separator: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(separator).collect();
    let (first, rest) = groups.split_first()?;
    let last_has_three = rest.last().is_none_or(|group| group.len() == 3);
    let is_grouped =
        rest.iter().all(|group| matches!(group.len(), 2 | 3)) && first.len() <= 3 && !first.is_empty();
    (rest.is_empty() || (is_grouped && last_has_three)).then(|| groups.concat())
}

fn minor_units(whole: &str, fraction: &str, currency: Currency) -> Result<i64, String> {
    let digits = usize::from(currency.minor_digits());
    // Exports pad: 12.9000 is 12.90. A digit that counts is never dropped.
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > digits {
        return Err(format!("has more decimal digits than {currency} has ({digits})"));
    }
    let all = format!("{whole}{fraction:0<digits$}");
    let significant = all.trim_start_matches('0');
    let amount = if significant.is_empty() { Some(0) } else { significant.parse().ok() };
    match amount {
        Some(amount) if amount <= PRICE_MINOR_MAX && !(whole.is_empty() && fraction.is_empty()) => Ok(amount),
        Some(_) | None => Err("is too large".to_owned()),
    }
}

/// Reads a count: digits, perhaps with thousands separators or `.0`. Below zero (oversold) is 0; too large is the
/// largest.
pub(super) fn parse_count(text: &str) -> Option<u32> {
    let narrow: String = text.trim().chars().map(to_ascii_digit).collect();
    let (negative, digits) = narrow.strip_prefix('-').map_or((false, narrow.as_str()), |rest| (true, rest));
    let whole = match digits.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|b| b == b'0') => whole,
        Some(_) => return None,
        None => digits,
    };
    let whole = join_groups(whole, ",")?;
    if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(if negative { 0 } else { whole.parse().unwrap_or(u32::MAX) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_as_merchants_write_them() {
        let cny = [
            ("12.9", 1290),
            ("12.90", 1290),
            ("12.9000", 1290),
            ("1,299.00", 129_900),
            ("1.299,00", 129_900),
            ("1.234.567,89", 123_456_789),
            ("¥12", 1200),
            ("￥ 12.50", 1250),
            ("12元", 1200),
            ("$1 299", 129_900),
            ("$1\u{a0}299,50", 129_950),
            ("1,299", 129_900),
            ("1.299.000", 129_900_000),
            ("0.5", 50),
            (".5", 50),
            ("0", 0),
            ("１２．５", 1250),
            ("1,29,900.00", 12_990_000),
            ("CN¥88", 8800),
            ("1'299.00", 129_900),
        ];
        for (text, minor) in cny {
            assert_eq!(parse_price(text, Currency::CNY), Ok(minor), "{text}");
        }
        let jpy = "JPY".parse().expect("a currency");
        assert_eq!(parse_price("1,980", jpy), Ok(1980));
        assert_eq!(parse_price("1980", jpy), Ok(1980));
        assert_eq!(parse_price("1980.00", jpy), Ok(1980));
        let kwd = "KWD".parse().expect("a currency");
        assert_eq!(parse_price("1.250", kwd), Ok(1250));
    }

    #[test]
    fn prices_that_mean_nothing_certain_are_refused() {
        for text in [
            "",
            " ",
            "-1",
            "−1",
            "(12)",
            "NaN",
            "inf",
            "1e5",
            "abc",
            "12.345.6",
            "1,2,3",
            "12.3456",
            "0.001",
            "1.299",
            "1..2",
            "99999999999999999999",
            "10000000001",
            "0x10",
            "¥",
            ".",
            "12-13",
            "1,2.3,4",
        ] {
            assert!(
                parse_price(text, Currency::CNY).is_err(),
                "{text} gave {:?}",
                parse_price(text, Currency::CNY)
            );
        }
        assert!(parse_price("1980.5", "JPY".parse().expect("a currency")).is_err());
    }

    #[test]
    fn quantities_below_zero_are_none_left() {
        assert_eq!(parse_count("-3"), Some(0));
        assert_eq!(parse_count("1,200"), Some(1200));
        assert_eq!(parse_count("5.0"), Some(5));
        assert_eq!(parse_count("99999999999"), Some(u32::MAX));
        assert_eq!(parse_count("five"), None);
        assert_eq!(parse_count(""), None);
    }
}
