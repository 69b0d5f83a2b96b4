//! `/api/v1/credit`: a phone for nothing up front. See `docs/phone-credit.md`.

pub(super) mod offers;
mod problem;

use super::SharedState;
use super::problem::Refusal;
use crate::credit::Credit;
use axum::Router;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::routing::get;

type IdPath = Result<Path<String>, PathRejection>;

pub(super) fn router() -> Router<SharedState> {
    Router::new()
        .route("/api/v1/credit", get(offers::offers))
        .route("/api/v1/credit/texts/{digest}", get(offers::text))
}

/// What credit works with; 404 in a shop that does not offer it.
fn credit(state: &SharedState) -> Result<Credit, Refusal> {
    state.credit().ok_or_else(Refusal::not_found)
}

/// SHA-256 as hexadecimal digits.
fn digest(text: &str) -> Option<[u8; 32]> {
    crate::hex::bytes(text)
}
