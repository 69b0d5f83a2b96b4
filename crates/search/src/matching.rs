//! Which documents an atom of a query is found in, and what that earns them.

use crate::index::Index;
use crate::lexicon::{Kind, Posting, hash};
use crate::query::Atom;
use crate::stem::stem;
use crate::typo::TYPO_CHARS_MIN;

/// How surely a part was meant, in hundredths.
pub(crate) mod surety {
    pub(crate) const WORD: u16 = 100;
    /// Written as one and as two: `airpods`, `air pods`.
    pub(crate) const JOINED: u16 = 95;
    pub(crate) const WORD_BEGINNING: u16 = 80;
    pub(crate) const PINYIN: u16 = 80;
    pub(crate) const PINYIN_BEGINNING: u16 = 70;
    pub(crate) const INITIALS: u16 = 60;
    pub(crate) const SLIP: u16 = 50;
    pub(crate) const SOUND: u16 = 50;
    /// A number with more behind it: `500` of `500ml`, `15` of `15t`.
    pub(crate) const NUMBER_BEGINNING: u16 = 40;
    /// A single character that stands apart from the others.
    pub(crate) const APART: u16 = 50;
    /// Another word for it.
    pub(crate) const SYNONYM: u16 = 85;
}

/// Pinyin and initials need this many letters: one letter begins a syllable of almost everything.
const PINYIN_LETTERS_MIN: usize = 2;
/// Points for a thing that is for those asked for.
const PEOPLE_POINTS: u16 = 60;

/// What every document has earned from a part: the share of the query above, the points below, so that the larger number
/// is the better match.
pub(crate) struct Cells(Vec<u32>);

impl Cells {
    pub(crate) fn new(documents: usize) -> Self {
        Self(vec![0; documents])
    }

    pub(crate) fn raise(&mut self, document: usize, points: u16, share: u16) {
        let cell = &mut self.0[document];
        *cell = (*cell).max(u32::from(share) << 16 | u32::from(points));
    }

    /// What each has: points and share.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u16, u16)> {
        self.0.iter().map(|cell| (*cell as u16, (*cell >> 16) as u16))
    }
}

/// How an atom is looked up.
#[derive(Clone, Copy)]
pub(crate) struct Manner {
    /// What is earned of its points, in hundredths.
    pub(crate) sure: u16,
    /// What share of the query it makes out.
    pub(crate) share: u16,
    /// Whether it may be unfinished, pinyin or misspelt: as a shopper types, not as a table says.
    pub(crate) is_typed: bool,
    /// Whether more may still be typed behind it.
    pub(crate) is_last: bool,
    /// Whether something was found already, so that nothing needs to be forgiven.
    pub(crate) is_found: bool,
}

/// Earns for one atom.
pub(crate) struct Earning<'a> {
    pub(crate) index: &'a Index,
    pub(crate) cells: &'a mut Cells,
    pub(crate) manner: Manner,
    pub(crate) found: bool,
}

impl<'a> Earning<'a> {
    pub(crate) fn new(index: &'a Index, cells: &'a mut Cells, manner: Manner) -> Self {
        Self { index, cells, manner, found: false }
    }

    /// Earns; returns whether the atom was found anywhere.
    pub(crate) fn earn(mut self, atom: &Atom) -> bool {
        match atom {
            Atom::Han(chars) => self.han(chars),
            Atom::Word(word) => self.word(word),
            Atom::Number(number) => self.number(number),
            Atom::Amount(word, smaller) => self.amount(word, smaller.as_deref()),
            Atom::Model(word, runs) => self.model(word, runs),
            Atom::People(people) => {
                for document in 0..self.index.traits.len() {
                    if self.index.traits[document].serves(*people) {
                        self.raise(document, PEOPLE_POINTS, 100);
                    }
                }
            }
        }
        self.found
    }

    /// Points for an occurrence of this worth.
    pub(crate) fn points(&self, worth: u16, sure: u16) -> u16 {
        (u32::from(worth) * u32::from(sure) * u32::from(self.manner.sure) / 10_000) as u16
    }

