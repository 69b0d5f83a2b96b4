//! Where the shopper is: a typed route, parsed from a URL and printed back to it.
//!
//! Every URL of the shop is made and read here and in [`crate::paths`], and nowhere else.

use fairday_contract::{AgreementId, CategorySlug, ListQuery, Locale, OrderId, ProductHandle, Sort};
use fairday_wire::url;

/// A page in a language: all that a URL says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The language; Chinese has no prefix, English is below `/en`.
    pub locale: Locale,
    /// The page.
    pub route: Route,
}

/// A page of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The front.
    Home,
    /// All categories.
    Categories,
    /// The goods of one category.
    Category(CategorySlug, Filter),
    /// The goods that match words.
    Search(Filter),
    /// One product.
    Product(ProductHandle),
    /// One product by the month, with or without an operator's plan.
    Plan(ProductHandle),
    /// The shopper's credit.
    Credit,
    /// One credit agreement, from the wish to its end.
    Agreement(AgreementId),
    /// What the shopper has put aside.
    Cart,
    /// Where an order will be made.
    Checkout,
    /// What the shopper has ordered.
    Orders,
    /// One order.
    Order(OrderId),
    /// One order, to print or to pass on.
    Receipt(OrderId),
    /// Where the shopper says who they are, and where they go then.
    SignIn(Option<Box<Route>>),
    /// Who is signed in, and where.
    Account,
    /// The address book.
    Addresses,
    /// Language, text size.
    Settings,
    /// No page of the shop.
    NotFound,
}

/// What narrows and orders a list, as its URL says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The words searched for; empty on category pages.
    pub q: String,
    /// Narrows a search to a category.
    pub category: Option<CategorySlug>,
    /// Narrows to a brand.
    pub brand: Option<String>,
    /// The order.
    pub sort: Sort,
    /// The lowest price, in whole major units (yuan).
    pub price_min: Option<u32>,
    /// The highest price, in whole major units (yuan).
    pub price_max: Option<u32>,
    /// Only what can be bought now.
    pub in_stock: bool,
}

impl Filter {
    /// The most a price in a URL can be, major units: fits the wire's minor units in every currency of up to 3 digits.
    pub const PRICE_MAX: u32 = 4_000_000;

    /// A search for `q`, as words to search for are kept, with nothing narrowed.
    pub fn words(q: impl Into<String>) -> Self {
        Self { q: fairday_input::words(&q.into(), ListQuery::Q_CHARS_MAX), ..Self::default() }
    }

    /// Whether anything but the words and the order is set.
    pub fn narrows(&self) -> bool {
        self.category.is_some()
            || self.brand.is_some()
            || self.price_min.is_some()
            || self.price_max.is_some()
            || self.in_stock
    }
}

impl Place {
    /// Reads a path and a query string (without `?`). What cannot be read of a query is left out: a shopper with a
    /// mistyped link still sees goods.
    pub fn parse(path: &str, query: &str) -> Self {
        let path = path.trim_start_matches('/');
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let is_english = url::decode(first, false).is_some_and(|first| first.eq_ignore_ascii_case("en"));
        let (locale, rest) = if is_english { (Locale::En, rest) } else { (Locale::ZhCn, path) };
        Self { locale, route: Route::parse(rest, query) }
    }

    /// Where a page is whose address came written in another way than the shop writes it: with other slashes, capitals or
    /// percent signs. `None` when there is nothing to put right, or no such page.
    pub fn put_right(path: &str, query: &str) -> Option<String> {
        let place = Self::parse(path, query);
        if place.route == Route::NotFound { None } else { place.moved_from(path, query) }
    }

    /// This page's own path with `query` as it came, unless `path` is that path already.
    pub fn moved_from(&self, path: &str, query: &str) -> Option<String> {
        let url = self.url();
        let own = url.split('?').next().unwrap_or_default();
        let question_mark = if query.is_empty() { "" } else { "?" };
        (!is_same_path(path, own)).then(|| format!("{own}{question_mark}{query}"))
    }

