//! `/api/v1/changes`

use super::problem::Refusal;
use super::respond::{Freshness, json, rendered, respond};
use super::{SharedState, query};
use crate::catalogue::rendered::{Effort, RenderedKey};
use crate::catalogue::{Snapshot, Walk};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use fairday_contract::{Changes, Cursor, Locale, Problem};
use http::HeaderMap;

/// What has changed in the catalogue since a revision, oldest first, a piece at a time, in all its languages: for
/// whoever keeps a copy of the whole store. `since=0` begins; go on with an answer's `next` as `cursor` until there is none.
#[utoipa::path(get, path = "/api/v1/changes", tag = "shop",
    params(("since" = Option<u64>, Query, description = "The revision of the copy; 0 or left out when there is none"),
        ("cursor" = Option<String>, Query, description = "The `next` of the answer before, with the same `since`"),
        ("limit" = Option<u32>, Query, description = "How many changes: 1 to 500, 100 when left out", minimum = 1, maximum = 500)),
    responses((status = 200, body = Changes), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn changes(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (since, cursor, limit) = query::changes(raw.as_deref())?;
    let walk = Walk::from(since, cursor.as_ref())?;
    let snapshot = state.snapshot();
    let query = format!("{since} {} {limit}", cursor.as_ref().map_or("", Cursor::as_str));
    let key = RenderedKey { locale: Locale::default(), route: "changes", query };
    let render = move |snapshot: &Snapshot| Ok(json(&snapshot.changes(walk, limit as usize), Effort::Best));
    let ready = rendered(&state, &snapshot, key, render).await?;
    Ok(respond(&ready, &headers, Freshness::Revalidate, None))
}
