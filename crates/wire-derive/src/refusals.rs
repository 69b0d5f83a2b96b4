//! What the derive refuses: whatever it does not know, so that serde and it can never differ in silence.

use super::expand;
use syn::{DeriveInput, parse_quote};

fn refusal(input: &DeriveInput) -> String {
    match expand(input) {
        Ok(code) => panic!("taken: {code}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn an_attribute_that_is_not_known_is_refused_by_name() {
    let on_types: [DeriveInput; 6] = [
        parse_quote!(
            #[serde(deny_unknown_fields)]
            struct A {
                a: u8,
            }
        ),
        parse_quote!(
            #[serde(default)]
            struct A {
                a: u8,
            }
        ),
        parse_quote!(
            #[serde(untagged)]
            enum A {
                B(u8),
            }
        ),
        parse_quote!(
            #[serde(tag = "t", content = "c")]
            enum A {
                B,
            }
        ),
        parse_quote!(
            #[serde(rename_all_fields = "snake_case")]
            enum A {
                B { c: u8 },
            }
        ),
        parse_quote!(
            #[serde(bound = "T: Copy")]
            struct A {
                a: u8,
            }
        ),
    ];
    let on_variants: [DeriveInput; 3] = [
        parse_quote!(
            enum A {
                #[serde(alias = "b")]
                B,
            }
        ),
        parse_quote!(
            enum A {
                #[serde(skip)]
                B,
            }
        ),
        parse_quote!(
            enum A {
                #[serde(rename_all = "snake_case")]
                B { c: u8 },
            }
        ),
    ];
    let on_fields: [DeriveInput; 5] = [
        parse_quote!(
            struct A {
                #[serde(alias = "b")]
                a: u8,
            }
        ),
        parse_quote!(
            struct A {
                #[serde(skip)]
                a: u8,
            }
        ),
        parse_quote!(
            struct A {
                #[serde(skip_deserializing)]
                a: u8,
            }
        ),
        parse_quote!(
            struct A {
                #[serde(with = "hex")]
                a: u8,
            }
        ),
        parse_quote!(
            struct A {
                #[serde(default, deserialize_with = "hex")]
                a: u8,
            }
        ),
    ];
    for input in on_types.iter().chain(&on_variants).chain(&on_fields) {
        let why = refusal(input);
        assert!(why.contains("does not know the serde attribute `"), "{why}");
    }
}

#[test]
fn a_known_attribute_in_another_form_is_refused() {
    let inputs: [DeriveInput; 8] = [
        parse_quote!(
            #[serde(rename_all = "camelCase")]
            struct A {
                a: u8,
            }
        ),
        parse_quote!(
            #[serde(rename_all(serialize = "snake_case"))]
            struct A {
                a: u8,
            }
        ),
        parse_quote!(
            struct A {
                #[serde(default = "one")]
                a: u8,
            }
        ),
        parse_quote!(
            struct A {
                #[serde(rename(serialize = "b"))]
                a: u8,
            }
        ),
        parse_quote!(
            struct A {
                #[serde(flatten)]
                a: Option<B>,
            }
        ),
        parse_quote!(
            struct A {
                #[serde(flatten, default)]
                a: B,
            }
        ),
        parse_quote!(
            struct A(#[serde(default)] u8);
        ),
        parse_quote!(
            enum A {
                B(#[serde(default)] u8),
            }
        ),
    ];
    for input in &inputs {
        refusal(input);
    }
}

#[test]
fn a_shape_that_is_not_known_is_refused() {
    let inputs: [DeriveInput; 14] = [
        parse_quote!(
            struct A;
        ),
        parse_quote!(
            struct A {}
        ),
        parse_quote!(
            struct A(u8, u8);
        ),
        parse_quote!(
            #[serde(tag = "t")]
            struct A {
                a: u8,
            }
        ),
        parse_quote!(
            enum A {}
        ),
        parse_quote!(
            enum A {
                B(u8, u8),
            }
        ),
        parse_quote!(
            enum A {
                B(),
            }
        ),
        parse_quote!(
            #[serde(tag = "t")]
            enum A {
                B(C),
            }
        ),
        parse_quote!(
            enum A {
                #[serde(other)]
                B,
                C,
            }
        ),
        parse_quote!(
            enum A {
                B,
                #[serde(other)]
                C(u8),
            }
        ),
        parse_quote!(
            #[serde(try_from = "String")]
            struct A(String);
        ),
        parse_quote!(
            #[serde(into = "String")]
            struct A(String);
        ),
        parse_quote!(
            #[serde(try_from = "String", into = "String")]
            struct A {
                a: u8,
            }
        ),
        parse_quote!(union A { a: u8 }),
    ];
    for input in &inputs {
        refusal(input);
    }
}

#[test]
fn a_name_that_cannot_stand_in_a_table_is_refused() {
    let inputs: [DeriveInput; 6] = [
        parse_quote!(
            struct A {
                #[serde(rename = "a,b")]
                a: u8,
            }
        ),
        parse_quote!(
            struct A {
                #[serde(rename = "?a")]
                a: u8,
            }
        ),
        parse_quote!(
            struct A {
                #[serde(rename = "")]
                a: u8,
            }
        ),
        parse_quote!(
            struct A {
                a: u8,
                #[serde(rename = "a")]
                b: u8,
            }
        ),
        parse_quote!(
            enum A {
                #[serde(rename = "*")]
                B,
            }
        ),
        parse_quote!(
            #[serde(tag = "a b")]
            enum A {
                B,
            }
        ),
    ];
    for input in &inputs {
        let why = refusal(input);
        assert!(why.contains("alone") || why.contains("twice"), "{why}");
    }
}
