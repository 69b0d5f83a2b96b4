//! What was typed, as the parts that are looked up.

use crate::fold::fold;
use crate::index::Index;
use crate::measure::{han_measures, measure_at};
use crate::stem::stem;
use crate::synonyms::{SPAN_MAX, everyday};
use crate::terms::whole;
use crate::token::{Gap, Run, Token, tokens};
use crate::traits::Traits;

/// Characters typed beyond this many are ignored.
const QUERY_CHARS_MAX: usize = 100;
/// Parts beyond this many are ignored.
const SLOTS_MAX: usize = 12;
/// Han characters of one run beyond this many are ignored: each has a bit in a mask.
pub(crate) const HAN_CHARS_MAX: usize = 32;
/// Words typed apart that may be one word in pinyin: `xi yi fen`.
const SYLLABLES_MAX: usize = 6;
/// Other ways to say a part; further ones are not tried.
const OTHERS_MAX: usize = 12;
/// A word, or a Han run, is worth this much of a query for each Han character; a word counts as two.
pub(crate) const CHAR_SHARE: u16 = 4;
/// The share of a word.
pub(crate) const WORD_SHARE: u16 = 2 * CHAR_SHARE;
/// The tones of Mandarin, as they are typed after a syllable.
const TONES: [&str; 5] = ["1", "2", "3", "4", "5"];
/// Words that say nothing of a thing.
const EMPTY_WORDS: [&str; 12] = ["for", "and", "the", "with", "of", "a", "an", "in", "to", "on", "by", "or"];
/// What people say around the thing they look for.
const EMPTY_PHRASES: [&str; 9] =
    ["我想买", "我要买", "我想要", "想买", "有没有", "哪里有", "多少钱", "便宜的", "的"];

/// One thing to look up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Atom {
    /// A run of Han characters.
    Han(Vec<char>),
    /// A word of letters.
    Word(String),
    /// A number that stands alone.
    Number(String),
    /// An amount, and the same in a smaller unit.
    Amount(String, Option<String>),
    /// The name of a model: letters and digits without blanks, and its runs.
    Model(String, Vec<String>),
    /// For whom it is.
    People(Traits),
}

impl Atom {
    /// What it counts for in the query.
    pub(crate) fn share(&self) -> u16 {
        match self {
            Self::Han(chars) => CHAR_SHARE * chars.len() as u16,
            Self::People(_) => CHAR_SHARE,
            _ => WORD_SHARE,
        }
    }

    /// How it is written, if in letters or digits.
    fn latin(&self) -> Option<&str> {
        match self {
            Self::Word(text) | Self::Number(text) | Self::Model(text, _) => Some(text),
            _ => None,
        }
    }

    /// Adds it to the key of a synonym; nothing when it never has any.
    fn add_to_key(&self, key: &mut String) -> Option<()> {
        let mut add = |word: &str| {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(word);
        };
        match self {
            Self::Han(chars) => key.extend(chars),
            Self::Word(text) | Self::Number(text) => add(&stem(text)),
            Self::Model(_, runs) => runs.iter().for_each(|run| add(run)),
            Self::Amount(..) | Self::People(_) => return None,
        }
        Some(())
    }
}

/// A part of the query, and other ways to say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) typed: Vec<Atom>,
    pub(crate) others: Vec<Vec<Atom>>,
}

impl Slot {
    fn of(atom: Atom) -> Self {
        Self { typed: vec![atom], others: Vec::new() }
    }

    /// What it counts for in the query.
    pub(crate) fn share(&self) -> u16 {
        self.typed.iter().map(Atom::share).sum()
    }

    /// Whether it only says for whom a thing is.
    pub(crate) fn is_people(&self) -> bool {
        let says_people = |atoms: &Vec<Atom>| matches!(atoms[..], [Atom::People(_)]);
        says_people(&self.typed) || self.others.iter().any(says_people)
    }

    fn latin(&self) -> Option<&str> {
        if let [atom] = &self.typed[..] { atom.latin() } else { None }
    }

    /// Every way to say it that is one word in letters or digits.
    fn latins(&self) -> Vec<&str> {
        let all = std::iter::once(&self.typed).chain(&self.others);
        all.filter_map(|atoms| if let [atom] = &atoms[..] { atom.latin() } else { None }).collect()
    }
}

