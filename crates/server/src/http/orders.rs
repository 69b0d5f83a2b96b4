//! `/api/v1/orders`

use super::SharedState;
use super::body::JsonBody;
use super::client_address::ClientAddress;
use super::problem::Refusal;
use super::query;
use super::respond::{private, private_json};
use super::session::{SignedIn, sign_in_required};
use super::text::Texts;
use super::turn;
use crate::catalogue::LookupError;
use crate::database::{Class, DatabaseError};
use crate::orders::advance::{By, Wish, advance};
use crate::orders::reservations::TooMuch;
use crate::orders::{Checkout, OrderError, read};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use fairday_contract::{
    CreditAnswer, CreditDecision, DeclineReason, FieldError, Order, OrderId, OrderReason, OrderRequest,
    OrderStatus, Orders, Problem, ProblemCode,
};
use fairday_credit::assess::Reason;
use fairday_input::Kind;
use http::{HeaderName, HeaderValue, StatusCode};
use std::sync::Arc;

/// How long to wait while what a request is about is changing, milliseconds.
const CHANGING_RETRY_MS: u32 = 1_000;
/// On an answer that was given before.
pub(super) const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

type OrderPath = Result<Path<String>, PathRejection>;

/// The account's orders, the newest first, 20 at a time.
#[utoipa::path(get, operation_id = "orders", path = "/api/v1/orders", tag = "orders",
    params(("cursor" = Option<String>, Query, description = "`next` of the page before")),
    responses((status = 200, body = Orders), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let cursor = query::cursor(raw.as_deref())?;
    let now_ms = state.now_ms();
    let page = read::page(
        &state.database,
        &state.keys,
        &state.payments,
        (signed_in.account, cursor.as_ref()),
        now_ms,
    )
    .await?;
    let page = page.ok_or(LookupError::InvalidCursor)?;
    Ok(private(StatusCode::OK, &page))
}

/// One order. Another account's is not found.
#[utoipa::path(get, path = "/api/v1/orders/{id}", tag = "orders",
    params(("id" = String, Path, description = "The order's id")),
    responses((status = 200, body = Order), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn order(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    path: OrderPath,
) -> Result<Response, Refusal> {
    let id = order_id(path).ok_or_else(not_found)?;
    let whose = (signed_in.account, id);
    let order =
        read::of_account(&state.database, &state.keys, &state.payments, whose, state.now_ms()).await?;
    Ok(private(StatusCode::OK, &order))
}

/// Places an order, on exactly the terms agreed to or not at all. It names the quote that was agreed to, or none: then the shop
/// makes the terms now, and places the order if they are exactly those agreed to. The same id and body get the same answer
/// however often they are sent. After a refusal nothing is placed, and the same id and body are refused again; with another body the id is
/// still free. A quote makes one order: another order under it is refused with `terms_changed` and a new quote. 409 with
/// `reserved_too_much` says that more would be reserved and not paid than may be, 429 that there were too many orders within
/// the hour.
#[utoipa::path(put, operation_id = "place_order", path = "/api/v1/orders/{id}", tag = "orders", request_body = OrderRequest,
    params(("id" = String, Path, description = "128 random bits as 32 hexadecimal digits, made and kept by the client before it sends this")),
    responses((status = 201, body = Order), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "Send the same again")))]
