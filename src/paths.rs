//! The letters of URLs: percent-encoding, query strings, and the URLs that are not pages.

use crate::route::Filter;
use fairday_contract::{CategorySlug, Currency, Cursor, Picture, ProductHandle};

/// Characters that stand for themselves in a path segment or a query value (RFC 3986 unreserved).
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// Percent-encodes a path segment or a query value.
pub fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_plain(byte) {
            out.push(byte as char);
        } else {
            out.push('%');
            out.push(HEX[usize::from(byte >> 4)] as char);
            out.push(HEX[usize::from(byte & 15)] as char);
        }
    }
    out
}

/// Reads percent-encoded UTF-8, or nothing when it is broken. `form` reads `+` as a space, as forms write it.
pub fn decode(text: &str, form: bool) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let high = char::from(bytes.next()?).to_digit(16)?;
                let low = char::from(bytes.next()?).to_digit(16)?;
                (high * 16 + low) as u8
            }
            b'+' if form => b' ',
            other => other,
        });
    }
    String::from_utf8(out).ok()
}

/// The readable pairs of a query string; broken ones are left out.
pub fn query_pairs(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    query.split('&').filter_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Some((decode(name, true)?, decode(value, true)?))
    })
}

/// `path?name=value&…`, or the path alone when there are no pairs.
pub fn with_query(path: &str, pairs: &[(&str, String)]) -> String {
    let mut url = path.to_owned();
    for (n, (name, value)) in pairs.iter().enumerate() {
        url.push(if n == 0 { '?' } else { '&' });
        url.push_str(name);
        url.push('=');
        url.push_str(&encode(value));
    }
    url
}

/// A picture at one of [`Picture::WIDTHS`], pixels.
pub fn picture(picture: &Picture, width: u32) -> String {
    format!("/pictures/{}-{width}.webp", picture.id)
}

/// The API's address of the home page's content.
pub const API_HOME: &str = "/api/v1/home";
/// The API's address of the category tree.
pub const API_CATEGORIES: &str = "/api/v1/categories";
/// The API's address of the store's own facts.
pub const API_STORE: &str = "/api/v1/store";

/// The API's address of one product.
pub fn api_product(handle: &ProductHandle) -> String {
    format!("/api/v1/products/{}", encode(handle.as_str()))
}

/// The API's address of what the shopper may be about to type.
pub fn api_suggestions(q: &str) -> String {
    with_query("/api/v1/search/suggestions", &[("q", q.to_owned())])
}

/// The API's address of a list: a search when there are words, else goods of a category or of the whole store.
pub fn api_list(
    category: Option<&CategorySlug>,
    filter: &Filter,
    currency: Currency,
    cursor: Option<&Cursor>,
) -> String {
    let query = crate::domain::list::query(category, filter, currency, cursor.cloned());
    let path = if query.q.is_some() { "/api/v1/search" } else { "/api/v1/products" };
    let mut pairs = Vec::new();
    if let Some(q) = query.q {
        pairs.push(("q", q));
    }
    if let Some(category) = query.category {
        pairs.push(("category", category.into()));
    }
    if let Some(brand) = query.brand {
        pairs.push(("brand", brand));
    }
    if query.sort != fairday_contract::Sort::default() {
        pairs.push(("sort", query.sort.as_str().to_owned()));
    }
    if let Some(price) = query.price_min {
        pairs.push(("price_min", price.to_string()));
    }
    if let Some(price) = query.price_max {
        pairs.push(("price_max", price.to_string()));
    }
    if query.in_stock {
        pairs.push(("in_stock", "true".to_owned()));
    }
    if let Some(cursor) = query.cursor {
        pairs.push(("cursor", cursor.into()));
    }
    with_query(path, &pairs)
}
