//! What is looked for when a word was found nowhere as it was typed.

use crate::matching::{Earning, surety};
use crate::stem::stem;
use crate::typo::{is_one_slip, sound, sounds_like};

/// Pinyin with a slip needs this many: two short syllables.
const SLIPPED_PINYIN_LETTERS_MIN: usize = 5;
/// Each of two words of pinyin that were typed as one has at least this many: a syllable.
const PINYIN_PART_LETTERS_MIN: usize = 3;
/// A word that was typed together with another has at least this many letters.
const PART_LETTERS_MIN: usize = 2;

impl Earning<'_> {
    /// Two known words that were typed as one.
    pub(crate) fn parts(&mut self, word: &str) {
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

    pub(crate) fn slips(&mut self, word: &str, stem: &str) {
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
    pub(crate) fn sounds(&mut self, word: &str) {
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
    pub(crate) fn pinyin_parts(&mut self, word: &str) {
        let index = self.index;
        let spelling = word.replace('v', "u");
        let begins = |part: &str| index.pinyin.starting_with(part).next().is_some();
        let cuts = PINYIN_PART_LETTERS_MIN..(spelling.len() + 1).saturating_sub(PINYIN_PART_LETTERS_MIN);
        for cut in cuts.filter(|cut| begins(&spelling[..*cut]) && begins(&spelling[*cut..])) {
            let mut worths = vec![0_u16; self.index.priors.len()];
            for (_, postings) in index.pinyin.starting_with(&spelling[..cut]) {
                for posting in postings {
                    worths[posting.document()] = posting.worth();
                }
            }
            for (_, postings) in index.pinyin.starting_with(&spelling[cut..]) {
                for posting in postings.iter().filter(|posting| worths[posting.document()] > 0) {
                    let worth = posting.worth().min(worths[posting.document()]);
                    self.raise(posting.document(), worth, surety::PINYIN_BEGINNING);
                }
            }
        }
    }
}
