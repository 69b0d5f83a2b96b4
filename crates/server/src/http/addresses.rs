//! `/api/v1/addresses`

use super::body::JsonBody;
use super::problem::Refusal;
use super::respond::private;
use super::session::{SignedIn, sign_in_required};
use super::{SharedState, query};
use crate::addresses::{self, BookError, Entry};
use crate::database::Transaction;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use fairday_contract::{
    Address, AddressEntry, AddressId, Addresses, Problem, ProblemCode, Recipient, RegionCode,
};
use http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// The address book.
#[utoipa::path(get, operation_id = "addresses", path = "/api/v1/addresses", tag = "addresses",
    responses((status = 200, body = Addresses), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    signed_in: SignedIn,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let (keys, account) = (Arc::clone(&state.keys), signed_in.account);
    let items = state.database.read(move |transaction| addresses::list(transaction, &keys, account)).await?;
    Ok(private(StatusCode::OK, &Addresses { items }))
}

/// Adds an address, or changes the one with this id. The client makes the id: sent twice, it is there once. An account has
/// at most 50, and one of them is the default.
#[utoipa::path(put, operation_id = "put_address", path = "/api/v1/addresses/{id}", tag = "addresses",
    params(("id" = String, Path, description = "32 characters of 0-9 a-f, made at random by the client")),
    request_body = AddressEntry,
    responses((status = 200, body = Address, description = "As it is kept"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn put(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    id: Result<Path<String>, PathRejection>,
    RawQuery(raw): RawQuery,
    JsonBody(body): JsonBody<Body>,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let id = parsed(id)?;
    let entry = Entry::check(&body.recipient(), &body.label).map_err(Refusal::invalid_body)?;
    let (account, now_ms, wanted) = (signed_in.account, state.now_ms(), body.is_default);
    let (row, sealed) = (id.clone(), entry.seal(&state.keys));
    let job = move |transaction: &mut Transaction<'_>| {
        addresses::save(transaction, account, (&row, &sealed, wanted), now_ms)
    };
    let is_default = state.database.write(job).await?;
    let Entry { place, label } = entry;
    Ok(private(StatusCode::OK, &Address { id, place: place.into(), label, is_default }))
}

/// Deletes an address. One that is not there, or not this account's, is 404; orders keep theirs.
#[utoipa::path(delete, operation_id = "delete_address", path = "/api/v1/addresses/{id}", tag = "addresses",
    params(("id" = String, Path, description = "The address")),
    responses((status = 204, description = "It is gone"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn delete(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    id: Result<Path<String>, PathRejection>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let (id, account) = (parsed(id)?, signed_in.account);
    let was_there =
        state.database.write(move |transaction| addresses::delete(transaction, account, &id)).await?;
    if was_there { Ok(StatusCode::NO_CONTENT.into_response()) } else { Err(not_found()) }
}

/// [`AddressEntry`] field by field, so that a refusal can name the field.
#[derive(Deserialize)]
pub(super) struct Body {
    name: String,
    phone: String,
    #[serde(default)]
    region: Option<RegionCode>,
    #[serde(default)]
    village: String,
    #[serde(default)]
    detail: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    is_default: bool,
}

impl Body {
    fn recipient(&self) -> Recipient {
        Recipient {
            name: self.name.clone(),
            phone: self.phone.clone(),
            region: self.region.clone(),
            region_names: Vec::new(),
            village: self.village.clone(),
            detail: self.detail.clone(),
        }
    }
}

/// What cannot be an id names no address.
fn parsed(id: Result<Path<String>, PathRejection>) -> Result<AddressId, Refusal> {
    id.ok().and_then(|Path(id)| AddressId::try_from(id).ok()).ok_or_else(not_found)
}

fn not_found() -> Refusal {
    let detail = "The address book has no such address. An id is 32 characters of 0-9 a-f.";
    Refusal::new(StatusCode::NOT_FOUND, ProblemCode::NotFound, detail)
}

impl From<BookError> for Refusal {
    fn from(error: BookError) -> Self {
        match error {
            BookError::Database(error) => error.into(),
            BookError::NoAccount => sign_in_required(),
            BookError::Full => {
                let detail =
                    "The address book is full: 50 addresses. Delete one that is not needed any more.";
                Self::new(StatusCode::CONFLICT, ProblemCode::NotPossibleNow, detail)
            }
        }
    }
}
