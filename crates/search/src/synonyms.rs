//! Words that shoppers and shops use for one thing.

use crate::fold::fold;
use crate::stem::stem;
use crate::token::{Run, tokens};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Everyday words: see its own beginning for how it is written.
const EVERYDAY: &str = include_str!("../data/synonyms.txt");
/// Other words tried for one word; further ones are not looked for.
const OTHERS_MAX: usize = 12;
/// Longest word in Han characters, and longest row of other words, that can have synonyms.
pub(crate) const SPAN_MAX: usize = 8;

/// For each word, others to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synonyms(HashMap<Box<str>, Vec<Box<str>>>);

/// A line that does not say which words are synonyms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Which line, counted from 1.
    pub line: usize,
}

impl Synonyms {
    /// Reads a table: on each line words between commas that stand for one thing, or a word, `>` and what is to be looked
    /// for beside it. Empty lines and lines that begin with `#` say nothing.
    ///
    /// # Errors
    /// [`BadLine`]: a line with fewer than two words, or a word that has no letter or digit.
    pub fn read(table: &str) -> Result<Self, BadLine> {
        let mut synonyms = Self::default();
        for (number, line) in table.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                synonyms.add(line).ok_or(BadLine { line: number + 1 })?;
            }
        }
        Ok(synonyms)
    }

    fn add(&mut self, line: &str) -> Option<()> {
        let words = |text: &str| -> Option<Vec<String>> {
            let words = text.split([',', '，', '、']).map(str::trim);
            words.map(|word| Some(word.to_owned()).filter(|word| !key(word).is_empty())).collect()
        };
        if let Some((from, to)) = line.split_once(['>', '＞']) {
            let others = words(to)?;
            words(from)?.iter().for_each(|word| self.join(word, &others));
            return Some(());
        }
        let words = words(line)?;
        if words.len() < 2 {
            return None;
        }
        for word in &words {
            self.join(word, &words);
        }
        Some(())
    }

    fn join(&mut self, word: &str, others: &[String]) {
        let key = key(word);
        let known = self.0.entry(key.as_str().into()).or_default();
        for other in others {
            if known.len() < OTHERS_MAX
                && self::key(other) != key
                && !known.iter().any(|one| **one == **other)
            {
                known.push(other.as_str().into());
            }
        }
    }

    /// What else to look for.
    pub(crate) fn of(&self, key: &str) -> &[Box<str>] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The table that comes with the shop.
pub(crate) fn everyday() -> &'static Synonyms {
    static TABLE: OnceLock<Synonyms> = OnceLock::new();
    TABLE.get_or_init(|| Synonyms::read(EVERYDAY).unwrap_or_default())
}

/// A word as it is looked up: folded, without blanks between Han characters, stems between blanks otherwise.
pub(crate) fn key(word: &str) -> String {
    let mut key = String::new();
    for token in tokens(&fold(word)) {
        match &token.run {
            Run::Han { chars, .. } => key.extend(chars),
            Run::Letters(text) | Run::Digits(text) => {
                if !key.is_empty() {
                    key.push(' ');
                }
                key.push_str(&stem(text));
            }
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shops_own_table_can_be_read() {
        assert!(Synonyms::read(EVERYDAY).is_ok_and(|table| !table.is_empty()));
    }

    #[test]
    fn words_between_commas_stand_for_each_other_and_an_arrow_leads_one_way() {
        let table = Synonyms::read("# ours\n肥皂，洗衣皂\n\nBread > toast, loaf").expect("right");
        assert_eq!(table.of("洗衣皂"), ["肥皂".into()]);
        assert_eq!(table.of("bread"), ["toast".into(), "loaf".into()]);
        assert_eq!(table.of("toast"), Vec::<Box<str>>::new());
    }

    #[test]
    fn a_line_that_says_nothing_is_named() {
        for (table, line) in [("肥皂", 1), ("a, b\n, ,", 2), ("a >", 1), ("> b", 1)] {
            assert_eq!(Synonyms::read(table), Err(BadLine { line }), "{table}");
        }
    }
}
