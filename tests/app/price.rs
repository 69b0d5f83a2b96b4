//! Money as people read it.

use fairday::domain::price::{percent_off, show};
use fairday_contract::{Currency, Money};
use proptest::prelude::*;

#[test]
fn prices_read_as_people_write_them() {
    for (amount, code, shown) in [
        (1290, "CNY", "¥12.90"),
        (1200, "CNY", "¥12"),
        (5, "CNY", "¥0.05"),
        (0, "CNY", "¥0"),
        (-1250, "CNY", "-¥12.50"),
        (1290, "JPY", "¥1,290"),
        (123_456_789, "JPY", "¥123,456,789"),
        (129_900, "CNY", "¥1,299"),
        (123_456_789, "CNY", "¥1,234,567.89"),
        (-100_000, "CNY", "-¥1,000"),
        (99_999, "CNY", "¥999.99"),
        (1_234_567, "KWD", "KWD 1,234.567"),
        (12_500, "KWD", "KWD 12.500"),
        (250_000, "VND", "₫250,000"),
        (12_990, "BRL", "R$129.90"),
        (198_000, "TWD", "NT$1,980"),
        (8_800, "HKD", "HK$88"),
        (199_900, "INR", "₹1,999"),
        (1290, "CHF", "CHF 12.90"),
    ] {
        let money = Money::new(amount, code.parse::<Currency>().expect("a currency"));
        assert_eq!(show(money), shown);
    }
}

proptest! {
    #[test]
    fn a_reduction_is_never_promised_larger_than_it_is(now in 0_i64..10_000_000, before in 0_i64..10_000_000) {
        let money = |amount| Money::new(amount, Currency::CNY);
        match percent_off(money(now), money(before)) {
            Some(off) => prop_assert!((before - now) * 100 >= i64::from(off) * before && now < before),
            None => prop_assert!((before - now) * 100 < before),
        }
    }
}
