//! `/api/v1/credit/agreements`: asking for terms, and reading them.

use super::super::body::JsonBody;
use super::super::client_address::ClientAddress;
use super::super::orders::{REPLAYED, checkout};
use super::super::problem::Refusal;
use super::super::respond::private;
use super::super::session::SignedIn;
use super::super::sign_in::wrong_field;
use super::super::{SharedState, negotiate, query};
use super::goods::{choice, handset, named};
use super::{IdPath, checks, credit, problem};
use crate::credit::offer::Wish;
use crate::credit::running::ShopperAct;
use crate::credit::{CreditError, Handset};
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use fairday_contract::{Agreement, AgreementId, AgreementRequest, Agreements, Problem};
use http::{HeaderMap, HeaderValue, StatusCode};

/// The account's agreements, the newest first, at most 100.
#[utoipa::path(get, operation_id = "credit_agreements", path = "/api/v1/credit/agreements", tag = "credit",
    responses((status = 200, body = Agreements), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn list(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let agreements = credit(&state)?.agreements(signed_in.account).await?;
    Ok(private(StatusCode::OK, &agreements))
}

/// One agreement, as it stands today. Another account's is not found.
#[utoipa::path(get, operation_id = "credit_agreement", path = "/api/v1/credit/agreements/{id}", tag = "credit",
    params(("id" = String, Path, description = "The agreement's id")),
    responses((status = 200, body = Agreement), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn agreement(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    path: IdPath,
) -> Result<Response, Refusal> {
    let id = agreement_id(path)?;
    Ok(private(StatusCode::OK, &credit(&state)?.agreement(signed_in.account, id).await?))
}

/// Asks for terms that can be signed. The same id and body get the same terms however often they are sent. When the
/// guarantor says no, nothing is kept, and `credit` says why and what else there is.
#[utoipa::path(put, operation_id = "credit_offer", path = "/api/v1/credit/agreements/{id}", tag = "credit", request_body = AgreementRequest,
    params(("id" = String, Path, description = "128 random bits as 32 hexadecimal digits, made and kept by the client before it sends this")),
    responses((status = 201, body = Agreement), (status = 200, body = Agreement, description = "It was offered before"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "Send the same again")))]
pub(in crate::http) async fn offer(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    address: ClientAddress,
    path: IdPath,
    headers: HeaderMap,
    JsonBody(request): JsonBody<AgreementRequest>,
) -> Result<Response, Refusal> {
    let (credit, checkout, account) = (credit(&state)?, checkout(&state), signed_in.account);
    let id =
        agreement_id(path).map_err(|_| wrong_field("id", "an agreement id is 32 characters of 0-9 a-f"))?;
    credit.count(vec![(crate::credit::asking::ASKED_BY_ADDRESS, address.network())]).await?;
    let locale = negotiate::locale(&headers, checkout.snapshot.locales());
    let variant = request.choice.variant;
    // Goods that are not for sale any more make no terms; but what was offered before is given again.
    let (handset, missing) = match handset(&checkout, &credit, (variant, locale)).await {
        Ok(handset) => (handset, None),
        Err(refusal) => {
            let currency = checkout.snapshot.currency();
            (Handset { variant, goods: String::new(), price: 0, currency }, Some(refusal))
        }
    };
    let wish = Wish {
        id: id.clone(),
        handset: handset.clone(),
        choice: choice(&request.choice),
        name: request.name,
        resident_id: request.resident_id,
    };
    let offered = match (credit.offer(account, wish).await, missing) {
        (Ok(offered), _) => offered,
        (Err(CreditError::Invalid(errors)), Some(refusal))
            if errors.iter().any(|one| one.field == "handset") =>
        {
            return Err(refusal);
        }
        (Err(CreditError::Declined(reason)), _) => {
            let about = (&handset, &request.choice, locale);
            return Err(problem::declined(checks::declined(&credit, &checkout.snapshot, about, reason)));
        }
        (Err(error), _) => return Err(named(error.into())),
    };
    let agreement = credit.agreement(account, id).await?;
    let status = if offered.is_replay { StatusCode::OK } else { StatusCode::CREATED };
    Ok(replayed(private(status, &agreement), offered.is_replay))
}

/// Withdraws within the cooling-off period, after the hand-over: what was paid is owed back. Before the hand-over the order
/// is cancelled instead, and the agreement ends with it. One that was withdrawn from stays so.
#[utoipa::path(post, operation_id = "credit_cancel", path = "/api/v1/credit/agreements/{id}/cancel", tag = "credit",
    params(("id" = String, Path, description = "The agreement's id")),
    responses((status = 200, body = Agreement), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn cancel(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    path: IdPath,
) -> Result<Response, Refusal> {
    let (credit, id) = (credit(&state)?, agreement_id(path)?);
    credit.by_shopper(signed_in.account, id.clone(), ShopperAct::Cancel).await?;
    Ok(private(StatusCode::OK, &credit.agreement(signed_in.account, id).await?))
}

/// The agreement that a path names; what cannot be an id is one that nobody has.
pub(super) fn agreement_id(path: IdPath) -> Result<AgreementId, Refusal> {
    let id = path.ok().and_then(|Path(id)| AgreementId::try_from(id).ok());
    id.ok_or_else(problem::not_found)
}

/// Marks an answer that was given before.
pub(super) fn replayed(mut response: Response, is_replay: bool) -> Response {
    if is_replay {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    response
}
