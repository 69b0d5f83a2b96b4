//! Texts that are no JSON, or not of the shape asked for.

use fairday_contract::{Category, Money, ProductDetail, RegionCode, Suggestions};
use fairday_wire::{Raw, Wire, field, items, read};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[test]
fn what_is_no_json_is_nothing() {
    for text in [
        "",
        " ",
        "nul",
        "tru",
        "[1",
        "[1,]",
        "[1 2]",
        "[,1]",
        "[1]]",
        "[1] x",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\u{1}\"",
        "\"\\ud800\"",
    ] {
        assert_eq!(read::<Vec<u32>>(text), None, "{text}");
        assert_eq!(read::<String>(text), None, "{text}");
        assert_eq!(read::<bool>(text), None, "{text}");
        assert_eq!(read::<Option<u32>>(text), None, "{text}");
    }
    for text in [
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":\"b\"",
        "{\"a\":\"b\",}",
        "{a:\"b\"}",
        "{\"a\" \"b\"}",
        "{\"a\":1}",
    ] {
        assert_eq!(read::<BTreeMap<String, String>>(text), None, "{text}");
    }
}

#[test]
fn a_number_beyond_its_range_is_nothing() {
    assert_eq!((read::<u8>("255"), read::<u8>("256"), read::<u8>("-1")), (Some(255), None, None));
    assert_eq!((read::<u16>("65535"), read::<u16>("65536")), (Some(65_535), None));
    assert_eq!((read::<u32>("4294967295"), read::<u32>("4294967296")), (Some(u32::MAX), None));
    assert_eq!((read::<i32>("-2147483648"), read::<i32>("-2147483649")), (Some(i32::MIN), None));
    assert_eq!(
        (read::<i64>("-9223372036854775808"), read::<i64>("-9223372036854775809")),
        (Some(i64::MIN), None)
    );
    assert_eq!(
        (read::<u64>("9223372036854775807"), read::<u64>("9223372036854775808")),
        (Some(i64::MAX as u64), None)
    );
    for text in ["1.0", "1e3", "01", "+1", "-", "\"1\"", "1x", "99999999999999999999999999"] {
        assert_eq!(read::<i64>(text), None, "{text}");
    }
}

#[test]
fn a_text_that_is_no_id_is_nothing() {
    assert_eq!(read::<RegionCode>("\"1301\"").map(|code| code.to_string()), Some("1301".to_owned()));
    assert_eq!(read::<RegionCode>("\"130\""), None);
    assert_eq!(read::<Money>(r#"{"amount":1,"currency":"yuan"}"#), None);
}

#[test]
fn a_field_that_must_be_there_or_is_twice_there_is_nothing() {
    assert_eq!(read::<Money>(r#"{"amount":1}"#), None);
    assert_eq!(read::<Money>("{}"), None);
    assert_eq!(read::<Money>(r#"{"amount":1,"currency":"CNY","amount":2}"#), None);
}

#[test]
fn nothing_is_read_deeper_than_32() {
    let lists = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(read::<Raw>(&lists(32)), Some(Raw(lists(32))));
    assert_eq!(read::<Raw>(&lists(33)), None);
    assert_eq!(read::<Raw>(&"[".repeat(1_000_000)), None);
    let tree = |depth| {
        let open = r#"{"slug":"a","name":"A","count":1,"children":["#;
        format!("{}{}", open.repeat(depth), "]}".repeat(depth))
    };
    assert!(read::<Category>(&tree(16)).is_some());
    assert_eq!(read::<Category>(&tree(17)), None);
    assert_eq!(read::<Category>(&tree(100_000)), None);
}

#[test]
fn a_field_and_the_items_of_a_list_stand_as_they_are() {
    let text = r#" {"a": [1, {"b": "}"}] , "c":null}"#;
    assert_eq!(field(text, "a"), Some(r#"[1, {"b": "}"}]"#));
    assert_eq!(field(text, "c"), Some("null"));
    assert_eq!((field(text, "b"), field("[]", "a"), field("{\"a\":1", "a")), (None, None, None));
    assert_eq!(items(r#"[{"a":1}, "b" ,3]"#), [r#"{"a":1}"#, "\"b\"", "3"]);
    assert_eq!(items("[]"), Vec::<&str>::new());
    assert_eq!(items("no list"), Vec::<&str>::new());
}

fn never_panics<T: Wire>(text: &str) {
    _ = read::<T>(text);
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>(), like_json in "[\\[\\]{}\",:0-9a-z\\\\ -]{0,60}") {
        for text in [text, like_json] {
            never_panics::<ProductDetail>(&text);
            never_panics::<Suggestions>(&text);
            never_panics::<Vec<Option<i64>>>(&text);
            never_panics::<BTreeMap<String, String>>(&text);
            _ = (field(&text, "a"), items(&text));
        }
    }
}
