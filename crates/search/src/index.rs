//! The index: which documents a word, a pair of Han characters or a pinyin spelling occurs in.

use crate::document::{Document, Field};
use crate::lexicon::{Collector, DOCUMENTS_MAX, Hashed, Lexicon, Posting};
use crate::synonyms::Synonyms;
use crate::terms::Terms;
use crate::traits::Traits;
use std::borrow::Borrow;
use std::collections::HashMap;

/// Pinyin is followed for this many characters from each beginning.
const PINYIN_CHARS_MAX: usize = 6;
/// A character with several readings multiplies the spellings; no beginning gets more than this.
const SPELLINGS_MAX: usize = 4;

/// Finds documents. Immutable once built.
pub struct Index {
    pub(crate) priors: Vec<u16>,
    pub(crate) traits: Vec<Traits>,
    /// Pairs of neighbouring Han characters.
    pub(crate) pairs: HashMap<(char, char), Box<[Posting]>>,
    /// Single Han characters, for queries of one character and for characters that stand apart.
    pub(crate) singles: HashMap<char, Box<[Posting]>>,
    /// Stems of words, numbers, amounts and the names of models.
    pub(crate) words: Lexicon,
    /// Whole syllables run together, from every character on: `xiyifen`, `yifen`, `fen`. `ü` is `u`.
    pub(crate) pinyin: Lexicon,
    /// The first letter of every syllable, from every character on: `xyf`, `yf`, `f`.
    pub(crate) initials: Lexicon,
    /// Neighbours in titles, whole categories, stock keeping units.
    pub(crate) hashed: Hashed,
    /// The merchant's own synonyms, looked up before those that come with the shop.
    pub(crate) synonyms: Synonyms,
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
        let (mut priors, mut traits) = (Vec::new(), Vec::new());
        for (number, document) in (0..DOCUMENTS_MAX).zip(documents) {
            let document = document.borrow();
            priors.push(document.prior);
            let all = document.fields.iter().map(|field| terms.add(number, field));
            traits.push(all.fold(Traits::default(), Traits::and));
        }
        Self {
            priors,
            traits,
            pairs: terms.pairs.into_map(),
            singles: terms.singles.into_map(),
            words: terms.words.into(),
            pinyin: terms.pinyin.into(),
            initials: terms.initials.into(),
            hashed: Hashed::new(terms.hashed),
            synonyms: Synonyms::default(),
        }
    }

    /// The index with the merchant's own synonyms beside those that come with the shop.
    pub fn with_synonyms(mut self, synonyms: Synonyms) -> Self {
        self.synonyms = synonyms;
        self
    }

    /// How large it is.
    pub fn size(&self) -> IndexSize {
        let parts = [self.words.size(), self.pinyin.size(), self.initials.size(), self.hashed.size()];
        let han = self.pairs.values().chain(self.singles.values());
        IndexSize {
            terms: parts.iter().map(|(terms, _)| terms).sum::<usize>()
                + self.pairs.len()
                + self.singles.len(),
            bytes: parts.iter().map(|(_, bytes)| bytes).sum::<usize>()
                + han.map(|postings| 32 + size_of_val(&**postings)).sum::<usize>()
                + size_of_val(&*self.traits),
        }
    }
}

/// Adds the spellings of a run of Han characters, given how each is read.
pub(crate) fn add_pinyin(
    (pinyin, initials): (&mut Collector<Box<str>>, &mut Collector<Box<str>>),
    document: u32,
    readings: &[&str],
    worth: impl Fn(usize) -> u8,
) {
    for start in 0..readings.len() {
        let window = &readings[start..readings.len().min(start + PINYIN_CHARS_MAX)];
        for spelling in spellings(window) {
            initials.add(spelling.initials.into(), document, worth(start));
            pinyin.add(spelling.full.replace('v', "u").into(), document, worth(start));
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

/// The readings of every Han character of a field.
pub(crate) fn readings(field: &Field) -> Vec<&str> {
    field.pinyin.split(' ').collect()
}
