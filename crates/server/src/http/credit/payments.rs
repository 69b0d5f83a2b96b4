//! `/api/v1/credit/agreements/{id}/payments` and `…/hardship`: paying back, and asking for patience.

use super::super::SharedState;
use super::super::body::JsonBody;
use super::super::negotiate;
use super::super::problem::Refusal;
use super::super::respond::private;
use super::super::session::SignedIn;
use super::super::sign_in::wrong_field;
use super::agreements::{agreement_id, replayed};
use super::{IdPath, credit, problem};
use crate::accounts::AccountId;
use crate::credit::Credit;
use crate::credit::payments::Payment;
use crate::orders::payment::Charge;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use fairday_contract::{
    Agreement, AgreementId, Currency, HardshipRequest, Locale, PaymentMethod, PaymentStatus, Problem,
    Repayment, RepaymentId, RepaymentRequest,
};
use fairday_credit::sheet::Sheet;
use http::{HeaderMap, StatusCode};

type IdsPath = Result<Path<(String, String)>, PathRejection>;

/// Asks to pay: an instalment, any amount, or all that is left. Money counts when it is there, not before. The same id and
/// body get the same payment however often they are sent, as it is now.
#[utoipa::path(put, operation_id = "credit_pay", path = "/api/v1/credit/agreements/{id}/payments/{payment}", tag = "credit", request_body = RepaymentRequest,
    params(("id" = String, Path, description = "The agreement's id"),
        ("payment" = String, Path, description = "128 random bits as 32 hexadecimal digits, made and kept by the client before it sends this")),
    responses((status = 201, body = Repayment), (status = 200, body = Repayment, description = "It was asked for before"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "Send the same again")))]
pub(in crate::http) async fn pay(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    path: IdsPath,
    headers: HeaderMap,
    JsonBody(request): JsonBody<RepaymentRequest>,
) -> Result<Response, Refusal> {
    let (credit, account) = (credit(&state)?, signed_in.account);
    let (id, payment) = ids(path)?;
    let payment =
        payment.ok_or_else(|| wrong_field("payment", "a payment id is 32 characters of 0-9 a-f"))?;
    let is_offered = match request.method {
        PaymentMethod::Online => state.config.shop.online.is_some(),
        method => method == PaymentMethod::PayAtPickUp,
    };
    if !is_offered {
        return Err(wrong_field("method", "is online, where the shop has a provider, or pay_at_pick_up"));
    }
    let (asked, is_replay) = credit.ask_payment(account, (id.clone(), payment), request).await?;
    let seen = seen(&state, &credit, &headers, (account, id), asked).await?;
    let status = if is_replay { StatusCode::OK } else { StatusCode::CREATED };
    Ok(replayed(private(status, &seen), is_replay))
}

/// A payment, and the agreement as it is after it.
#[utoipa::path(get, operation_id = "credit_payment", path = "/api/v1/credit/agreements/{id}/payments/{payment}", tag = "credit",
    params(("id" = String, Path, description = "The agreement's id"), ("payment" = String, Path, description = "The payment's id")),
    responses((status = 200, body = Repayment), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn payment(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    path: IdsPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (credit, account) = (credit(&state)?, signed_in.account);
    let (id, payment) = ids(path)?;
    let payment = payment.ok_or_else(problem::not_found)?;
    let found = credit.payment(account, (id.clone(), payment)).await?;
    Ok(private(StatusCode::OK, &seen(&state, &credit, &headers, (account, id), found).await?))
}

/// Asks the shop for patience. The same reason again is the same request.
#[utoipa::path(put, operation_id = "credit_hardship", path = "/api/v1/credit/agreements/{id}/hardship", tag = "credit", request_body = HardshipRequest,
    params(("id" = String, Path, description = "The agreement's id")),
    responses((status = 200, body = Agreement), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn hardship(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    path: IdPath,
    JsonBody(request): JsonBody<HardshipRequest>,
) -> Result<Response, Refusal> {
    let (credit, account, id) = (credit(&state)?, signed_in.account, agreement_id(path)?);
    credit.ask_hardship(account, id.clone(), &request.reason).await?;
    Ok(private(StatusCode::OK, &credit.agreement(account, id).await?))
}

/// The agreement and the payment of a path; no payment when that cannot be an id.
fn ids(path: IdsPath) -> Result<(AgreementId, Option<RepaymentId>), Refusal> {
    let Ok(Path((id, payment))) = path else { return Err(problem::not_found()) };
    let id = AgreementId::try_from(id).map_err(|_| problem::not_found())?;
    Ok((id, RepaymentId::try_from(payment).ok()))
}

/// Of what was signed: the catalogue's may be another by now.
fn currency(agreement: &Agreement) -> Option<Currency> {
    Sheet::read(agreement.sheet.as_bytes()).ok()?.terms.currency.parse().ok()
}

/// The agreement's page in the language that was asked for: where the provider sends its owner back to.
fn page_of(agreement: &AgreementId, headers: &HeaderMap) -> String {
    match negotiate::locale(headers, &Locale::ALL) {
        Locale::ZhCn => format!("/credit/{agreement}"),
        Locale::En => format!("/en/credit/{agreement}"),
    }
}

/// A payment as its owner sees it. One that is to be paid at a provider's page, but not any more, is void.
async fn seen(
    state: &SharedState,
    credit: &Credit,
    headers: &HeaderMap,
    (account, id): (AccountId, AgreementId),
    payment: Payment,
) -> Result<Repayment, Refusal> {
    let agreement = credit.agreement(account, id).await?;
    let Payment { number, id, purpose, counted_as, amount, method, status, asked_ms, .. } = payment;
    let is_open = matches!(status, PaymentStatus::Pending | PaymentStatus::Failed);
    let charge = Charge {
        name: "repayment",
        number: number.unsigned_abs(),
        amount: amount.minor(),
        currency: currency(&agreement).unwrap_or_else(|| state.snapshot().currency()),
        asked_ms,
        back: page_of(&agreement.id, headers),
    };
    let page = state.payments.find(method).filter(|_| is_open);
    let url = page.and_then(|page| page.page_of(&charge, credit.now_ms));
    let status = if is_open && url.is_none() { PaymentStatus::Void } else { status };
    let amount = amount.minor();
    Ok(Repayment { id, number: charge.number, purpose, amount, method, status, counted_as, url, agreement })
}
