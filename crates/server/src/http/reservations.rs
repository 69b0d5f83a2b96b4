//! `/api/v1/admin/reservations`: what is reserved and not paid, for the shop's own systems.

use super::SharedState;
use super::admin::Operator;
use super::body::JsonBody;
use super::problem::Refusal;
use super::respond::private;
use super::text::Texts;
use crate::accounts::ContactPhone;
use crate::orders::release::{self, BATCH_MAX, Whose};
use axum::extract::State;
use axum::response::Response;
use fairday_contract::{AdminReservations, Problem, ReservationRelease, ReservationsReleased};
use fairday_input::Kind;
use http::StatusCode;

/// Lists unpaid reservations by account, the most pieces first.
#[utoipa::path(get, operation_id = "admin_reservations", path = "/api/v1/admin/reservations", tag = "admin", security(("operator" = [])),
    responses((status = 200, body = AdminReservations), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list(State(state): State<SharedState>, _: Operator) -> Result<Response, Refusal> {
    Ok(private(StatusCode::OK, &release::reserved(&state.database, &state.keys).await?))
}

/// Cancels what an account, a phone number or an address has reserved and not paid, or orders by name, but for what is on its
/// way. Each order is cancelled whole. The same may be sent again: it releases what is left.
#[utoipa::path(post, operation_id = "admin_release_reservations", path = "/api/v1/admin/reservations/release", tag = "admin",
    security(("operator" = [])), request_body = ReservationRelease,
    responses((status = 200, body = ReservationsReleased), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn release(
    State(state): State<SharedState>,
    _: Operator,
    JsonBody(asked): JsonBody<ReservationRelease>,
) -> Result<Response, Refusal> {
    let (whose, note) = checked(asked)?;
    let released =
        release::release(&state.database, &state.keys, &state.payments, (whose, &note), state.now_ms())
            .await?;
    Ok(private(StatusCode::OK, &released))
}

/// Whose reservations are meant, and the note as it is kept.
fn checked(asked: ReservationRelease) -> Result<(Whose, String), Refusal> {
    let mut texts = Texts::default();
    let note = texts.optional("note", &asked.note, Kind::NOTE);
    let mut meant = Vec::new();
    if let Some(account) = asked.account {
        meant.push(Whose::Account(i64::try_from(account).unwrap_or(i64::MAX)));
    }
    if let Some(phone) = asked.phone {
        match ContactPhone::parse(&phone) {
            Ok(phone) => meant.push(Whose::Phone(phone)),
            Err(why) => texts.wrong("phone", &why.to_string()),
        }
    }
    if let Some(address) = asked.address {
        match address.parse() {
            Ok(address) => meant.push(Whose::Address(address)),
            Err(_) => texts.wrong("address", "is an IPv4 or IPv6 address"),
        }
    }
    if asked.orders.len() > BATCH_MAX as usize {
        texts.wrong("orders", &format!("at most {BATCH_MAX} at a time"));
    } else if !asked.orders.is_empty() {
        match asked.orders.iter().map(|name| name.parse()).collect() {
            Ok(names) => meant.push(Whose::Orders(names)),
            Err(why) => texts.wrong("orders", &why),
        }
    }
    if texts.errors.is_empty() && meant.len() != 1 {
        texts.wrong("account", "exactly one of account, phone, address and orders is needed");
    }
    match meant.pop() {
        Some(whose) if texts.errors.is_empty() => Ok((whose, note)),
        _ => Err(Refusal::invalid_body(texts.errors)),
    }
}
