//! `/api/v1/search`

use super::problem::Refusal;
use super::visitor::Visitor;
use super::{SharedState, localised, query};
use crate::catalogue::rendered::Effort;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use fairday_contract::{ListQuery, Problem, SearchResults, Suggestions};
use fairday_search::fold;

/// Products that match words, pinyin or pinyin initials, and how many each category and brand has.
#[utoipa::path(get, path = "/api/v1/search", tag = "search",
    params(ListQuery, ("Accept-Language" = Option<String>, Header, description = "zh-CN or en")),
    responses((status = 200, body = SearchResults), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn search(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    let query = query::search(raw.as_deref())?;
    let resource = ("search", query::normalised(&query), Effort::Quick);
    localised(&state, &visitor, resource, move |snapshot, locale| Ok(snapshot.search(locale, &query)?)).await
}

/// What the shopper may be about to type: categories, brands and products, at most 8.
#[utoipa::path(get, operation_id = "search_suggestions", path = "/api/v1/search/suggestions", tag = "search",
    params(("q" = String, Query, description = "What was typed so far; at most 100 characters", max_length = 100),
        ("Accept-Language" = Option<String>, Header, description = "zh-CN or en")),
    responses((status = 200, body = Suggestions), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn suggestions(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    let q = query::words(raw.as_deref())?;
    let resource = ("suggestions", fold(&q), Effort::Quick);
    localised(&state, &visitor, resource, move |snapshot, locale| Ok(snapshot.suggestions(locale, &q))).await
}
