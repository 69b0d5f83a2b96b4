//! Which documents an atom of a query is found in, and what that earns them.

use crate::index::Index;
use crate::lexicon::{Kind, Posting, hash};
use crate::query::{Atom, CHAR_SHARE};
use crate::stem::stem;
use crate::typo::{TYPO_CHARS_MIN, is_one_slip, sound, sounds_like};

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
/// Pinyin with a slip needs this many: two short syllables.
const SLIPPED_PINYIN_LETTERS_MIN: usize = 5;
/// Each of two words of pinyin that were typed as one has at least this many: a syllable.
const PINYIN_PART_LETTERS_MIN: usize = 3;
/// A word that was typed together with another has at least this many letters.
const PART_LETTERS_MIN: usize = 2;
/// Characters that make a word of another without another meaning: 箱子 is 箱.
const SUFFIXES: [char; 2] = ['子', '儿'];
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
    found: bool,
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
    fn points(&self, worth: u16, sure: u16) -> u16 {
        (u32::from(worth) * u32::from(sure) * u32::from(self.manner.sure) / 10_000) as u16
    }

    pub(crate) fn raise(&mut self, document: usize, worth: u16, sure: u16) {
        self.cells.raise(document, self.points(worth, sure), self.manner.share);
        self.found = true;
    }

    fn all(&mut self, postings: &[Posting], sure: u16) {
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

    /// Two known words that were typed as one.
    fn parts(&mut self, word: &str) {
        let index = self.index;
        let cuts = word.char_indices().map(|(cut, _)| cut).skip(PART_LETTERS_MIN);
        let known = |cut: usize| {
            let (one, other) = (stem(&word[..cut]), stem(&word[cut..]));
            let (one, other) = (index.words.get(&one), index.words.get(&other));
            let is_long = word.len() - cut >= PART_LETTERS_MIN;
            (is_long && !one.is_empty() && !other.is_empty()).then_some((
                cut.min(word.len() - cut),
                one,
                other,
            ))
        };
        let Some((_, one, other)) = cuts.filter_map(known).max_by_key(|(shorter, _, _)| *shorter) else {
            return;
        };
        for posting in one {
            if let Ok(at) = other.binary_search_by_key(&posting.document(), |other| other.document()) {
                self.raise(posting.document(), posting.worth().min(other[at].worth()), surety::JOINED);
            }
        }
    }

    fn slips(&mut self, word: &str, stem: &str) {
        if word.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        for (term, postings) in self.index.words.iter() {
            if is_one_slip(stem, term) {
                self.all(postings, surety::SLIP);
            }
        }
    }

    /// Pinyin as it sounds, or with a slip. The first letter must be right.
    fn sounds(&mut self, word: &str) {
        let is_syllabic = word.bytes().any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'v'));
        if word.len() < SLIPPED_PINYIN_LETTERS_MIN || !is_syllabic {
            return;
        }
        let index = self.index;
        let typed = sound(word);
        for (term, postings) in index.pinyin.starting_with(&word[..1]) {
            if term.len() + 2 >= word.len() && sounds_like(&typed, &sound(term)) {
                self.all(postings, surety::SOUND);
            }
        }
    }

    /// Pinyin of two words that do not stand together: `huaweishouji` finds "华为 Mate 手机".
    fn pinyin_parts(&mut self, word: &str) {
        let index = self.index;
        let spelling = word.replace('v', "u");
        let begins = |part: &str| index.pinyin.starting_with(part).next().is_some();
        let cuts = PINYIN_PART_LETTERS_MIN..(spelling.len() + 1).saturating_sub(PINYIN_PART_LETTERS_MIN);
        for cut in cuts.filter(|cut| begins(&spelling[..*cut]) && begins(&spelling[*cut..])) {
            let mut worths = vec![0_u16; self.cells.0.len()];
            for (_, postings) in index.pinyin.starting_with(&spelling[..cut]) {
                postings.iter().for_each(|posting| worths[posting.document()] = posting.worth());
            }
            for (_, postings) in index.pinyin.starting_with(&spelling[cut..]) {
                for posting in postings.iter().filter(|posting| worths[posting.document()] > 0) {
                    let worth = posting.worth().min(worths[posting.document()]);
                    self.raise(posting.document(), worth, surety::PINYIN_BEGINNING);
                }
            }
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

    /// Pairs of characters; a character whose pairs are not there may stand apart. The last one is what the thing is: a
    /// short run is not found without it.
    fn han(&mut self, chars: &[char]) {
        let index = self.index;
        if let [single] = chars {
            return self.all(index.singles.get(single).map_or(&[], |all| all), surety::WORD);
        }
        if let [one, two] = chars {
            self.all(index.pairs.get(&(*one, *two)).map_or(&[], |all| all), surety::WORD);
            if SUFFIXES.contains(two) && !self.found && !self.manner.is_found {
                self.all(index.singles.get(one).map_or(&[], |all| all), surety::APART);
            }
            return;
        }
        let pairs: Vec<&[Posting]> = chars
            .windows(2)
            .map(|pair| index.pairs.get(&(pair[0], pair[1])).map_or(&[][..], |postings| postings))
            .collect();
        if !self.manner.is_typed && pairs.iter().any(|pair| pair.is_empty()) {
            return; // another word is there whole, or not at all
        }
        let mut covered = Covered::new(self.cells.0.len());
        for (place, postings) in pairs.iter().enumerate() {
            for posting in *postings {
                covered.add(posting.document(), 0b11 << place, posting.worth());
            }
        }
        let length = chars.len() as u32;
        if self.manner.is_typed {
            covered.add_apart(length, |place| index.singles.get(&chars[place]).map_or(&[], |all| all));
        }
        for document in covered.touched {
            let (mask, points) = covered.by_document[document as usize];
            let has_last = mask & 1 << (length - 1) != 0;
            let is_whole = mask.count_ones() == length;
            if is_whole || (self.manner.is_typed && (has_last || length > 3)) {
                let share = CHAR_SHARE * mask.count_ones() as u16 - u16::from(!has_last);
                let share = if is_whole { self.manner.share } else { share.min(self.manner.share) };
                let points = self.points(points / pairs.len() as u16, surety::WORD);
                self.cells.raise(document as usize, points, share);
                self.found = true;
            }
        }
    }
}

/// Which characters of a run documents have, and what that is worth.
struct Covered {
    by_document: Vec<(u32, u16)>,
    touched: Vec<u32>,
}

impl Covered {
    fn new(documents: usize) -> Self {
        Self { by_document: vec![(0, 0); documents], touched: Vec::new() }
    }

    fn add(&mut self, document: usize, places: u32, worth: u16) {
        let (mask, points) = &mut self.by_document[document];
        if *mask == 0 {
            self.touched.push(document as u32);
        }
        *mask |= places;
        *points += worth;
    }

    /// Adds characters that stand apart, where some others stand together.
    fn add_apart<'a>(&mut self, length: u32, postings: impl Fn(usize) -> &'a [Posting]) {
        let whole = u32::MAX >> (u32::BITS - length);
        for document in &self.touched {
            let (mask, points) = &mut self.by_document[*document as usize];
            let missing = whole & !*mask;
            for place in (0..length).filter(|place| missing & 1 << place != 0) {
                let postings = postings(place as usize);
                let found =
                    postings.binary_search_by_key(&(*document as usize), |posting| posting.document());
                if let Ok(at) = found {
                    *mask |= 1 << place;
                    *points += postings[at].worth() * surety::APART / 100;
                }
            }
        }
    }
}
