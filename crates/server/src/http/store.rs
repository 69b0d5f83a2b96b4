//! `/api/v1/store`

use super::problem::Refusal;
use super::visitor::Visitor;
use super::{SharedState, localised, query};
use crate::catalogue::rendered::Effort;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use fairday_contract::{Problem, Store};

/// The store: its name, languages, currency and revision.
#[utoipa::path(get, path = "/api/v1/store", tag = "shop",
    params(("Accept-Language" = Option<String>, Header, description = "zh-CN or en")),
    responses((status = 200, body = Store), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn store(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    localised(&state, &visitor, ("store", String::new(), Effort::Best), |snapshot, locale| {
        Ok(snapshot.store(locale))
    })
    .await
}
