//! Money is whole minor units, in every currency.

use fairday_contract::{Currency, Money};
use proptest::prelude::*;

fn currency(code: &str) -> Currency {
    code.parse().expect("a currency")
}

#[test]
fn amounts_are_written_with_the_currencys_own_number_of_decimals() {
    for (amount, code, written) in [
        (1290, "CNY", "12.90"),
        (5, "USD", "0.05"),
        (-5, "USD", "-0.05"),
        (1290, "JPY", "1290"),
        (-1, "KRW", "-1"),
        (1290, "KWD", "1.290"),
        (i64::MIN, "CNY", "-92233720368547758.08"),
    ] {
        assert_eq!(Money::new(amount, currency(code)).decimal(), written, "{amount} {code}");
    }
}

#[test]
fn a_currency_is_three_capital_letters() {
    for bad in ["", "CN", "cny", "CNYY", "元", "C1Y", "￥"] {
        assert!(bad.parse::<Currency>().is_err(), "{bad}");
        assert!(serde_json::from_value::<Currency>(serde_json::json!(bad)).is_err(), "{bad}");
    }
}

#[test]
fn sums_of_different_currencies_do_not_exist() {
    assert_eq!(Money::new(1, currency("CNY")).checked_add(Money::new(1, currency("USD"))), None);
}

proptest! {
    #[test]
    fn a_written_amount_reads_back_to_the_same_minor_units(amount in any::<i64>(), code in "CNY|JPY|KWD|CLF") {
        let money = Money::new(amount, currency(&code));
        let digits: String = money.decimal().chars().filter(|c| *c != '.').collect();
        prop_assert_eq!(digits.parse::<i64>().expect("digits"), amount);
    }

    #[test]
    fn a_sum_is_exact_or_refused(a in any::<i64>(), b in any::<i64>()) {
        let sum = Money::new(a, Currency::CNY).checked_add(Money::new(b, Currency::CNY));
        prop_assert_eq!(sum.map(|money| i128::from(money.amount)), i64::try_from(i128::from(a) + i128::from(b)).ok().map(i128::from));
    }

    #[test]
    fn a_multiple_is_exact_or_refused(a in any::<i64>(), n in any::<u32>()) {
        let product = Money::new(a, Currency::CNY).checked_mul(n);
        prop_assert_eq!(product.map(|money| i128::from(money.amount)), i64::try_from(i128::from(a) * i128::from(n)).ok().map(i128::from));
    }

    #[test]
    fn money_survives_the_wire(amount in any::<i64>(), code in "[A-Z]{3}") {
        let money = Money::new(amount, currency(&code));
        let wire = serde_json::to_string(&money).expect("writes");
        prop_assert_eq!(serde_json::from_str::<Money>(&wire).expect("reads"), money);
    }

    #[test]
    fn no_float_and_no_text_reads_as_an_amount(amount in any::<f64>()) {
        let fraction = format!(r#"{{"amount":{:?},"currency":"CNY"}}"#, if amount.is_finite() { amount } else { 0.5 });
        prop_assert!(serde_json::from_str::<Money>(&fraction).is_err());
        let text = format!(r#"{{"amount":"{}","currency":"CNY"}}"#, amount.trunc());
        prop_assert!(serde_json::from_str::<Money>(&text).is_err());
    }
}
