//! The catalogue's history, piece by piece, for whoever keeps a copy of it.

use crate::exchange::{product, repriced, texts};
use crate::finder::Readings;
use crate::model::{Catalogue, Localised, Product, Record};
use crate::snapshot::{LookupError, Snapshot};
use fairday_contract::{Changes, Cursor};
use fairday_search::is_han;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Where one who keeps a copy has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walk {
    /// The copy has all of this revision; 0 when there is none.
    pub since: u64,
    /// The catalogue's revision when this walk began.
    begun: u64,
    /// The last change taken in.
    last: Position,
}

impl Walk {
    /// Goes on from an answer's `next`, or begins.
    ///
    /// # Errors
    /// [`LookupError::InvalidCursor`]
    pub fn from(since: u64, cursor: Option<&Cursor>) -> Result<Self, LookupError> {
        let Some(cursor) = cursor else {
            return Ok(Self { since, begun: u64::MAX, last: Position { revision: since, id: u32::MAX } });
        };
        let number = |text: Option<&str>| text.and_then(|text| u64::from_str_radix(text, 16).ok());
        let mut parts = cursor.as_str().split('-');
        let numbers = (number(parts.next()), number(parts.next()), number(parts.next()), parts.next());
        match numbers {
            (Some(begun), Some(revision), Some(id), None) => {
                let id = u32::try_from(id).map_err(|_| LookupError::InvalidCursor)?;
                Ok(Self { since, begun, last: Position { revision, id } })
            }
            _ => Err(LookupError::InvalidCursor),
        }
    }
}

/// A place in the catalogue's history. A product that changes moves to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Position {
    revision: u64,
    id: u32,
}

/// One thing that happened to the catalogue: the index of a product, or of what is gone.
#[derive(Clone, Copy)]
enum Change {
    Product(usize),
    Gone(usize),
}

/// The catalogue's changes, sorted once, so that a piece costs no more time than its own changes.
pub(crate) struct History {
    /// Oldest first.
    changes: Vec<(Position, Change)>,
    /// Every revision that something was changed or shown anew at.
    revisions: Vec<u64>,
    /// The oldest product that uses a Han character.
    first_use: HashMap<char, Position>,
}

impl History {
    pub(crate) fn of(catalogue: &Catalogue) -> Self {
        let place = |record: Record| Position { revision: record.revision, id: record.id };
        let products = catalogue.products.iter().enumerate();
        let gone = catalogue.gone.iter().enumerate();
        let mut changes: Vec<(Position, Change)> = products
            .map(|(index, product)| (place(product.record), Change::Product(index)))
            .chain(gone.map(|(index, gone)| (place(gone.record), Change::Gone(index))))
            .collect();
        changes.sort_by_key(|(position, _)| *position);
        let shown = catalogue.products.iter().map(|product| product.record.shown_revision);
        let mut revisions: Vec<u64> =
            changes.iter().map(|(position, _)| position.revision).chain(shown).collect();
        revisions.sort_unstable();
        revisions.dedup();
        let mut first_use = HashMap::new();
        for (position, change) in &changes {
            if let Change::Product(index) = change {
                each_han(&catalogue.products[*index], &mut |c| _ = first_use.entry(c).or_insert(*position));
            }
        }
        Self { changes, revisions, first_use }
    }

    /// The index of the first change that comes after a place.
    fn after(&self, last: Position) -> usize {
        self.changes.partition_point(|(position, _)| *position <= last)
    }

    /// The latest revision of the history that is not after this one.
    fn revision_at(&self, revision: u64) -> Option<u64> {
        self.revisions[..self.revisions.partition_point(|one| *one <= revision)].last().copied()
    }
}

