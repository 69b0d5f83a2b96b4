//! What pages show, read cache-first: from the first screen, from memory, from the phone's storage, then fresh from the
//! network.

use crate::db::offline;
use crate::domain::backoff;
use crate::domain::content::{ApiError, Content, Remote};
use crate::pages::groups::{self, Group};
use crate::paths;
use crate::route::Place;
use crate::state::State;
use crate::sync::source::{self, Source};
use crate::sync::{browser, memory};
use crate::texts::Texts;
use fairday_contract::{ListQuery, SearchResults};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

thread_local! {
    /// How often in a row a shop in trouble was asked in vain.
    static FAILURES: Cell<u32> = const { Cell::new(0) };
    /// Whether what is on the first screen was not read yet.
    static IS_UNREAD: Cell<bool> = const { Cell::new(false) };
    /// As of when the content shown is, by this phone's clock. Only shown, never computed with: clocks may be off.
    static AS_OF_MS: Cell<Option<f64>> = const { Cell::new(None) };
}

/// Keeps what the page shows, in memory.
pub fn keep_shown(state: State) {
    if let Some(content) = state.content.with_untracked(|content| content.data().cloned()) {
        memory::keep(state.place.with_untracked(Place::url), content);
    }
}

/// What is shown is of this moment, or of that by this phone's clock.
pub fn note_time(at_ms: Option<f64>) {
    AS_OF_MS.set(Some(at_ms.unwrap_or_else(browser::now)));
}

/// The server has sent what the page shows, and it is read when it is needed.
#[cfg_attr(not(feature = "web"), allow(dead_code))] // without a browser nothing starts
pub(super) fn first_screen_came() {
    note_time(None);
    IS_UNREAD.set(true);
}

/// Whether the first screen is shown, and what is on it was not needed yet.
pub(super) fn is_first_screen_unread() -> bool {
    IS_UNREAD.get()
}

/// What the first screen shows; nothing when the server has no such page.
pub(super) fn first_screen() -> Option<Content> {
    let json = boot_text()?;
    crate::json::read(fairday_wire::field(&json, "content")?)
}

/// Takes in what the first screen shows.
pub(super) fn read_first_screen(state: State) {
    if !IS_UNREAD.replace(false) {
        return;
    }
    let content = first_screen().map_or(Remote::Missing(ApiError::NotFound), Remote::Fresh);
    state.content.update_untracked(|now| *now = content);
    state.choose_first();
    keep_shown(state);
}

/// What the server has put into the first screen for the app.
pub(super) fn boot_text() -> Option<String> {
    document().get_element_by_id("boot")?.text_content()
}

/// Shows a page: at once what is at hand, then fresh. A list of which more was loaded keeps all of it, so that Back
/// finds its place; it is asked for anew when it is opened anew.
pub fn open(state: State, place: Place) {
    read_first_screen(state); // for Back
    let at_hand = memory::kept(&place.url());
    let is_long = matches!(&at_hand, Some(Content::List(listing)) if listing.items().len() > ListQuery::LIMIT_DEFAULT as usize);
    let has_content = place.route.has_content();
    // One change for those who follow: the page and its content belong together.
    state.content.update_untracked(|content| *content = at_hand.map_or(Remote::Loading, Remote::Fresh));
    state.place.update_untracked(|old| *old = place);
    state.loading_more.update_untracked(|loading| *loading = false);
    state.choose_first();
    state.place.notify();
    bring_pages(state);
    if has_content && !is_long {
        if state.content.with_untracked(|content| content.data().is_none()) {
            show_phones_own(state);
        }
        refresh(state);
    }
}

/// Brings the pages of the place, unless they are there, and shows the one that waits for them.
pub(super) fn bring_pages(state: State) {
    let wanted = state.place.with_untracked(|place| Group::of(&place.route));
    // The pages of ordering bring their pieces themselves.
    let Some(group) = wanted.filter(|group| groups::here(*group).is_none()) else { return };
    spawn_local(async move {
        let is_here = groups::load(group).await.is_some();
        if state.place.with_untracked(|place| Group::of(&place.route)) != wanted {
            return;
        }
        if is_here {
            state.content.notify();
        } else {
            state.content.set(Remote::Missing(ApiError::Offline));
        }
    });
}

