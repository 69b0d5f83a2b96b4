//! `/api/v1/variants`

use super::problem::Refusal;
use super::respond::{Freshness, cached, json};
use super::visitor::Visitor;
use super::{SharedState, query};
use crate::catalogue::rendered::{Effort, RenderedKey};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use fairday_contract::{Locale, Problem, VariantOffers};
use std::sync::Arc;

/// What the things in a cart cost now, and how many are left. What is not in the answer is not for sale any more.
#[utoipa::path(get, path = "/api/v1/variants", tag = "products",
    params(("ids" = String, Query, description = "1 to 100 variant ids between commas")),
    responses((status = 200, body = VariantOffers), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn variants(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    let ids = query::variants(raw.as_deref())?;
    let snapshot = state.snapshot();
    let query = ids.iter().fold(String::new(), |key, id| format!("{key}{id},"));
    let key = RenderedKey { locale: Locale::default(), route: "variants", query };
    let source = Arc::clone(&snapshot);
    let render = move || Ok(json(&source.offers(&ids), Effort::Quick));
    cached((&state, snapshot.rendered()), &visitor, key, (Freshness::Revalidate, None), render).await
}
