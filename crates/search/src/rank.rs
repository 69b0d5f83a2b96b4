//! How results are ranked, in one place:
//!
//! 1. A query is split into parts: runs of Han characters, and words of letters and digits. A document must match
//!    every part. Han characters match in pairs, and a run is matched when each of its characters is in a pair that the
//!    document has too: 华为手机 finds "华为 Mate 手机" although nothing there reads 为手.
//! 2. If no document matches every part, those are taken that match the largest share of what was typed, at least half.
//! 3. Among them, more points come first. A part earns the weight of the best field it is found in (title 100, brand 90,
//!    category 70, tag 50, option 30; a fifth more at the field's beginning), times how surely it was meant:
//!    the word itself 100 %, its beginning 80 %, whole pinyin 80 %, the beginning of pinyin 70 %, pinyin initials 60 %,
//!    one slip of the finger 50 % (only for words of four letters and more, and only when nothing else was found).
//!    A Han run earns the average of its pairs, so that words standing together count more than words apart.
//! 4. Equal points: the document's prior (popularity), then the order in which the documents were given.
//!
//! No point depends on the other documents, so that adding a product does not reorder the rest.

use crate::fold::Run;
use crate::index::Index;
use crate::lexicon::Posting;
use crate::query::parts;
use crate::typo::{TYPO_CHARS_MIN, is_one_slip};

/// How surely a part was meant, in hundredths.
mod surety {
    pub(super) const WORD: u32 = 100;
    pub(super) const WORD_BEGINNING: u32 = 80;
    pub(super) const PINYIN: u32 = 80;
    pub(super) const PINYIN_BEGINNING: u32 = 70;
    pub(super) const INITIALS: u32 = 60;
    pub(super) const SLIP: u32 = 50;
}

/// Pinyin and initials need this many letters: one letter begins a syllable of almost everything.
const PINYIN_LETTERS_MIN: usize = 2;
/// A word counts as much as this many Han characters in the share that is matched.
const WORD_SHARE: u32 = 2;

/// One document found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which one, by its place among the documents the index was built from.
    pub document: u32,
    /// Its points; only good for comparing hits of one query.
    pub points: u32,
    /// The document's own prior, which decides between equal points.
    pub prior: u16,
}

/// What a query found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Best first.
    pub hits: Vec<Hit>,
    /// Whether the hits match everything that was typed, and not only part of it.
    pub matches_all: bool,
}

/// What each document has earned so far.
struct Board {
    points: Vec<u32>,
    share: Vec<u32>,
}

impl Index {
    /// Every document that matches, best first. An empty query finds nothing.
    pub fn search(&self, query: &str) -> Found {
        let mut board = Board { points: vec![0; self.priors.len()], share: vec![0; self.priors.len()] };
        let mut whole = 0;
        for part in parts(query) {
            whole += match part {
                Run::Word(word) => self.match_word(&word, &mut board),
                Run::Han { chars, .. } => self.match_han(&chars, &mut board),
            };
        }
        self.ranked(&board, whole)
    }

    fn ranked(&self, board: &Board, whole: u32) -> Found {
        let best = board.share.iter().copied().max().unwrap_or(0);
        if whole == 0 || best * 2 < whole {
            return Found { hits: Vec::new(), matches_all: false };
        }
        let mut hits: Vec<Hit> = (0_u32..)
            .zip(board.share.iter().zip(&board.points))
            .filter(|(_, (share, _))| **share == best)
            .map(|(document, (_, points))| Hit {
                document,
                points: *points,
                prior: self.priors[document as usize],
            })
            .collect();
        hits.sort_unstable_by(|a, b| {
            b.points.cmp(&a.points).then(b.prior.cmp(&a.prior)).then(a.document.cmp(&b.document))
        });
        Found { hits, matches_all: best == whole }
    }

    /// Returns the share the word has in the query.
    fn match_word(&self, word: &str, board: &mut Board) -> u32 {
        let mut earned = vec![0_u32; board.points.len()];
        let mut found = false;
        let mut earn = |postings: &[Posting], sure: u32| {
            found = true;
            for posting in postings {
                let points = u32::from(posting.worth) * sure / 100;
                let best = &mut earned[posting.document as usize];
                *best = points.max(*best);
            }
        };
        for (term, postings) in self.words.starting_with(word) {
            earn(postings, if term == word { surety::WORD } else { surety::WORD_BEGINNING });
        }
        if word.len() >= PINYIN_LETTERS_MIN && word.bytes().all(|b| b.is_ascii_lowercase()) {
            for (term, postings) in self.pinyin.starting_with(word) {
                earn(postings, if term == word { surety::PINYIN } else { surety::PINYIN_BEGINNING });
            }
            for (_, postings) in self.initials.starting_with(word) {
                earn(postings, surety::INITIALS);
            }
        }
        if !found && word.chars().count() >= TYPO_CHARS_MIN && word.chars().any(char::is_alphabetic) {
            let lengths = word.len().saturating_sub(4)..=word.len() + 4; // one character is at most four bytes
            for (term, postings) in self.words.iter() {
                if lengths.contains(&term.len()) && is_one_slip(word, term) {
                    for posting in postings {
                        let best = &mut earned[posting.document as usize];
                        *best = (u32::from(posting.worth) * surety::SLIP / 100).max(*best);
                    }
                }
            }
        }
        for (document, points) in earned.into_iter().enumerate().filter(|(_, points)| *points > 0) {
            board.points[document] += points;
            board.share[document] += WORD_SHARE;
        }
        WORD_SHARE
    }

    /// Returns the share the run has in the query: one for each character.
    fn match_han(&self, chars: &[char], board: &mut Board) -> u32 {
        if let [single] = chars {
            for posting in self.singles.get(single).into_iter().flatten() {
                board.points[posting.document as usize] += u32::from(posting.worth);
                board.share[posting.document as usize] += 1;
            }
            return 1;
        }
        let pairs = (chars.len() - 1) as u32;
        let mut covered = vec![(0_u32, 0_u32); board.points.len()];
        for (place, pair) in chars.windows(2).enumerate() {
            for posting in self.pairs.get(&(pair[0], pair[1])).into_iter().flatten() {
                let (mask, points) = &mut covered[posting.document as usize];
                *mask |= 0b11 << place;
                *points += u32::from(posting.worth);
            }
        }
        for (document, (mask, points)) in covered.into_iter().enumerate().filter(|(_, (mask, _))| *mask != 0)
        {
            board.points[document] += points / pairs;
            board.share[document] += mask.count_ones();
        }
        chars.len() as u32
    }
}
