//! Texts of one product, gathered from its rows and languages.

use super::columns::{Columns, Field};
use super::invisible;
use super::report::Problems;
use crate::catalogue::model::Localised;
use fairday_contract::Locale;

/// A row that has been read: where it starts and its fields.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) fields: Vec<String>,
}

/// What every row of a file is read with.
pub(super) struct Reading<'a> {
    pub(super) columns: &'a Columns,
    pub(super) locale: Locale,
    /// The column that categories are taken from.
    pub(super) category: Field,
}

impl Reading<'_> {
    /// The first text that any of `rows` has in `field`, in each language.
    pub(super) fn texts(&self, rows: &[Row], field: Field) -> Localised {
        self.localised(rows.iter().flat_map(|row| self.columns.each(&row.fields, field)))
    }

    /// The first text in each language. A column with the default language's suffix counts as one without.
    pub(super) fn localised<'t>(&self, texts: impl Iterator<Item = (Option<Locale>, &'t str)>) -> Localised {
        let mut found = Localised::default();
        for (locale, text) in texts.filter(|(_, text)| !text.is_empty()) {
            match locale.filter(|locale| *locale != self.locale) {
                None if found.default.is_empty() => text.clone_into(&mut found.default),
                Some(other) if !found.others.iter().any(|(known, _)| *known == other) => {
                    found.others.push((other, text.to_owned()));
                }
                _ => {}
            }
        }
        tidy(found)
    }
}

/// A text with a default, and other languages only where they differ.
pub(super) fn tidy(mut text: Localised) -> Localised {
    if text.default.is_empty()
        && let Some((_, other)) = text.others.first()
    {
        text.default.clone_from(other);
    }
    let default = text.default.clone();
    text.others.retain(|(_, other)| !other.is_empty() && *other != default);
    text
}

/// `text` on one line without control characters, and no longer than `chars_max`; a longer one is cut and reported.
pub(super) fn line(text: &str, chars_max: usize, what: &str, at: u64, problems: &mut Problems) -> String {
    let text = invisible::strip(text);
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let mut single = String::with_capacity(text.len());
    for word in words.into_iter().filter(|word| !word.is_empty()) {
        if !single.is_empty() {
            single.push(' ');
        }
        single.push_str(word);
    }
    match single.char_indices().nth(chars_max) {
        Some((end, _)) => {
            problems.add(at, format!("the {what} is longer than {chars_max} characters and is cut"));
            single.truncate(end);
            single
        }
        None => single,
    }
}

/// Every language of `text` through [`line`].
pub(super) fn lines(
    text: Localised,
    chars_max: usize,
    what: &str,
    at: u64,
    problems: &mut Problems,
) -> Localised {
    tidy(Localised {
        default: line(&text.default, chars_max, what, at, problems),
        others: text
            .others
            .into_iter()
            .map(|(locale, text)| (locale, line(&text, chars_max, what, at, problems)))
            .collect(),
    })
}

/// The parts of `text` between separators, each with its translation where every language has as many parts.
pub(super) fn split(text: &Localised, is_separator: fn(char) -> bool) -> Vec<Localised> {
    let parts = |text: &str| -> Vec<String> {
        text.split(is_separator).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    };
    let mut split: Vec<Localised> = parts(&text.default).into_iter().map(Localised::plain).collect();
    for (locale, other) in &text.others {
        let other = parts(other);
        if other.len() == split.len() {
            for (part, other) in split.iter_mut().zip(other) {
                part.others.push((*locale, other));
            }
        }
    }
    split.into_iter().map(tidy).collect()
}
