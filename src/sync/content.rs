//! What pages show, read cache-first: from the first screen, from memory, from the phone's storage, then fresh from the
//! network.

use crate::db::offline;
use crate::domain::backoff;
use crate::domain::content::{ApiError, Content, Remote};
use crate::pages;
use crate::paths;
use crate::prelude::*;
use crate::route::{Filter, Place, Route};
use crate::state::State;
use crate::sync::apart::{self, Task};
use crate::sync::connection;
use crate::sync::source::{self, Source};
use crate::texts::Texts;
use fairday_contract::{ListQuery, SearchResults};
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen::prelude::wasm_bindgen;

/// The most pages kept in memory; the oldest goes first.
const KEPT_MAX: usize = 24;

thread_local! {
    static KEPT: RefCell<Vec<(String, Arc<Content>)>> = const { RefCell::new(Vec::new()) };
    /// How often in a row a shop in trouble was asked in vain.
    static FAILURES: Cell<u32> = const { Cell::new(0) };
    /// As of when the content shown is, by this phone's clock. Only shown, never computed with: clocks may be off.
    static AS_OF_MS: Cell<Option<f64>> = const { Cell::new(None) };
}

#[wasm_bindgen]
extern "C" {
    /// A moment in words, for the eye (`web/page/clock.ts`).
    #[wasm_bindgen(js_namespace = fairday, js_name = formatMoment)]
    fn moment(ms: f64, language: &str) -> String;
}

/// What memory has for a page.
pub(super) fn kept(url: &str) -> Option<Arc<Content>> {
    KEPT.with_borrow(|kept| kept.iter().find(|(key, _)| key == url).map(|(_, content)| Arc::clone(content)))
}

