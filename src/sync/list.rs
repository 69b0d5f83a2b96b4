//! Lists of goods: a category's or a search's, page by page.

use crate::api::{self, ApiError};
use crate::paths;
use crate::route::Filter;
use crate::state::State;
use crate::sync::content::{Content, Listing, Remote, at_hand, keep, kept};
use fairday_contract::{Category, CategoryRef, CategorySlug, Locale, SearchResults};
use leptos::prelude::*;

/// One list on the screen.
#[derive(Clone, Copy)]
pub struct List {
    /// What there is so far.
    pub data: RwSignal<Remote<Listing>>,
    /// Whether more is on its way.
    pub loading_more: RwSignal<bool>,
    state: State,
    category: StoredValue<Option<CategorySlug>>,
    filter: StoredValue<Filter>,
}

/// Opens a list: what is at hand at once, with every page loaded before, so that Back keeps its place.
pub fn open(category: Option<CategorySlug>, filter: Filter) -> List {
    let state = State::get();
    let from_server = state.boot.with_value(Option::is_some);
    let list = List {
        data: RwSignal::new(Remote::Loading),
        loading_more: RwSignal::new(false),
        state,
        category: StoredValue::new(category),
        filter: StoredValue::new(filter),
    };
    if let Some(Content::List(listing)) = at_hand(state, &list.path()) {
        list.data.set(Remote::Fresh(listing));
    } else if cfg!(target_arch = "wasm32") && !from_server {
        list.load();
    }
    list
}

impl List {
    fn path(self) -> String {
        self.path_from(None)
    }

    fn path_from(self, cursor: Option<&fairday_contract::Cursor>) -> String {
        let currency = self.state.store.with_value(|store| store.currency);
        self.category.with_value(|category| {
            self.filter.with_value(|filter| paths::api_list(category.as_ref(), filter, currency, cursor))
        })
    }

    /// Loads the first page, also after a failure.
    pub fn load(self) {
        let locale = self.state.locale();
        self.data.update(|data| {
            if data.data().is_none() {
                *data = Remote::Loading;
            }
        });
        leptos::task::spawn_local(async move {
            let answer = first_page(locale, self.category.get_value(), &self.path()).await;
            match answer {
                Ok(listing) => {
                    keep(locale, &self.path(), Content::List(listing.clone()));
                    self.data.try_set(Remote::Fresh(listing));
                }
                Err(error) => {
                    self.data
                        .try_update(|data| *data = std::mem::replace(data, Remote::Loading).failed(error));
                }
            }
        });
    }

    /// Loads the next page below what is there. A second tap while one is on its way does nothing.
    pub fn load_more(self) {
        let next =
            self.data.with_untracked(|data| data.data().and_then(|listing| listing.results.next.clone()));
        let Some(next) = next.filter(|_| !self.loading_more.get_untracked()) else { return };
        self.loading_more.set(true);
        let locale = self.state.locale();
        leptos::task::spawn_local(async move {
            let answer = api::get::<SearchResults>(&self.path_from(Some(&next)), locale).await;
            self.loading_more.try_set(false);
            match answer {
                Ok(more) => {
                    self.data.try_update(|data| append(data, more));
                    if let Some(Some(listing)) = self.data.try_with_untracked(|data| data.data().cloned()) {
                        keep(locale, &self.path(), Content::List(listing));
                    }
                }
                Err(error) => self.state.say(super::content::sentence(self.state.texts(), error), None),
            }
        });
    }
}

fn append(data: &mut Remote<Listing>, more: SearchResults) {
    if let Remote::Fresh(listing) | Remote::Stale(listing) = data {
        listing.results.items.extend(more.items);
        listing.results.next = more.next;
        listing.results.total = more.total;
    }
}

async fn first_page(locale: Locale, category: Option<CategorySlug>, path: &str) -> Result<Listing, ApiError> {
    let Some(slug) = category else {
        let results = api::get(path, locale).await?;
        return Ok(Listing { results, category: None, above: Vec::new() });
    };
    let tree = match kept(locale, paths::API_CATEGORIES) {
        Some(Content::Categories(tree)) => tree,
        _ => api::get(paths::API_CATEGORIES, locale).await?,
    };
    keep(locale, paths::API_CATEGORIES, Content::Categories(tree.clone()));
    let mut way = Vec::new();
    if !find(&tree, &slug, &mut way) {
        return Err(ApiError::NotFound);
    }
    let results = api::get(path, locale).await?;
    let category = way.pop();
    let above = way.into_iter().map(|c| CategoryRef { slug: c.slug, name: c.name }).collect();
    Ok(Listing { results, category, above })
}

/// The way from the top of the tree to a category, itself last.
fn find(tree: &[Category], slug: &CategorySlug, way: &mut Vec<Category>) -> bool {
    for category in tree {
        way.push(category.clone());
        if category.slug == *slug || find(&category.children, slug, way) {
            return true;
        }
        way.pop();
    }
    false
}
