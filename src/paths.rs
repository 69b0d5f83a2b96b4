//! The URLs that are not pages.

use crate::route::Filter;
use fairday_contract::{
    AddressId, AgreementId, CategorySlug, Currency, Cursor, OrderId, Picture, ProductHandle, RegionCode,
    RepaymentId, VariantId,
};

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

/// The API's address where one-time codes are asked for.
pub const API_CODES: &str = "/api/v1/sign-in/codes";
/// The API's address of sessions.
pub const API_SESSIONS: &str = "/api/v1/sessions";
/// The API's address of the session that asks.
pub const API_SESSION: &str = "/api/v1/sessions/current";
/// The API's address of who is signed in.
pub const API_ACCOUNT: &str = "/api/v1/account";
/// The API's address of everything the shop has of an account.
pub const API_EXPORT: &str = "/api/v1/account/export";
/// The API's address of the address book.
pub const API_ADDRESSES: &str = "/api/v1/addresses";
/// The API's address of the provinces.
pub const API_REGIONS: &str = "/api/v1/regions";
/// The API's address of quotes.
pub const API_QUOTES: &str = "/api/v1/quotes";
/// The API's address of orders.
pub const API_ORDERS: &str = "/api/v1/orders";

/// The API's address of what the shop offers on credit.
pub const API_CREDIT: &str = "/api/v1/credit";
/// The API's address where a shopper asks whether the shop would lend.
pub const API_CREDIT_CHECKS: &str = "/api/v1/credit/checks";
/// The API's address of credit agreements.
pub const API_AGREEMENTS: &str = "/api/v1/credit/agreements";
/// The API's address of how the shopper is reminded.
pub const API_REMINDERS: &str = "/api/v1/credit/reminders";

/// The API's address of one credit agreement.
pub fn api_agreement(id: &AgreementId) -> String {
    format!("{API_AGREEMENTS}/{id}")
}

/// The API's address of what belongs to an agreement: `codes`, `signature`, `cancel` or `hardship`.
pub fn api_agreement_part(id: &AgreementId, part: &str) -> String {
    format!("{API_AGREEMENTS}/{id}/{part}")
}

/// The API's address of a payment of an agreement.
pub fn api_repayment(id: &AgreementId, payment: &RepaymentId) -> String {
    format!("{API_AGREEMENTS}/{id}/payments/{payment}")
}

/// The API's address of an agreement's text in one version.
pub fn api_agreement_text(digest: &str) -> String {
    format!("{API_CREDIT}/texts/{}", encode(digest))
}

/// The API's address of one session.
pub fn api_session(id: &str) -> String {
    format!("{API_SESSIONS}/{}", encode(id))
}

/// The API's address of an entry of the address book.
pub fn api_address(id: &AddressId) -> String {
    format!("{API_ADDRESSES}/{id}")
}

/// The API's address of everything within a province.
pub fn api_region(code: &RegionCode) -> String {
    format!("{API_REGIONS}/{code}")
}

/// The API's address of the ways of delivery to a region.
pub fn api_delivery(region: &RegionCode) -> String {
    format!("/api/v1/delivery?region={region}")
}

/// The API's address of one order.
pub fn api_order(id: &OrderId) -> String {
    format!("{API_ORDERS}/{id}")
}

/// The API's address where an order is cancelled (`cancel`) or given back (`return`).
pub fn api_order_act(id: &OrderId, act: &str) -> String {
    format!("{API_ORDERS}/{id}/{act}")
}

/// The API's address of orders, from a cursor on.
pub fn api_orders(cursor: Option<&Cursor>) -> String {
    let cursor: Vec<_> = cursor.iter().map(|cursor| ("cursor", cursor.to_string())).collect();
    with_query(API_ORDERS, &cursor)
}

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