    pub(crate) fn raise(&mut self, document: usize, worth: u16, sure: u16) {
        self.cells.raise(document, self.points(worth, sure), self.manner.share);
        self.found = true;
    }

    pub(crate) fn all(&mut self, postings: &[Posting], sure: u16) {
        self.found |= !postings.is_empty();
        for posting in postings {
            self.cells.raise(posting.document(), self.points(posting.worth(), sure), self.manner.share);
        }
    }

    fn neighbours(&mut self, stem: &str, sure: u16) {
        for posting in self.index.hashed.get(hash(Kind::Neighbours, &[stem])) {
            self.raise(posting.document(), posting.worth(), sure);
        }
    }

    fn word(&mut self, word: &str) {
        let index = self.index;
        let stem = stem(word);
        self.all(index.words.get(&stem), surety::WORD);
        self.neighbours(&stem, surety::JOINED);
        if !self.manner.is_typed {
            return;
        }
        for (_, postings) in index.words.starting_with(word).filter(|(term, _)| **term != *stem) {
            self.all(postings, surety::WORD_BEGINNING);
        }
        let is_pinyin = word.len() >= PINYIN_LETTERS_MIN && word.bytes().all(|b| b.is_ascii_lowercase());
        if is_pinyin {
            self.pinyin(word);
            for (_, postings) in index.initials.starting_with(word) {
                self.all(postings, surety::INITIALS);
            }
        }
        if self.found || self.manner.is_found || word.chars().count() < TYPO_CHARS_MIN {
            return;
        }
        self.parts(word);
        if !self.found {
            self.slips(word, &stem);
        }
        if !self.found && is_pinyin {
            self.sounds(word);
        }
        if !self.found && is_pinyin {
            self.pinyin_parts(word);
        }
    }

    /// Finds a word as whole pinyin, or as its beginning.
    pub(crate) fn pinyin(&mut self, word: &str) {
        let index = self.index;
        let spelling = word.replace('v', "u");
        for (term, postings) in index.pinyin.starting_with(&spelling) {
            self.all(postings, if term == spelling { surety::PINYIN } else { surety::PINYIN_BEGINNING });
        }
    }

    /// A number is itself; only where there is none may more stand behind it.
    fn number(&mut self, number: &str) {
        let index = self.index;
        self.all(index.words.get(number), surety::WORD);
        if self.found || self.manner.is_found || !self.manner.is_typed {
            return;
        }
        self.beginnings(number);
    }

    fn amount(&mut self, word: &str, smaller: Option<&str>) {
        let index = self.index;
        self.all(index.words.get(word), surety::WORD);
        if let Some(smaller) = smaller {
            self.all(index.words.get(smaller), surety::WORD);
        }
    }

    fn model(&mut self, word: &str, runs: &[String]) {
        let index = self.index;
        self.all(index.words.get(word), surety::WORD);
        self.neighbours(word, surety::WORD);
        if runs.len() > 2 {
            self.chain(runs);
        }
        if !self.found && !self.manner.is_found && self.manner.is_typed {
            self.beginnings(word);
        }
    }

    /// What begins with a number or a model's name. More digits only behind what may be unfinished.
    fn beginnings(&mut self, word: &str) {
        let goes_on = |term: &str| term.as_bytes().get(word.len()).is_some_and(u8::is_ascii_digit);
        for (term, postings) in self.index.words.starting_with(word) {
            if self.manner.is_last || !goes_on(term) {
                self.all(postings, surety::NUMBER_BEGINNING);
            }
        }
    }

    /// Documents in which every two neighbours of a model's name are neighbours too.
    fn chain(&mut self, runs: &[String]) {
        let index = self.index;
        let mut pairs = runs.windows(2).map(|two| {
            let postings = index.hashed.get(hash(Kind::Neighbours, &[&stem(&two.concat())]));
            postings.map(|posting| (posting.document(), posting.worth())).collect::<Vec<_>>()
        });
        let Some(first) = pairs.next() else { return };
        let all = pairs.fold(first, |all, pair| {
            all.into_iter().filter(|(document, _)| pair.iter().any(|(other, _)| other == document)).collect()
        });
        for (document, worth) in all {
            self.raise(document, worth, surety::WORD);
        }
    }
}