/// A query, taken apart.
pub(crate) struct Query {
    pub(crate) slots: Vec<Slot>,
    /// What it says of the thing.
    pub(crate) traits: Traits,
    /// Whether it names a model by number.
    pub(crate) has_number: bool,
    /// All of it, as the name of a category.
    pub(crate) category: String,
    /// All of it, as a stock keeping unit.
    pub(crate) code: String,
    /// All of it as one word, when it is a few words of letters.
    pub(crate) letters: Option<String>,
    /// A slot, and what it and the next make when they are written as one.
    pub(crate) neighbours: Vec<(usize, String)>,
}

impl Query {
    pub(crate) fn parse(text: &str, index: &Index) -> Self {
        let text: String = text.chars().take(QUERY_CHARS_MAX).collect();
        let tokens = tokens(&fold(&text));
        let slots = with_synonyms(Parser { tokens: &tokens, index, slots: Vec::new() }.parse(), index);
        let all_letters = tokens.iter().all(|token| matches!(token.run, Run::Letters(_)));
        let is_spelt = all_letters && (2..=SYLLABLES_MAX).contains(&tokens.len());
        let mut neighbours = Vec::new();
        for (at, two) in slots.windows(2).enumerate() {
            let next = two[1].latins();
            let all = two[0].latins().into_iter();
            neighbours
                .extend(all.flat_map(|one| next.iter().map(move |other| (at, format!("{one}{other}")))));
        }
        let atoms = || slots.iter().flat_map(|slot| &slot.typed);
        Self {
            traits: Traits::of(&tokens),
            has_number: atoms().any(|atom| matches!(atom, Atom::Number(_) | Atom::Model(..))),
            category: whole(&tokens, true),
            code: whole(&tokens, false),
            letters: is_spelt.then(|| tokens.iter().filter_map(Token::latin).collect()),
            neighbours,
            slots,
        }
    }
}

/// Makes slots of tokens, one for each atom but for words that say for whom.
struct Parser<'a> {
    tokens: &'a [Token],
    index: &'a Index,
    slots: Vec<Slot>,
}

