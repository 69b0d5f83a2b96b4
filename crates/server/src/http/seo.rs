//! What search engines read: `/robots.txt` and `/sitemap.xml`, which is an index of `/sitemaps/1.xml` and so on in a shop of
//! more pages than one sitemap takes.

use super::SharedState;
use super::limits::SITEMAP_URLS_MAX;
use super::problem::Refusal;
use super::respond::{Freshness, cached};
use super::visitor::Visitor;
use crate::catalogue::Snapshot;
use crate::catalogue::rendered::{Content, Effort, RenderedKey};
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use fairday_contract::Locale;
use http::{HeaderMap, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Write;
use std::sync::Arc;

/// Pages in one sitemap: each has an address in every language.
const PAGES_OF_ONE: usize = SITEMAP_URLS_MAX / Locale::ALL.len();
/// Used when neither the command line nor a sane Host header says where the shop is.
const FALLBACK_URL: &str = "http://localhost";
/// Longest Host header that is believed, bytes.
const HOST_BYTES_MAX: usize = 255;
/// Everything but RFC 3986's unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) fn router() -> Router<SharedState> {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(sitemap))
        .route("/sitemaps/{file}", get(numbered_sitemap))
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
    let of_all = move |snapshot: &Snapshot, base: &str| match sitemaps(snapshot) {
        1 => urls(snapshot, base, 0),
        several => index(several, base),
    };
    answer(&state, &visitor, (snapshot, "sitemap", base), of_all).await
}

/// One of several sitemaps, counted from 1.
async fn numbered_sitemap(
    State(state): State<SharedState>,
    file: Result<Path<String>, PathRejection>,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    let snapshot = state.snapshot();
    let number = file.ok().and_then(|Path(file)| file.strip_suffix(".xml")?.parse::<usize>().ok());
    let count = sitemaps(&snapshot);
    let Some(number) = number.filter(|number| count > 1 && (1..=count).contains(number)) else {
        return Err(Refusal::not_found());
    };
    let base = public_url(&state, &visitor.headers);
    let of_one = move |snapshot: &Snapshot, base: &str| urls(snapshot, base, number - 1);
    answer(&state, &visitor, (snapshot, "numbered sitemap", format!("{base} {number}")), of_one).await
}

async fn answer(
    state: &SharedState,
    visitor: &Visitor,
    (snapshot, route, query): (Arc<Snapshot>, &'static str, String),
    xml: impl FnOnce(&Snapshot, &str) -> String + Send + 'static,
) -> Result<Response, Refusal> {
    let key = RenderedKey { locale: Locale::default(), route, query };
    let (source, base) = (Arc::clone(&snapshot), public_url(state, &visitor.headers));
    let render = move || {
        let bytes = xml(&source, &base).into_bytes();
        Ok(Content { content_type: "application/xml", bytes, effort: Effort::Quick })
    };
    cached((state, snapshot.rendered()), visitor, key, (Freshness::Catalogue, None), render).await
}

/// How many sitemaps it takes to name every page.
fn sitemaps(snapshot: &Snapshot) -> usize {
    (1 + snapshot.slugs().len() + snapshot.handles().len()).div_ceil(PAGES_OF_ONE)
}

const HEADER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The index of so many sitemaps.
fn index(count: usize, base: &str) -> String {
    let mut xml = format!("{HEADER}<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for number in 1..=count {
        writeln!(xml, "<sitemap><loc>{base}/sitemaps/{number}.xml</loc></sitemap>")
            .expect("a String takes all");
    }
    xml + "</sitemapindex>\n"
}

/// The pages of one sitemap, counted from 0, in both languages, each naming the other.
fn urls(snapshot: &Snapshot, base: &str, sitemap: usize) -> String {
    let mut xml = format!(
        "{HEADER}<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
    );
    let categories = snapshot.slugs().map(|slug| format!("/c/{}", segment(slug.as_str())));
    let products = snapshot.handles().map(|handle| format!("/p/{}", segment(handle.as_str())));
    let paths = std::iter::once(String::new()).chain(categories).chain(products);
    for path in paths.skip(sitemap * PAGES_OF_ONE).take(PAGES_OF_ONE) {
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
