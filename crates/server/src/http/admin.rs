//! `/api/v1/admin/orders`: for the shop's own systems, which prove themselves by a token. Cookies are not looked at.

use super::SharedState;
use super::body::JsonBody;
use super::problem::Refusal;
use super::query;
use super::respond::private;
use super::text::Texts;
use crate::catalogue::LookupError;
use crate::database::Class;
use crate::orders::advance::{By, Wish, advance};
use crate::orders::payment::{refund, second};
use crate::orders::shop::{self, OrderName};
use crate::orders::{OrderError, TRACKING};
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, RawQuery, State};
use axum::response::Response;
use fairday_contract::{AdminOrder, AdminOrders, OrderAdvance, OrderStatus, Problem, ProblemCode, Tracking};
use fairday_input::Kind;
use http::request::Parts;
use http::{StatusCode, header};

/// One of the shop's own systems. A handler that takes this answers 404 to everybody in a shop without a token, and 401 to
/// whoever has not got it.
pub(super) struct Operator;

impl FromRequestParts<SharedState> for Operator {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &SharedState) -> Result<Self, Refusal> {
        let Some(token) = &state.config.admin_token else { return Err(Refusal::not_found()) };
        let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
        let value = values.next().filter(|_| values.next().is_none()).and_then(|value| value.to_str().ok());
        let given = value.and_then(|value| value.split_once(' '));
        match given {
            Some((scheme, text)) if scheme.eq_ignore_ascii_case("bearer") && token.is(text.trim()) => {
                Ok(Self)
            }
            _ => Err(token_required()),
        }
    }
}

/// 401 with what is to be sent (RFC 6750).
fn token_required() -> Refusal {
    let detail = "This is for the shop's own systems: send Authorization: Bearer and the operator's token.";
    Refusal::new(StatusCode::UNAUTHORIZED, ProblemCode::SignInRequired, detail).challenge("Bearer")
}

type NamePath = Result<Path<String>, PathRejection>;

/// The orders of all accounts, the newest first, 20 at a time, with names and phone numbers mostly hidden.
#[utoipa::path(get, operation_id = "admin_orders", path = "/api/v1/admin/orders", tag = "admin", security(("operator" = [])),
    params(("status" = Option<OrderStatus>, Query, description = "Only orders that are here"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before")),
    responses((status = 200, body = AdminOrders), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list(
    State(state): State<SharedState>,
    _: Operator,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let listing = query::orders(raw.as_deref())?;
    let page = shop::page(&state.database, &state.keys, &listing).await?;
    Ok(private(StatusCode::OK, &page.ok_or(LookupError::InvalidCursor)?))
}

/// One order with its whole recipient, and where the shop can move it.
#[utoipa::path(get, operation_id = "admin_order", path = "/api/v1/admin/orders/{order}", tag = "admin", security(("operator" = [])),
    params(("order" = String, Path, description = "The order's id, or its number")),
    responses((status = 200, body = AdminOrder), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn order(
    State(state): State<SharedState>,
    _: Operator,
    path: NamePath,
) -> Result<Response, Refusal> {
    answer(&state, name(path)?).await
}

/// Moves an order on. To where it has been already, it is not moved, and the answer is the order as it is: the same may be
/// sent again.
#[utoipa::path(post, operation_id = "admin_advance_order", path = "/api/v1/admin/orders/{order}/advance", tag = "admin", security(("operator" = [])),
    request_body = OrderAdvance,
    params(("order" = String, Path, description = "The order's id, or its number")),
    responses((status = 200, body = AdminOrder), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn move_on(
    State(state): State<SharedState>,
    _: Operator,
    path: NamePath,
    JsonBody(advance_to): JsonBody<OrderAdvance>,
) -> Result<Response, Refusal> {
    let name = name(path)?;
    let (to, note, tracking) = checked(advance_to)?;
    let id = shop::id_of(&state.database, name).await?;
    let now_ms = state.now_ms();
    let wish = Wish { id: id.clone(), by: By::Shop, to, note, tracking, now_ms };
    advance(&state.database.for_class(Class::Orders), &state.keys, &state.payments, wish).await?;
    let moved = shop::order(&state.database, &state.keys, &state.payments, OrderName::Id(id), now_ms).await?;
    Ok(private(StatusCode::OK, &moved))
}

/// Notes that an order whose payment is `refund_due` was paid back, at the provider's. Again changes nothing.
#[utoipa::path(post, operation_id = "admin_refund_order", path = "/api/v1/admin/orders/{order}/refund", tag = "admin", security(("operator" = [])),
    params(("order" = String, Path, description = "The order's id, or its number")),
    responses((status = 200, body = AdminOrder), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn refunded(
    State(state): State<SharedState>,
    _: Operator,
    path: NamePath,
) -> Result<Response, Refusal> {
    let id = shop::id_of(&state.database, name(path)?).await?;
    refund::refunded(&state.database.for_class(Class::Orders), id.clone(), state.now_ms()).await?;
    answer(&state, OrderName::Id(id)).await
}

/// Notes that a second payment of an order, or of its phone credit, was paid back at the provider's. Again changes nothing.
#[utoipa::path(post, operation_id = "admin_refund_second_payment", path = "/api/v1/admin/orders/{order}/second-payments/{number}/refund",
    tag = "admin", security(("operator" = [])),
    params(("order" = String, Path, description = "The order's id, or its number"),
        ("number" = u64, Path, description = "The number of the second payment")),
    responses((status = 200, body = AdminOrder), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn second_refunded(
    State(state): State<SharedState>,
    _: Operator,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, Refusal> {
    let Ok(Path((order, number))) = path else { return Err(OrderError::NotFound.into()) };
    let number = number.parse().map_err(|_| OrderError::NotFound)?;
    let id = shop::id_of(&state.database, name(Ok(Path(order)))?).await?;
    let database = state.database.for_class(Class::Orders);
    second::refunded(&database, (id.clone(), number), state.now_ms()).await?;
    answer(&state, OrderName::Id(id)).await
}

async fn answer(state: &SharedState, name: OrderName) -> Result<Response, Refusal> {
    let order = shop::order(&state.database, &state.keys, &state.payments, name, state.now_ms()).await?;
    Ok(private(StatusCode::OK, &order))
}

fn name(path: NamePath) -> Result<OrderName, Refusal> {
    path.ok().and_then(|Path(text)| text.parse().ok()).ok_or_else(|| OrderError::NotFound.into())
}

/// What is wished, with its texts as they are kept. A parcel goes with an order that is sent.
pub(crate) fn checked(wish: OrderAdvance) -> Result<(OrderStatus, String, Option<Tracking>), Refusal> {
    let mut texts = Texts::default();
    let note = texts.optional("note", &wish.note, Kind::NOTE);
    let tracking = wish.tracking.map(|tracking| Tracking {
        carrier: texts.needed("tracking.carrier", &tracking.carrier, TRACKING),
        number: texts.needed("tracking.number", &tracking.number, TRACKING),
    });
    if tracking.is_some() && wish.status != OrderStatus::Sent {
        texts.wrong("tracking", "goes with the status sent");
    }
    if wish.status == OrderStatus::Unknown {
        texts.wrong("status", "is not a status of an order");
    }
    if texts.errors.is_empty() {
        Ok((wish.status, note, tracking))
    } else {
        Err(Refusal::invalid_body(texts.errors))
    }
}
