//! One request over the browser's `fetch`, with a deadline.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCache, RequestInit, Response};

/// A status and the whole body.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
}

/// Nothing came back, or not in time, or not whole.
pub(super) struct NoAnswer;

impl From<JsValue> for NoAnswer {
    fn from(_: JsValue) -> Self {
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
    exchange("GET", path, language, cached, None).await
}

/// Any request; a body is JSON. The browser adds the session's cookie by itself, because it is our own origin.
pub(super) async fn exchange(
    method: &str,
    path: &str,
    language: &str,
    cached: Cached,
    body: Option<&str>,
) -> Result<Answer, NoAnswer> {
    let headers = Headers::new()?;
    headers.set("Accept-Language", language)?;
    let options = RequestInit::new();
    if let Some(body) = body {
        headers.set("Content-Type", "application/json")?;
        options.set_body(&body.into());
    }
    options.set_method(method);
    options.set_headers(&headers);
    if cached == Cached::No {
        options.set_cache(RequestCache::NoStore);
    }
    options.set_signal(Some(&AbortSignal::timeout_with_u32(super::DEADLINE_MS)));
    let window = web_sys::window().ok_or(NoAnswer)?;
    let response: Response =
        JsFuture::from(window.fetch_with_str_and_init(path, &options)).await?.unchecked_into();
    let body = JsFuture::from(response.text()?).await?;
    Ok(Answer { status: response.status(), body: body.as_string().ok_or(NoAnswer)? })
}