pub(super) async fn place(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    client: ClientAddress,
    path: OrderPath,
    JsonBody(request): JsonBody<OrderRequest>,
) -> Result<Response, Refusal> {
    let id = order_id(path).ok_or_else(|| {
        let detail = "an order id is 32 characters of 0-9 a-f".to_owned();
        Refusal::invalid_body(vec![FieldError { field: "id".to_owned(), detail }])
    })?;
    let _turn = turn::wait(&state).await?;
    let answer = checkout_from(&state, client).place(signed_in.account, id, request).await?;
    let mut response = private_json(StatusCode::CREATED, answer.json);
    if answer.is_replay {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// Cancels an order that is not packed yet. One that is cancelled stays so.
#[utoipa::path(post, operation_id = "cancel_order", path = "/api/v1/orders/{id}/cancel", tag = "orders", request_body = OrderReason,
    params(("id" = String, Path, description = "The order's id")),
    responses((status = 200, body = Order), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn cancel(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    path: OrderPath,
    JsonBody(reason): JsonBody<OrderReason>,
) -> Result<Response, Refusal> {
    let mut texts = Texts::default();
    let note = texts.optional("reason", &reason.reason, Kind::REASON);
    move_on(&state, signed_in, path, OrderStatus::Cancelled, (note, texts)).await
}

/// Asks to give an order back, within seven days of its receipt, with a reason. One that was asked for already stays so.
#[utoipa::path(post, operation_id = "return_order", path = "/api/v1/orders/{id}/return", tag = "orders", request_body = OrderReason,
    params(("id" = String, Path, description = "The order's id")),
    responses((status = 200, body = Order), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn give_back(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    path: OrderPath,
    JsonBody(reason): JsonBody<OrderReason>,
) -> Result<Response, Refusal> {
    let mut texts = Texts::default();
    let note = texts.needed("reason", &reason.reason, Kind::REASON);
    move_on(&state, signed_in, path, OrderStatus::ReturnRequested, (note, texts)).await
}

async fn move_on(
    state: &SharedState,
    signed_in: SignedIn,
    path: OrderPath,
    to: OrderStatus,
    (note, texts): (String, Texts),
) -> Result<Response, Refusal> {
    let id = order_id(path).ok_or_else(not_found)?;
    if !texts.errors.is_empty() {
        return Err(Refusal::invalid_body(texts.errors));
    }
    let now_ms = state.now_ms();
    let wish = Wish { id, by: By::Account(signed_in.account), to, note, tracking: None, now_ms };
    let moved = advance(&state.database.for_class(Class::Orders), &state.keys, &state.payments, wish).await?;
    Ok(private(StatusCode::OK, &moved.for_owner(&state.payments, now_ms)))
}

/// The same, with where the request comes from: it counts.
pub(super) fn checkout_from(state: &SharedState, client: ClientAddress) -> Checkout {
    Checkout { network: Some(client.network()), ..checkout(state) }
}

/// What this request quotes and places with.
pub(super) fn checkout(state: &SharedState) -> Checkout {
    Checkout {
        database: state.database.for_class(Class::Orders),
        keys: Arc::clone(&state.keys),
        snapshot: state.snapshot(),
        shop: Arc::clone(&state.config.shop),
        payments: state.payments.clone(),
        network: None,
        now_ms: state.now_ms(),
    }
}

fn order_id(path: OrderPath) -> Option<OrderId> {
    path.ok().and_then(|Path(id)| OrderId::try_from(id).ok())
}

fn not_found() -> Refusal {
    OrderError::NotFound.into()
}

/// An order that cannot be paid with the next bill.
fn declined(reason: Reason) -> Refusal {
    let (reason, free, why) = match reason {
        Reason::AskedTooMuch { free } => {
            let why = format!("Only {} minor units of the account's line are free.", free.minor());
            (DeclineReason::AskedTooMuch, Some(free.minor()), why)
        }
        Reason::LineUsedUp => {
            (DeclineReason::LineUsedUp, Some(0), "Nothing of the account's line is free.".to_owned())
        }
        Reason::Overdue => (DeclineReason::Overdue, None, "A bill of the account is overdue.".to_owned()),
        _ => (DeclineReason::NotKnownEnough, None, "The account has no line yet.".to_owned()),
    };
    let detail = format!("{why} Nothing was placed: pay in another way, or a smaller amount on credit.");
    let answer = CreditAnswer {
        decision: CreditDecision::Declined,
        reason: Some(reason),
        free,
        alternatives: Vec::new(),
    };
    let refusal = Refusal::new(StatusCode::CONFLICT, ProblemCode::CreditDeclined, detail);
    Refusal { credit: Some(Box::new(answer)), ..refusal }
}

/// An order after which too much would be reserved and not paid. What others have is not told.
fn reserved_too_much(too_much: TooMuch) -> Refusal {
    let (whose, most, what) = match too_much {
        TooMuch::Pieces(whose, most) => (whose, most, "pieces"),
        TooMuch::Amount(whose, most) => (whose, most, "minor units"),
    };
    let detail = format!(
        "{whose} may have at most {most} {what} reserved and not paid. Nothing was placed: collect and pay, cancel an order, \
         or order less."
    );
    Refusal::new(StatusCode::CONFLICT, ProblemCode::ReservedTooMuch, detail)
}

impl From<OrderError> for Refusal {
    fn from(error: OrderError) -> Self {
        let (status, code, detail) = match error {
            OrderError::Database(error) => return error.into(),
            OrderError::Key(error) => return error.into(),
            OrderError::Limited(limited) => return limited.into(),
            OrderError::Corrupt(what) => {
                return DatabaseError::Corrupt(format!("{what}, of an order, cannot be read")).into();
            }
            OrderError::Invalid(errors) => return Self::invalid_body(errors),
            OrderError::NoAccount => return sign_in_required(),
            OrderError::NotFound => {
                (StatusCode::NOT_FOUND, ProblemCode::OrderNotFound, "This account has no such order.")
            }
            OrderError::IdUsed => (
                StatusCode::CONFLICT,
                ProblemCode::OrderIdUsed,
                "An order with this id was placed with another body. Nothing was placed now; ask for the order.",
            ),
            OrderError::NoDelivery => (
                StatusCode::CONFLICT,
                ProblemCode::NoDelivery,
                "The shop does not deliver there, or not in this way: see /api/v1/delivery.",
            ),
            OrderError::TermsChanged(now) => {
                let detail = "The terms are not those agreed to, or the quote is too old. Nothing was placed: see quote \
                              and differences, and send the order again when the shopper agrees.";
                let refusal = Self::new(StatusCode::CONFLICT, ProblemCode::TermsChanged, detail);
                return Self { now: Some(now), ..refusal };
            }
            OrderError::OutOfStock(now) => {
                let detail = "Something is sold out, or not for sale any more: see differences. Nothing was placed; quote \
                              is for what can be had.";
                let refusal = Self::new(StatusCode::CONFLICT, ProblemCode::OutOfStock, detail);
                return Self { now: Some(now), ..refusal };
            }
            OrderError::Declined(reason) => return declined(reason),
            OrderError::ReservedTooMuch(too_much) => return reserved_too_much(too_much),
            OrderError::NotPossibleNow => (
                StatusCode::CONFLICT,
                ProblemCode::NotPossibleNow,
                "The order cannot be moved like this from where it is now. Ask for the order.",
            ),
            OrderError::Changing => {
                let detail = "What this is about is changing just now. Send the same again in a moment.";
                return Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Unavailable, detail)
                    .retry_in(CHANGING_RETRY_MS);
            }
        };
        Self::new(status, code, detail)
    }
}
