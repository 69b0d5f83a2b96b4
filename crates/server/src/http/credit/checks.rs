//! `/api/v1/credit/checks`: whether the shop would lend.

use super::super::body::JsonBody;
use super::super::client_address::ClientAddress;
use super::super::orders::checkout;
use super::super::problem::Refusal;
use super::super::respond::private;
use super::super::session::SignedIn;
use super::super::{SharedState, negotiate};
use super::goods::{choice, handset, named};
use super::{credit, problem};
use crate::catalogue::Snapshot;
use crate::credit::asking::{ASKED_BY_ACCOUNT, ASKED_BY_ADDRESS};
use crate::credit::{Credit, Handset};
use axum::extract::State;
use axum::response::Response;
use fairday_contract::{
    AlternativeKind, CreditAlternative, CreditAnswer, CreditCheck, CreditChoice, CreditDecision, ListQuery,
    Locale, Problem, ProductCard, Sort,
};
use fairday_credit::assess::{Decision, Reason};
use http::{HeaderMap, StatusCode};

/// Other goods that are shown.
const CHEAPER_MAX: usize = 3;

/// Whether the shop would lend, with the least that has to be told: what is chosen, and an age. Nothing is promised, and
/// nothing is kept. Somebody who is not signed in may ask too; then nothing is known of them.
#[utoipa::path(post, operation_id = "credit_check", path = "/api/v1/credit/checks", tag = "credit", request_body = CreditCheck,
    responses((status = 200, body = CreditAnswer), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn check(
    State(state): State<SharedState>,
    signed_in: Result<SignedIn, Refusal>,
    address: ClientAddress,
    headers: HeaderMap,
    JsonBody(request): JsonBody<CreditCheck>,
) -> Result<Response, Refusal> {
    let account = match signed_in {
        Ok(signed_in) => Some(signed_in.account),
        Err(refusal) if refusal.status == StatusCode::UNAUTHORIZED => None,
        Err(refusal) => return Err(refusal),
    };
    let (credit, checkout) = (credit(&state)?, checkout(&state));
    let mut uses = vec![(ASKED_BY_ADDRESS, address.network())];
    uses.extend(account.map(|account| (ASKED_BY_ACCOUNT, account.0.to_string())));
    credit.count(uses).await?;
    let locale = negotiate::locale(&headers, checkout.snapshot.locales());
    let handset = handset(&checkout, &credit, (request.choice.variant, locale)).await?;
    let terms = credit.terms(&handset, &choice(&request.choice)).map_err(|error| named(error.into()))?;
    let decision = credit.ask(account, request.age, terms.pairing.financed).await?;
    let bare = |decision| CreditAnswer { decision, reason: None, free: None, alternatives: Vec::new() };
    let answer = match decision {
        Decision::Approve { .. } => bare(CreditDecision::Approved),
        Decision::Refer => bare(CreditDecision::Referred),
        Decision::Decline(reason) => {
            declined(&credit, &checkout.snapshot, (&handset, &request.choice, locale), reason)
        }
    };
    Ok(private(StatusCode::OK, &answer))
}

/// A no, with what else there is: the same with a deposit or another plan, cheaper goods, or the same paid as other goods
/// are.
pub(super) fn declined(
    credit: &Credit,
    snapshot: &Snapshot,
    (handset, choice, locale): (&Handset, &CreditChoice, Locale),
    reason: Reason,
) -> CreditAnswer {
    let mut alternatives = Vec::new();
    if let Reason::AskedTooMuch { free } = reason {
        let free = free.minor();
        let other = |kind, choice| CreditAlternative { kind, choice: Some(choice), product: None };
        let lent = handset.price - credit.subsidy(choice) - choice.deposit;
        if lent > free && free >= i64::from(choice.months) {
            let deposit = choice.deposit + lent - free;
            alternatives.push(other(AlternativeKind::Deposit, CreditChoice { deposit, ..choice.clone() }));
        }
        if let Some(plan) = credit.larger_plan(handset.price, choice, free) {
            let (id, months) = (Some(plan.id.clone()), plan.plan.term.months());
            alternatives
                .push(other(AlternativeKind::Plan, CreditChoice { plan: id, months, ..choice.clone() }));
        }
        let at_most = (free + credit.subsidy(choice)).min(handset.price - 1);
        let cheaper = cheaper(credit, snapshot, locale, at_most).into_iter();
        alternatives.extend(cheaper.map(|product| CreditAlternative {
            kind: AlternativeKind::Cheaper,
            choice: None,
            product: Some(product),
        }));
    }
    alternatives.push(CreditAlternative { kind: AlternativeKind::Outright, choice: None, product: None });
    CreditAnswer { alternatives, ..problem::answer(reason) }
}

/// Goods in stock that cost at most so much, the dearest first.
fn cheaper(credit: &Credit, snapshot: &Snapshot, locale: Locale, at_most: i64) -> Vec<ProductCard> {
    let Ok(price_max) = u32::try_from(at_most) else { return Vec::new() };
    let mut cards = Vec::new();
    for category in &credit.config.categories {
        let query = ListQuery {
            category: Some(category.clone()),
            sort: Sort::PriceDesc,
            price_max: Some(price_max),
            in_stock: true,
            // The smallest page that has as many.
            limit: ListQuery::SIZES.into_iter().find(|size| *size as usize >= CHEAPER_MAX),
            ..ListQuery::default()
        };
        // A category that the catalogue does not have any more has nothing.
        cards.extend(snapshot.list(locale, &query).map(|page| page.items).unwrap_or_default());
    }
    cards.sort_by_key(|card: &ProductCard| std::cmp::Reverse(card.price.amount));
    cards.dedup_by(|one, other| one.handle == other.handle);
    cards.truncate(CHEAPER_MAX);
    cards
}
