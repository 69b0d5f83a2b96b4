//! `/api/v1/quotes`

use super::SharedState;
use super::body::JsonBody;
use super::client_address::ClientAddress;
use super::negotiate;
use super::orders::checkout_from;
use super::problem::Refusal;
use super::respond::private;
use super::session::SignedIn;
use axum::extract::State;
use axum::response::Response;
use fairday_contract::{Problem, Quote, QuoteRequest};
use http::{HeaderMap, StatusCode};

/// What a cart costs now, delivered as chosen, as a promise for half an hour. 409 with `out_of_stock` says which lines
/// cannot be had, with a quote for the rest; with `reserved_too_much`, that the account or its network has too much reserved
/// and not paid to order this beside it.
#[utoipa::path(post, path = "/api/v1/quotes", tag = "orders", request_body = QuoteRequest,
    responses((status = 200, body = Quote), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn quote(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    client: ClientAddress,
    headers: HeaderMap,
    JsonBody(request): JsonBody<QuoteRequest>,
) -> Result<Response, Refusal> {
    let checkout = checkout_from(&state, client);
    let locale = negotiate::locale(&headers, checkout.snapshot.locales());
    let quote = checkout.quote(signed_in.account, &request, locale).await?;
    Ok(private(StatusCode::OK, &quote))
}
