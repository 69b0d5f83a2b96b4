//! What a price is read as, alone and in its column.

use super::*;
use proptest::prelude::*;

fn currency(code: &str) -> Currency {
    code.parse().expect("a currency")
}

/// Each price of a column as minor units; `None` for one that is refused.
fn column(texts: &[&str], code: &str) -> Vec<Option<i64>> {
    let prices = Prices::of(texts.iter().copied(), currency(code));
    texts.iter().map(|text| prices.parse(text).ok()).collect()
}

/// A price that is alone in its column.
fn alone(text: &str, code: &str) -> Result<i64, Refusal> {
    Prices::of(std::iter::once(text), currency(code)).parse(text)
}

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
        ("25块", 2500),
        ("1299元/台", 129_900),
        ("\u{202a}12.50\u{202c}", 1250),
        ("1\u{200b}2.5", 1250),
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
        ("0.500", 50),
        ("1234.500", 123_450),
    ];
    for (text, minor) in cny {
        assert_eq!(alone(text, "CNY"), Ok(minor), "{text}");
    }
    let others = [
        ("1,980", "JPY", 1980),
        ("1980", "JPY", 1980),
        ("1980.00", "JPY", 1980),
        ("1.250", "KWD", 1250),
        ("R$ 129,90", "BRL", 12_990),
        ("HK$88", "HKD", 8800),
        ("NT$1,980", "TWD", 198_000),
        ("250.000", "VND", 250_000),
        ("250.000₫", "VND", 250_000),
    ];
    for (text, code, minor) in others {
        assert_eq!(alone(text, code), Ok(minor), "{text} {code}");
    }
}

#[test]
fn a_column_says_what_a_point_before_three_digits_means() {
    assert_eq!(column(&["1.200", "1.299,00"], "CNY"), [Some(120_000), Some(129_900)]);
    assert_eq!(column(&["1.299", "12,50"], "EUR"), [Some(129_900), Some(1250)]);
    assert_eq!(column(&["1.200", "1.299", "12.345"], "CNY"), [Some(120_000), Some(129_900), Some(1_234_500)]);
    assert_eq!(column(&["1.200", "1.000.000"], "CNY"), [Some(120_000), Some(100_000_000)]);
    assert_eq!(column(&["12.500", "0.990", "129.000"], "CNY"), [Some(1250), Some(99), Some(12_900)]);
    assert_eq!(
        column(&["250.000", "1.500.000", "9.000"], "VND"),
        [Some(250_000), Some(1_500_000), Some(9000)]
    );
    assert_eq!(column(&["1,299", "12.50"], "CNY"), [Some(129_900), Some(1250)]);
}

#[test]
fn a_price_that_stays_unclear_is_refused_and_never_guessed() {
    assert_eq!(alone("1.200", "CNY"), Err(Refusal::Unclear));
    assert_eq!(alone("1.299", "CNY"), Err(Refusal::Unclear));
    assert_eq!(alone("1,250", "KWD"), Err(Refusal::Unclear));
    assert_eq!(
        column(&["1.200", "12.90"], "CNY"),
        [None, Some(1290)],
        "three decimals among prices with two"
    );
    assert_eq!(column(&["1.299", "1,299"], "CNY"), [None, None]);
    assert_eq!(column(&["1.200", "12.90", "12,90"], "CNY"), [None, Some(1290), Some(1290)]);
    assert_eq!(column(&["250.000", "1980.00"], "VND"), [None, Some(1980)]);
}

#[test]
fn what_was_concluded_is_said_once_with_a_count() {
    let note = |texts: &[&str], code| {
        Prices::of(texts.iter().copied(), currency(code)).note().map(ToOwned::to_owned)
    };
    assert_eq!(
        note(&["250.000", "99.000", "5000"], "VND").as_deref(),
        Some("In 2 prices \".\" stands between thousands: \"250.000\" is read as 250000 VND.")
    );
    assert_eq!(note(&["1,299", "12.50"], "CNY"), None, "the column shows it");
    assert_eq!(note(&["12.50"], "CNY"), None);
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
        "1..2",
        "99999999999999999999",
        "10000000001",
        "0x10",
        "¥",
        ".",
        "12-13",
        "1,2.3,4",
        "12/24",
        "12 13",
        "1 29",
        "5²",
    ] {
        assert!(alone(text, "CNY").is_err(), "{text} gave {:?}", alone(text, "CNY"));
    }
    assert!(alone("1980.5", "JPY").is_err());
}

/// An amount of minor units as a merchant of some country writes it.
fn written(minor: i64, digits: usize, decimal: &str, thousands: &str) -> String {
    let padded = format!("{minor:0width$}", width = digits + 1);
    let (whole, fraction) = padded.split_at(padded.len() - digits);
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push_str(thousands);
        }
        grouped.push(digit);
    }
    if digits == 0 { grouped } else { format!("{grouped}{decimal}{fraction}") }
}

proptest! {
    /// A column that one program wrote in one way is read as what it wrote, or not at all, and never as another amount.
    #[test]
    fn a_column_written_in_one_way_is_never_read_as_other_amounts(
        amounts in prop::collection::vec(1_i64..100_000_000, 1..12),
        way in prop::sample::select(vec![(".", ","), (",", "."), (".", ""), (",", ""), (",", " "), (".", "'")]),
        code in prop::sample::select(vec!["CNY", "VND", "BRL", "JPY"]),
    ) {
        let currency = currency(code);
        let digits = usize::from(currency.minor_digits());
        let texts: Vec<String> = amounts.iter().map(|minor| written(*minor, digits, way.0, way.1)).collect();
        let prices = Prices::of(texts.iter().map(String::as_str), currency);
        for (text, minor) in texts.iter().zip(&amounts) {
            prop_assert_eq!(prices.parse(text), Ok(*minor), "{} in {:?}", text, texts);
        }
    }

    /// Without the decimals that a currency has, whole amounts are still never a thousandth of themselves.
    #[test]
    fn whole_amounts_with_points_between_thousands_are_never_read_as_a_thousandth(
        amounts in prop::collection::vec(1_i64..10_000_000, 1..12),
    ) {
        let texts: Vec<String> = amounts.iter().map(|whole| written(*whole, 0, "", ".")).collect();
        let prices = Prices::of(texts.iter().map(String::as_str), Currency::CNY);
        for (text, whole) in texts.iter().zip(&amounts) {
            match prices.parse(text) {
                Ok(minor) => prop_assert_eq!(minor, whole * 100, "{} in {:?}", text, texts),
                Err(refusal) => prop_assert_eq!(refusal, Refusal::Unclear),
            }
        }
    }
}
