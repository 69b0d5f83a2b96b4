//! The terms of a document: what a query can find it by, and what each is worth.

use crate::document::{Field, FieldKind};
use crate::fold::fold;
use crate::index::{add_pinyin, readings};
use crate::lexicon::{Collector, Kind, Posting, hash};
use crate::measure::{han_measures, measure_at};
use crate::stem::stem;
use crate::token::{Gap, Run, Token, tokens};
use crate::traits::Traits;

/// A field's text beyond this many characters is not searched.
const FIELD_CHARS_MAX: usize = 200;
/// A match at the beginning of a field is worth this much more, in hundredths.
const BEGINNING_BONUS: u16 = 10;
/// A match at the end of what a field names is worth this much more, in hundredths: a 手机壳 is no 手机, and a phone case
/// no phone.
const END_BONUS: u16 = 20;
/// What stands behind [`ASIDES`] in a field is worth this much of it, in hundredths.
const ASIDE: u16 = 80;
/// A number that is only part of a model's name is worth this much as a number, in hundredths: 7A is not 7.
const NUMBER_IN_MODEL: u16 = 50;
/// Longest name of a model, in runs: `wh-1000xm3` has four.
const MODEL_RUNS_MAX: usize = 6;
/// What follows these says what a thing goes with, not what it is.
const ASIDES: [&str; 5] = ["for", "with", "适用", "适配", "兼容"];

/// The terms of all documents while the index is being built.
pub(crate) struct Terms {
    pub(crate) pairs: Collector<(char, char)>,
    pub(crate) singles: Collector<char>,
    pub(crate) words: Collector<Box<str>>,
    pub(crate) pinyin: Collector<Box<str>>,
    pub(crate) initials: Collector<Box<str>>,
    pub(crate) hashed: Vec<(u32, Posting)>,
}

/// One field of one document.
struct Text<'a> {
    document: u32,
    kind: FieldKind,
    tokens: &'a [Token],
    /// The token with which the name of the thing ends.
    end: usize,
    /// The first token that is said beside it.
    aside: usize,
}

/// What an occurrence at the beginning or the end of a field is worth, in hundredths.
const fn bonus(is_beginning: bool, is_end: bool) -> u16 {
    100 + if is_beginning { BEGINNING_BONUS } else { 0 } + if is_end { END_BONUS } else { 0 }
}

impl Text<'_> {
    fn worth(&self, token: usize, hundredths: u16) -> u8 {
        let plain = u16::from(self.kind.weight()) * if token < self.aside { 100 } else { ASIDE } / 100;
        (plain * hundredths / 100).min(u16::from(u8::MAX)) as u8
    }

    /// Whether a letter or two stand right before a number.
    fn goes_on_before(&self, token: usize) -> bool {
        token > 0 && self.tokens[token].gap == Gap::Nothing && self.tokens[token - 1].is_short()
    }

    /// Whether a letter or two stand right behind a number: a 7A is no 7.
    fn goes_on_behind(&self, token: usize) -> bool {
        self.tokens.get(token + 1).is_some_and(|next| next.gap == Gap::Nothing && next.is_short())
    }

    fn word_worth(&self, token: usize) -> u8 {
        self.worth(token, bonus(token == 0, token == self.end))
    }
}

impl Terms {
    pub(crate) fn new() -> Self {
        Self {
            pairs: Collector::new(),
            singles: Collector::new(),
            words: Collector::new(),
            pinyin: Collector::new(),
            initials: Collector::new(),
            hashed: Vec::new(),
        }
    }

    /// Takes in a field; returns what it says of the thing.
    pub(crate) fn add(&mut self, document: u32, field: &Field) -> Traits {
        let text: String = field.text.chars().take(FIELD_CHARS_MAX).collect();
        let tokens = tokens(&fold(&text));
        match field.kind {
            FieldKind::Code => {
                self.add_hashed(Kind::Code, &whole(&tokens, false), document, u8::MAX);
                return Traits::default();
            }
            FieldKind::Shelf => self.add_hashed(Kind::Category, &whole(&tokens, true), document, u8::MAX),
            _ => {}
        }
        let aside = tokens.iter().position(is_aside).filter(|at| *at > 0).unwrap_or(tokens.len());
        let is_han = |token: &Token| matches!(token.run, Run::Han { .. });
        let is_letters = |token: &Token| matches!(token.run, Run::Letters(_));
        let named = &tokens[..aside];
        let end =
            named.iter().rposition(is_han).or_else(|| named.iter().rposition(is_letters)).unwrap_or(aside);
        let text = Text { document, kind: field.kind, tokens: &tokens, end, aside };
        let readings = readings(field);
        for (place, token) in tokens.iter().enumerate() {
            match &token.run {
                Run::Han { chars, first } => self.add_han(&text, place, chars, readings.get(*first..)),
                Run::Letters(word) => self.add_word(&text, place, word),
                Run::Digits(number) => self.add_number(&text, place, number),
            }
            if field.kind == FieldKind::Title {
                self.add_neighbours(&text, place);
            }
        }
        self.add_models(&text);
        Traits::of(&tokens)
    }

    fn add_hashed(&mut self, kind: Kind, text: &str, document: u32, worth: u8) {
        if !text.is_empty() {
            self.hashed.push((hash(kind, &[text]), Posting::new(document, worth)));
        }
    }

