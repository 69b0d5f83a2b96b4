//! What everybody can read: `/api/v1/credit`, and the texts of agreements.

use super::super::problem::Refusal;
use super::super::respond::{Freshness, cached, json};
use super::super::visitor::Visitor;
use super::super::{SharedState, query};
use super::{IdPath, credit};
use crate::catalogue::rendered::{Effort, RenderedKey};
use crate::credit::texts;
use crate::hex::hex;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use fairday_contract::{AgreementText, CreditOffers, Locale, Problem};

/// On what terms the shop sells on credit: who lends, the plans, the fees. From this and a price a phone works out the whole
/// sheet of an agreement. 404 where nothing is sold on credit.
#[utoipa::path(get, operation_id = "credit_offers", path = "/api/v1/credit", tag = "credit",
    responses((status = 200, body = CreditOffers), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn offers(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let config = credit(&state)?.config;
    let snapshot = state.snapshot();
    let (locale, route) = (snapshot.locales()[0], "credit");
    let key = RenderedKey { locale, route, query: String::new() };
    let currency = snapshot.currency();
    let render = move || Ok(json(&config.offers(currency), Effort::Best));
    cached((&state, snapshot.rendered()), &visitor, key, (Freshness::Catalogue, None), render).await
}

/// The text of an agreement by its SHA-256: the one that is signed now, or any that was ever signed. It never changes.
#[utoipa::path(get, operation_id = "credit_text", path = "/api/v1/credit/texts/{digest}", tag = "credit",
    params(("digest" = String, Path, description = "SHA-256 of the text, 64 hexadecimal digits")),
    responses((status = 200, body = AgreementText), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn text(
    State(state): State<SharedState>,
    path: IdPath,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    let credit = credit(&state)?;
    let Ok(Path(digest)) = path else { return Err(Refusal::not_found()) };
    let found = if digest == hex(&credit.config.text_digest()) {
        Some(credit.config.agreement_text())
    } else {
        let bytes = super::digest(&digest).ok_or_else(Refusal::not_found)?;
        credit.database.read(move |transaction| texts::find(transaction, &bytes)).await?
    };
    let text: AgreementText = found.ok_or_else(Refusal::not_found)?;
    let key = RenderedKey { locale: Locale::default(), route: "credit text", query: digest };
    let render = move || Ok(json(&text, Effort::Best));
    cached((&state, &state.reference), &visitor, key, (Freshness::Immutable, None), render).await
}
