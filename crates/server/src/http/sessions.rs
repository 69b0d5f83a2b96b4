//! `/api/v1/sessions`: where an account is signed in, and signing out.

use super::problem::Refusal;
use super::respond::private;
use super::session::{SignedIn, no_cookie};
use super::{SharedState, query};
use crate::accounts::sessions::{self, Listed};
use crate::database::{DatabaseError, Transaction};
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use fairday_contract::{Problem, Session, Sessions};
use http::{HeaderMap, StatusCode, header};

/// The session that asks, in place of its id.
const CURRENT: &str = "current";

/// Where the account is signed in.
#[utoipa::path(get, operation_id = "sessions", path = "/api/v1/sessions", tag = "account",
    responses((status = 200, body = Sessions), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    signed_in: SignedIn,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let now_ms = state.now_ms();
    let listed = state
        .database
        .read(move |transaction| sessions::list(transaction, signed_in.account, now_ms))
        .await?;
    Ok(private(StatusCode::OK, &Sessions { items: shown(listed, signed_in) }))
}

/// As the account's owner sees them, the one that asks first.
pub(super) fn shown(listed: Vec<Listed>, signed_in: SignedIn) -> Vec<Session> {
    let mut items: Vec<Session> = listed
        .into_iter()
        .map(|one| Session {
            is_current: one.id == signed_in.session,
            id: one.public_id,
            device: one.device,
            created_ms: one.created_ms,
            seen_ms: one.seen_ms,
        })
        .collect();
    items.sort_by_key(|one| !one.is_current); // the order of the others stays
    items
}

/// Signs out one phone or browser; `current` is the one that asks.
#[utoipa::path(delete, operation_id = "end_session", path = "/api/v1/sessions/{id}", tag = "account",
    params(("id" = String, Path, description = "A session's id, or `current`")),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn end(
    State(state): State<SharedState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    signed_in: SignedIn,
) -> Result<Response, Refusal> {
    let job = move |transaction: &mut Transaction<'_>| {
        let wanted = if id == CURRENT {
            Some(signed_in.session)
        } else {
            sessions::number(transaction, signed_in.account, &id)?
        };
        if let Some(number) = wanted {
            sessions::end(transaction, signed_in.account, number)?;
        }
        Ok(wanted)
    };
    let ended = state.database.write::<_, DatabaseError>(job).await?.ok_or_else(Refusal::not_found)?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if ended == signed_in.session {
        response.headers_mut().insert(header::SET_COOKIE, no_cookie(&headers, &state));
    }
    Ok(response)
}

/// Signs out everywhere, here too.
#[utoipa::path(delete, operation_id = "end_all_sessions", path = "/api/v1/sessions", tag = "account",
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn end_all(
    State(state): State<SharedState>,
    headers: HeaderMap,
    signed_in: SignedIn,
) -> Result<Response, Refusal> {
    state.database.write(move |transaction| sessions::end_all(transaction, signed_in.account)).await?;
    Ok(([(header::SET_COOKIE, no_cookie(&headers, &state))], StatusCode::NO_CONTENT).into_response())
}
