//! The URLs that are not pages.

use crate::route::Filter;
use fairday_contract::{CategorySlug, Currency, Cursor, Picture, ProductHandle, VariantId};

pub use fairday_wire::url::{decode, encode, query_pairs, with_query};

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

/// The API's address of what variants cost now.
pub fn api_variants(ids: &[VariantId]) -> String {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    format!("/api/v1/variants?ids={}", ids.join(","))
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
