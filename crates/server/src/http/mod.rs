//! HTTP: one file a resource, and what they share.

mod account;
mod addresses;
pub(crate) mod admin;
mod alarms;
pub mod body;
mod callbacks;
mod categories;
mod changes;
pub mod client_address;
mod connections;
mod credit;
mod cross_site;
mod dictionaries;
pub mod dist;
pub mod docs;
mod export;
mod front;
mod health;
mod home;
mod host;
mod language;
pub mod limits;
#[cfg(test)]
mod made_up;
mod manifest;
pub mod metrics;
pub mod negotiate;
pub mod open_files;
mod orders;
pub mod pages;
mod pictures;
pub mod problem;
mod products;
pub mod query;
mod quotes;
mod regions;
mod reservations;
pub mod respond;
mod search;
mod security;
pub mod seo;
pub mod serve;
pub mod session;
mod sessions;
mod sign_in;
mod state;
mod store;
pub mod text;
mod turn;
mod uploads;
mod variants;
mod visitor;

pub use state::{AppState, HttpConfig, Services, SharedState};

use crate::catalogue::Snapshot;
use crate::catalogue::rendered::{Effort, RenderedKey};
use axum::Router;
use axum::response::Response;
use axum::routing::{delete, get, post, put};
use fairday_contract::Locale;
use problem::Refusal;
use respond::{Freshness, json};
use serde::Serialize;
use std::sync::Arc;
use visitor::Visitor;

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
        .route("/api/v1/quotes", post(quotes::quote))
        .route("/api/v1/orders", get(orders::list))
        .route("/api/v1/orders/{id}", get(orders::order).put(orders::place))
        .route("/api/v1/orders/{id}/cancel", post(orders::cancel))
        .route("/api/v1/orders/{id}/return", post(orders::give_back))
        .route("/api/v1/addresses", get(addresses::list))
        .route("/api/v1/addresses/{id}", put(addresses::put).delete(addresses::delete))
        .route("/api/v1/regions", get(regions::provinces))
        .route("/api/v1/regions/{code}", get(regions::province))
        .route("/api/v1/delivery", get(regions::delivery))
        .route("/api/v1/admin/orders", get(admin::list))
        .route("/api/v1/admin/orders/{order}", get(admin::order))
        .route("/api/v1/admin/reservations", get(reservations::list))
        .route("/api/v1/admin/reservations/release", post(reservations::release))
        .route("/api/v1/admin/orders/{order}/advance", post(admin::move_on))
        .route("/api/v1/admin/orders/{order}/refund", post(admin::refunded))
        .route("/api/v1/admin/orders/{order}/second-payments/{number}/refund", post(admin::second_refunded))
        .route("/api/v1/admin/alarms", get(alarms::list))
        .route("/api/v1/admin/alarms/{number}/done", post(alarms::done))
        .route("/api/v1/callbacks/payments/online", post(callbacks::payment))
        .route("/api/v1/sign-in/codes", post(sign_in::send_code))
        .route("/api/v1/sessions", get(sessions::list).post(sign_in::sign_in).delete(sessions::end_all))
        .route("/api/v1/sessions/{id}", delete(sessions::end))
        .route("/api/v1/account", get(account::account).delete(account::delete))
        .route("/api/v1/account/export", get(export::export))
        .merge(credit::router())
        .merge(docs::router())
        .merge(seo::router())
        .merge(manifest::router())
        .merge(pages::router())
        .route("/pictures/{file}", get(pictures::picture))
        .route("/healthz", get(health::health))
        .route("/metrics", get(metrics::metrics))
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&state), cross_site::guard))
        .layer(axum::middleware::from_fn(front::remember_route))
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(front::panicked))
        .with_state(state)
}

/// Answers a resource that depends on the language: from the cache, or made by `make` once for this revision.
async fn localised<T: Serialize>(
    state: &SharedState,
    visitor: &Visitor,
    (route, query, effort): (&'static str, String, Effort),
    make: impl FnOnce(&Snapshot, Locale) -> Result<T, Refusal> + Send + 'static,
) -> Result<Response, Refusal> {
    let snapshot = state.snapshot();
    let locale = negotiate::locale(&visitor.headers, snapshot.locales());
    let key = RenderedKey { locale, route, query };
    let source = Arc::clone(&snapshot);
    let render = move || Ok(json(&make(&source, locale)?, effort));
    let how = (Freshness::Catalogue, Some(locale));
    respond::cached((state, snapshot.rendered()), visitor, key, how, render).await
}
