//! Made-up headers of requests.

use crate::accounts::sessions::Token;
use crate::http::client_address::{client, parse_proxy};
use crate::http::negotiate::{self, Encoding};
use crate::http::session::token_named;
use crate::signature::{REPLAY_WINDOW_MS, Secret};
use fairday_contract::Locale;
use fairday_fuzz::{CASES, bytes, gives_away, texts};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::net::{IpAddr, Ipv4Addr};

const NOW_MS: i64 = 1_800_000_000_000;

/// A header of one or more lines, unless no request can have it.
fn lines(name: &HeaderName, bytes: &[u8]) -> Option<HeaderMap> {
    let values: Result<Vec<_>, _> = bytes.split(|byte| *byte == b'|').map(HeaderValue::from_bytes).collect();
    Some(values.ok()?.into_iter().map(|value| (name.clone(), value)).collect())
}

#[test]
fn whatever_a_client_prefers_it_gets_something_it_can_take() {
    let languages: [&[u8]; 3] = [b"en-GB,zh;q=0.9", b"zh-Hans-CN;q=0.5|*;q=0.1", b"fr, en;q=0.001"];
    bytes("Accept-Language", CASES, &languages, |bytes| {
        let Some(headers) = lines(&header::ACCEPT_LANGUAGE, bytes) else { return };
        for offered in [&[Locale::En][..], &Locale::ALL] {
            assert!(offered.contains(&negotiate::locale(&headers, offered)));
        }
    });
    let encodings: [&[u8]; 3] = [b"gzip, br;q=0.5, dcb", b"*, br;q=0", b"br;q=1.000|identity;q=0"];
    bytes("Accept-Encoding", CASES, &encodings, |bytes| {
        let Some(headers) = lines(&header::ACCEPT_ENCODING, bytes) else { return };
        let tried = negotiate::encodings(&headers);
        assert!(tried.len() <= 3 && tried.last() == Some(&Encoding::Identity), "{tried:?}");
        let _ = negotiate::dictionary(&headers);
    });
    let dictionaries: [&[u8]; 2] =
        [b":BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=:", b":BwcHBwc=:|:BwcHBwc=:"];
    bytes("Available-Dictionary", CASES, &dictionaries, |bytes| {
        let Some(mut headers) = lines(&HeaderName::from_static("available-dictionary"), bytes) else {
            return;
        };
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("dcb"));
        let _ = negotiate::dictionary(&headers);
    });
}

#[test]
fn a_client_has_a_copy_only_of_what_it_names() {
    let etag = HeaderValue::from_static("\"0123abcd\"");
    let examples: [&[u8]; 3] = [b"\"0123abcd\"", b"W/\"x\", W/\"0123abcd\"", b"*|\"y\""];
    bytes("If-None-Match", CASES, &examples, |bytes| {
        let Some(headers) = lines(&header::IF_NONE_MATCH, bytes) else { return };
        if negotiate::has_copy(&headers, &etag) {
            let text = String::from_utf8_lossy(bytes);
            assert!(text.contains('*') || text.contains("\"0123abcd\""), "{text}");
        }
    });
}

#[test]
fn a_client_is_where_it_comes_from_or_a_trusted_proxy_says() {
    let trusted = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"].map(|net| parse_proxy(net).expect("a net"));
    let (proxy, stranger) = (IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)));
    let examples =
        ["1.1.1.1, 203.0.113.9, 10.1.2.3", "[2001:db8::1]:443, [fd00::1]", "::ffff:10.0.0.1|1.1.1.1:80"];
    texts("X-Forwarded-For", CASES, &examples, |text| {
        let said: Vec<&str> = text.split('|').collect();
        assert_eq!(client(stranger, &said, &trusted), stranger, "a stranger's word is nothing");
        let last = client(proxy, &said, &trusted);
        assert!(last == proxy || text.contains(['.', ':']), "{last}");
    });
    texts("--trusted-proxies", CASES, &["127.0.0.1", "10.0.0.0/8", "::1/128"], |text| {
        if let Ok(net) = parse_proxy(text) {
            assert_eq!(parse_proxy(&net.to_string()), Ok(net));
        }
    });
}

#[test]
fn only_a_whole_token_in_the_right_cookie_is_one() {
    let token = "A".repeat(43);
    let one = format!("fairday={token}");
    let many = format!("a=b; fairday={token}; __Host-fairday=x|c=\"d\"");
    bytes("Cookie", CASES, &[one.as_bytes(), many.as_bytes()], |bytes| {
        let Some(headers) = lines(&header::COOKIE, bytes) else { return };
        if let Some(token) = token_named(&headers, "fairday") {
            assert_eq!(Token::parse(token.as_str()).as_ref().map(Token::as_str), Some(token.as_str()));
            assert!(String::from_utf8_lossy(bytes).contains(&format!("fairday={}", token.as_str())));
        }
    });
}

#[test]
fn no_message_is_believed_but_the_one_that_was_signed() {
    let text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let secret = Secret::parse(text).expect("a secret");
    let body = br#"{"order":"a","paid":true}"#;
    let headers = secret.headers("msg_1", NOW_MS, body);
    let said = |id: &str, timestamp: &str, signature: &str| format!("{id}|{timestamp}|{signature}");
    let whole = said("msg_1", &headers[1].1, &headers[2].1);
    let two = said("msg_1", &headers[1].1, &format!("v1,AAAA {}", headers[2].1));
    texts("a signed message", CASES, &[&whole, &two], |message| {
        let parts: Vec<&str> = message.splitn(3, '|').collect();
        let [id, timestamp, signatures] = parts[..] else { return };
        match secret.verify((id, timestamp, signatures), body, NOW_MS + REPLAY_WINDOW_MS) {
            Ok(()) => {
                assert_eq!((id, timestamp.trim_start_matches(['+', '0'])), ("msg_1", headers[1].1.as_str()));
            }
            Err(why) => assert!(!gives_away(&why.to_string(), text)),
        }
        assert!(secret.verify((id, timestamp, signatures), b"{}", NOW_MS).is_err(), "another body");
    });
    texts("a secret", CASES, &[text], |text| {
        if let Some(secret) = Secret::parse(text) {
            assert!(!gives_away(&format!("{secret:?}"), text));
        }
    });
}
