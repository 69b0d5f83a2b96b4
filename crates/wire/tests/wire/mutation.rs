//! Ways to change a JSON value, and to damage a text.

use proptest::prelude::*;
use serde_json::{Value, json};

/// One change of one value.
#[derive(Clone, Debug)]
pub(crate) struct Mutation {
    /// Which of all values in the text.
    place: prop::sample::Index,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Another value without anything in it.
    Scalar(Value),
    /// An object loses a field.
    Lose(prop::sample::Index),
    /// An object has a field that nobody knows.
    Add(String),
}

impl Arbitrary for Mutation {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        let integers = prop_oneof![
            any::<i64>()
                .prop_filter("serde also reads a tag by its index", |number| !(0..8).contains(number)),
            Just(255),
            Just(256),
            Just(65_536),
            Just(i64::from(u32::MAX)),
            Just(i64::from(u32::MAX) + 1),
        ];
        let scalars = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            integers.prop_map(Value::from),
            (-1e9..1e9).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[a-z_]{0,12}".prop_map(Value::from),
        ];
        let kinds = prop_oneof![
            3 => scalars.prop_map(Kind::Scalar),
            2 => any::<prop::sample::Index>().prop_map(Kind::Lose),
            1 => any::<String>().prop_map(Kind::Add),
        ];
        (any::<prop::sample::Index>(), kinds).prop_map(|(place, kind)| Self { place, kind }).boxed()
    }
}

impl Mutation {
    pub(crate) fn apply(&self, value: &mut Value) {
        let count = count(value);
        let Some(place) = nth(value, &mut self.place.index(count)) else { return };
        match (&self.kind, place) {
            (Kind::Scalar(scalar), place) => *place = scalar.clone(),
            (Kind::Lose(which), Value::Object(fields)) if !fields.is_empty() => {
                let name = fields.keys().nth(which.index(fields.len())).cloned();
                name.map(|name| fields.remove(&name));
            }
            // No name of the contract begins like this.
            (Kind::Add(name), Value::Object(fields)) if fields.len() > 1 => {
                fields.insert(format!("~{name}"), json!({ "a": [1, -2.5e3, null, true, { "b": "\"}\\" }] }));
            }
            _ => {}
        }
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

fn nth<'a>(value: &'a mut Value, left: &mut usize) -> Option<&'a mut Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, left)),
        Value::Object(fields) => fields.values_mut().find_map(|field| nth(field, left)),
        _ => None,
    }
}

/// A character of a text that is another one, or is not there.
#[derive(Clone, Debug)]
pub(crate) struct Damage {
    at: prop::sample::Index,
    by: Option<char>,
}

impl Arbitrary for Damage {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        let by = prop::option::of(prop_oneof![
            prop::sample::select("{}[]\",:\\0e.-tn \n".chars().collect::<Vec<_>>()),
            any::<char>(),
        ]);
        (any::<prop::sample::Index>(), by).prop_map(|(at, by)| Self { at, by }).boxed()
    }
}

impl Damage {
    pub(crate) fn apply(&self, text: &str) -> String {
        let at = self.at.index(text.chars().count());
        text.chars().enumerate().filter_map(|(n, c)| if n == at { self.by } else { Some(c) }).collect()
    }
}