    /// The URL, path and query.
    pub fn url(&self) -> String {
        let path = self.route.url();
        match (self.locale, path.as_str()) {
            (Locale::ZhCn, _) => path,
            (Locale::En, "/") => "/en".to_owned(),
            (Locale::En, _) => format!("/en{path}"),
        }
    }

    /// The same page in another language.
    pub fn in_locale(&self, locale: Locale) -> Self {
        Self { locale, route: self.route.clone() }
    }

    /// Another page in the same language.
    pub fn to(&self, route: Route) -> Self {
        Self { locale: self.locale, route }
    }
}

impl Route {
    /// Whether the page shows something that the server has: goods or categories.
    pub fn has_content(&self) -> bool {
        match self {
            Self::Search(filter) => *filter != Filter::default(),
            Self::Home | Self::Categories | Self::Category(..) | Self::Product(_) => true,
            _ => false,
        }
    }

    /// Every page as a path, `{…}` standing for what differs: what a server has to answer, in each language.
    pub const PATHS: [&str; 17] = [
        "/",
        "/c",
        "/c/{slug}",
        "/p/{handle}",
        "/p/{handle}/plan",
        "/search",
        "/cart",
        "/settings",
        "/checkout",
        "/orders",
        "/orders/{id}",
        "/orders/{id}/receipt",
        "/sign-in",
        "/account",
        "/addresses",
        "/credit",
        "/credit/{id}",
    ];

    fn parse(path: &str, query: &str) -> Self {
        let Some(parts) = parts(path) else { return Self::NotFound };
        let part = |number: usize| parts.get(number).map(String::as_str);
        match (word(&parts, 0).as_deref(), part(1), word(&parts, 2).as_deref(), part(3)) {
            (None, ..) => Some(Self::Home),
            (Some("p"), Some(text), Some("plan"), None) => text.parse().ok().map(Self::Plan),
            (Some("orders"), Some(text), Some("receipt"), None) => id(text).map(Self::Receipt),
            (_, _, Some(_), _) => None,
            (Some("c"), None, ..) => Some(Self::Categories),
            (Some("c"), Some(slug), ..) => slug.parse().ok().map(|slug| {
                Self::Category(slug, Filter { q: String::new(), category: None, ..filter(query) })
            }),
            (Some("p"), Some(text), ..) => text.parse().ok().map(Self::Product),
            (Some("orders"), Some(text), ..) => id(text).map(Self::Order),
            (Some("credit"), Some(text), ..) => id(text).map(Self::Agreement),
            (_, Some(_), ..) => None,
            (Some("search"), ..) => Some(Self::Search(filter(query))),
            (Some("cart"), ..) => Some(Self::Cart),
            (Some("checkout"), ..) => Some(Self::Checkout),
            (Some("orders"), ..) => Some(Self::Orders),
            (Some("sign-in"), ..) => Some(Self::SignIn(next(query).map(Box::new))),
            (Some("account"), ..) => Some(Self::Account),
            (Some("credit"), ..) => Some(Self::Credit),
            (Some("addresses"), ..) => Some(Self::Addresses),
            (Some("settings"), ..) => Some(Self::Settings),
            _ => None,
        }
        .unwrap_or(Self::NotFound)
    }

    /// Whether it is a page of the piece that orders: [`crate::pages::ordering`].
    pub fn is_ordering(&self) -> bool {
        matches!(
            self,
            Self::Checkout
                | Self::Orders
                | Self::Order(_)
                | Self::Receipt(_)
                | Self::SignIn(_)
                | Self::Account
                | Self::Addresses
        ) || self.is_credit()
    }

    /// Whether it is a page of phone credit: a piece of its own on top of the one that orders.
    pub fn is_credit(&self) -> bool {
        matches!(self, Self::Plan(_) | Self::Credit | Self::Agreement(_))
    }

