//! Responses from answers made ready.

use super::SharedState;
use super::negotiate::{self, Encoding};
use super::problem::Refusal;
use crate::catalogue::rendered::{Content, RenderedKey, Representation};
use crate::catalogue::{Rendered, Snapshot};
use axum::body::Body;
use axum::response::Response;
use fairday_contract::Locale;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use std::sync::Arc;

/// How long an answer may be used without asking again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Catalogue data: a minute, and ten more while a new copy is fetched.
    Catalogue,
    /// What changes with a new version of the program, about once a year: a week, and a month more while a new copy is
    /// fetched.
    Reference,
    /// A page or a file that may change with every release: always ask, usually 304.
    Revalidate,
    /// The name says which content it is.
    Immutable,
}

impl Freshness {
    /// As written in `Cache-Control`.
    pub const fn cache_control(self) -> &'static str {
        match self {
            Self::Catalogue => "public, max-age=60, stale-while-revalidate=600",
            Self::Reference => "public, max-age=604800, stale-while-revalidate=2592000",
            Self::Revalidate => "no-cache",
            Self::Immutable => "public, max-age=31536000, immutable",
        }
    }
}

/// The response for an answer made ready: the best encoding the client takes, or 304 when it has that already.
/// `locale` is told when the answer depends on `Accept-Language`.
pub fn respond(
    rendered: &Rendered,
    request: &HeaderMap,
    freshness: Freshness,
    locale: Option<Locale>,
) -> Response {
    let chosen = negotiate::encodings(request).into_iter().find_map(|encoding| match encoding {
        Encoding::Br => rendered.br.as_ref().map(|one| (one, Some("br"))),
        Encoding::Gzip => rendered.gzip.as_ref().map(|one| (one, Some("gzip"))),
        Encoding::Identity => None,
    });
    let (representation, encoding) = chosen.unwrap_or((&rendered.identity, None));
    let mut response = send(representation, encoding, &rendered.content_type, request, freshness);
    if let Some(locale) = locale {
        let headers = response.headers_mut();
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding, Accept-Language"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
    }
    response
}

/// The response for one encoding of an answer, or 304 when the client has exactly that already.
pub(super) fn send(
    representation: &Representation,
    encoding: Option<&'static str>,
    content_type: &HeaderValue,
    request: &HeaderMap,
    freshness: Freshness,
) -> Response {
    let unchanged = negotiate::has_copy(request, &representation.etag);
    let body = if unchanged { Body::empty() } else { Body::from(representation.bytes.clone()) };
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::ETAG, representation.etag.clone());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(freshness.cache_control()));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    headers.insert(header::CONTENT_TYPE, content_type.clone());
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// The answer for `key` from the snapshot's cache, made by `render` when it is not ready.
///
/// # Errors
/// Those of `render`.
pub async fn rendered(
    state: &SharedState,
    snapshot: &Arc<Snapshot>,
    key: RenderedKey,
    render: impl FnOnce(&Snapshot) -> Result<Content, Refusal> + Send + 'static,
) -> Result<Arc<Rendered>, Refusal> {
    if let Some(ready) = snapshot.rendered().get(&key) {
        state.metrics.cache_hit(key.route);
        return Ok(ready);
    }
    state.metrics.cache_miss(key.route);
    let source = Arc::clone(snapshot);
    snapshot.rendered().get_or_render(key, move || render(&source)).await
}

/// A value as JSON content.
pub(crate) fn json(value: &impl Serialize, effort: crate::catalogue::rendered::Effort) -> Content {
    let bytes = serde_json::to_vec(value).expect("wire types are plain data");
    Content { content_type: "application/json", bytes, effort }
}

/// An answer for one shopper alone, which nothing on the way may keep.
pub(crate) fn private(status: StatusCode, value: &impl Serialize) -> Response {
    private_json(status, serde_json::to_vec(value).expect("wire types are plain data"))
}

/// The same of JSON that is written already.
pub(crate) fn private_json(status: StatusCode, json: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(json));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
