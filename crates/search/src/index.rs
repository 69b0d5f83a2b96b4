//! The index: which documents a word, a pair of Han characters or a pinyin spelling occurs in.

use crate::document::{Document, Field};
use crate::fold::{Run, fold, runs};
use crate::lexicon::{Collector, Lexicon, Posting};
use std::borrow::Borrow;
use std::collections::HashMap;

/// A field's text beyond this many characters is not searched.
const FIELD_CHARS_MAX: usize = 200;
/// Pinyin is followed for this many characters from each beginning.
const PINYIN_CHARS_MAX: usize = 6;
/// A character with several readings multiplies the spellings; no beginning gets more than this.
const SPELLINGS_MAX: usize = 4;
/// A match at the very beginning of a field is worth this much more, in hundredths.
const BEGINNING_BONUS: u16 = 20;

/// Finds documents. Immutable once built.
pub struct Index {
    pub(crate) priors: Vec<u16>,
    /// Pairs of neighbouring Han characters.
    pub(crate) pairs: HashMap<(char, char), Box<[Posting]>>,
    /// Single Han characters, for queries of one character.
    pub(crate) singles: HashMap<char, Box<[Posting]>>,
    pub(crate) words: Lexicon,
    /// Whole syllables run together, from every character on: `xiyifen`, `yifen`, `fen`.
    pub(crate) pinyin: Lexicon,
    /// The first letter of every syllable, from every character on: `xyf`, `yf`, `f`.
    pub(crate) initials: Lexicon,
}

/// How large an index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexSize {
    /// Distinct terms of every kind.
    pub terms: usize,
    /// Bytes of terms and postings, near enough.
    pub bytes: usize,
}

impl Index {
    /// An index of `documents`; a hit names a document by its place among them. They are needed one at a time, so that
    /// a phone need not hold them all.
    pub fn build(documents: impl IntoIterator<Item = impl Borrow<Document>>) -> Self {
        let mut terms = Terms::new();
        let mut priors = Vec::new();
        for (number, document) in documents.into_iter().enumerate() {
            let document = document.borrow();
            priors.push(document.prior);
            for field in &document.fields {
                terms.add(number as u32, field);
            }
        }
        Self {
            priors,
            pairs: terms.pairs.into_map(),
            singles: terms.singles.into_map(),
            words: terms.words.into(),
            pinyin: terms.pinyin.into(),
            initials: terms.initials.into(),
        }
    }

    /// How large it is.
    pub fn size(&self) -> IndexSize {
        let lexica = [self.words.size(), self.pinyin.size(), self.initials.size()];
        let han = self.pairs.values().chain(self.singles.values());
        IndexSize {
            terms: lexica.iter().map(|(terms, _)| terms).sum::<usize>()
                + self.pairs.len()
                + self.singles.len(),
            bytes: lexica.iter().map(|(_, bytes)| bytes).sum::<usize>()
                + han.map(|postings| 32 + size_of_val(&**postings)).sum::<usize>(),
        }
    }
}

/// The terms of all documents while the index is being built.
struct Terms {
    pairs: Collector<(char, char)>,
    singles: Collector<char>,
    words: Collector<Box<str>>,
    pinyin: Collector<Box<str>>,
    initials: Collector<Box<str>>,
}

impl Terms {
    fn new() -> Self {
        Self {
            pairs: Collector::new(),
            singles: Collector::new(),
            words: Collector::new(),
            pinyin: Collector::new(),
            initials: Collector::new(),
        }
    }

    fn add(&mut self, document: u32, field: &Field) {
        let text: String = field.text.chars().take(FIELD_CHARS_MAX).collect();
        let readings: Vec<&str> = field.pinyin.split(' ').collect();
        let weight = field.kind.weight();
        for (place, run) in runs(&fold(&text)).into_iter().enumerate() {
            let worth = if place == 0 { weight + weight * BEGINNING_BONUS / 100 } else { weight };
            match run {
                Run::Word(word) => self.words.add(word.into(), document, worth),
                Run::Han { chars, first } => {
                    self.add_han(document, weight, worth, &chars);
                    let known = readings.get(first..).unwrap_or_default();
                    self.add_pinyin(document, weight, worth, &known[..known.len().min(chars.len())]);
                }
            }
        }
    }

    fn add_han(&mut self, document: u32, weight: u16, worth: u16, chars: &[char]) {
        for (place, &single) in chars.iter().enumerate() {
            let here = if place == 0 { worth } else { weight };
            self.singles.add(single, document, here);
            if let Some(&next) = chars.get(place + 1) {
                self.pairs.add((single, next), document, here);
            }
        }
    }

    fn add_pinyin(&mut self, document: u32, weight: u16, worth: u16, readings: &[&str]) {
        for start in 0..readings.len() {
            let here = if start == 0 { worth } else { weight };
            let window = &readings[start..readings.len().min(start + PINYIN_CHARS_MAX)];
            for spelling in spellings(window) {
                self.initials.add(spelling.initials.into(), document, here);
                self.pinyin.add(spelling.full.into(), document, here);
            }
        }
    }
}

#[derive(Clone, Default)]
struct Spelling {
    full: String,
    initials: String,
}

/// Every way to spell `readings`, up to the first character that has none.
fn spellings(readings: &[&str]) -> Vec<Spelling> {
    let mut spellings = vec![Spelling::default()];
    for reading in readings {
        let syllables: Vec<&str> = reading
            .split('/')
            .filter(|syllable| syllable.starts_with(|c: char| c.is_ascii_lowercase()))
            .collect();
        if syllables.is_empty() {
            break;
        }
        spellings = syllables
            .iter()
            .flat_map(|syllable| spellings.iter().map(move |spelling| spelling.and(syllable)))
            .take(SPELLINGS_MAX)
            .collect();
    }
    spellings.retain(|spelling| !spelling.full.is_empty());
    spellings
}

impl Spelling {
    fn and(&self, syllable: &str) -> Self {
        Self {
            full: format!("{}{syllable}", self.full),
            initials: format!("{}{}", self.initials, &syllable[..1]),
        }
    }
}
