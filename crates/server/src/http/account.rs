//! `/api/v1/account`

use super::problem::Refusal;
use super::respond::private;
use super::session::{SignedIn, sign_in_required};
use super::{SharedState, query};
use crate::accounts::{PHONE_PLACE, phone};
use crate::database::{DatabaseError, Row, Transaction};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use fairday_contract::{Account, Problem};
use http::StatusCode;

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
    Ok(private(StatusCode::OK, &Account { phone: phone::mask(&number), created_ms }))
}

/// The account's number, and since when it is there.
async fn owner(state: &SharedState, signed_in: SignedIn) -> Result<(String, i64), Refusal> {
    let id = signed_in.account.0;
    let job = move |transaction: &mut Transaction<'_>| {
        let sql = "SELECT phone, created_ms FROM account WHERE id = $1 AND phone IS NOT NULL";
        let read = |row: Row| Ok((row.get::<Vec<u8>>(0)?, row.get::<i64>(1)?));
        transaction.query_optional(sql, &[&id])?.map(read).transpose()
    };
    // It may have been deleted since the session was looked up.
    let found = state.database.read::<_, DatabaseError>(job).await?;
    let (sealed, created_ms) = found.ok_or_else(sign_in_required)?;
    Ok((state.keys.open_text(PHONE_PLACE, &sealed)?, created_ms))
}
