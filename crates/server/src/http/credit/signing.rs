//! Signing: the code for exactly these terms, and the signature that orders.

use super::super::SharedState;
use super::super::body::JsonBody;
use super::super::client_address::ClientAddress;
use super::super::orders::checkout;
use super::super::problem::Refusal;
use super::super::respond::private;
use super::super::session::SignedIn;
use super::super::sign_in::{no_place, wrong_field};
use super::agreements::{agreement_id, replayed};
use super::{IdPath, credit, goods, problem};
use crate::accounts::codes::{DIGITS, RESEND_MS, SENT_BY_ADDRESS, VALID_MS};
use crate::accounts::sessions;
use crate::credit::sign::Signing;
use crate::credit::{CreditError, Handset};
use crate::orders::{Checkout, OrderError};
use crate::sms::Message;
use axum::extract::State;
use axum::response::Response;
use fairday_contract::{Agreement, CodeSent, Problem, SignatureRequest};
use fairday_input::Kind;
use http::StatusCode;

/// Sends a code to the account's phone that signs exactly the terms that were offered, and nothing else.
#[utoipa::path(post, operation_id = "credit_code", path = "/api/v1/credit/agreements/{id}/codes", tag = "credit",
    params(("id" = String, Path, description = "The agreement's id")),
    responses((status = 202, body = CodeSent), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn code(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    address: ClientAddress,
    path: IdPath,
) -> Result<Response, Refusal> {
    let (credit, id) = (credit(&state)?, agreement_id(path)?);
    credit.agreement(signed_in.account, id.clone()).await?; // another's counts for nothing
    let place = state.sms.place().map_err(no_place)?;
    credit.count(SENT_BY_ADDRESS.map(|limit| (limit, address.network())).into()).await?;
    let made = credit.signing_code(signed_in.account, id, state.sms.budget()).await?;
    let demo_code = state.config.is_demo.then(|| made.code.clone());
    place.put(Message { phone: made.phone, code: made.code });
    let (resend_ms, valid_ms) = (RESEND_MS as u32, VALID_MS as u32);
    Ok(private(StatusCode::ACCEPTED, &CodeSent { resend_ms, valid_ms, digits: DIGITS, demo_code }))
}

/// Signs exactly the terms that were read, and orders the goods: both, or neither. The same signature sent again changes
/// nothing, and gets the agreement as it is now.
#[utoipa::path(put, operation_id = "credit_sign", path = "/api/v1/credit/agreements/{id}/signature", tag = "credit", request_body = SignatureRequest,
    params(("id" = String, Path, description = "The agreement's id")),
    responses((status = 200, body = Agreement), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "Send the same again")))]
pub(in crate::http) async fn sign(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    path: IdPath,
    JsonBody(request): JsonBody<SignatureRequest>,
) -> Result<Response, Refusal> {
    let (credit, checkout, account) = (credit(&state)?, checkout(&state), signed_in.account);
    let id = agreement_id(path)?;
    let before = credit.agreement(account, id.clone()).await?;
    let mut is_replay = before.order.is_some();
    if !is_replay {
        let session = public_name(&state, signed_in).await?;
        let digest = super::digest(&request.digest)
            .ok_or_else(|| wrong_field("digest", "is 64 hexadecimal digits, as in the agreement"))?;
        let handset = as_it_is_now(&checkout, &before).await?;
        let order = checkout.on_credit(account, &request, (handset.variant, handset.price))?;
        let (id, code) = (id.clone(), Kind::OneTimeCode.normalise(&request.code));
        let signing = Signing { account, id, digest, code, session, handset };
        is_replay = credit.sign_and_order(signing, order).await?.is_replay;
    }
    if is_replay && !checkout.was_on_credit(account, &request).await? {
        return Err(CreditError::IdUsed.into());
    }
    Ok(replayed(private(StatusCode::OK, &credit.agreement(account, id).await?), is_replay))
}

/// The goods of an agreement with the price that they have now, called as they are in it while they are called so in any
/// language.
async fn as_it_is_now(checkout: &Checkout, agreement: &Agreement) -> Result<Handset, Refusal> {
    let variant = agreement.choice.variant;
    let locales = checkout.snapshot.locales();
    let names = || locales.iter().filter_map(|locale| goods::name(checkout, variant, *locale));
    let is_in_it =
        |name: &String| agreement.sheet.lines().any(|line| line.strip_prefix("goods ") == Some(name));
    let name = names().find(is_in_it).or_else(|| names().next());
    let (Some(goods), Some(price)) = (name, checkout.price(variant).await?) else {
        return Err(OrderError::gone(variant).into());
    };
    Ok(Handset { variant, goods, price, currency: checkout.snapshot.currency() })
}

/// The name of the session as it is shown in the account's list.
async fn public_name(state: &SharedState, signed_in: SignedIn) -> Result<String, Refusal> {
    let found = state.database.read(move |transaction| sessions::public_id(transaction, signed_in.session));
    found.await?.ok_or_else(problem::not_found)
}
