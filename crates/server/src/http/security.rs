//! Headers that narrow what a page can be made to do.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};

/// Set on every response that does not say otherwise.
const ALWAYS: (&str, &str) = ("x-content-type-options", "nosniff");
/// A worker goes by the policy of its own script.
const OF_SCRIPTS: HeaderValue =
    HeaderValue::from_static("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'");
/// Set on what can run as a page.
const ON_PAGES: [(&str, &str); 5] = [
    // Says that a page is this shop's own, to the service worker on the phone: a captive portal does not say so.
    ("x-fairday", "1"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

/// What never runs as a page: more than a kilobyte of policy would weigh as much as a small picture. An answer without
/// a body leaves the browser with the headers it has.
fn is_inert(headers: &HeaderMap) -> bool {
    const INERT: [&str; 3] = ["image/webp", "application/json", "application/wasm"];
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| INERT.iter().any(|inert| kind == inert))
}

/// Adds what is missing.
pub(super) fn harden(status: StatusCode, headers: &mut HeaderMap, policy: &HeaderValue) {
    headers.entry(ALWAYS.0).or_insert(HeaderValue::from_static(ALWAYS.1));
    if status == StatusCode::NOT_MODIFIED || is_inert(headers) {
        return;
    }
    if headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/javascript")) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(OF_SCRIPTS);
        return;
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| policy.clone());
    for (name, value) in ON_PAGES {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// The policy under which a page's own inline scripts and styles run, each named by its hash, and no others.
pub(super) fn policy(html: &str) -> HeaderValue {
    let sources = |tag: &str| {
        inline(html, tag).fold(String::new(), |list, body| {
            list + " 'sha256-" + &STANDARD.encode(Sha256::digest(body)) + "'"
        })
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'{}; img-src 'self' data: blob:; \
         connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        sources("script"),
        sources("style")
    );
    HeaderValue::try_from(policy).expect("base64 is visible ASCII")
}

/// The bodies of the elements of that name that have no `src`.
fn inline<'a>(html: &'a str, tag: &str) -> impl Iterator<Item = &'a str> {
    let (open, close) = (format!("<{tag}"), format!("</{tag}"));
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            let from = &rest[rest.find(&open)? + open.len()..];
            let (attributes, body) = from.split_once('>')?;
            let (body, after) = body.split_at(body.find(&close)?);
            rest = after;
            if attributes.starts_with(|c: char| !c.is_whitespace())
                || attributes.contains(" src=")
                || body.is_empty()
            {
                continue;
            }
            return Some(body);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_pages_own_inline_code_is_named() {
        let html = r#"<script src="/a.js"></script><script type="module">go()</script><style>a{}</style><scripty>x</scripty>"#;
        assert_eq!(inline(html, "script").collect::<Vec<_>>(), ["go()"]);
        let policy = policy(html);
        let policy = policy.to_str().expect("ASCII");
        let hash = STANDARD.encode(Sha256::digest("go()"));
        assert!(
            policy.contains(&format!("script-src 'self' 'wasm-unsafe-eval' 'sha256-{hash}';")),
            "{policy}"
        );
        assert_eq!(policy.matches("sha256-").count(), 2);
        assert!(!policy.contains("unsafe-inline"));
    }
}
