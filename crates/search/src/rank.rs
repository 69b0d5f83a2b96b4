//! How results are ranked, in one place:
//!
//! 1. A query is split into parts: words with synonyms, other runs of Han characters, words of letters, numbers, amounts
//!    (`500ml`) and names of models (`p30`). A document must match every part. Han characters match in pairs, and a run is
//!    matched when each of its characters is in a pair that the document has too, or stands there apart: 华为手机 finds
//!    "华为 Mate 手机" although nothing there reads 为手.
//! 2. If no document matches every part, those are taken that match the largest share of what was typed, at least a third,
//!    and after them those that match at least half as much.
//!    A run of three characters or fewer is not matched without its last: 卫生巾 is no 卫生纸.
//! 3. Among them, more points come first. A part earns the weight of the best field it is found in (title 100, brand 90,
//!    category 70, tag 50, option 30; more at the field's beginning and at the end of what it names), times how surely it was
//!    meant (see `matching::surety`): the word itself, a synonym, its beginning, pinyin, initials, one slip. A slip is only
//!    thought of when nothing else was found, and never in digits. A Han run earns the average of its pairs.
//! 4. More points for parts that stand side by side as they were typed, for the whole name of the category that the thing is
//!    in, and for its stock keeping unit. Fewer for what is for others than those asked for, and for another version of a
//!    model than the one asked for.
//! 5. Equal points: the document's prior (popularity), then the order in which the documents were given.
//!
//! No point depends on the other documents, so that adding a product does not reorder the rest.

use crate::index::Index;
use crate::lexicon::{Kind, hash};
use crate::matching::{Cells, Earning, Manner, surety};
use crate::query::{Atom, CHAR_SHARE, Query, Slot, WORD_SHARE};
use crate::stem::stem;

/// Parts that stand side by side as they were typed earn this much more together, in hundredths of what they are worth.
const NEIGHBOUR_POINTS: u32 = 30;
/// Whose narrowest category is what was typed earns this much more.
const CATEGORY_POINTS: u32 = 60;
/// Whose stock keeping unit was typed earns this much more.
const CODE_POINTS: u32 = 1000;
/// What is for others than those asked for keeps one part in so many of its points.
const FOR_OTHERS: u32 = 4;
/// Another version of a model keeps this much of its points for each word that says so, in hundredths.
const OTHER_VERSION: u32 = 92;
/// Where nothing matches all, a larger share comes before all other points: each of it is worth this many.
const SHARE_POINTS: u32 = 1 << 12;
/// Hits match at least one part in so many of what was typed.
const SHARE_MIN: u32 = 3;

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
#[derive(Clone, Copy, Default)]
struct Score {
    points: u32,
    share: u32,
}

impl Index {
    /// Every document that matches, best first. An empty query finds nothing.
    pub fn search(&self, query: &str) -> Found {
        let query = Query::parse(query, self);
        let whole: u32 = query.slots.iter().map(|slot| u32::from(slot.share())).sum();
        let mut board = vec![Score::default(); self.priors.len()];
        let cells = self.cells(&query, &mut board);
        for cells in &cells {
            for (score, (points, share)) in board.iter_mut().zip(cells.iter()) {
                score.points += u32::from(points);
                score.share += u32::from(share);
            }
        }
        self.add_wholes(&query, whole, &mut board);
        self.ranked(&query, &board, whole)
    }

    /// What every slot earns. Neighbours found as such are noted on the board.
    fn cells(&self, query: &Query, board: &mut [Score]) -> Vec<Cells> {
        let mut all: Vec<Cells> = query.slots.iter().map(|_| Cells::new(self.priors.len())).collect();
        let mut is_found = vec![false; query.slots.len()];
        for (at, text) in &query.neighbours {
            let stem = stem(text);
            let apart = self.hashed.get(hash(Kind::Neighbours, &[&stem]));
            for posting in self.words.get(&stem).iter().copied().chain(apart) {
                let document = posting.document();
                for slot in [*at, at + 1] {
                    all[slot].raise(document, posting.worth(), query.slots[slot].share());
                    is_found[slot] = true;
                }
                board[document].points += u32::from(posting.worth()) * NEIGHBOUR_POINTS / 100;
            }
        }
        if let Some(letters) = &query.letters {
            self.spelt(letters, query, &mut all, &mut is_found);
        }
        for (at, slot) in query.slots.iter().enumerate() {
            let is_last = at + 1 == query.slots.len();
            self.earn(slot, &mut all[at], is_last, is_found[at]);
        }
        all
    }

