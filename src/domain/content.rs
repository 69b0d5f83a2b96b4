//! What pages show, and how much of it is there.

use crate::route::Route;
use fairday_contract::{
    Category, CategoryRef, Home, ProductCard, ProductDetail, SearchResults, Store, Suggestion,
};
use fairday_wire::Wire;
use std::sync::Arc;

/// What the server sends inside the first screen's HTML, so that the app starts without a second request.
#[derive(Clone, Debug, PartialEq, Eq, Wire)]
pub struct Boot {
    /// The store's own facts.
    pub store: Store,
    /// What the page shows; absent for pages that need nothing from the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
}

/// What one page shows. Shared, so that a copy costs nothing.
#[derive(Clone, Debug, PartialEq, Eq, Wire)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// The front.
    Home(Arc<Home>),
    /// All categories.
    Categories(Arc<Vec<Category>>),
    /// The goods of a category, or of a search (which counts categories and brands too).
    List(Arc<Listing>),
    /// One product.
    Product(Arc<ProductDetail>),
}

impl Content {
    /// The page of this by its own name, where `route` writes that name with other capitals.
    pub fn own_route(&self, route: &Route) -> Option<Route> {
        match (self, route) {
            (Self::Product(product), Route::Product(handle)) if product.handle != *handle => {
                Some(Route::Product(product.handle.clone()))
            }
            (Self::List(listing), Route::Category(slug, filter)) => {
                let own = listing.category.as_ref().filter(|category| category.slug != *slug)?;
                Some(Route::Category(own.slug.clone(), filter.clone()))
            }
            _ => None,
        }
    }
}

/// A list as far as it has been loaded, and the category it is of.
#[derive(Clone, Debug, PartialEq, Eq, Wire)]
pub struct Listing {
    /// The goods, and what a search counted.
    pub results: SearchResults,
    /// The category, with its children; absent in a search.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// The way to the category, widest first, without itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub above: Vec<CategoryRef>,
}

impl Listing {
    /// The goods so far.
    pub fn items(&self) -> &[ProductCard] {
        &self.results.items
    }
}

/// Data that comes from the network, as the page sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remote<T> {
    /// Nothing yet.
    Loading,
    /// Here, and as new as the last answer.
    Fresh(T),
    /// Here, but the last attempt to make it fresher failed. Says as of when it is, where that is known, in the words
    /// and the time zone of the shopper.
    Stale(T, Option<String>),
    /// Nothing, and the attempt failed.
    Missing(ApiError),
}

impl<T> Remote<T> {
    /// The data, however old.
    pub fn data(&self) -> Option<&T> {
        match self {
            Self::Fresh(data) | Self::Stale(data, _) => Some(data),
            Self::Loading | Self::Missing(_) => None,
        }
    }

    /// This, after an attempt that failed: what was there, as of `as_of`, stays. That there is no such thing any more
    /// is no failure, but an answer.
    pub fn failed(self, error: ApiError, as_of: Option<String>) -> Self {
        match self {
            Self::Fresh(data) | Self::Stale(data, _) if error != ApiError::NotFound => {
                Self::Stale(data, as_of)
            }
            _ => Self::Missing(error),
        }
    }
}

/// Why an answer did not come, as far as the shopper can act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// No answer, or none in time, or one that is not from our server: try where there is signal.
    Offline,
    /// The server says that there is no such thing.
    NotFound,
    /// The server refuses the request or is in trouble: try later.
    Server,
}

/// What is offered under the search field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// Searched before; only while nothing is typed.
    pub recent: Vec<String>,
    /// From the server.
    pub suggestions: Vec<Suggestion>,
}

impl Offer {
    /// Whether there is nothing to offer.
    pub fn is_empty(&self) -> bool {
        self.recent.is_empty() && self.suggestions.is_empty()
    }
}
