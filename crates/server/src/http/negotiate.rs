//! What the client can take: languages and encodings with their weights, and copies it already has.

use fairday_contract::Locale;
use http::{HeaderMap, header};

/// Items of a header list that are looked at; the rest is ignored.
const ITEMS_MAX: usize = 32;

/// An encoding that answers are kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli.
    Br,
    /// Gzip.
    Gzip,
    /// As it is.
    Identity,
}

/// The items of a weighted header list and their weights in thousandths (RFC 9110 section 12.4.2).
fn weighted<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> Vec<(&'a str, u16)> {
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

    fn headers(name: http::HeaderName, value: &str) -> HeaderMap {
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