impl Snapshot {
    /// A key for caches of [`changes`](Self::changes): walks with the same key get the same answer. Clients can send any number
    /// as a revision or a place, but only the numbers at which something changed make a difference.
    pub fn walk_key(&self, walk: Walk) -> (u64, u64, usize) {
        let history = self.history();
        let at = |revision| history.revision_at(revision).unwrap_or_default();
        // 0 is nothing at all, which is not the same as a revision before everything.
        let since = if walk.since == 0 { 0 } else { at(walk.since).max(1) };
        let begun = if walk.since == 0 { at(walk.begun.min(self.revision())) } else { 0 };
        (since, begun, history.after(walk.last))
    }

    /// At most `limit` changes after what `walk` has taken in, oldest first. `readings` knows how Han characters are
    /// read.
    pub fn changes(&self, walk: Walk, limit: usize, readings: Readings<'_>) -> Changes {
        let (catalogue, history) = (self.catalogue(), self.history());
        let begun = walk.begun.min(catalogue.revision);
        // Who had nothing when what is gone went has nothing to throw away.
        let had = if walk.since == 0 { begun } else { walk.since };
        let mut news = history.changes[history.after(walk.last)..]
            .iter()
            .filter(|(position, change)| matches!(change, Change::Product(_)) || position.revision > had);
        let piece: Vec<(Position, Change)> = news.by_ref().take(limit).copied().collect();
        let left = news.count();
        let mut changes = Changes {
            epoch_ms: catalogue.epoch_ms,
            revision: catalogue.revision,
            updated_ms: catalogue.updated_ms,
            locales: self.locales().to_vec(),
            currency: catalogue.store.currency,
            name: texts(&catalogue.store.name, self.locales()),
            synonyms: catalogue.synonyms.clone(),
            products: Vec::new(),
            repriced: Vec::new(),
            gone: Vec::new(),
            readings: self.new_readings(walk.last, &piece, readings),
            left: left as u32,
            next: piece.last().filter(|_| left > 0).and_then(|(Position { revision, id }, _)| {
                format!("{begun:x}-{revision:x}-{id:x}").try_into().ok()
            }),
        };
        for (_, change) in piece {
            match change {
                Change::Gone(index) => changes.gone.push(catalogue.gone[index].handle.clone()),
                Change::Product(index) => {
                    let one = &catalogue.products[index];
                    if one.record.shown_revision <= walk.since {
                        changes.repriced.push(repriced(one));
                    } else {
                        changes.products.push(product(one, self.locales()));
                    }
                }
            }
        }
        changes
    }

    /// The readings of the Han characters that `piece` uses and nothing up to `last` does. Whoever has taken in all that is
    /// known has had their readings already: a product that brought one in is either known still, or was taken in before.
    fn new_readings(
        &self,
        last: Position,
        piece: &[(Position, Change)],
        readings: Readings<'_>,
    ) -> BTreeMap<String, String> {
        let history = self.history();
        let is_known = |c: &char| history.first_use.get(c).is_some_and(|first| *first <= last);
        let mut seen: HashSet<char> = HashSet::new();
        let mut by_syllable: BTreeMap<String, String> = BTreeMap::new();
        for (_, change) in piece {
            let Change::Product(index) = change else { continue };
            each_han(&self.catalogue().products[*index], &mut |c| {
                if !is_known(&c) && seen.insert(c) {
                    let syllable = readings(c.encode_utf8(&mut [0; 4]));
                    by_syllable.entry(syllable).or_default().push(c);
                }
            });
        }
        by_syllable.remove("-");
        by_syllable
    }
}

/// Every Han character of the texts that are searched.
fn each_han(product: &Product, one: &mut dyn FnMut(char)) {
    let mut each = |text: &Localised| {
        let texts = std::iter::once(&text.default).chain(text.others.iter().map(|(_, other)| other));
        texts.flat_map(|text| text.chars()).filter(|c| is_han(*c)).for_each(&mut *one);
    };
    each(&product.title);
    each(&product.vendor);
    product.category.iter().for_each(&mut each);
    product.tags.iter().for_each(&mut each);
    product.options.iter().flat_map(|option| &option.values).for_each(&mut each);
}
