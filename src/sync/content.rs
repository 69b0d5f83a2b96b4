//! What pages show, read cache-first: from the first screen, from memory, then fresh from the network.

use crate::api;
use crate::domain::content::{ApiError, Content, Listing, Remote};
use crate::paths;
use crate::prelude::*;
use crate::route::{Filter, Place, Route};
use crate::state::State;
use crate::texts::Texts;
use fairday_contract::{
    Category, CategoryRef, CategorySlug, Currency, Cursor, ListQuery, Locale, SearchResults, Store,
};
use std::cell::RefCell;
use std::sync::Arc;

/// The most pages kept in memory; the oldest goes first.
const KEPT_MAX: usize = 24;

thread_local! {
    static KEPT: RefCell<Vec<(String, Arc<Content>)>> = const { RefCell::new(Vec::new()) };
}

/// What memory has for a page.
fn kept(url: &str) -> Option<Arc<Content>> {
    KEPT.with_borrow(|kept| kept.iter().find(|(key, _)| key == url).map(|(_, content)| Arc::clone(content)))
}

/// Keeps a page's content in memory, for Back and for the next tap.
fn keep(url: String, content: Arc<Content>) {
    KEPT.with_borrow_mut(|kept| {
        kept.retain(|(key, _)| *key != url);
        if kept.len() >= KEPT_MAX {
            kept.remove(0);
        }
        kept.push((url, content));
    });
}

/// Lets go of a page's content.
fn forget(url: &str) {
    KEPT.with_borrow_mut(|kept| kept.retain(|(key, _)| key != url));
}

/// Keeps what the page shows.
pub fn keep_shown(state: State) {
    if let Some(content) = state.content.with_untracked(|content| content.data().map(Arc::clone)) {
        keep(state.place.with_untracked(Place::url), content);
    }
}

/// Whether a page needs something from the server.
pub fn is_needed(route: &Route) -> bool {
    match route {
        Route::Search(filter) => *filter != Filter::default(),
        Route::Home | Route::Categories | Route::Category(..) | Route::Product(_) => true,
        Route::Cart | Route::Checkout | Route::Settings | Route::NotFound => false,
    }
}

/// Shows a page: at once what is at hand, then fresh. A list of which more was loaded keeps all of it, so that Back
/// finds its place; it is asked for anew when it is opened anew.
pub fn open(state: State, place: Place) {
    let at_hand = kept(&place.url());
    let is_long = matches!(at_hand.as_deref(), Some(Content::List(listing)) if listing.items().len() > ListQuery::LIMIT_DEFAULT as usize);
    let is_needed = is_needed(&place.route);
    // One change for those who follow: the page and its content belong together.
    state.content.update_untracked(|content| *content = at_hand.map_or(Remote::Loading, Remote::Fresh));
    state.place.update_untracked(|old| *old = place);
    state.loading_more.update_untracked(|loading| *loading = false);
    state.choose_first();
    state.place.notify();
    if is_needed && !is_long {
        refresh(state);
    }
}

/// Asks the network for the page's content, and shows the answer in place of what is there.
pub fn refresh(state: State) {
    let place = state.place.get_untracked();
    if state.content.with_untracked(|content| matches!(content, Remote::Missing(_))) {
        state.content.set(Remote::Loading);
    }
    let currency = state.store.with_value(|store| store.currency);
    spawn_local(async move {
        let answer = load(&place, currency).await;
        let is_here = state.place.with_untracked(|now| *now == place);
        match answer {
            Ok(content) => {
                let content = Arc::new(content);
                keep(place.url(), Arc::clone(&content));
                // What has not changed is not shown again: it would cost the shopper their place.
                let is_news =
                    state.content.with_untracked(|now| !matches!(now, Remote::Fresh(old) if *old == content));
                if is_here && is_news {
                    let is_first = state.content.with_untracked(|now| now.data().is_none());
                    state.content.update_untracked(|now| *now = Remote::Fresh(content));
                    if is_first {
                        state.choose_first();
                    }
                    state.content.notify();
                }
            }
            Err(error) if is_here => {
                state.content.update(|now| *now = std::mem::replace(now, Remote::Loading).failed(error));
            }
            Err(_) => {}
        }
    });
}