    fn add_han(&mut self, text: &Text<'_>, place: usize, chars: &[char], readings: Option<&[&str]>) {
        let (is_first, is_last) = (place == 0, place == text.end);
        let worth = |from: usize, to: usize| {
            text.worth(place, bonus(is_first && from == 0, is_last && to == chars.len()))
        };
        for (at, &single) in chars.iter().enumerate() {
            self.singles.add(single, text.document, worth(at, at + 1));
            if let Some(&next) = chars.get(at + 1) {
                self.pairs.add((single, next), text.document, worth(at, at + 2));
            }
        }
        for (_, _, measure) in han_measures(chars) {
            self.add_term(&measure.word, text.document, worth(1, 1));
            if let Some(smaller) = measure.smaller {
                self.add_term(&smaller, text.document, worth(1, 1));
            }
        }
        let readings = readings.unwrap_or_default();
        let known = &readings[..readings.len().min(chars.len())];
        add_pinyin((&mut self.pinyin, &mut self.initials), text.document, known, |start| worth(start, start));
    }

    fn add_term(&mut self, term: &str, document: u32, worth: u8) {
        self.words.add(term.into(), document, worth);
    }

    fn add_word(&mut self, text: &Text<'_>, place: usize, word: &str) {
        let beside = |other: Option<&Token>, glue: Option<&Token>| {
            glue.is_some_and(|token| token.gap == Gap::Nothing) && other.is_some_and(Token::is_digits)
        };
        let before = place.checked_sub(1).and_then(|before| text.tokens.get(before));
        let next = text.tokens.get(place + 1);
        let in_model = beside(before, text.tokens.get(place)) || beside(next, next);
        if !(in_model && text.tokens[place].is_short()) {
            self.add_term(&stem(word), text.document, text.word_worth(place));
        }
    }

    fn add_number(&mut self, text: &Text<'_>, place: usize, number: &str) {
        if let Some(measure) = measure_at(text.tokens, place) {
            let worth = text.word_worth(place);
            self.add_term(&measure.word, text.document, worth);
            if let Some(smaller) = measure.smaller {
                self.add_term(&smaller, text.document, worth);
            }
            return;
        }
        let in_model = text.goes_on_before(place) || text.goes_on_behind(place);
        let worth = text.worth(place, if in_model { NUMBER_IN_MODEL } else { 100 });
        self.add_term(number, text.document, worth);
    }

    /// Two runs that stand side by side, as if they were written as one.
    fn add_neighbours(&mut self, text: &Text<'_>, place: usize) {
        let next = text.tokens.get(place + 1).and_then(Token::latin);
        if let (Some(one), Some(next)) = (text.tokens[place].latin(), next) {
            let hash = hash(Kind::Neighbours, &[&stem(&format!("{one}{next}"))]);
            let worth = text.word_worth(place).max(text.word_worth(place + 1));
            let is_digits = |at: usize| text.tokens[at].is_digits();
            let in_model = (is_digits(place) && text.goes_on_before(place))
                || (is_digits(place + 1) && text.goes_on_behind(place + 1));
            let worth = if in_model { (u16::from(worth) * NUMBER_IN_MODEL / 100) as u8 } else { worth };
            self.hashed.push((hash, Posting::new(text.document, worth)));
        }
    }

    /// What is written without blanks, as one word: `p30`, and `wh1000xm3` and `1000xm3` for `WH-1000XM3`.
    fn add_models(&mut self, text: &Text<'_>) {
        for from in 0..text.tokens.len() {
            let starts = text.tokens[from].latin().is_some()
                && (from == 0
                    || text.tokens[from].gap != Gap::Nothing
                    || text.tokens[from - 1].latin().is_none());
            if !starts || measure_at(text.tokens, from).is_some() {
                continue;
            }
            let mut word = String::new();
            for (runs, token) in text.tokens[from..].iter().take(MODEL_RUNS_MAX).enumerate() {
                let Some(latin) = token.latin().filter(|_| runs == 0 || token.gap != Gap::Break) else {
                    break;
                };
                word.push_str(latin);
                let ends = text
                    .tokens
                    .get(from + runs + 1)
                    .is_none_or(|next| next.gap != Gap::Nothing || next.latin().is_none());
                if runs > 0 && ends {
                    self.add_term(&stem(&word), text.document, text.word_worth(from));
                }
            }
        }
    }
}

/// Whether what follows says what the thing goes with.
fn is_aside(token: &Token) -> bool {
    match &token.run {
        Run::Letters(word) => ASIDES.contains(&word.as_str()),
        Run::Han { chars, .. } => ASIDES.iter().any(|aside| aside.chars().eq(chars.iter().copied().take(2))),
        Run::Digits(_) => false,
    }
}

/// A text as it is looked up whole: no blanks, no signs, and words as stems where they are words.
pub(crate) fn whole(tokens: &[Token], are_words: bool) -> String {
    let mut whole = String::new();
    for token in tokens {
        match &token.run {
            Run::Han { chars, .. } => whole.extend(chars),
            Run::Letters(text) if are_words => whole.push_str(&stem(text)),
            Run::Letters(text) | Run::Digits(text) => whole.push_str(text),
        }
    }
    whole
}
