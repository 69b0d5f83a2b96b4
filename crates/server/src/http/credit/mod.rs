//! `/api/v1/credit`: a phone for nothing up front. See `docs/phone-credit.md`.

pub(super) mod admin;
pub(super) mod agreements;
pub(super) mod checks;
mod goods;
pub(super) mod offers;
pub(super) mod payments;
mod problem;
pub(super) mod reminders;
pub(super) mod signing;

use super::SharedState;
use super::problem::Refusal;
use crate::credit::Credit;
use axum::Router;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::routing::{get, post, put};

type IdPath = Result<Path<String>, PathRejection>;

pub(super) fn router() -> Router<SharedState> {
    Router::new()
        .route("/api/v1/credit", get(offers::offers))
        .route("/api/v1/credit/texts/{digest}", get(offers::text))
        .route("/api/v1/credit/checks", post(checks::check))
        .route("/api/v1/credit/reminders", get(reminders::reminders).put(reminders::choose))
        .route("/api/v1/credit/agreements", get(agreements::list))
        .route("/api/v1/credit/agreements/{id}", get(agreements::agreement).put(agreements::offer))
        .route("/api/v1/credit/agreements/{id}/codes", post(signing::code))
        .route("/api/v1/credit/agreements/{id}/signature", put(signing::sign))
        .route("/api/v1/admin/credit/agreements", get(admin::list))
        .route("/api/v1/admin/credit/agreements/{id}", get(admin::agreement))
        .route("/api/v1/admin/credit/agreements/{id}/acts/{act}", put(admin::act))
        .route("/api/v1/admin/credit/audit", get(admin::audit))
        .route("/api/v1/credit/agreements/{id}/cancel", post(agreements::cancel))
        .route("/api/v1/credit/agreements/{id}/hardship", put(payments::hardship))
        .route("/api/v1/credit/agreements/{id}/payments/{payment}", get(payments::payment).put(payments::pay))
}

/// What credit works with; 404 in a shop that does not offer it.
fn credit(state: &SharedState) -> Result<Credit, Refusal> {
    state.credit().ok_or_else(Refusal::not_found)
}

/// SHA-256 as hexadecimal digits.
fn digest(text: &str) -> Option<[u8; 32]> {
    crate::hex::bytes(text)
}
