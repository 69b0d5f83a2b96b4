//! How far the copy has come, and what a piece of news does to it.

use fairday_catalogue::copy::CopyHead;
use fairday_contract::{CatalogueFact, CatalogueProduct, Changes, Cursor, RepricedProduct, Texts};
use fairday_wire::{Wire, url, write};
use std::collections::BTreeMap;

/// What is noted about the copy with each piece taken in.
#[derive(Clone, Debug, PartialEq, Eq, Wire)]
pub struct Progress {
    /// What is true of the whole copy.
    pub head: Head,
    /// The copy has all of this revision; 0 until the first walk through the history has ended.
    pub since: u64,
    /// When the server last told us anything, by this phone's own clock, milliseconds since 1970 UTC. Only shown.
    pub checked_ms: i64,
    /// Where the walk goes on; absent when there is none under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// [`CopyHead`] as it stands in the phone's storage.
#[derive(Clone, Debug, PartialEq, Eq, Wire)]
pub struct Head {
    epoch_ms: i64,
    revision: u64,
    updated_ms: i64,
    locales: Vec<fairday_contract::Locale>,
    currency: fairday_contract::Currency,
    name: Texts,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    synonyms: String,
}

/// What only a product's own page shows: kept apart, so that searching thousands of products does not read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Wire)]
pub struct Words {
    /// The description, in the catalogue's languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub description_html: Texts,
    /// The facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub specs: Vec<CatalogueFact>,
}

impl Progress {
    /// Whether the copy is of the whole store, if not of this very minute.
    pub fn is_whole(&self) -> bool {
        self.since > 0
    }

    /// Whether a copy that has come here is the one that had come there.
    pub fn is_same_place(&self, there: &Self) -> bool {
        (self.since, &self.cursor, &self.head) == (there.since, &there.cursor, &there.head)
    }

    /// What is true of the whole copy.
    pub fn head(&self) -> CopyHead {
        let Head { epoch_ms, revision, updated_ms, locales, currency, name, synonyms } = self.head.clone();
        CopyHead { epoch_ms, revision, updated_ms, locales, currency, name, synonyms }
    }
}

/// The path that asks for the next piece.
pub fn next_piece(progress: Option<&Progress>, limit: u32) -> String {
    let mut query = vec![
        ("since", progress.map_or(0, |progress| progress.since).to_string()),
        ("limit", limit.to_string()),
    ];
    if let Some(cursor) = progress.and_then(|progress| progress.cursor.as_ref()) {
        query.push(("cursor", cursor.to_string()));
    }
    url::with_query("/api/v1/changes", &query)
}

/// What is written for one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Records to write.
    pub products: Vec<Record>,
    /// Products that are gone.
    pub gone: Vec<String>,
    /// Products to change first.
    pub repriced: Vec<RepricedProduct>,
    /// How Han characters are read that are new.
    pub readings: BTreeMap<String, String>,
    /// What is noted with it.
    pub progress: Progress,
    /// How many changes are left.
    pub left: u32,
}

/// The answer is about another catalogue than the copy: start over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherCatalogue;

impl Piece {
    /// What an answer does to a copy that has come as far as `progress`.
    ///
    /// # Errors
    /// [`OtherCatalogue`]: also when the server knows less than the copy, as after a backup was put back.
    pub fn of(changes: Changes, progress: Option<&Progress>, now_ms: i64) -> Result<Self, OtherCatalogue> {
        if let Some(old) = progress {
            let is_other = old.head.epoch_ms != changes.epoch_ms || old.head.revision > changes.revision;
            if is_other {
                return Err(OtherCatalogue);
            }
        }
        let CopyHead { epoch_ms, revision, updated_ms, locales, currency, name, synonyms } =
            CopyHead::of(&changes);
        let head = Head { epoch_ms, revision, updated_ms, locales, currency, name, synonyms };
        let since = match &changes.next {
            None => changes.revision,
            Some(_) => progress.map_or(0, |progress| progress.since),
        };
        Ok(Self {
            products: changes.products.into_iter().map(Record::of).collect(),
            gone: changes.gone.iter().map(ToString::to_string).collect(),
            repriced: changes.repriced,
            readings: changes.readings,
            progress: Progress { head, since, cursor: changes.next, checked_ms: now_ms },
            left: changes.left,
        })
    }

    /// Whether the catalogue is as it was.
    pub fn is_empty(&self) -> bool {
        self.products.is_empty() && self.gone.is_empty() && self.repriced.is_empty()
    }
}

/// A product as it is kept: under its handle, in two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The key of both.
    pub handle: String,
    /// The product without its words.
    pub product: String,
    /// Its words.
    pub words: String,
}

impl Record {
    /// The record of a product.
    pub fn of(mut product: CatalogueProduct) -> Self {
        let words = Words {
            description_html: std::mem::take(&mut product.description_html),
            specs: std::mem::take(&mut product.specs),
        };
        Self { handle: product.handle.to_string(), product: write(&product), words: write(&words) }
    }
}
