//! What pages show, read cache-first: from the first screen, from memory, then fresh from the network.

use crate::api::{self, ApiError};
use crate::state::State;
use crate::texts::Texts;
use fairday_contract::{Category, Home, Locale, ProductCard, ProductDetail, SearchResults, Store};
use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::cell::RefCell;

/// What the server sends inside the first screen's HTML, so that the app starts without a second request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boot {
    /// The store's own facts.
    pub store: Store,
    /// What the page shows; absent for pages that need nothing from the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
}

/// What one page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// The front.
    Home(Home),
    /// All categories.
    Categories(Vec<Category>),
    /// The goods of a category, or of a search (which counts categories and brands too).
    List(Listing),
    /// One product.
    Product(Box<ProductDetail>),
}

/// A list as far as it has been loaded, and the category it is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// The goods, and what a search counted.
    pub results: SearchResults,
    /// The category, with its children; absent in a search.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// The way to the category, widest first, without itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub above: Vec<fairday_contract::CategoryRef>,
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
    /// Here, but the last attempt to make it fresher failed.
    Stale(T),
    /// Nothing, and the attempt failed.
    Missing(ApiError),
}

impl<T> Remote<T> {
    /// The data, however old.
    pub fn data(&self) -> Option<&T> {
        match self {
            Self::Fresh(data) | Self::Stale(data) => Some(data),
            Self::Loading | Self::Missing(_) => None,
        }
    }

    /// This, after an attempt that failed: what was there stays.
    pub fn failed(self, error: ApiError) -> Self {
        match self {
            Self::Fresh(data) | Self::Stale(data) => Self::Stale(data),
            Self::Loading | Self::Missing(_) => Self::Missing(error),
        }
    }
}

/// The most pages kept in memory; the oldest goes first.
const KEPT_MAX: usize = 24;

thread_local! {
    static KEPT: RefCell<Vec<(String, Content)>> = const { RefCell::new(Vec::new()) };
}

fn key(locale: Locale, path: &str) -> String {
    format!("{}{path}", locale.tag())
}

/// What memory has for an API path.
pub fn kept(locale: Locale, path: &str) -> Option<Content> {
    let key = key(locale, path);
    KEPT.with_borrow(|kept| kept.iter().find(|(k, _)| *k == key).map(|(_, content)| content.clone()))
}

/// Keeps an answer in memory, for Back and for the next tap.
pub fn keep(locale: Locale, path: &str, content: Content) {
    let key = key(locale, path);
    KEPT.with_borrow_mut(|kept| {
        kept.retain(|(k, _)| *k != key);
        if kept.len() >= KEPT_MAX {
            kept.remove(0);
        }
        kept.push((key, content));
    });
}

/// What the first screen brought, if it is for this page; else what memory has.
pub fn at_hand(state: State, path: &str) -> Option<Content> {
    let booted = state.boot.try_update_value(Option::take).flatten().and_then(|boot| boot.content);
    if cfg!(not(target_arch = "wasm32")) {
        return booted; // a server renders for many shoppers: nothing of one may stay for another
    }
    if let Some(content) = booted {
        keep(state.locale(), path, content);
    }
    kept(state.locale(), path)
}

/// A page's data: at once what is at hand, then fresh. `open` and `wrap` say which kind of content it is.
pub fn read<T: Clone + DeserializeOwned + Send + Sync + 'static>(
    path: String,
    open: fn(Content) -> Option<T>,
    wrap: fn(T) -> Content,
) -> RwSignal<Remote<T>> {
    let state = State::get();
    let fresh_from_server = state.boot.with_value(Option::is_some);
    let data = RwSignal::new(at_hand(state, &path).and_then(open).map_or(Remote::Loading, Remote::Fresh));
    if cfg!(target_arch = "wasm32") && !fresh_from_server {
        refresh(state, path, data, wrap);
    }
    data
}

/// Asks the network, and shows its answer in place of what is there.
pub fn refresh<T: Clone + DeserializeOwned + Send + Sync + 'static>(
    state: State,
    path: String,
    data: RwSignal<Remote<T>>,
    wrap: fn(T) -> Content,
) {
    let locale = state.locale();
    if data.with_untracked(|data| matches!(data, Remote::Missing(_))) {
        data.set(Remote::Loading);
    }
    leptos::task::spawn_local(async move {
        match api::get::<T>(&path, locale).await {
            Ok(answer) => {
                keep(locale, &path, wrap(answer.clone()));
                data.try_set(Remote::Fresh(answer));
            }
            Err(error) => {
                data.try_update(|data| *data = std::mem::replace(data, Remote::Loading).failed(error));
            }
        }
    });
}

/// A failure in a short sentence.
pub fn sentence(texts: &Texts, error: ApiError) -> &'static str {
    match error {
        ApiError::Offline => texts.offline,
        ApiError::NotFound => texts.not_found,
        ApiError::Server => texts.server_trouble,
    }
}
