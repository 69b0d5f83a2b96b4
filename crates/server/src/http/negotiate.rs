//! What the client can take: languages and encodings with their weights, and copies it already has.

pub use crate::catalogue::rendered::Encoding;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fairday_contract::Locale;
use http::{HeaderMap, HeaderName, header};

/// Says which dictionary a client has (RFC 9842).
const AVAILABLE_DICTIONARY: HeaderName = HeaderName::from_static("available-dictionary");
/// Items of a header list that are looked at; the rest is ignored.
const ITEMS_MAX: usize = 32;

/// The items of a weighted header list and their weights in thousandths (RFC 9110 section 12.4.2).
fn weighted<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<(&'a str, u16)> {
    let lines = headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .take(ITEMS_MAX)
        .filter_map(|item| {
            let mut parts = item.split(';').map(str::trim);
            let value = parts.next().filter(|value| !value.is_empty())?;
            let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
            Some((value, weight.map_or(Some(1000), thousandths)?))
        })
        .collect()
}

/// `1`, `0.5`, `0.123` as thousandths, without floats.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(fraction),
        "1" if fraction == 0 => Some(1000),
        _ => None,
    }
}

/// The language to answer in: the one of `offered` that weighs most, the first when nothing is asked for or none fits.
pub fn locale(headers: &HeaderMap, offered: &[Locale]) -> Locale {
    let asked = weighted(headers, &header::ACCEPT_LANGUAGE);
    let default = offered.first().copied().unwrap_or_default();
    let mut best = (default, 0);
    for (tag, weight) in asked {
        let locale = if tag == "*" {
            Some(default)
        } else {
            Locale::from_tag(tag).filter(|locale| offered.contains(locale))
        };
        if let Some(locale) = locale
            && weight > best.1
        {
            best = (locale, weight);
        }
    }
    best.0
}

/// The encodings to try, best first; ends with identity, which every client can take.
pub fn encodings(headers: &HeaderMap) -> Vec<Encoding> {
    let asked = weighted(headers, &header::ACCEPT_ENCODING);
    let weight = |name: &str| {
        let of = |wanted: &str| {
            asked.iter().find(|(value, _)| value.eq_ignore_ascii_case(wanted)).map(|(_, weight)| *weight)
        };
        of(name).or_else(|| of("*")).unwrap_or(0)
    };
    let mut encodings = vec![(Encoding::Br, weight("br")), (Encoding::Gzip, weight("gzip"))];
    encodings.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight)); // stable: brotli first when equal
    encodings
        .into_iter()
        .filter(|(_, weight)| *weight > 0)
        .map(|(encoding, _)| encoding)
        .chain([Encoding::Identity])
        .collect()
}

/// The SHA-256 of the one dictionary the client has for what it asks for, when it also takes Brotli compressed against it
/// (`dcb`, RFC 9842) as gladly as anything else. Whatever is not exactly one well-formed digest is as good as none.
pub fn dictionary(headers: &HeaderMap) -> Option<[u8; 32]> {
    let asked = weighted(headers, &header::ACCEPT_ENCODING);
    let wanted =
        asked.iter().find(|(value, _)| value.eq_ignore_ascii_case("dcb")).map(|(_, weight)| *weight)?;
    if wanted == 0 || asked.iter().any(|(_, weight)| *weight > wanted) {
        return None;
    }
    let mut named = headers.get_all(AVAILABLE_DICTIONARY).iter();
    let (Some(one), None) = (named.next(), named.next()) else { return None };
    // A byte sequence as in RFC 8941: base64 between colons.
    let digest = one.to_str().ok()?.trim().strip_prefix(':')?.strip_suffix(':')?;
    STANDARD.decode(digest).ok()?.try_into().ok()
}

/// Whether the client already has what `etag` names (RFC 9110 section 13.1.2, weak comparison).
pub fn has_copy(headers: &HeaderMap, etag: &http::HeaderValue) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(etag) = etag.to_str() else { return false };
    headers
        .get_all(header::IF_NONE_MATCH)
        .into_iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .take(ITEMS_MAX)
        .any(|tag| tag.trim() == "*" || opaque(tag) == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().expect("a header value"))])
    }

    #[test]
    fn the_language_that_weighs_most_is_spoken_if_the_catalogue_has_it() {
        for (asked, spoken) in [
            ("en", Locale::En),
            ("en-GB,zh;q=0.9", Locale::En),
            ("en;q=0.8, zh-Hans-CN", Locale::ZhCn),
            ("fr, en;q=0.1", Locale::En),
            ("fr", Locale::ZhCn),
            ("", Locale::ZhCn),
            ("en;q=0", Locale::ZhCn),
            ("*", Locale::ZhCn),
            ("en;q=nonsense", Locale::ZhCn),
            (";;,,q=1", Locale::ZhCn),
            ("en;q=0.5,zh;q=0.4", Locale::En),
        ] {
            assert_eq!(locale(&headers(header::ACCEPT_LANGUAGE, asked), &Locale::ALL), spoken, "{asked}");
        }
        assert_eq!(locale(&headers(header::ACCEPT_LANGUAGE, "zh"), &[Locale::En]), Locale::En);
    }

    #[test]
    fn a_dictionary_counts_only_when_its_digest_is_whole_and_what_it_is_for_is_wanted() {
        let digest = [7; 32];
        let written = format!(":{}:", STANDARD.encode(digest));
        let asked = |encodings: &str, dictionary: &str| {
            let mut headers = headers(header::ACCEPT_ENCODING, encodings);
            headers.insert(AVAILABLE_DICTIONARY, dictionary.parse().expect("a header value"));
            super::dictionary(&headers)
        };
        for encodings in ["dcb", "gzip, br, zstd, dcb, dcz", "br;q=0.5, DCB;q=0.5"] {
            assert_eq!(asked(encodings, &written), Some(digest), "{encodings}");
        }
        for encodings in ["", "br", "*", "dcb;q=0", "br, dcb;q=0.9", "dcz"] {
            assert_eq!(asked(encodings, &written), None, "{encodings}");
        }
        let short = format!(":{}:", STANDARD.encode([7; 31]));
        let twice = format!("{written}, {written}");
        for dictionary in ["", ":", "::", ":?:", "nonsense", written.trim_matches(':'), &short, &twice] {
            assert_eq!(asked("br, dcb", dictionary), None, "{dictionary}");
        }
    }

    #[test]
    fn brotli_is_sent_to_who_can_read_it_and_never_to_who_refuses_it() {
        use Encoding::{Br, Gzip, Identity};
        for (asked, tried) in [
            ("gzip, br", vec![Br, Gzip, Identity]),
            ("br;q=0.5, gzip", vec![Gzip, Br, Identity]),
            ("br;q=0", vec![Identity]),
            ("*", vec![Br, Gzip, Identity]),
            ("*, br;q=0", vec![Gzip, Identity]),
            ("deflate", vec![Identity]),
            ("", vec![Identity]),
        ] {
            assert_eq!(encodings(&headers(header::ACCEPT_ENCODING, asked)), tried, "{asked}");
        }
    }
}
