//! One request over the browser's `fetch`, with a deadline.

use gloo_net::http::{Method, RequestBuilder};
use web_sys::{AbortSignal, RequestCache};

/// A status and the whole body.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
}

/// Nothing came back, or not in time, or not whole.
pub(super) struct NoAnswer;

impl From<gloo_net::Error> for NoAnswer {
    fn from(_: gloo_net::Error) -> Self {
        Self
    }
}

/// Whether the browser's own cache may answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cached {
    Yes,
    No,
}

pub(super) async fn get(path: &str, language: &str, cached: Cached) -> Result<Answer, NoAnswer> {
    exchange(Method::GET, path, language, cached, None).await
}

/// Any request; a body is JSON. The browser adds the session's cookie by itself, because it is our own origin.
pub(super) async fn exchange(
    method: Method,
    path: &str,
    language: &str,
    cached: Cached,
    body: Option<&str>,
) -> Result<Answer, NoAnswer> {
    let deadline = AbortSignal::timeout_with_u32(super::DEADLINE_MS);
    let mut request = RequestBuilder::new(path)
        .method(method)
        .header("Accept-Language", language)
        .abort_signal(Some(&deadline));
    if cached == Cached::No {
        request = request.cache(RequestCache::NoStore);
    }
    let request = match body {
        Some(body) => request.header("Content-Type", "application/json").body(body)?,
        None => request.build()?,
    };
    let response = request.send().await?;
    Ok(Answer { status: response.status(), body: response.text().await? })
}
