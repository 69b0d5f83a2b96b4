//! The language of a page whose address does not say one.

use super::negotiate;
use super::session::cookie_named;
use fairday_contract::Locale;
use http::HeaderMap;

/// The cookie with the language that the shopper has chosen in the settings (`src/db/preferences.rs`).
const COOKIE: &str = "language";

/// The language that the shopper has chosen, else the one of `offered` that their browser asks for, else the first offered.
pub(super) fn of_visitor(headers: &HeaderMap, offered: &[Locale]) -> Locale {
    let chosen = chosen(headers).filter(|locale| offered.contains(locale));
    chosen.unwrap_or_else(|| negotiate::locale(headers, offered))
}

fn chosen(headers: &HeaderMap) -> Option<Locale> {
    Locale::from_tag(cookie_named(headers, COOKIE)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderValue, header};

    #[test]
    fn the_shoppers_choice_goes_before_the_browsers_language_and_the_stores_first() {
        let both = Locale::ALL;
        for (cookie, accept, offered, expected) in [
            ("", "", &both[..], Locale::ZhCn),
            ("", "en", &both[..], Locale::En),
            ("language=zh-CN", "en", &both[..], Locale::ZhCn),
            ("a=b; language=en", "zh", &both[..], Locale::En),
            ("language=fr", "en", &both[..], Locale::En),
            ("", "zh", &[Locale::En], Locale::En),
            ("language=zh-CN", "zh", &[Locale::En], Locale::En),
            ("", "fr", &[Locale::En, Locale::ZhCn], Locale::En),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(cookie).expect("a header"));
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_str(accept).expect("a header"));
            assert_eq!(of_visitor(&headers, offered), expected, "{cookie} {accept}");
        }
    }
}
