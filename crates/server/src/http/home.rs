//! `/api/v1/home`

use super::problem::Refusal;
use super::visitor::Visitor;
use super::{SharedState, localised, query};
use crate::catalogue::rendered::Effort;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use fairday_contract::{Home, Problem};

/// The front of the shop: banners, categories and rows of products.
#[utoipa::path(get, path = "/api/v1/home", tag = "shop",
    params(("Accept-Language" = Option<String>, Header, description = "zh-CN or en")),
    responses((status = 200, body = Home), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn home(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    localised(&state, &visitor, ("home", String::new(), Effort::Best), |snapshot, locale| {
        Ok(snapshot.home(locale))
    })
    .await
}
