//! What was typed, as the parts that are looked up.

use crate::fold::fold;
use crate::index::Index;
use crate::parser::Parser;
use crate::stem::stem;
use crate::synonyms::{SPAN_MAX, everyday};
use crate::terms::whole;
use crate::token::{Run, Token, tokens};
use crate::traits::Traits;

/// Characters typed beyond this many are ignored.
const QUERY_CHARS_MAX: usize = 100;
/// Parts beyond this many are ignored.
const SLOTS_MAX: usize = 12;
/// Words typed apart that may be one word in pinyin: `xi yi fen`.
const SYLLABLES_MAX: usize = 6;
/// Other ways to say a part; further ones are not tried.
const OTHERS_MAX: usize = 12;
/// A word, or a Han run, is worth this much of a query for each Han character; a word counts as two.
pub(crate) const CHAR_SHARE: u16 = 4;
/// The share of a word.
pub(crate) const WORD_SHARE: u16 = 2 * CHAR_SHARE;

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
    pub(crate) fn of(atom: Atom) -> Self {
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

    pub(crate) fn latin(&self) -> Option<&str> {
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
