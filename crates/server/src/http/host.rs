//! The `Host` header, which every request of HTTP/1.1 must have once (RFC 9112 section 3.2). A server and a proxy that take
//! it differently could be played off against each other.

use super::problem::Refusal;
use axum::body::Body;
use fairday_contract::ProblemCode;
use http::{StatusCode, Version, header};
use std::net::Ipv6Addr;

/// The refusal of a request without a host, with two, or with one that cannot be one.
pub(super) fn refusal(request: &http::Request<Body>) -> Option<Refusal> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let detail = match (hosts.next(), hosts.next()) {
        // Before HTTP/1.1 there was none; from HTTP/2 on the request's target has it.
        (None, _) if request.version() != Version::HTTP_11 => return None,
        (None, _) => "The Host header is missing. Send it once.",
        (Some(_), Some(_)) => "There are two Host headers. Send one.",
        (Some(host), None) if is_host(host.as_bytes()) => return None,
        (Some(_), None) => "The Host header is no host. Send it as shop.example or shop.example:8080.",
    };
    Some(Refusal::new(StatusCode::BAD_REQUEST, ProblemCode::InvalidRequest, detail))
}

/// Tells whether this is a host with or without a port (RFC 3986 section 3.2). HTTP allows no empty one (RFC 9110 section
/// 4.2.1).
fn is_host(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    if let Some((literal, port)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return literal.parse::<Ipv6Addr>().is_ok() && (port.is_empty() || is_port(port));
    }
    let (name, port) = text.find(':').map_or((text, ""), |colon| text.split_at(colon));
    !name.is_empty() && is_name(name.as_bytes()) && (port.is_empty() || is_port(port))
}

/// A colon and a number, which may be left out.
fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|port| {
        port.is_empty() || port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok()
    })
}

/// Unreserved characters, sub-delimiters and percent-encoded bytes.
fn is_name(mut bytes: &[u8]) -> bool {
    while let Some((&first, rest)) = bytes.split_first() {
        bytes = match first {
            b'%' if rest.len() >= 2 && rest[..2].iter().all(u8::is_ascii_hexdigit) => &rest[2..],
            byte if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte) => rest,
            _ => return false,
        };
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_or_an_address_and_perhaps_a_port() {
        for good in [
            "a",
            "shop.example",
            "shop.example:8080",
            "a:",
            "192.0.2.1:80",
            "[2001:db8::1]",
            "[::1]:80",
            "a_b%20",
        ] {
            assert!(is_host(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            ":80",
            "a b",
            "a/b",
            "a@b",
            "user:pw@a",
            "a:b",
            "a:99999",
            "a:1:2",
            "[::1",
            "[::1]x",
            "[a]",
            "::1",
            "a%2",
            "a%zz",
            "evil\">",
            "a,b c",
            "a\u{e9}",
        ] {
            assert!(!is_host(bad.as_bytes()), "{bad}");
        }
        assert!(!is_host(b"\xff"));
    }

    #[test]
    fn every_request_has_one_host_but_for_those_of_http_1_0() {
        let ask = |version, hosts: &[&str]| {
            let mut request = http::Request::builder().version(version);
            for host in hosts {
                request = request.header(header::HOST, *host);
            }
            refusal(&request.body(Body::empty()).expect("a request")).map(|refusal| refusal.status)
        };
        let refused = Some(StatusCode::BAD_REQUEST);
        assert_eq!(ask(Version::HTTP_11, &["a"]), None);
        assert_eq!(ask(Version::HTTP_10, &[]), None);
        assert_eq!(ask(Version::HTTP_2, &[]), None);
        assert_eq!(ask(Version::HTTP_11, &[]), refused);
        assert_eq!(ask(Version::HTTP_11, &["a", "a"]), refused);
        assert_eq!(ask(Version::HTTP_10, &["a", "b"]), refused);
        assert_eq!(ask(Version::HTTP_11, &[""]), refused);
    }
}
