//! `/api/v1/account`: who is signed in, and the deletion of what is known of them.

use super::body::JsonBody;
use super::problem::Refusal;
use super::respond::private;
use super::session::{SignedIn, no_cookie, sign_in_required};
use super::sign_in::{phone as read_phone, wrong_field};
use super::{SharedState, query};
use crate::accounts::{PHONE_PLACE, PHONE_PURPOSE, deletion};
use crate::database::{DatabaseError, Row, SealedBytes, Transaction};
use crate::privacy::KeyError;
use crate::privacy::keys::Hash;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use fairday_contract::{Account, AccountDeletion, Problem, ProblemCode};
use fairday_input::masked;
use http::{HeaderMap, StatusCode, header};

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/account", tag = "account",
    responses((status = 200, body = Account), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn account(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    signed_in: SignedIn,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let (number, created_ms) = owner(&state, signed_in).await?;
    let number = number?;
    Ok(private(StatusCode::OK, &Account { phone: masked(&number), created_ms }))
}

/// Deletes the account and what is known of its owner, and signs out everywhere.
#[utoipa::path(delete, operation_id = "delete_account", path = "/api/v1/account", tag = "account", request_body = AccountDeletion,
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn delete(
    State(state): State<SharedState>,
    headers: HeaderMap,
    signed_in: SignedIn,
    JsonBody(request): JsonBody<AccountDeletion>,
) -> Result<Response, Refusal> {
    let given = read_phone(&request.phone)?;
    if !is_own(&state, signed_in, state.keys.index(PHONE_PURPOSE, &given.e164())).await? {
        return Err(wrong_field("phone", "the account's own number, in full"));
    }
    let now_ms = state.now_ms();
    let delete =
        move |transaction: &mut Transaction<'_>| deletion::delete(transaction, signed_in.account, now_ms);
    if !state.database.write::<_, DatabaseError>(delete).await? {
        let detail = "An order or a loan is under way, or the shop owes you money back. Cancel or receive the order, pay the \
             loan, get the money, and delete the account then.";
        return Err(Refusal::new(StatusCode::CONFLICT, ProblemCode::NotPossibleNow, detail));
    }
    Ok(([(header::SET_COOKIE, no_cookie(&headers, &state))], StatusCode::NO_CONTENT).into_response())
}

/// True when this is the hash of the account's number. It says so even where the number itself cannot be opened.
async fn is_own(state: &SharedState, signed_in: SignedIn, index: Hash) -> Result<bool, Refusal> {
    let id = signed_in.account.0;
    let job = move |transaction: &mut Transaction<'_>| {
        let sql = "SELECT phone_index FROM account WHERE id = $1 AND phone_index IS NOT NULL";
        let row = transaction.query_optional(sql, &[&id])?;
        row.map(|row| row.get::<Vec<u8>>(0)).transpose()
    };
    let own = state.database.read::<_, DatabaseError>(job).await?;
    Ok(own.ok_or_else(sign_in_required)? == index)
}

/// The account's number, if it can be opened, and since when it is there.
pub(super) async fn owner(
    state: &SharedState,
    signed_in: SignedIn,
) -> Result<(Result<String, KeyError>, i64), Refusal> {
    let id = signed_in.account.0;
    let job = move |transaction: &mut Transaction<'_>| {
        let sql = "SELECT phone, created_ms FROM account WHERE id = $1 AND phone IS NOT NULL";
        let read = |row: Row| Ok((row.get::<SealedBytes>(0)?, row.get::<i64>(1)?));
        transaction.query_optional(sql, &[&id])?.map(read).transpose()
    };
    // It may have been deleted since the session was looked up.
    let found = state.database.read::<_, DatabaseError>(job).await?;
    let (sealed, created_ms) = found.ok_or_else(sign_in_required)?;
    Ok((state.keys.open_text(PHONE_PLACE, &sealed), created_ms))
}
