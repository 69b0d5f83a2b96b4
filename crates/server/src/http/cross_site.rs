//! Writes that a page of another site has the browser send are refused.
//!
//! Browsers say where a request comes from: `Sec-Fetch-Site` (all since 2023, over HTTPS and on localhost), and before
//! that, and without TLS, `Origin`. A page cannot change either. A request of a server has neither; it says who it is by a
//! token in `Authorization`, which no browser adds by itself, and has no cookie.

use super::SharedState;
use super::problem::Refusal;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use fairday_contract::ProblemCode;
use http::{HeaderMap, HeaderName, Method, StatusCode, header};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// Below it other servers call, such as a payment provider's: each proves itself by a signature of what it sends, and no
/// cookie is looked at.
const SIGNED_CALLBACKS: &str = "/api/v1/callbacks/";

/// Refuses a write under `/api` that does not come from the shop's own pages, or from a server.
pub(super) async fn guard(State(state): State<SharedState>, request: Request, next: Next) -> Response {
    let is_write = ![Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    let path = request.uri().path();
    if is_write
        && path.starts_with("/api/")
        && !path.starts_with(SIGNED_CALLBACKS)
        && !is_own(request.headers(), state.config.public_url.as_deref())
    {
        return refusal().into_response();
    }
    next.run(request).await
}

fn refusal() -> Refusal {
    let detail = "Changes are only taken from the shop's own pages, which browsers tell by Sec-Fetch-Site or Origin, and \
                  from servers with a token in Authorization and no cookie.";
    Refusal::new(StatusCode::FORBIDDEN, ProblemCode::Forbidden, detail)
}

fn is_own(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    if is_server(headers) {
        return true;
    }
    match (single(headers, &SEC_FETCH_SITE), single(headers, &header::ORIGIN)) {
        (Said::Once(site), _) => matches!(site, "same-origin" | "none"),
        (Said::Never, Said::Once(origin)) => is_this_shop(origin, headers, public_url),
        _ => false,
    }
}

fn is_server(headers: &HeaderMap) -> bool {
    let Said::Once(authorization) = single(headers, &header::AUTHORIZATION) else { return false };
    let is_bearer = authorization.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "));
    is_bearer && !headers.contains_key(header::COOKIE)
}

/// Where the shop says at which address it is reached, that address alone is its own: the Host header is whatever name a
/// browser was led to this server by. Elsewhere (a demo, this machine) the Host header has to do.
fn is_this_shop(origin: &str, headers: &HeaderMap, public_url: Option<&str>) -> bool {
    if let Some(url) = public_url {
        return without_default_port(url).eq_ignore_ascii_case(origin);
    }
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    match (host, single(headers, &header::HOST)) {
        (Some(host), Said::Once(own)) => !host.is_empty() && host.eq_ignore_ascii_case(own),
        _ => false,
    }
}

/// As browsers write an origin (RFC 6454 section 6.2).
fn without_default_port(url: &str) -> &str {
    let port = if url.starts_with("https://") { ":443" } else { ":80" };
    url.strip_suffix(port).unwrap_or(url)
}

/// What a header that may come once says.
enum Said<'a> {
    Never,
    Once(&'a str),
    /// Twice, or in bytes that are no text: nothing is believed.
    Oddly,
}

fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Said<'a> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Said::Never,
        (Some(value), None) => value.to_str().map_or(Said::Oddly, Said::Once),
        _ => Said::Oddly,
    }
}
