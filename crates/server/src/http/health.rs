//! `/healthz`

use super::SharedState;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;

/// Alive when it answers; ready when the catalogue's source answers too. The snapshot is served either way, so the status
/// stays 200 and `ready` tells.
pub(super) async fn health(State(state): State<SharedState>) -> Response {
    let snapshot = state.snapshot();
    let health = serde_json::json!({
        "live": true,
        "ready": state.is_source_ready(),
        "revision": snapshot.revision(),
        "products": snapshot.handles().len(),
    });
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], health.to_string())
        .into_response()
}
