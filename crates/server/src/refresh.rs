//! Follows the catalogue's source: when an import has changed it, a new snapshot takes the old one's place.

use crate::catalogue::Snapshot;
use crate::catalogue::model::{Catalogue, Localised, StoreProfile};
use crate::http::SharedState;
use crate::store::{Store, StoreError};
use fairday_contract::{Currency, Locale};
use std::fmt::Display;
use std::future::Future;
use std::time::Duration;

/// How often the source is asked whether it has changed.
pub const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// Where the catalogue comes from.
pub trait CatalogueSource: Send + Sync + 'static {
    /// Why it cannot be read, in words.
    type Error: Display + Send;

    /// Grows by one with every change; 0 before the first import.
    fn revision(&self) -> impl Future<Output = Result<u64, Self::Error>> + Send;

    /// The catalogue, if there is one yet.
    fn load(&self) -> impl Future<Output = Result<Option<Catalogue>, Self::Error>> + Send;
}

impl CatalogueSource for Store {
    type Error = StoreError;

    async fn revision(&self) -> Result<u64, StoreError> {
        Store::revision(self).await
    }

    async fn load(&self) -> Result<Option<Catalogue>, StoreError> {
        self.load_catalogue().await
    }
}

/// A source whose catalogues have the merchant's own synonyms.
pub struct WithSynonyms<S> {
    /// Where the catalogues come from.
    pub source: S,
    /// The synonyms, a line each.
    pub synonyms: String,
}

impl<S: CatalogueSource> CatalogueSource for WithSynonyms<S> {
    type Error = S::Error;

    async fn revision(&self) -> Result<u64, S::Error> {
        self.source.revision().await
    }

    async fn load(&self) -> Result<Option<Catalogue>, S::Error> {
        let catalogue = self.source.load().await?;
        Ok(catalogue.map(|catalogue| Catalogue { synonyms: self.synonyms.clone(), ..catalogue }))
    }
}

/// A shop that sells nothing yet.
pub fn empty_catalogue() -> Catalogue {
    let name = Localised { default: "赶集".to_owned(), others: vec![(Locale::En, "Fairday".to_owned())] };
    let store = StoreProfile { name, default_locale: Locale::ZhCn, currency: Currency::CNY };
    Catalogue {
        store,
        revision: 0,
        updated_ms: 0,
        products: Vec::new(),
        epoch_ms: 0,
        gone: Vec::new(),
        synonyms: String::new(),
    }
}

/// The first snapshot: of the source's catalogue, or empty.
///
/// # Errors
/// Those of the source.
pub async fn first_snapshot<S: CatalogueSource>(source: &S) -> Result<Snapshot, S::Error> {
    let catalogue = source.load().await?.unwrap_or_else(empty_catalogue);
    Ok(build(catalogue).await)
}

/// Follows the source for as long as the server runs. A source that fails leaves the snapshot as it is.
pub async fn follow<S: CatalogueSource>(source: S, state: SharedState, interval: Duration) {
    let mut ticks = tokio::time::interval(interval);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        state.metrics.upkeep();
        let refreshed = refresh(&source, &state).await;
        state.set_source_ready(refreshed.is_ok());
        if let Err(error) = refreshed {
            tracing::warn!(%error, "the catalogue cannot be read; the last one is served");
        }
    }
}

async fn refresh<S: CatalogueSource>(source: &S, state: &SharedState) -> Result<(), S::Error> {
    if source.revision().await? == state.snapshot().revision() {
        return Ok(());
    }
    if let Some(catalogue) = source.load().await?
        && catalogue.revision != state.snapshot().revision()
    {
        let snapshot = build(catalogue).await;
        tracing::info!(
            revision = snapshot.revision(),
            products = snapshot.handles().len(),
            "the catalogue has changed"
        );
        state.replace_snapshot(snapshot);
    }
    Ok(())
}

async fn build(catalogue: Catalogue) -> Snapshot {
    match tokio::task::spawn_blocking(move || Snapshot::build(catalogue)).await {
        Ok(snapshot) => snapshot,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}
