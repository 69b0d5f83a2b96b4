//! A text that people read: the same in every language, or one for each.

use fairday_contract::Locale;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use std::fmt;

/// A text in the shop's languages: `"阜平镇"`, or `{ zh-CN = "阜平镇", en = "Fuping" }`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// In the language written first.
    default: String,
    others: Vec<(Locale, String)>,
}

impl Text {
    /// The text in `locale`; where there is none, the one written first.
    pub fn get(&self, locale: Locale) -> &str {
        self.others.iter().find(|(other, _)| *other == locale).map_or(&self.default, |(_, text)| text)
    }

    /// Whether each language has a text of at most `chars_max` characters, without control characters.
    pub(super) fn is_within(&self, chars_max: usize) -> bool {
        let fits = |text: &str| text.chars().count() <= chars_max && !text.chars().any(char::is_control);
        fits(&self.default) && self.others.iter().all(|(_, text)| fits(text))
    }

    /// Whether there is nothing to read.
    pub(super) fn is_blank(&self) -> bool {
        self.default.trim().is_empty() || self.others.iter().any(|(_, text)| text.trim().is_empty())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Texts)
    }
}

struct Texts;

impl<'de> Visitor<'de> for Texts {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or one for each language as in { zh-CN = \"镇\", en = \"town\" }")
    }

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(Text { default: text.to_owned(), others: Vec::new() })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
        let mut others: Vec<(Locale, String)> = Vec::new();
        while let Some((tag, text)) = map.next_entry::<String, String>()? {
            let locale = Locale::ALL.into_iter().find(|locale| locale.tag() == tag);
            others.push((locale.ok_or_else(|| A::Error::unknown_variant(&tag, &["zh-CN", "en"]))?, text));
        }
        match others.first() {
            Some((_, first)) => Ok(Text { default: first.clone(), others }),
            None => Err(A::Error::custom("a text in at least one language is needed")),
        }
    }
}
