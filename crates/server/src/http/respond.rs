//! Responses from answers made ready.

use super::SharedState;
use super::negotiate::{self, Encoding};
use super::problem::Refusal;
use super::visitor::Visitor;
use crate::catalogue::rendered::{Content, Ready, RenderedKey, Representation};
use crate::catalogue::{Rendered, RenderedCache};
use axum::body::Body;
use axum::response::Response;
use fairday_contract::Locale;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;

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

/// The response for something that is the same as long as the program runs: the best encoding the client takes, or 304
/// when it has that already.
pub fn respond(rendered: &Rendered, request: &HeaderMap, freshness: Freshness) -> Response {
    let chosen = negotiate::encodings(request).into_iter().find_map(|encoding| {
        let there = match encoding {
            Encoding::Br => rendered.br.as_ref(),
            Encoding::Gzip => rendered.gzip.as_ref(),
            Encoding::Identity => None,
        };
        there.map(|one| (one, encoding.name()))
    });
    let (representation, encoding) = chosen.unwrap_or((&rendered.identity, None));
    send(representation, encoding, &rendered.content_type, request, freshness)
}

/// The response for one encoding of an answer, or 304 when the client has exactly that already.
pub(super) fn send(
    representation: &Representation,
    encoding: Option<&'static str>,
    content_type: &HeaderValue,
    request: &HeaderMap,
    freshness: Freshness,
) -> Response {
    let Representation { etag, twin, .. } = representation;
    // A 304 names the copy that the client has: a cache may use it for no other (RFC 9111 section 4.3.4).
    let copy =
        [Some(etag), twin.as_ref()].into_iter().flatten().find(|tag| negotiate::has_copy(request, tag));
    let unchanged = copy.is_some();
    let body = if unchanged { Body::empty() } else { Body::from(representation.bytes.clone()) };
    let mut response = Response::new(body);
    response.extensions_mut().insert(Shared);
    let headers = response.headers_mut();
    headers.insert(header::ETAG, copy.unwrap_or(etag).clone());
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

/// The body is memory that is there anyway, or counted already: it takes nothing from the budget of answers.
#[derive(Clone, Copy)]
pub(super) struct Shared;

/// The answer for `key` from the cache, made by `render` when it is not ready, in the encoding that the visitor takes best;
/// or 304. `locale` is told when the answer depends on `Accept-Language`.
///
/// # Errors
/// Those of `render`, and 503 when too much is to be made ready at a time.
pub(super) async fn cached(
    (state, cache): (&SharedState, &RenderedCache),
    visitor: &Visitor,
    key: RenderedKey,
    (freshness, locale): (Freshness, Option<Locale>),
    render: impl FnOnce() -> Result<Content, Refusal> + Send + 'static,
) -> Result<Response, Refusal> {
    let encoding = negotiate::encodings(&visitor.headers).first().copied().unwrap_or(Encoding::Identity);
    let (route, key) = (key.route, (key, encoding));
    let ready = if let Some(ready) = state.renderer.get(cache, &key) {
        state.metrics.cache_hit(route);
        ready
    } else {
        state.metrics.cache_miss(route);
        state.renderer.get_or_render(cache, key, &visitor.address.network(), render).await?
    };
    let Ready { representation, encoding, content_type, .. } = &*ready;
    let mut response = send(representation, encoding.name(), content_type, &visitor.headers, freshness);
    if let Some(locale) = locale {
        in_language(&mut response, locale);
    }
    Ok(response)
}

fn in_language(response: &mut Response, locale: Locale) {
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding, Accept-Language"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
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
