//! The file as it is written.

use super::{Mistakes, coupon, credit, delivery, limits, payment, pick_up, webhooks};
use serde::Deserialize;
use toml::Spanned;

/// All sections. One that is not there is as the shop would be without the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
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
    let sentence = match message.split_once(": ") {
        Some(("invalid type" | "invalid value", rest)) => {
            let expected = rest.rsplit_once("expected ").map_or("something else", |(_, expected)| expected);
            format!("a value of another kind is needed here: {expected}")
        }
        _ => message.to_owned(),
    };
    sentence.trim_end_matches('.').replace('\n', ", ")
}

#[cfg(test)]
mod tests {
    use super::without_value;

    #[test]
    fn a_sentence_about_a_wrong_value_does_not_repeat_it() {
        let message = "invalid type: string \"s3cret, expected so\", expected i64";
        assert_eq!(without_value(message), "a value of another kind is needed here: i64");
        assert_eq!(
            without_value("unknown field `fees`, expected `fee`"),
            "unknown field `fees`, expected `fee`"
        );
    }
}
