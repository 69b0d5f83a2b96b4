//! What makes one thing not the other although the words are much the same: for men or for women, Pro or not.

use crate::stem::stem;
use crate::token::{Run, Token};

/// Traits of a text, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits(u32);

const MEN: u32 = 1;
const WOMEN: u32 = 1 << 1;
const CHILDREN: u32 = 1 << 2;
const PEOPLE: u32 = MEN | WOMEN | CHILDREN;
/// The bits of [`VERSIONS`] begin here.
const VERSION_SHIFT: u32 = 3;

/// Words that set one model apart from another of the same number.
const VERSIONS: [&str; 19] = [
    "pro", "max", "plus", "mini", "lite", "ultra", "se", "air", "neo", "fe", "note", "prime", "turbo",
    "fold", "x", "xr", "xs", "xl", "s",
];
/// Words for people, folded and stemmed.
const PEOPLE_WORDS: [(&str, u32); 16] = [
    ("man", MEN),
    ("male", MEN),
    ("gent", MEN),
    ("gentleman", MEN),
    ("boy", CHILDREN),
    ("woman", WOMEN),
    ("female", WOMEN),
    ("ladi", WOMEN),
    ("girl", CHILDREN),
    ("child", CHILDREN),
    ("kid", CHILDREN),
    ("babi", CHILDREN),
    ("infant", CHILDREN),
    ("toddler", CHILDREN),
    ("newborn", CHILDREN),
    ("junior", CHILDREN),
];
/// How a query says for whom something is; longer ones before those they begin with.
const HAN_PEOPLE: [(&str, u32); 26] = [
    ("男士", MEN),
    ("男式", MEN),
    ("男款", MEN),
    ("男装", MEN),
    ("男性", MEN),
    ("男生", MEN),
    ("男用", MEN),
    ("男人", MEN),
    ("女士", WOMEN),
    ("女式", WOMEN),
    ("女款", WOMEN),
    ("女装", WOMEN),
    ("女性", WOMEN),
    ("女生", WOMEN),
    ("女用", WOMEN),
    ("女人", WOMEN),
    ("儿童", CHILDREN),
    ("童装", CHILDREN),
    ("婴儿", CHILDREN),
    ("宝宝", CHILDREN),
    ("男童", CHILDREN),
    ("女童", CHILDREN),
    ("男孩", CHILDREN),
    ("女孩", CHILDREN),
    ("男", MEN),
    ("女", WOMEN),
];

impl Traits {
    /// What a text says of the thing.
    pub(crate) fn of(tokens: &[Token]) -> Self {
        let bits = |token: &Token| match &token.run {
            Run::Han { chars, .. } => chars.iter().fold(0, |bits, c| bits | of_char(*c)),
            Run::Letters(word) => Self::of_word(word).0,
            Run::Digits(_) => 0,
        };
        Self(tokens.iter().fold(0, |all, token| all | bits(token)))
    }

    /// What a word says.
    pub(crate) fn of_word(word: &str) -> Self {
        let stem = stem(word);
        let people = PEOPLE_WORDS.iter().find(|(name, _)| *name == stem).map_or(0, |(_, bit)| *bit);
        let version = VERSIONS.iter().position(|name| *name == word).map_or(0, |at| 1 << VERSION_SHIFT << at);
        Self(people | version)
    }

    /// For whom the run's beginning says that a thing is, and how many characters say it.
    pub(crate) fn of_beginning(chars: &[char]) -> Option<(usize, Self)> {
        let begins = |name: &str| name.chars().eq(chars.iter().copied().take(name.chars().count()));
        let found = HAN_PEOPLE.iter().find(|(name, _)| begins(name));
        found.map(|(name, bit)| (name.chars().count(), Self(*bit)))
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// For whom, nothing else.
    pub(crate) fn people(self) -> Self {
        Self(self.0 & PEOPLE)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether something of these traits is for those people.
    pub(crate) fn serves(self, people: Self) -> bool {
        self.0 & people.0 != 0
    }

    /// Whether this is said to be for others than those asked for.
    pub(crate) fn is_for_others(self, asked: Self) -> bool {
        let (own, asked) = (self.0 & PEOPLE, asked.0 & PEOPLE);
        own != 0 && asked != 0 && own & asked == 0
    }

    /// How many words set this apart from the model asked for.
    pub(crate) fn other_versions(self, asked: Self) -> u32 {
        ((self.0 & !asked.0) >> VERSION_SHIFT).count_ones()
    }
}

fn of_char(c: char) -> u32 {
    match c {
        '男' => MEN,
        '女' => WOMEN,
        '童' | '婴' => CHILDREN,
        _ => 0,
    }
}
