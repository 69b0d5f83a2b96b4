//! The catalogue's history, piece by piece, for whoever keeps a copy of it.

use crate::exchange::{product, repriced, texts};
use crate::finder::Readings;
use crate::model::{Gone, Localised, Product};
use crate::snapshot::{LookupError, Snapshot};
use fairday_contract::{Changes, Cursor};
use fairday_search::is_han;
use std::collections::{BTreeMap, HashSet};

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

/// One thing that happened to the catalogue.
enum Change<'a> {
    Product(&'a Product),
    Gone(&'a Gone),
}

impl Change<'_> {
    fn position(&self) -> Position {
        let record = match self {
            Self::Product(product) => product.record,
            Self::Gone(gone) => gone.record,
        };
        Position { revision: record.revision, id: record.id }
    }
}

impl Snapshot {
    /// At most `limit` changes after what `walk` has taken in, oldest first. `readings` knows how Han characters are
    /// read.
    pub fn changes(&self, walk: Walk, limit: usize, readings: Readings<'_>) -> Changes {
        let catalogue = self.catalogue();
        let begun = walk.begun.min(catalogue.revision);
        // Who had nothing when what is gone went has nothing to throw away.
        let had = if walk.since == 0 { begun } else { walk.since };
        let gone = catalogue.gone.iter().filter(|gone| gone.record.revision > had).map(Change::Gone);
        let mut history: Vec<Change<'_>> =
            catalogue.products.iter().map(Change::Product).chain(gone).collect();
        history.sort_unstable_by_key(Change::position);
        let (known, news) =
            history.split_at(history.partition_point(|change| change.position() <= walk.last));
        let (piece, rest) = news.split_at(news.len().min(limit));
        let mut changes = Changes {
            epoch_ms: catalogue.epoch_ms,
            revision: catalogue.revision,
            updated_ms: catalogue.updated_ms,
            locales: self.locales().to_vec(),
            currency: catalogue.store.currency,
            name: texts(&catalogue.store.name, self.locales()),
            products: Vec::new(),
            repriced: Vec::new(),
            gone: Vec::new(),
            readings: new_readings(known, piece, readings),
            left: rest.len() as u32,
            next: piece.last().filter(|_| !rest.is_empty()).and_then(|change| {
                let Position { revision, id } = change.position();
                format!("{begun:x}-{revision:x}-{id:x}").try_into().ok()
            }),
        };
        for change in piece {
            match change {
                Change::Gone(gone) => changes.gone.push(gone.handle.clone()),
                Change::Product(one) if one.record.shown_revision <= walk.since => {
                    changes.repriced.push(repriced(one));
                }
                Change::Product(one) => changes.products.push(product(one, self.locales())),
            }
        }
        changes
    }
}

/// The readings of the Han characters that `piece` uses and nothing in `known` does. Whoever has taken in all that is
/// known has had their readings already: a product that brought one in is either known still, or was taken in before.
fn new_readings(
    known: &[Change<'_>],
    piece: &[Change<'_>],
    readings: Readings<'_>,
) -> BTreeMap<String, String> {
    let mut seen: HashSet<char> = HashSet::new();
    for change in known {
        each_han(change, &mut |c| _ = seen.insert(c));
    }
    let mut by_syllable: BTreeMap<String, String> = BTreeMap::new();
    for change in piece {
        each_han(change, &mut |c| {
            if seen.insert(c) {
                let syllable = readings(c.encode_utf8(&mut [0; 4]));
                by_syllable.entry(syllable).or_default().push(c);
            }
        });
    }
    by_syllable.remove("-");
    by_syllable
}

/// Every Han character of the texts that are searched.
fn each_han(change: &Change<'_>, one: &mut dyn FnMut(char)) {
    let Change::Product(product) = change else { return };
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