/// Asks for the store's own facts in the page's language, and shows its name.
pub fn refresh_store(state: State) {
    let locale = state.locale();
    spawn_local(async move {
        if let Ok(store) = api::get::<Store>(paths::API_STORE, locale).await {
            state.store.set_value(store);
            state.place.notify();
        }
    });
}

/// Loads the next page of a list below what is there. A second tap while one is on its way does nothing.
pub fn load_more(state: State) {
    let next = state.content.with_untracked(|content| match content.data().map(AsRef::as_ref) {
        Some(Content::List(listing)) => listing.results.next.clone(),
        _ => None,
    });
    let Some(next) = next.filter(|_| !state.loading_more.get_untracked()) else { return };
    state.loading_more.set(true);
    let place = state.place.get_untracked();
    let currency = state.store.with_value(|store| store.currency);
    spawn_local(async move {
        let answer = list(&place, currency, Some(&next)).await;
        if state.place.with_untracked(|now| *now != place) {
            return;
        }
        state.loading_more.set(false);
        match answer {
            Ok(more) => {
                forget(&place.url());
                state.content.update(|content| append(content, more));
                keep_shown(state);
            }
            Err(error) => state.say(sentence(state.texts(), error), None),
        }
    });
}

/// Adds to a list that nobody else holds (see [`forget`]).
fn append(content: &mut Remote<Arc<Content>>, more: SearchResults) {
    let (Remote::Fresh(content) | Remote::Stale(content)) = content else { return };
    if let Some(Content::List(listing)) = Arc::get_mut(content) {
        listing.results.items.extend(more.items);
        listing.results.next = more.next;
        listing.results.total = more.total;
    }
}

async fn load(place: &Place, currency: Currency) -> Result<Content, ApiError> {
    let locale = place.locale;
    match &place.route {
        Route::Home => Ok(Content::Home(api::get(paths::API_HOME, locale).await?)),
        Route::Categories => Ok(Content::Categories(api::get(paths::API_CATEGORIES, locale).await?)),
        Route::Product(handle) => Ok(Content::Product(api::get(&paths::api_product(handle), locale).await?)),
        Route::Category(slug, _) => {
            let tree = categories(locale).await?;
            let mut way = Vec::new();
            match tree.as_ref() {
                Content::Categories(tree) if find(tree, slug, &mut way) => {}
                _ => return Err(ApiError::NotFound),
            }
            let results = list(place, currency, None).await?;
            let category = way.pop().cloned();
            let above =
                way.into_iter().map(|c| CategoryRef { slug: c.slug.clone(), name: c.name.clone() }).collect();
            Ok(Content::List(Listing { results, category, above }))
        }
        Route::Search(_) => {
            let results = list(place, currency, None).await?;
            Ok(Content::List(Listing { results, category: None, above: Vec::new() }))
        }
        Route::Cart | Route::Checkout | Route::Settings | Route::NotFound => Err(ApiError::NotFound),
    }
}

async fn list(place: &Place, currency: Currency, cursor: Option<&Cursor>) -> Result<SearchResults, ApiError> {
    let (category, filter) = match &place.route {
        Route::Category(slug, filter) => (Some(slug), filter),
        Route::Search(filter) => (None, filter),
        _ => return Err(ApiError::NotFound),
    };
    api::get(&paths::api_list(category, filter, currency, cursor), place.locale).await
}

/// The category tree, which changes seldom: from memory when it is there.
async fn categories(locale: Locale) -> Result<Arc<Content>, ApiError> {
    let url = Place { locale, route: Route::Categories }.url();
    if let Some(tree) = kept(&url) {
        return Ok(tree);
    }
    let tree = Arc::new(Content::Categories(api::get(paths::API_CATEGORIES, locale).await?));
    keep(url, Arc::clone(&tree));
    Ok(tree)
}

/// The way from the top of the tree to a category, itself last.
fn find<'a>(tree: &'a [Category], slug: &CategorySlug, way: &mut Vec<&'a Category>) -> bool {
    for category in tree {
        way.push(category);
        if category.slug == *slug || find(&category.children, slug, way) {
            return true;
        }
        way.pop();
    }
    false
}

/// A failure in a short sentence.
pub fn sentence(texts: &Texts, error: ApiError) -> &'static str {
    match error {
        ApiError::Offline => texts.offline,
        ApiError::NotFound => texts.not_found,
        ApiError::Server => texts.server_trouble,
    }
}
