//! JSON to and from the wire's types.
//!
//! By serde-json-core, made for microcontrollers: it reads no floats (the wire has none) and words no errors (the
//! shopper sees none), which makes the app 10 kB smaller than with serde_json.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The longest text with an escaped character in it, bytes: a product's description is at most 64 kB.
const ESCAPED_BYTES_MAX: usize = 128 << 10;
/// The longest text written, bytes: a full cart takes a third of it.
const WRITTEN_BYTES_MAX: usize = 256 << 10;

/// Reads a value; nothing when the text is not JSON or not of this shape.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut escaped = vec![0; text.len().min(ESCAPED_BYTES_MAX)];
    let (value, end) = serde_json_core::from_str_escaped(text, &mut escaped).ok()?;
    text.get(end..)?.trim().is_empty().then_some(value)
}

/// Writes a value; nothing when it is longer than anything the app keeps.
pub(crate) fn write<T: Serialize>(value: &T) -> Option<String> {
    let mut bytes = vec![0; 4 << 10];
    loop {
        match serde_json_core::to_slice(value, &mut bytes) {
            Ok(length) => {
                bytes.truncate(length);
                return String::from_utf8(bytes).ok();
            }
            Err(_) if bytes.len() < WRITTEN_BYTES_MAX => bytes.resize(bytes.len() * 4, 0),
            Err(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cart::{Cart, Line};
    use fairday_contract::{Currency, Money, VariantId};
    use proptest::prelude::*;

    fn cart(title: String, amount: i64, quantity: u32) -> Cart {
        let line = Line {
            variant: VariantId(quantity),
            handle: "rice".parse().expect("a handle"),
            title,
            choice: String::new(),
            price: Money::new(amount, Currency::CNY),
            picture: None,
            quantity,
            stock: None,
            selected: true,
        };
        Cart { lines: vec![line] }
    }

    proptest! {
        #[test]
        fn whatever_the_server_writes_the_phone_reads(title in any::<String>(), amount in any::<i64>(), n in any::<u32>()) {
            let cart = cart(title, amount, n);
            let compact = serde_json::to_string(&cart).expect("writes");
            prop_assert_eq!(read::<Cart>(&compact), Some(cart.clone()));
            let spaced = serde_json::to_string_pretty(&cart).expect("writes");
            prop_assert_eq!(read::<Cart>(&spaced), Some(cart.clone()));
            prop_assert_eq!(read::<Cart>(&compact.replace('<', "\\u003c")), Some(cart));
        }

        #[test]
        fn whatever_the_phone_writes_anybody_reads(title in any::<String>(), amount in any::<i64>(), n in any::<u32>()) {
            let cart = cart(title, amount, n);
            let text = write(&cart).expect("writes");
            prop_assert_eq!(serde_json::from_str::<Cart>(&text).expect("JSON"), cart.clone());
            prop_assert_eq!(read::<Cart>(&text), Some(cart));
        }

        #[test]
        fn an_answer_cut_anywhere_is_no_answer(title in "[^\u{0}]{0,20}", at in 0.0..1.0_f64) {
            let text = write(&cart(title, 1290, 2)).expect("writes");
            let end = (text.len() as f64 * at) as usize;
            prop_assume!(text.is_char_boundary(end));
            prop_assert_eq!(read::<Cart>(&text[..end]), None);
        }

        #[test]
        fn no_text_stops_the_app(text in any::<String>()) {
            let _ = read::<Cart>(&text);
        }
    }

    #[test]
    fn what_follows_a_value_makes_it_unreadable() {
        assert_eq!(read::<Cart>(r#"{"lines":[]} "#), Some(Cart::default()));
        assert_eq!(read::<Cart>(r#"{"lines":[]}<html>"#), None);
    }
}