    /// Syllables of pinyin that were typed apart.
    fn spelt(&self, letters: &str, query: &Query, all: &mut [Cells], is_found: &mut [bool]) {
        let mut cells = Cells::new(self.priors.len());
        let manner = Manner { sure: 100, share: WORD_SHARE, is_typed: true, is_last: false, is_found: true };
        Earning::new(self, &mut cells, manner).pinyin(letters);
        for (document, (points, _)) in cells.iter().enumerate().filter(|(_, (_, share))| *share > 0) {
            for (slot, cells) in all.iter_mut().enumerate() {
                cells.raise(document, points, query.slots[slot].share());
                is_found[slot] = true;
            }
        }
    }

    /// What documents earn from a slot, however it is said.
    fn earn(&self, slot: &Slot, cells: &mut Cells, is_last: bool, mut is_found: bool) {
        let share = slot.share();
        for other in &slot.others {
            let manner =
                Manner { sure: surety::SYNONYM, share, is_typed: false, is_last: false, is_found: true };
            is_found |= self.earn_all(other, cells, manner);
        }
        self.earn_all(&slot.typed, cells, Manner { sure: 100, share, is_typed: true, is_last, is_found });
    }

    /// What documents earn from atoms that belong together; returns whether they were found.
    fn earn_all(&self, atoms: &[Atom], cells: &mut Cells, manner: Manner) -> bool {
        if let [atom] = atoms {
            return Earning::new(self, cells, manner).earn(atom);
        }
        let count = atoms.len() as u16;
        let whole: u16 = atoms.iter().map(Atom::share).sum();
        let mut sums = vec![(0_u16, 0_u16); self.priors.len()];
        for atom in atoms {
            let mut own = Cells::new(self.priors.len());
            let is_found = Earning::new(self, &mut own, Manner { share: atom.share(), ..manner }).earn(atom);
            if !is_found && !manner.is_typed {
                return false; // another word is there whole, or not at all
            }
            for (sum, (points, share)) in sums.iter_mut().zip(own.iter()) {
                sum.0 += points;
                sum.1 += share;
            }
        }
        let mut is_found = false;
        for (document, (points, share)) in sums.into_iter().enumerate().filter(|(_, (_, share))| *share > 0) {
            if share == whole {
                cells.raise(document, points / count, manner.share);
                is_found = true;
            } else if manner.is_typed {
                cells.raise(document, points / count, share.min(manner.share));
            }
        }
        is_found
    }

    /// Points for a category or a stock keeping unit that was typed whole.
    fn add_wholes(&self, query: &Query, whole: u32, board: &mut [Score]) {
        let wholes =
            [(Kind::Category, &query.category, CATEGORY_POINTS), (Kind::Code, &query.code, CODE_POINTS)];
        for (kind, text, points) in wholes.into_iter().filter(|(_, text, _)| !text.is_empty()) {
            let mut last = None;
            for posting in self.hashed.get(hash(kind, &[text])) {
                let score = &mut board[posting.document()];
                score.share = whole;
                if last.replace(posting.document()) != Some(posting.document()) {
                    score.points += points;
                }
            }
        }
    }

    fn ranked(&self, query: &Query, board: &[Score], whole: u32) -> Found {
        let best = board.iter().map(|score| score.share).max().unwrap_or(0);
        let people: u32 =
            query.slots.iter().filter(|slot| slot.is_people()).map(|_| u32::from(CHAR_SHARE)).sum();
        let is_enough = best > 0 && best * SHARE_MIN >= whole && (best > people || best == whole);
        if !is_enough {
            return Found { hits: Vec::new(), matches_all: false };
        }
        let matches_all = best == whole;
        let least =
            if matches_all { whole } else { (best / 2).max(people + 1).max(whole.div_ceil(SHARE_MIN)) };
        let points = |document: usize, score: &Score| {
            let points = self.adjusted(document, score.points, query);
            if matches_all { points } else { points + score.share * SHARE_POINTS }
        };
        let mut hits: Vec<Hit> = (0_u32..)
            .zip(board)
            .filter(|(_, score)| score.share >= least)
            .map(|(document, score)| Hit {
                document,
                points: points(document as usize, score),
                prior: self.priors[document as usize],
            })
            .collect();
        hits.sort_unstable_by(|a, b| {
            b.points.cmp(&a.points).then(b.prior.cmp(&a.prior)).then(a.document.cmp(&b.document))
        });
        Found { hits, matches_all }
    }

    /// The points of a document that may be for others, or another version.
    fn adjusted(&self, document: usize, points: u32, query: &Query) -> u32 {
        let traits = self.traits[document];
        let points = if traits.is_for_others(query.traits) { points / FOR_OTHERS } else { points };
        let others = if query.has_number { traits.other_versions(query.traits) } else { 0 };
        (0..others).fold(points, |points, _| points * OTHER_VERSION / 100)
    }
}
