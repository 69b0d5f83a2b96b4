//! `/api/v1/regions`, `/api/v1/delivery`

use super::problem::Refusal;
use super::respond::{Freshness, json, respond};
use super::{SharedState, localised, query};
use crate::catalogue::Rendered;
use crate::catalogue::rendered::Effort;
use crate::regions;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use fairday_contract::{
    DeliveryChoice, DeliveryOptions, FieldError, Problem, ProblemCode, Province, RegionCode, Regions,
};
use http::{HeaderMap, StatusCode};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, OnceLock};
use tokio::sync::OnceCell;

/// The provinces, and where the data is from.
#[utoipa::path(get, path = "/api/v1/regions", tag = "delivery",
    responses((status = 200, body = Regions), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn provinces(RawQuery(raw): RawQuery, headers: HeaderMap) -> Result<Response, Refusal> {
    static READY: OnceLock<Rendered> = OnceLock::new();
    query::none(raw.as_deref())?;
    let ready = READY.get_or_init(|| Rendered::new(json(&regions::provinces(), Effort::Best)));
    Ok(respond(ready, &headers, Freshness::Reference, None))
}

/// Everything within one province, so that an address can be chosen without asking again.
#[utoipa::path(get, path = "/api/v1/regions/{code}", tag = "delivery",
    params(("code" = String, Path, description = "A province: two digits")),
    responses((status = 200, body = Province), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn province(
    code: Result<Path<String>, PathRejection>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let code = code.ok().and_then(|Path(code)| RegionCode::try_from(code).ok()).ok_or_else(no_province)?;
    let (code, ready) = READY.get_key_value(&code).ok_or_else(no_province)?;
    let make = async || tokio::task::spawn_blocking(|| render(code)).await;
    let ready = ready
        .get_or_try_init(make)
        .await
        .map_err(|_| Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR))?;
    Ok(respond(ready, &headers, Freshness::Reference, None))
}

/// Each province's answer, made when it is asked for first: the data is the same as long as the program runs.
static READY: LazyLock<HashMap<RegionCode, OnceCell<Arc<Rendered>>>> = LazyLock::new(|| {
    regions::provinces().items.into_iter().map(|region| (region.code, OnceCell::new())).collect()
});

fn render(code: &RegionCode) -> Arc<Rendered> {
    Arc::new(Rendered::new(json(&regions::province(code), Effort::Best)))
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
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let region = query::region(raw.as_deref())?;
    if !regions::exists(&region) {
        let detail = "no region has this code; /api/v1/regions lists them".to_owned();
        return Err(Refusal::invalid(vec![FieldError { field: "region".to_owned(), detail }]));
    }
    let shop = Arc::clone(&state.config.shop);
    let resource = ("delivery", region.to_string(), Effort::Quick);
    localised(&state, &headers, resource, move |snapshot, locale| {
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
