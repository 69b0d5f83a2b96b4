//! The shop's pages. For now every one is the shell, and the app does the rest.

use super::SharedState;
use super::problem::Refusal;
use super::respond::{Freshness, respond};
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::HeaderMap;

const PAGES: [&str; 7] = ["/", "/c/{slug}", "/p/{handle}", "/search", "/cart", "/settings", "/checkout"];

pub(super) fn router() -> Router<SharedState> {
    PAGES.into_iter().fold(Router::new(), |router, page| {
        let english = if page == "/" { "/en".to_owned() } else { format!("/en{page}") };
        router.route(page, get(shell)).route(&english, get(shell))
    })
}

async fn shell(State(state): State<SharedState>, headers: HeaderMap) -> Result<Response, Refusal> {
    let shell = state.dist.get("/index.html").ok_or_else(Refusal::not_found)?;
    Ok(respond(shell, &headers, Freshness::Revalidate, None))
}
