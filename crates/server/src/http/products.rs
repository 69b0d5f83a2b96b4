//! `/api/v1/products`

use super::problem::Refusal;
use super::visitor::Visitor;
use super::{SharedState, localised, query};
use crate::catalogue::LookupError;
use crate::catalogue::rendered::Effort;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use fairday_contract::{FieldError, ListQuery, Page, Problem, ProductCard, ProductDetail, ProductHandle};
use std::sync::Arc;

/// Products in an order, filtered, a page at a time. `q` belongs to `/search`.
#[utoipa::path(get, operation_id = "products", path = "/api/v1/products", tag = "products",
    params(ListQuery, ("Accept-Language" = Option<String>, Header, description = "zh-CN or en")),
    responses((status = 200, body = Page<ProductCard>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    let query = query::list(raw.as_deref())?;
    // The first page of the shop and of each of its categories is what many ask for.
    let first = ListQuery { category: query.category.clone(), limit: query.limit, ..ListQuery::default() };
    let is_first = query == first && query.size() == ListQuery::LIMIT_DEFAULT;
    let effort = if is_first { Effort::Best } else { Effort::Quick };
    let resource = ("products", query::normalised(&query), effort);
    localised(&state, &visitor, resource, move |snapshot, locale| Ok(snapshot.list(locale, &query)?)).await
}

/// One product with everything its page shows.
#[utoipa::path(get, path = "/api/v1/products/{handle}", tag = "products",
    params(("handle" = String, Path, description = "The product's name in URLs"),
        ("Accept-Language" = Option<String>, Header, description = "zh-CN or en")),
    responses((status = 200, body = ProductDetail), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn product(
    State(state): State<SharedState>,
    path: Result<Path<String>, PathRejection>,
    RawQuery(raw): RawQuery,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let Ok(Path(handle)) = path else {
        let detail = "must be percent-encoded UTF-8".to_owned();
        return Err(Refusal::invalid(vec![FieldError { field: "handle".to_owned(), detail }]));
    };
    let handle = ProductHandle::try_from(handle).map_err(|_| LookupError::ProductNotFound)?;
    // One answer is kept for all ways to write it.
    let handle = state.snapshot().own_handle(&handle).cloned().unwrap_or(handle);
    let resource = ("product", handle.to_string(), Effort::Quick);
    let shop = Arc::clone(&state.config.shop);
    localised(&state, &visitor, resource, move |snapshot, locale| {
        Ok(shop.with_monthly_from(snapshot.product(locale, &handle)?))
    })
    .await
}
