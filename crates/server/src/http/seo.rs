//! What search engines read: `/robots.txt` and `/sitemap.xml`.

use super::SharedState;
use super::limits::SITEMAP_URLS_MAX;
use super::problem::Refusal;
use super::respond::{Freshness, cached};
use super::visitor::Visitor;
use crate::catalogue::Snapshot;
use crate::catalogue::rendered::{Content, Effort, RenderedKey};
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use fairday_contract::Locale;
use http::{HeaderMap, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Write;
use std::sync::Arc;

/// Used when neither the command line nor a sane Host header says where the shop is.
const FALLBACK_URL: &str = "http://localhost";
/// Longest Host header that is believed, bytes.
const HOST_BYTES_MAX: usize = 255;
/// Everything but RFC 3986's unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) fn router() -> Router<SharedState> {
    Router::new().route("/robots.txt", get(robots)).route("/sitemap.xml", get(sitemap))
}

/// Where the shop is reached, without a slash at the end: as configured, or by the Host header when it is a plain host.
pub fn public_url(state: &SharedState, headers: &HeaderMap) -> String {
    if let Some(url) = &state.config.public_url {
        return url.clone();
    }
    let plain = |host: &&str| {
        (1..=HOST_BYTES_MAX).contains(&host.len())
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b))
    };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).filter(plain);
    // Hosts are the same in capitals (RFC 9110 section 4.2.3), and so are the pages that name them.
    host.map_or_else(|| FALLBACK_URL.to_owned(), |host| format!("http://{}", host.to_ascii_lowercase()))
}

/// One segment of a path, percent-encoded.
pub fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

async fn robots(State(state): State<SharedState>, headers: HeaderMap) -> Response {
    let base = public_url(&state, &headers);
    let pages =
        ["/account", "/addresses", "/cart", "/checkout", "/credit", "/orders", "/settings", "/sign-in"];
    let closed = pages.into_iter().fold("Disallow: /api/\n".to_owned(), |lines, page| {
        lines + "Disallow: " + page + "\nDisallow: /en" + page + "\n"
    });
    let text = format!("User-agent: *\n{closed}\nSitemap: {base}/sitemap.xml\n");
    (
        [
            (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
            (header::CACHE_CONTROL, "public, max-age=3600"),
        ],
        text,
    )
        .into_response()
}

async fn sitemap(State(state): State<SharedState>, visitor: Visitor) -> Result<Response, Refusal> {
    let snapshot = state.snapshot();
    let base = public_url(&state, &visitor.headers);
    let key = RenderedKey { locale: Locale::default(), route: "sitemap", query: base.clone() };
    let source = Arc::clone(&snapshot);
    let render = move || {
        Ok(Content {
            content_type: "application/xml",
            bytes: xml(&source, &base).into_bytes(),
            effort: Effort::Quick,
        })
    };
    cached((&state, snapshot.rendered()), &visitor, key, (Freshness::Catalogue, None), render).await
}

/// Every page in both languages, each naming the other.
fn xml(snapshot: &Snapshot, base: &str) -> String {
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
                   xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
        .to_owned();
    let categories = snapshot.slugs().map(|slug| format!("/c/{}", segment(slug.as_str())));
    let products = snapshot.handles().map(|handle| format!("/p/{}", segment(handle.as_str())));
    let paths = std::iter::once(String::new()).chain(categories).chain(products);
    for path in paths.take(SITEMAP_URLS_MAX / Locale::ALL.len()) {
        let zh = if path.is_empty() { format!("{base}/") } else { format!("{base}{path}") };
        let en = format!("{base}/en{path}");
        for loc in [&zh, &en] {
            writeln!(
                xml,
                "<url><loc>{loc}</loc><xhtml:link rel=\"alternate\" hreflang=\"zh-CN\" href=\"{zh}\"/>\
                 <xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"{en}\"/></url>"
            )
            .expect("a String takes all");
        }
    }
    xml + "</urlset>\n"
}
