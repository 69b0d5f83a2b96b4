//! Turns: so many orders are placed at a time, whoever else wants to. The others cost nothing while they wait, so that
//! whoever browses meanwhile is not behind all of them.

use super::SharedState;
use super::problem::Refusal;
use axum::http::StatusCode;
use fairday_contract::ProblemCode;
use std::time::Duration;
use tokio::sync::SemaphorePermit;

/// Orders that are placed at the same time. They share a commit, so a slow disk still writes many.
pub(super) const AT_ONCE: usize = 16;
/// How long an order waits for its turn. What the database may then take (`database::Limits::requests`) still fits in the
/// time of a request.
const WAIT_MAX: Duration = Duration::from_secs(6);
const RETRY_MS: u32 = 1_000;

/// Waits for the right to place an order, which is given back when it is dropped. To be asked for when the request is here
/// as a whole: a slow phone must not hold it.
pub(super) async fn wait(state: &SharedState) -> Result<SemaphorePermit<'_>, Refusal> {
    let turn = tokio::time::timeout(WAIT_MAX, state.turns.acquire()).await;
    turn.ok().and_then(Result::ok).ok_or_else(|| {
        let detail = "More orders come in than can be placed just now. Send the same again in a moment.";
        Refusal::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Unavailable, detail).retry_in(RETRY_MS)
    })
}
