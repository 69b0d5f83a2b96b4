//! `/api/v1/regions`, `/api/v1/delivery`

use super::problem::Refusal;
use super::respond::{Freshness, cached, json};
use super::visitor::Visitor;
use super::{SharedState, localised, query};
use crate::catalogue::rendered::{Content, Effort, RenderedKey};
use crate::regions;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use fairday_contract::{
    DeliveryChoice, DeliveryOptions, FieldError, Locale, Problem, ProblemCode, Province, RegionCode, Regions,
};
use http::StatusCode;
use std::sync::Arc;

/// The provinces, and where the data is from.
#[utoipa::path(get, path = "/api/v1/regions", tag = "delivery",
    responses((status = 200, body = Regions), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn provinces(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let render = || Ok(json(&regions::provinces(), Effort::Best));
    reference(&state, &visitor, String::new(), render).await
}

/// Everything within one province, so that an address can be chosen without asking again.
#[utoipa::path(get, path = "/api/v1/regions/{code}", tag = "delivery",
    params(("code" = String, Path, description = "A province: two digits")),
    responses((status = 200, body = Province), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn province(
    State(state): State<SharedState>,
    code: Result<Path<String>, PathRejection>,
    RawQuery(raw): RawQuery,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let code = code.ok().and_then(|Path(code)| RegionCode::try_from(code).ok()).ok_or_else(no_province)?;
    if !regions::is_province(&code) {
        return Err(no_province());
    }
    let query = code.to_string();
    // There are 34 provinces, so each is known to be asked for by many.
    let render = move || Ok(json(&regions::province(&code).ok_or_else(no_province)?, Effort::Best));
    reference(&state, &visitor, query, render).await
}

/// An answer made when it is asked for first: the data is the same as long as the program runs.
async fn reference(
    state: &SharedState,
    visitor: &Visitor,
    query: String,
    render: impl FnOnce() -> Result<Content, Refusal> + Send + 'static,
) -> Result<Response, Refusal> {
    let key = RenderedKey { locale: Locale::default(), route: "regions", query };
    cached((state, &state.reference), visitor, key, (Freshness::Reference, None), render).await
}

fn no_province() -> Refusal {
    let detail = "There is no such province. /api/v1/regions lists them.";
    Refusal::new(StatusCode::NOT_FOUND, ProblemCode::NotFound, detail)
}

/// How things can get to a region, for how much, and how long it takes.
#[utoipa::path(get, path = "/api/v1/delivery", tag = "delivery",
    params(("region" = String, Query, description = "A region's code; nine digits name a township"),
        ("Accept-Language" = Option<String>, Header, description = "zh-CN or en")),
    responses((status = 200, body = DeliveryOptions), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn delivery(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    let region = query::region(raw.as_deref())?;
    if !regions::exists(&region) {
        let detail = "no region has this code; /api/v1/regions lists them".to_owned();
        return Err(Refusal::invalid(vec![FieldError { field: "region".to_owned(), detail }]));
    }
    let shop = Arc::clone(&state.config.shop);
    let resource = ("delivery", region.to_string(), Effort::Quick);
    localised(&state, &visitor, resource, move |snapshot, locale| {
        let currency = snapshot.store(locale).currency;
        let door = DeliveryChoice::Door { region: region.clone() };
        Ok(DeliveryOptions {
            door: shop.delivery_rate(&door).map(|rate| rate.offer(currency)),
            points: shop
                .pick_up
                .near(&region)
                .into_iter()
                .map(|place| place.point(locale, currency))
                .collect(),
            region,
        })
    })
    .await
}
