//! The phone reads and writes the same JSON as the server: every golden file of the contract, both ways.

use crate::sample::{line, shirt};
use fairday::db::cart;
use fairday::domain::cart::Cart;
use fairday::json::{Wire, read, write};
use fairday_contract::{
    Category, Changes, Home, Page, ProductCard, ProductDetail, Province, Regions, SearchResults, Store,
    Suggestions, VariantOffers,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads a golden file as the server writes it and as the phone does, and writes it back for the server to read.
pub(crate) fn check<T: Wire + Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(golden: &str) {
    let path = format!("{}/crates/contract/tests/golden/{golden}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("a golden file");
    let by_serde: T = serde_json::from_str(&text).expect("JSON");
    let by_phone: T = read(&text).unwrap_or_else(|| panic!("the phone cannot read {golden}"));
    assert_eq!(by_phone, by_serde, "{golden}");
    assert_eq!(serde_json::from_str::<T>(&write(&by_phone)).expect("JSON"), by_serde, "{golden}");
    let compact = serde_json::to_string(&by_serde).expect("writes");
    assert_eq!(read::<T>(&compact), Some(by_serde), "{golden}");
    for end in (0..compact.len()).filter(|end| compact.is_char_boundary(*end)) {
        assert!(read::<T>(&compact[..end]).is_none(), "{golden} cut at {end} is no answer");
    }
}

#[test]
fn every_answer_of_the_api_reads_the_same_on_the_phone() {
    check::<Home>("home");
    check::<Vec<Category>>("categories");
    check::<ProductDetail>("product");
    check::<SearchResults>("search");
    check::<Store>("store");
    check::<Suggestions>("suggestions");
    check::<Changes>("changes");
    check::<VariantOffers>("variants");
    check::<Regions>("regions");
    check::<Province>("province");
}

#[test]
fn a_page_of_products_reads_as_a_search_that_counts_nothing() {
    let card = shirt().related.remove(0);
    let page = Page::<ProductCard> { items: vec![card.clone()], total: 7, next: None };
    let results: SearchResults = read(&serde_json::to_string(&page).expect("writes")).expect("reads");
    assert_eq!((results.items, results.total), (vec![card], 7));
}

#[test]
fn a_newer_servers_fields_are_passed_over() {
    let text = serde_json::to_string(&shirt()).expect("writes");
    let newer = text.replacen('{', r#"{"video":{"a":[1,-2.5e3,null,true,{"b":"\"}"}]},"#, 1);
    assert_eq!(read::<ProductDetail>(&newer), Some(shirt()));
}

#[test]
fn what_is_not_this_shape_is_nothing() {
    for text in [
        "",
        "null",
        "[]",
        "{}",
        "<html>",
        r#"{"items":{}}"#,
        r#"{"items":[]"#,
        r#"{"items":[]} x"#,
        &"[".repeat(10_000),
    ] {
        assert_eq!(read::<Suggestions>(text), None, "{text:.40}");
    }
    assert!(read::<Suggestions>(r#" { "items" : [ ] } "#).is_some());
}

#[test]
fn amounts_are_whole_numbers_that_fit() {
    for bad in ["1.5", "1e3", "\"1\"", "9223372036854775808", "-", "+1", ""] {
        let text = format!(r#"{{"amount":{bad},"currency":"CNY"}}"#);
        assert_eq!(read::<fairday_contract::Money>(&text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn a_cart_kept_on_the_phone_comes_back_as_it_was(title in any::<String>(), amount in 0..i64::MAX, quantity in 1_u32..99) {
        let mut one = line(7, amount, quantity);
        one.title = title;
        let cart = Cart { lines: vec![one, line(8, 5, 1)] };
        prop_assert_eq!(cart::parse(&cart::print(&cart)), Some(cart.clone()));
        let as_json: serde_json::Value = serde_json::from_str(&cart::print(&cart)).expect("JSON");
        prop_assert_eq!(as_json["cart"]["lines"][0]["title"].as_str(), Some(cart.lines[0].title.as_str()));
    }

    #[test]
    fn texts_read_as_serde_json_reads_them(text in any::<String>()) {
        let json = serde_json::to_string(&text).expect("writes");
        prop_assert_eq!(read::<String>(&json), Some(text.clone()));
        let escaped = text.encode_utf16().fold(String::new(), |all, unit| all + &format!("\\u{unit:04x}"));
        prop_assert_eq!(read::<String>(&format!("\"{escaped}\"")), Some(text.clone()));
        prop_assert_eq!(serde_json::from_str::<String>(&write(&text)).expect("JSON"), text);
    }

    #[test]
    fn no_text_stops_the_app(text in any::<String>()) {
        let _ = read::<ProductDetail>(&text);
        let _ = cart::parse(&text);
    }
}
