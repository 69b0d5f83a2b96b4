//! `/api/v1/changes`

use super::problem::Refusal;
use super::respond::{Freshness, cached, json};
use super::visitor::Visitor;
use super::{SharedState, query};
use crate::catalogue::Walk;
use crate::catalogue::rendered::{Effort, RenderedKey};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use fairday_contract::{Changes, Locale, Problem};
use std::sync::Arc;

/// What has changed in the catalogue since a revision, oldest first, a piece at a time, in all its languages: for
/// whoever keeps a copy of the whole store. `since=0` begins; go on with an answer's `next` as `cursor` until there is none.
/// Pieces have at most 1, 5, 20, 50, 100, 200 or 500 changes: any other limit counts as the next smaller of these.
#[utoipa::path(get, path = "/api/v1/changes", tag = "shop",
    params(("since" = Option<u64>, Query, description = "The revision of the copy; 0 or left out when there is none"),
        ("cursor" = Option<String>, Query, description = "The `next` of the answer before, with the same `since`"),
        ("limit" = Option<u32>, Query, description = "How many changes at most: 1 to 500, 100 when left out", minimum = 1, maximum = 500)),
    responses((status = 200, body = Changes), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn changes(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    let (since, cursor, limit) = query::changes(raw.as_deref())?;
    let walk = Walk::from(since, cursor.as_ref())?;
    let snapshot = state.snapshot();
    let (since, begun, after) = snapshot.walk_key(walk);
    let key = RenderedKey {
        locale: Locale::default(),
        route: "changes",
        query: format!("{since} {begun} {after} {limit}"),
    };
    // A first copy begins with this piece; which others are asked for often shows when they are.
    let is_first = since == 0 && cursor.is_none() && limit == Changes::LIMIT_DEFAULT;
    let effort = if is_first { Effort::Best } else { Effort::Quick };
    let source = Arc::clone(&snapshot);
    let render = move || Ok(json(&source.changes(walk, limit as usize), effort));
    cached((&state, snapshot.rendered()), &visitor, key, (Freshness::Revalidate, None), render).await
}
