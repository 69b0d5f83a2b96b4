//! `/api/v1/categories`

use super::problem::Refusal;
use super::visitor::Visitor;
use super::{SharedState, localised, query};
use crate::catalogue::rendered::Effort;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use fairday_contract::{Category, Problem};

/// The category tree, with how many products each has.
#[utoipa::path(get, path = "/api/v1/categories", tag = "shop",
    params(("Accept-Language" = Option<String>, Header, description = "zh-CN or en")),
    responses((status = 200, body = Vec<Category>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn categories(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let resource = ("categories", String::new(), Effort::Best);
    localised(&state, &visitor, resource, |snapshot, locale| Ok(snapshot.categories(locale))).await
}
