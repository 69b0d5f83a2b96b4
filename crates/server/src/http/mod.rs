//! HTTP: one file a resource, and what they share.

mod categories;
mod changes;
mod dictionaries;
pub mod dist;
pub mod docs;
mod front;
mod health;
mod home;
pub mod limits;
pub mod metrics;
pub mod negotiate;
pub mod pages;
mod pictures;
pub mod problem;
mod products;
pub mod query;
pub mod respond;
mod search;
mod security;
pub mod seo;
pub mod serve;
mod store;
mod variants;

use crate::catalogue::Snapshot;
use crate::catalogue::rendered::{Content, Effort, RenderedKey};
use arc_swap::ArcSwap;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use dist::Dist;
use fairday_contract::Locale;
use http::HeaderMap;
use metrics::Metrics;
use problem::Refusal;
use respond::{Freshness, json};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the handlers need to know, from the command line.
#[derive(Clone, Debug, Default)]
pub struct HttpConfig {
    /// Where the shop is reached from outside, without a slash at the end; the Host header decides when not told.
    pub public_url: Option<String>,
    /// Whether `/metrics` answers everybody, and not only this machine.
    pub metrics_public: bool,
    /// The folder of `{id}-{width}.webp` files.
    pub pictures: PathBuf,
}

/// What all handlers share.
pub struct AppState {
    snapshot: ArcSwap<Snapshot>,
    /// From the command line.
    pub config: HttpConfig,
    /// The front end's files, and the shell (`index.html`).
    pub dist: Dist,
    pub(crate) metrics: Metrics,
    source_ready: AtomicBool,
}

/// The state as handlers get it.
pub type SharedState = Arc<AppState>;

impl AppState {
    /// A state that serves `snapshot` until another is put in its place.
    pub fn new(snapshot: Snapshot, config: HttpConfig, dist: Dist) -> SharedState {
        let metrics = Metrics::new();
        metrics.snapshot(&snapshot);
        Arc::new(Self {
            snapshot: ArcSwap::from_pointee(snapshot),
            config,
            dist,
            metrics,
            source_ready: AtomicBool::new(true),
        })
    }

    /// The catalogue as it is now. Keep it for one request, so that an answer is of one revision.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Serves another snapshot from now on. Requests under way finish with the one they began with.
    pub fn replace_snapshot(&self, snapshot: Snapshot) {
        self.metrics.snapshot(&snapshot);
        self.snapshot.store(Arc::new(snapshot));
    }

    /// Whether the catalogue's source answers, as `/healthz` tells.
    pub fn set_source_ready(&self, ready: bool) {
        self.source_ready.store(ready, Ordering::Relaxed);
    }

    pub(crate) fn is_source_ready(&self) -> bool {
        self.source_ready.load(Ordering::Relaxed)
    }
}

/// Everything the server answers, except what [`front`] does for all.
fn router(state: SharedState) -> Router {
    Router::new()
        .route("/api/v1/store", get(store::store))
        .route("/api/v1/home", get(home::home))
        .route("/api/v1/categories", get(categories::categories))
        .route("/api/v1/products", get(products::list))
        .route("/api/v1/products/{handle}", get(products::product))
        .route("/api/v1/search", get(search::search))
        .route("/api/v1/search/suggestions", get(search::suggestions))
        .route("/api/v1/changes", get(changes::changes))
        .route("/api/v1/variants", get(variants::variants))
        .merge(docs::router())
        .merge(seo::router())
        .merge(pages::router())
        .route("/pictures/{file}", get(pictures::picture))
        .route("/healthz", get(health::health))
        .route("/metrics", get(metrics::metrics))
        .layer(axum::middleware::from_fn(front::remember_route))
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(front::panicked))
        .with_state(state)
}

/// Answers a resource that depends on the language: from the cache, or made by `make` once for this revision.
async fn localised<T: Serialize>(
    state: &SharedState,
    headers: &HeaderMap,
    (route, query, effort): (&'static str, String, Effort),
    make: impl FnOnce(&Snapshot, Locale) -> Result<T, Refusal> + Send + 'static,
) -> Result<Response, Refusal> {
    let snapshot = state.snapshot();
    let locale = negotiate::locale(headers, snapshot.locales());
    let key = RenderedKey { locale, route, query };
    let render =
        move |snapshot: &Snapshot| -> Result<Content, Refusal> { Ok(json(&make(snapshot, locale)?, effort)) };
    let rendered = respond::rendered(state, &snapshot, key, render).await?;
    Ok(respond::respond(&rendered, headers, Freshness::Catalogue, Some(locale)))
}
