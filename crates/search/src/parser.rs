//! Takes a query apart: amounts, models, words for people and words with synonyms each on its own.

use crate::index::Index;
use crate::measure::{han_measures, measure_at};
use crate::query::{Atom, Slot};
use crate::stem::stem;
use crate::synonyms::{SPAN_MAX, everyday};
use crate::token::{Gap, Run, Token};
use crate::traits::Traits;

/// Han characters of one run beyond this many are ignored: each has a bit in a mask.
const HAN_CHARS_MAX: usize = 32;
/// The tones of Mandarin, as they are typed after a syllable.
const TONES: [&str; 5] = ["1", "2", "3", "4", "5"];
/// Words that say nothing of a thing.
const EMPTY_WORDS: [&str; 12] = ["for", "and", "the", "with", "of", "a", "an", "in", "to", "on", "by", "or"];
/// What people say around the thing they look for.
const EMPTY_PHRASES: [&str; 9] =
    ["我想买", "我要买", "我想要", "想买", "有没有", "哪里有", "多少钱", "便宜的", "的"];

/// Makes slots of tokens, one for each atom but for words that say for whom.
pub(crate) struct Parser<'a> {
    pub(crate) tokens: &'a [Token],
    pub(crate) index: &'a Index,
    pub(crate) slots: Vec<Slot>,
}

impl Parser<'_> {
    pub(crate) fn parse(mut self) -> Vec<Slot> {
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
