//! The catalogue as the server serves it: the shared one ([`fairday_catalogue`]), and the answers made ready from it.

pub mod budget;
pub mod compress;
pub(crate) mod pinyin;
mod polish;
pub mod rendered;
pub mod renderer;

pub use fairday_catalogue::{Item, LookupError, Walk, model, sample};
pub use rendered::{Rendered, RenderedCache};
pub use renderer::Renderer;

use fairday_contract::Changes;
use model::Catalogue;
use std::ops::Deref;

/// One revision of the catalogue, ready to be asked, and the answers made ready from it.
pub struct Snapshot {
    snapshot: fairday_catalogue::Snapshot,
    rendered: RenderedCache,
}

impl Snapshot {
    /// Works everything out; takes a second or so for 10,000 products, so not on an async thread.
    pub fn build(catalogue: Catalogue) -> Self {
        let snapshot = fairday_catalogue::Snapshot::build(catalogue, &pinyin::readings);
        snapshot.prepare_history();
        Self { snapshot, rendered: RenderedCache::default() }
    }

    /// At most `limit` changes of the catalogue after what `walk` has taken in, oldest first.
    pub fn changes(&self, walk: Walk, limit: usize) -> Changes {
        self.snapshot.changes(walk, limit, &pinyin::readings)
    }

    /// Answers made ready from this snapshot.
    pub fn rendered(&self) -> &RenderedCache {
        &self.rendered
    }
}

impl Deref for Snapshot {
    type Target = fairday_catalogue::Snapshot;

    fn deref(&self) -> &Self::Target {
        &self.snapshot
    }
}