    fn url(&self) -> String {
        match self {
            Self::Home | Self::NotFound => "/".to_owned(),
            Self::Categories => "/c".to_owned(),
            Self::Category(slug, filter) => {
                url::with_query(&format!("/c/{}", url::encode(slug.as_str())), &query(filter))
            }
            Self::Search(filter) => url::with_query("/search", &query(filter)),
            Self::Product(handle) => format!("/p/{}", url::encode(handle.as_str())),
            Self::Plan(handle) => format!("/p/{}/plan", url::encode(handle.as_str())),
            Self::Credit => "/credit".to_owned(),
            Self::Agreement(id) => format!("/credit/{id}"),
            Self::Cart => "/cart".to_owned(),
            Self::Checkout => "/checkout".to_owned(),
            Self::Orders => "/orders".to_owned(),
            Self::Order(id) => format!("/orders/{id}"),
            Self::Receipt(id) => format!("/orders/{id}/receipt"),
            Self::SignIn(next) => {
                let next: Vec<_> = next.iter().map(|next| ("next", next.url())).collect();
                url::with_query("/sign-in", &next)
            }
            Self::Account => "/account".to_owned(),
            Self::Addresses => "/addresses".to_owned(),
            Self::Settings => "/settings".to_owned(),
        }
    }
}

/// The parts of a path between its slashes, however many of them stand together; nothing when one cannot be read.
fn parts(path: &str) -> Option<Vec<String>> {
    path.split('/').filter(|part| !part.is_empty()).map(|part| url::decode(part, false)).collect()
}

/// A part that is a word of the shop's own, which a phone's keyboard may have begun with a capital.
fn word(parts: &[String], number: usize) -> Option<String> {
    parts.get(number).map(|part| part.to_ascii_lowercase())
}

/// Hexadecimal digits are the same in capitals.
fn id<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.to_ascii_lowercase().parse().ok()
}

/// Whether two paths are written the same. RFC 3986 lets these characters stand for themselves in a path, and proxies write
/// them either way: an answer that insisted on one way could go round for ever.
fn is_same_path(a: &str, b: &str) -> bool {
    const EITHER_WAY: [&str; 13] = ["!", "$", "&", "'", "(", ")", "*", "+", ",", ";", "=", ":", "@"];
    let plain = |path: &str| {
        EITHER_WAY.iter().fold(path.to_owned(), |path, letter| path.replace(&url::encode(letter), letter))
    };
    a == b || plain(a) == plain(b)
}

/// Where a shopper goes on after signing in: a page of the shop, never an address from elsewhere.
fn next(query: &str) -> Option<Route> {
    let (_, next) = url::query_pairs(query).find(|(name, _)| name == "next")?;
    let (path, query) = next.split_once('?').unwrap_or((&next, ""));
    // Signing in does not lead to signing in, however it is written: nothing is nested deeper than once.
    if word(&parts(path)?, 0).as_deref() == Some("sign-in") {
        return None;
    }
    let route = Route::parse(path, query);
    (route != Route::NotFound).then_some(route)
}

fn filter(query: &str) -> Filter {
    let mut filter = Filter::default();
    for (name, value) in url::query_pairs(query) {
        let value = value.trim();
        let price = || value.parse().ok().filter(|price| *price <= Filter::PRICE_MAX);
        match name.as_str() {
            "q" => filter.q = fairday_input::words(value, ListQuery::Q_CHARS_MAX),
            "c" => filter.category = value.parse().ok(),
            "brand" => filter.brand = (!value.is_empty()).then(|| value.to_owned()),
            "sort" => filter.sort = Sort::parse(value).unwrap_or_default(),
            "min" => filter.price_min = price(),
            "max" => filter.price_max = price(),
            "stock" => filter.in_stock = value == "1",
            _ => {}
        }
    }
    filter
}

fn query(filter: &Filter) -> Vec<(&'static str, String)> {
    let mut pairs = Vec::new();
    if !filter.q.is_empty() {
        pairs.push(("q", filter.q.clone()));
    }
    if let Some(category) = &filter.category {
        pairs.push(("c", category.to_string()));
    }
    if let Some(brand) = &filter.brand {
        pairs.push(("brand", brand.clone()));
    }
    if filter.sort != Sort::default() {
        pairs.push(("sort", filter.sort.as_str().to_owned()));
    }
    if let Some(price) = filter.price_min {
        pairs.push(("min", price.to_string()));
    }
    if let Some(price) = filter.price_max {
        pairs.push(("max", price.to_string()));
    }
    if filter.in_stock {
        pairs.push(("stock", "1".to_owned()));
    }
    pairs
}