/// Shows what the phone has of a page of which nothing is shown yet: what it showed last, or else the copy of the store.
fn show_phones_own(state: State) {
    let place = state.place.get_untracked();
    let currency = state.store.with_untracked(|store| store.currency);
    spawn_local(async move {
        let mut found = offline::kept(&place.url()).await;
        if found.is_none() {
            found = source::page(&place, currency, Source::Phone).await.ok();
        }
        let Some(offline::Kept { json, at_ms }) = found else { return };
        let Some(content) = crate::json::read(&json) else { return };
        let is_awaited = state.place.with_untracked(|now| *now == place)
            && state
                .content
                .with_untracked(|now| now.data().is_none() && *now != Remote::Missing(ApiError::NotFound));
        if is_awaited {
            note_time(Some(at_ms));
            let as_of = as_of(state);
            // The network may have failed before the phone had found it.
            let show = move |now: &mut Remote<Content>| {
                *now = match now {
                    Remote::Missing(_) => Remote::Stale(content, as_of),
                    _ => Remote::Fresh(content),
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
    AS_OF_MS.get().map(|ms| browser::moment(ms, state.locale().tag()))
}

/// Asks the network for the page's content, and shows the answer in place of what is there.
pub fn refresh(state: State) {
    if state.content.with_untracked(|content| matches!(content, Remote::Missing(_))) {
        state.content.set(Remote::Loading);
    }
    bring_pages(state);
    if state.place.with_untracked(|place| place.route.has_content()) {
        ask(state);
    }
}

/// Asks once more after a while, while the page is still open and the shop is there but in trouble. A shop that cannot
/// be reached at all is probed by [`super::connection`].
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
    let wait = backoff::wait_ms(failures, browser::random());
    set_timeout(again, Duration::from_millis(wait.into()));
}

fn ask(state: State) {
    let place = state.place.get_untracked();
    let currency = state.store.with_untracked(|store| store.currency);
    spawn_local(async move {
        let answer = source::page(&place, currency, Source::Network).await;
        // Another shape, also of valid JSON, is not our server's word.
        let answer = match answer {
            Ok(kept) => {
                let content: Option<Content> = crate::json::read(&kept.json);
                if content.is_some() {
                    offline::keep(&place.url(), &kept.json);
                }
                content.ok_or(ApiError::Offline)
            }
            Err(error) => Err(error),
        };
        let is_here = state.place.with_untracked(|now| *now == place);
        match answer {
            Ok(content) => {
                memory::keep(place.url(), content.clone());
                if let Some(own) = content.own_route(&place.route).filter(|_| is_here) {
                    // A link in other capitals: the server sends a browser on that opens it, the app goes on by itself.
                    let place = place.to(own);
                    memory::keep(place.url(), content);
                    browser::write_address(&place.url());
                    return open(state, place);
                }
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
                    memory::forget(&place.url());
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
        } else if state.store.with_untracked(|store| store.revision == 0) {
            answer = source::text(Source::Phone, paths::API_STORE, locale).await;
        }
        let store = answer.ok().and_then(|kept| crate::json::read(&kept.json));
        if let Some(store) = store.filter(|_| state.locale() == locale) {
            state.store.set(store);
        }
    });
}

/// Loads the next page of a list below what is there. A second tap while one is on its way does nothing. See
/// [`super::apart::load_more`].
pub(super) fn ask_more(state: State) {
    let next = state.content.with_untracked(|content| match content.data() {
        Some(Content::List(listing)) => listing.results.next.clone(),
        _ => None,
    });
    let Some(next) = next.filter(|_| !state.loading_more.get_untracked()) else { return };
    state.loading_more.set(true);
    let place = state.place.get_untracked();
    let currency = state.store.with_untracked(|store| store.currency);
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
                memory::forget(&place.url());
                state.content.update(|content| append(content, more));
                keep_shown(state);
            }
            Err(error) => state.say(sentence(state.texts(), error), None),
        }
    });
}

/// Adds to a list.
fn append(content: &mut Remote<Content>, more: SearchResults) {
    let (Remote::Fresh(content) | Remote::Stale(content, _)) = content else { return };
    if let Content::List(listing) = content {
        let listing = Arc::make_mut(listing);
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
