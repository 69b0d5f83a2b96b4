//! The derive refuses whatever it does not know, so that serde and it can never differ in silence.

use super::expand;

/// Why a type is refused.
fn refusal(input: &str) -> String {
    match syn::parse_str(input).and_then(|input| expand(&input)) {
        Ok(code) => panic!("taken: {code}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn an_attribute_that_is_not_known_is_refused_by_name() {
    for (name, input) in [
        ("deny_unknown_fields", "#[serde(deny_unknown_fields)] struct A { a: u8 }"),
        ("default", "#[serde(default)] struct A { a: u8 }"),
        ("untagged", "#[serde(untagged)] enum A { B(u8) }"),
        ("content", r#"#[serde(tag = "t", content = "c")] enum A { B }"#),
        ("rename_all_fields", r#"#[serde(rename_all_fields = "snake_case")] enum A { B { c: u8 } }"#),
        ("bound", r#"#[serde(bound = "T: Copy")] struct A { a: u8 }"#),
        ("alias", r#"enum A { #[serde(alias = "b")] B }"#),
        ("skip", "enum A { #[serde(skip)] B }"),
        ("rename_all", r#"enum A { #[serde(rename_all = "snake_case")] B { c: u8 } }"#),
        ("alias", r#"struct A { #[serde(alias = "b")] a: u8 }"#),
        ("skip", "struct A { #[serde(skip)] a: u8 }"),
        ("skip_deserializing", "struct A { #[serde(skip_deserializing)] a: u8 }"),
        ("with", r#"struct A { #[serde(with = "hex")] a: u8 }"#),
        ("deserialize_with", r#"struct A { #[serde(default, deserialize_with = "hex")] a: u8 }"#),
    ] {
        let why = refusal(input);
        assert!(why.contains(&format!("does not know the serde attribute `{name}`")), "{why}");
    }
}

#[test]
fn a_known_attribute_in_another_form_is_refused() {
    for input in [
        r#"#[serde(rename_all = "camelCase")] struct A { a: u8 }"#,
        r#"#[serde(rename_all(serialize = "snake_case"))] struct A { a: u8 }"#,
        r#"struct A { #[serde(default = "one")] a: u8 }"#,
        r#"struct A { #[serde(rename(serialize = "b"))] a: u8 }"#,
        "struct A { #[serde(flatten)] a: Option<B> }",
        "struct A { #[serde(flatten, default)] a: B }",
        "struct A(#[serde(default)] u8);",
        "enum A { B(#[serde(default)] u8) }",
    ] {
        refusal(input);
    }
}

#[test]
fn a_shape_that_is_not_known_is_refused() {
    for input in [
        "struct A;",
        "struct A {}",
        "struct A(u8, u8);",
        r#"#[serde(tag = "t")] struct A { a: u8 }"#,
        "enum A {}",
        "enum A { B(u8, u8) }",
        "enum A { B() }",
        r#"#[serde(tag = "t")] enum A { B(C) }"#,
        "enum A { #[serde(other)] B, C }",
        "enum A { B, #[serde(other)] C(u8) }",
        r#"#[serde(try_from = "String")] struct A(String);"#,
        r#"#[serde(into = "String")] struct A(String);"#,
        r#"#[serde(try_from = "String", into = "String")] struct A { a: u8 }"#,
        "union A { a: u8 }",
    ] {
        refusal(input);
    }
}

#[test]
fn a_name_that_cannot_stand_in_a_table_is_refused() {
    for input in [
        r#"struct A { #[serde(rename = "a,b")] a: u8 }"#,
        r#"struct A { #[serde(rename = "?a")] a: u8 }"#,
        r#"struct A { #[serde(rename = "")] a: u8 }"#,
        r#"struct A { a: u8, #[serde(rename = "a")] b: u8 }"#,
        r#"enum A { #[serde(rename = "*")] B }"#,
        r#"#[serde(tag = "a b")] enum A { B }"#,
    ] {
        let why = refusal(input);
        assert!(why.contains("alone") || why.contains("twice"), "{why}");
    }
}