impl Parser<'_> {
    fn parse(mut self) -> Vec<Slot> {
        let (mut at, mut han_taken) = (0, 0);
        while let Some(token) = self.tokens.get(at) {
            if let Run::Han { chars, .. } = &token.run {
                self.add_han(&chars[std::mem::take(&mut han_taken).min(chars.len())..]);
                at += 1;
                continue;
            }
            let end =
                (at + 1..self.tokens.len()).find(|next| !self.is_glued(*next)).unwrap_or(self.tokens.len());
            (at, han_taken) = self.add_group(at, end);
        }
        if self.slots.len() > 1 {
            self.drop_empty_words();
        }
        self.slots
    }

    fn is_glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.gap == Gap::Nothing && token.latin().is_some())
    }

    fn push(&mut self, atom: Atom) {
        self.slots.push(Slot::of(atom));
    }

    /// Adds letters and digits that stand together, `from..end`. Returns where to go on, and how many of the Han characters
    /// there belong to an amount.
    fn add_group(&mut self, from: usize, end: usize) -> (usize, usize) {
        if let Some(spelt) = self.with_tones(from, end) {
            self.push(Atom::Word(spelt));
            return (end, 0);
        }
        let mut model: Vec<String> = Vec::new();
        let mut at = from;
        while at < end {
            if let Some(measure) = measure_at(self.tokens, at) {
                self.push_model(&mut model);
                self.push(Atom::Amount(measure.word, measure.smaller));
                if measure.han > 0 {
                    return (at + 1, measure.han);
                }
                at += 2; // the unit may stand behind the group
                continue;
            }
            let token = &self.tokens[at];
            let text = token.latin().unwrap_or_default();
            if token.is_digits() || (token.is_short() && end - from > 1) {
                model.push(text.to_owned());
            } else {
                self.push_model(&mut model);
                let digits_follow = at + 1 < end;
                match self.model_letters(text).filter(|_| digits_follow) {
                    Some((word, letters)) => {
                        self.push(Atom::Word(word.to_owned()));
                        model.push(letters.to_owned());
                    }
                    None => self.push(Atom::Word(text.to_owned())),
                }
            }
            at += 1;
        }
        self.push_model(&mut model);
        (at.max(end), 0)
    }

    fn push_model(&mut self, runs: &mut Vec<String>) {
        let runs = std::mem::take(runs);
        match &runs[..] {
            [] => {}
            [one] if one.starts_with(|c: char| c.is_ascii_digit()) => self.push(Atom::Number(one.clone())),
            [one] => self.push(Atom::Word(one.clone())),
            _ => self.push(Atom::Model(runs.concat(), runs)),
        }
    }

    /// A word that is known and the letter or two behind it that begin a model's name: `galaxya` of `galaxya15`.
    fn model_letters<'t>(&self, letters: &'t str) -> Option<(&'t str, &'t str)> {
        let is_known = |word: &str| !self.index.words.get(&stem(word)).is_empty();
        if !letters.is_ascii() || is_known(letters) {
            return None;
        }
        let cuts = [1, 2].iter().filter_map(|length| letters.len().checked_sub(*length));
        cuts.filter(|cut| *cut > 2).map(|cut| letters.split_at(cut)).find(|(word, _)| is_known(word))
    }

    /// Pinyin with the numbers of its tones, without them: `xi3yi1fen3`.
    fn with_tones(&self, from: usize, end: usize) -> Option<String> {
        let runs: Vec<&str> = self.tokens[from..end].iter().filter_map(Token::latin).collect();
        let syllables: Vec<&str> = runs.iter().step_by(2).copied().collect();
        let tones = runs.iter().skip(1).step_by(2).all(|tone| TONES.contains(tone));
        let is_syllable = |text: &&str| text.len() <= 6 && text.bytes().all(|b| b.is_ascii_lowercase());
        let spelt = syllables.concat();
        let is_spelt = syllables.len() > 1 && tones && syllables.iter().all(is_syllable);
        (is_spelt && self.index.pinyin.starting_with(&spelt.replace('v', "u")).next().is_some())
            .then_some(spelt)
    }

    /// Words that say nothing go, unless a model's name begins with one: `a 15`.
    fn drop_empty_words(&mut self) {
        let is_empty = |slot: &Slot| slot.latin().is_some_and(|text| EMPTY_WORDS.contains(&text));
        let is_number =
            |slot: Option<&Slot>| slot.is_some_and(|slot| matches!(slot.typed[..], [Atom::Number(_)]));
        let keep: Vec<bool> = (0..self.slots.len())
            .map(|at| !is_empty(&self.slots[at]) || is_number(self.slots.get(at + 1)))
            .collect();
        if keep.contains(&true) {
            let mut keep = keep.into_iter();
            self.slots.retain(|_| keep.next().unwrap_or(true));
        }
    }

    fn add_han(&mut self, chars: &[char]) {
        let chars = &chars[..chars.len().min(HAN_CHARS_MAX)];
        let mut from = 0;
        for (start, end, measure) in han_measures(chars) {
            self.add_said(&chars[from..start]);
            self.push(Atom::Amount(measure.word, measure.smaller));
            from = end;
        }
        self.add_said(&chars[from..]);
    }

    /// Adds Han characters but for what people say around the thing.
    fn add_said(&mut self, chars: &[char]) {
        let begins = |phrase: &str, at: usize| {
            let length = phrase.chars().count();
            chars
                .get(at..at + length)
                .is_some_and(|part| phrase.chars().eq(part.iter().copied()))
                .then_some(length)
        };
        let (mut from, mut at) = (0, 0);
        while at < chars.len() {
            match EMPTY_PHRASES
                .iter()
                .find_map(|phrase| begins(phrase, at))
                .filter(|length| *length < chars.len())
            {
                Some(length) => {
                    self.add_meant(&chars[from..at]);
                    at += length;
                    from = at;
                }
                None => at += 1,
            }
        }
        self.add_meant(&chars[from..]);
    }

    /// Adds Han characters, words with synonyms and words for people each on its own.
    fn add_meant(&mut self, chars: &[char]) {
        let (mut from, mut at) = (0, 0);
        while at < chars.len() {
            let people = Traits::of_beginning(&chars[at..])
                .filter(|(length, _)| *length > 1 || (at == 0 && chars.len() > 1));
            let known = self.known_word(chars, at);
            let Some(length) = known.max(people.map(|(length, _)| length)) else {
                at += 1;
                continue;
            };
            self.push_han(&chars[from..at]);
            match people {
                Some((1, traits)) if chars.len() == 2 => self.slots.push(Slot {
                    typed: vec![Atom::Han(chars.to_vec())],
                    others: vec![vec![Atom::People(traits), Atom::Han(chars[1..].to_vec())]],
                }),
                Some((people, traits)) if people == length => self.slots.push(Slot {
                    typed: vec![if length == 1 {
                        Atom::People(traits)
                    } else {
                        Atom::Han(chars[at..at + length].to_vec())
                    }],
                    others: vec![vec![Atom::People(traits)]],
                }),
                _ => self.push_han(&chars[at..at + length]),
            }
            at += if matches!(people, Some((1, _))) && chars.len() == 2 { 2 } else { length };
            from = at;
        }
        self.push_han(&chars[from..]);
    }

    /// How many characters from `at` on are a word with synonyms. One character is only that when it stands alone.
    fn known_word(&self, chars: &[char], at: usize) -> Option<usize> {
        let longest = SPAN_MAX.min(chars.len() - at);
        let is_known = |length: usize| {
            let key: String = chars[at..at + length].iter().collect();
            !self.index.synonyms.of(&key).is_empty() || !everyday().of(&key).is_empty()
        };
        (1..=longest).rev().find(|length| (*length > 1 || chars.len() == 1) && is_known(*length))
    }

    fn push_han(&mut self, chars: &[char]) {
        if !chars.is_empty() {
            self.push(Atom::Han(chars.to_vec()));
        }
    }
}