/// Keeps a page's content in memory, for Back and for the next tap.
pub(super) fn keep(url: String, content: Arc<Content>) {
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

/// Keeps what the page shows, in memory.
pub fn keep_shown(state: State) {
    if let Some(content) = state.content.with_untracked(|content| content.data().map(Arc::clone)) {
        keep(state.place.with_untracked(Place::url), content);
    }
}

/// What is shown is of this moment, or of that by this phone's clock.
pub fn note_time(at_ms: Option<f64>) {
    AS_OF_MS.set(Some(at_ms.unwrap_or_else(source::now)));
}

/// Whether a page needs something from the server.
pub fn is_needed(route: &Route) -> bool {
    match route {
        Route::Search(filter) => *filter != Filter::default(),
        Route::Home | Route::Categories | Route::Category(..) | Route::Product(_) => true,
        _ => false,
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
    if state.place.with_untracked(|place| place.route == Route::Cart) {
        super::cart::check(state);
    }
    if !is_needed {
        load_piece(state);
    }
    if is_needed && !is_long {
        if state.content.with_untracked(|content| content.data().is_none()) {
            show_phones_own(state);
        }
        refresh(state);
    }
}

/// Loads the pages that are a piece of wasm of their own, and shows the one that waits for it.
pub fn load_piece(state: State) {
    if state.place.with_untracked(|place| place.route.is_ordering()) {
        return super::ordering::open(state);
    }
    if pages::apart::is_here() {
        return;
    }
    spawn_local(async move {
        let is_here = pages::apart::load().await;
        if state.place.with_untracked(|place| !is_needed(&place.route)) {
            let outcome = if is_here { Remote::Loading } else { Remote::Missing(ApiError::Offline) };
            state.content.set(outcome);
        }
    });
}

/// Shows what the phone has of a page of which nothing is shown yet: what it showed last, or else the copy of the store.
fn show_phones_own(state: State) {
    let place = state.place.get_untracked();
    let currency = state.store.with_value(|store| store.currency);
    spawn_local(async move {
        let read = |kept: offline::Kept| Some((crate::json::read(&kept.json)?, kept.at_ms));
        let mut found = offline::kept(&place.url()).await.and_then(read);
        if found.is_none() {
            found = source::page(&place, currency, Source::Phone).await.ok().and_then(read);
        }
        let Some((content, at_ms)) = found else { return };
        let is_awaited = state.place.with_untracked(|now| *now == place)
            && state
                .content
                .with_untracked(|now| now.data().is_none() && *now != Remote::Missing(ApiError::NotFound));
        if is_awaited {
            note_time(Some(at_ms));
            let as_of = as_of(state);
            // The network may have failed before the phone had found it.
            let show = move |now: &mut Remote<Arc<Content>>| {
                *now = match now {
                    Remote::Missing(_) => Remote::Stale(Arc::new(content), as_of),
                    _ => Remote::Fresh(Arc::new(content)),
                };
            };
            state.content.update_untracked(show);
            state.choose_first();
            state.content.notify();
        }
    });
}

/// As of when the content shown is, in words.
fn as_of(state: State) -> Option<String> {
    AS_OF_MS.get().map(|ms| moment(ms, state.locale().tag()))
}

/// Asks the network for the page's content, and shows the answer in place of what is there.
pub fn refresh(state: State) {
    if state.content.with_untracked(|content| matches!(content, Remote::Missing(_))) {
        state.content.set(Remote::Loading);
    }
    if state.place.with_untracked(|place| is_needed(&place.route)) {
        ask(state);
    } else {
        load_piece(state);
    }
}

/// Asks once more after a while, while the page is still open and the shop is there but in trouble. A shop that cannot
/// be reached at all is probed by [`connection`].
fn ask_later(state: State) {
    let place = state.place.get_untracked();
    let failures = FAILURES.replace(FAILURES.get() + 1);
    let again = move || {
        let is_here = state.place.with_untracked(|now| *now == place);
        let is_wanted =
            state.content.with_untracked(|now| !matches!(now, Remote::Fresh(_) | Remote::Loading));
        if is_here && is_wanted && !document().hidden() {
            ask(state);
        }
    };
    let wait = backoff::wait_ms(failures, connection::random());
    set_timeout(again, Duration::from_millis(wait.into()));
}

fn ask(state: State) {
    let place = state.place.get_untracked();
    let currency = state.store.with_value(|store| store.currency);
    spawn_local(async move {
        let answer = source::page(&place, currency, Source::Network).await;
        // Another shape, also of valid JSON, is not our server's word.
        let answer = answer.and_then(|kept| {
            let content: Content = crate::json::read(&kept.json).ok_or(ApiError::Offline)?;
            offline::keep(&place.url(), &kept.json);
            Ok(content)
        });
        let is_here = state.place.with_untracked(|now| *now == place);
        match answer {
            Ok(content) => {
                let content = Arc::new(content);
                keep(place.url(), Arc::clone(&content));
                // What has not changed is not shown again: it would cost the shopper their place.
                let is_news =
                    state.content.with_untracked(|now| !matches!(now, Remote::Fresh(old) if *old == content));
                if is_here {
                    note_time(None);
                    FAILURES.set(0);
                }
                if is_here && is_news {
                    let is_first = state.content.with_untracked(|now| now.data().is_none());
                    state.content.update_untracked(|now| *now = Remote::Fresh(content));
                    if is_first {
                        state.choose_first();
                    }
                    state.content.notify();
                }
            }
            Err(error) => {
                if error == ApiError::NotFound {
                    forget(&place.url());
                }
                if is_here {
                    let as_of = as_of(state);
                    if error != ApiError::NotFound && state.online.get_untracked() {
                        ask_later(state);
                    }
                    state
                        .content
                        .update(|now| *now = std::mem::replace(now, Remote::Loading).failed(error, as_of));
                }
            }
        }
    });
}

/// Asks for the store's own facts in the page's language, and shows its name.
pub fn refresh_store(state: State) {
    let locale = state.locale();
    spawn_local(async move {
        let mut answer = source::text(Source::Network, paths::API_STORE, locale).await;
        if let Ok(kept) = &answer {
            offline::keep_store(locale, &kept.json);
        } else if state.store.with_value(|store| store.revision == 0) {
            answer = source::text(Source::Phone, paths::API_STORE, locale).await;
        }
        if let Some(store) = answer.ok().and_then(|kept| crate::json::read(&kept.json)) {
            state.store.set_value(store);
            state.place.notify();
        }
    });
}

/// Loads the next page of a list below what is there. A second tap while one is on its way does nothing.
pub fn load_more(state: State) {
    apart::run(Task::LoadMore, state);
}

/// Does what [`load_more`] says.
pub(super) fn ask_more(state: State) {
    let next = state.content.with_untracked(|content| match content.data().map(AsRef::as_ref) {
        Some(Content::List(listing)) => listing.results.next.clone(),
        _ => None,
    });
    let Some(next) = next.filter(|_| !state.loading_more.get_untracked()) else { return };
    state.loading_more.set(true);
    let place = state.place.get_untracked();
    let currency = state.store.with_value(|store| store.currency);
    spawn_local(async move {
        let path = source::list_path(&place, currency, Some(&next));
        let mut answer = source::text(Source::Network, &path, place.locale).await;
        if answer == Err(ApiError::Offline) {
            // The same list goes on where it stands: the copy's cursors are the server's.
            answer = source::text(Source::Phone, &path, place.locale).await.map_err(|_| ApiError::Offline);
        }
        let answer = answer.and_then(|kept| crate::json::read(&kept.json).ok_or(ApiError::Offline));
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
    let (Remote::Fresh(content) | Remote::Stale(content, _)) = content else { return };
    if let Some(Content::List(listing)) = Arc::get_mut(content) {
        listing.results.items.extend(more.items);
        listing.results.next = more.next;
        listing.results.total = more.total;
    }
}

/// A failure in a short sentence.
pub fn sentence(texts: &Texts, error: ApiError) -> &'static str {
    match error {
        ApiError::Offline => texts.offline,
        ApiError::NotFound => texts.not_found,
        ApiError::Server => texts.server_trouble,
    }
}
