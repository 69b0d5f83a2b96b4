//! The file as it is written.

use super::{Mistakes, coupon, credit, delivery, limits, payment, pick_up, search, store, webhooks};
use serde::Deserialize;
use toml::Spanned;

/// The longest key that is repeated when nobody knows it, bytes: ours are shorter.
const KEY_BYTES_MAX: usize = 24;

/// All sections. One that is not there is as the shop would be without the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) store: store::Section,
    #[serde(default)]
    pub(super) delivery: delivery::Section,
    #[serde(default)]
    pub(super) pick_up: Vec<Spanned<pick_up::Entry>>,
    #[serde(default)]
    pub(super) coupon: Vec<Spanned<coupon::Entry>>,
    #[serde(default)]
    pub(super) payment: payment::Section,
    pub(super) webhooks: Option<Spanned<webhooks::Section>>,
    pub(super) limits: Option<Spanned<limits::Section>>,
    pub(super) credit: Option<Spanned<credit::Section>>,
    pub(super) search: Option<search::Section>,
}

impl File {
    /// Reads TOML; nothing, and a mistake, when it is none, or has a key nobody knows, or a value of another kind.
    pub(super) fn parse(text: &str, mistakes: &mut Mistakes) -> Option<Self> {
        toml::from_str(text)
            .map_err(|error| {
                mistakes.tell(error.span().unwrap_or(0..0), without_value(error.message()));
            })
            .ok()
    }
}

/// Serde's sentence without the value that it repeats: it may be a secret.
fn without_value(message: &str) -> String {
    let expected = message.rsplit_once("expected ").map_or("something else", |(_, expected)| expected);
    let sentence = if message.starts_with("invalid type: ") || message.starts_with("invalid value: ") {
        let kind = match kind(expected) {
            Some(NUMBER) if message.starts_with("invalid value: ") => Some(OTHER_NUMBER),
            kind => kind,
        };
        kind.map_or_else(
            || format!("a value of another kind is needed here: {expected}"),
            |kind| format!("{kind} is needed here"),
        )
    } else if message.starts_with("unknown variant `") && !names_a_key(message) {
        format!("another word is needed here: {expected}")
    } else if message.starts_with("unknown field `") && !names_a_key(message) {
        format!("a key is needed here: {expected}")
    } else {
        message.to_owned()
    };
    sentence.trim_end_matches('.').replace('\n', ", ")
}

const NUMBER: &str = "a whole number";
/// Asked for where a number does not fit.
const OTHER_NUMBER: &str = "a whole number of another size";

/// A kind of value in plain words, for serde's name of it.
fn kind(expected: &str) -> Option<&'static str> {
    Some(match expected {
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => NUMBER,
        "a string" | "string" => "a text in quotation marks",
        "a boolean" => "true or false",
        "a sequence" => "a list in square brackets",
        "a map" => "a table",
        _ if expected.starts_with("struct ") => "a table",
        _ => return None,
    })
}

/// Tells whether the unknown word looks like a mistyped key, and not like a value in the place of one.
fn names_a_key(message: &str) -> bool {
    let name = message.split('`').nth(1).unwrap_or_default();
    name.len() <= KEY_BYTES_MAX && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::without_value;

    #[test]
    fn a_sentence_about_a_wrong_value_does_not_repeat_it() {
        let message = "invalid type: string \"s3cret, expected so\", expected i64";
        assert_eq!(without_value(message), "a whole number is needed here");
        let message = "invalid value: integer `-1`, expected u32";
        let told = "a whole number of another size is needed here";
        assert_eq!(without_value(message), told);
        let message = "invalid type: integer `1`, expected struct Section";
        assert_eq!(without_value(message), "a table is needed here");
        let message = "invalid type: integer `1`, expected a local time";
        assert_eq!(without_value(message), "a value of another kind is needed here: a local time");
        let message = "unknown variant `s3cret`, expected one of `age`, `months_known`";
        assert_eq!(without_value(message), "another word is needed here: one of `age`, `months_known`");
        assert_eq!(without_value("unknown field `S3cret`, expected `fee`"), "a key is needed here: `fee`");
        assert_eq!(
            without_value("unknown field `fees`, expected `fee`"),
            "unknown field `fees`, expected `fee`"
        );
    }
}