/// The slots with their synonyms. Several that are one word together become one.
fn with_synonyms(slots: Vec<Slot>, index: &Index) -> Vec<Slot> {
    let mut all: Vec<Slot> = Vec::new();
    let is_alone = slots.len() == 1;
    let mut at = 0;
    while at < slots.len() && all.len() < SLOTS_MAX {
        let longest = SPAN_MAX.min(slots.len() - at);
        let found = (1..=longest).rev().find_map(|length| {
            let typed: Vec<Atom> =
                slots[at..at + length].iter().flat_map(|slot| slot.typed.clone()).collect();
            let mut key = String::new();
            typed.iter().try_for_each(|atom| atom.add_to_key(&mut key))?;
            let others = others(&key, index);
            (!others.is_empty()).then_some((length, typed, others))
        });
        let (length, mut slot) = match found {
            Some((length, typed, others)) => (length, Slot { typed, others }),
            None => (1, slots[at].clone()),
        };
        if let ([Atom::Word(word)], false) = (&slot.typed[..], is_alone) {
            let people = Traits::of_word(word).people();
            if !people.is_empty() {
                slot = Slot::of(Atom::People(people));
            }
        }
        if length == 1 {
            slot.others.extend(
                slots[at]
                    .others
                    .iter()
                    .filter(|other| !slot.others.contains(other))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
        }
        if all.iter().all(|other| other.typed != slot.typed) {
            all.push(slot);
        }
        at += length;
    }
    all
}

/// Other ways to say what has this key, the merchant's own first.
fn others(key: &str, index: &Index) -> Vec<Vec<Atom>> {
    let words = index.synonyms.of(key).iter().chain(everyday().of(key));
    let mut others: Vec<Vec<Atom>> = Vec::new();
    for word in words.take(OTHERS_MAX) {
        let atoms = plain_atoms(word);
        if !atoms.is_empty() && !others.contains(&atoms) {
            others.push(atoms);
        }
    }
    others
}

/// A word of the table of synonyms as it is looked up.
fn plain_atoms(word: &str) -> Vec<Atom> {
    let tokens = tokens(&fold(word));
    let atom = |token: &Token| match &token.run {
        Run::Han { chars, .. } => Atom::Han(chars.clone()),
        Run::Letters(text) => Atom::Word(text.clone()),
        Run::Digits(text) => Atom::Number(text.clone()),
    };
    tokens.iter().map(atom).collect()
}
