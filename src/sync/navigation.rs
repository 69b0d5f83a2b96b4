//! Going from page to page: the history, and the place on the page.

use crate::components::taps;
use crate::route::{Filter, Place, Route};
use crate::state::{Notice, Remedy, State};
use crate::sync::{apart, browser, content};
use fairday_contract::Locale;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, History, HtmlElement, MouseEvent};

/// Goes to a page. The place on the page left is kept in its history entry, for Back.
pub fn go(state: State, place: Place) {
    let same_list = state.place.with_untracked(|old| is_same_list(old, &place));
    leave();
    if let Some(history) = history() {
        _ = history.push_state_with_url(&JsValue::NULL, "", Some(&place.url()));
    }
    show(state, place);
    if same_list {
        // The same list in another order: the eye and the finger stay where they are.
        focus(".on[href],.on");
    } else {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        focus("#main");
    }
}

/// Goes to a page in place of this one.
pub fn replace(state: State, place: Place) {
    if let Some(history) = history() {
        _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&place.url()));
    }
    show(state, place);
}

/// Goes to what is written on a form or a link of ours. False when it is not a page of the shop.
pub fn go_to_url(state: State, url: &str) -> bool {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let place = Place::parse(path, query);
    if place.route == Route::NotFound {
        return false;
    }
    go(state, place);
    true
}

/// Searches for words.
pub fn search(state: State, words: &str) {
    let filter = Filter::words(words);
    if !filter.q.is_empty() {
        super::suggest::remember(&filter.q);
    }
    go(state, state.place.with_untracked(|place| place.to(Route::Search(filter))));
}

/// Goes back, or to the front when the shop was entered here.
pub fn back(state: State) {
    match history() {
        Some(history) if history.length().is_ok_and(|length| length > 1) => _ = history.back(),
        _ => go(state, state.place.with_untracked(|place| place.to(Route::Home))),
    }
}

/// Takes taps on links of ours from here on, and follows Back and Forward.
pub fn listen(state: State) {
    if let Some(history) = history() {
        _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
    _ = window_event_listener_untyped("popstate", move |event| {
        let kept = event.dyn_into::<web_sys::PopStateEvent>().map(|event| event.state()).unwrap_or_default();
        let place = current();
        // A link to a part of this page is no other page: the browser goes there by itself.
        let is_other = state.place.with_untracked(|now| *now != place);
        if is_other {
            show(state, place);
        }
        match kept.as_f64() {
            Some(y) => arrive(y),
            None if is_other => arrive(0.0),
            None => {}
        }
    });
    _ = window_event_listener_untyped("pagehide", |_| leave());
    _ = window_event_listener_untyped("click", move |event| follow(state, &event));
}

/// Writes the address as the shop writes it, where it came in another way: a server does so before it answers, but not a
/// plain static host, and not the service worker.
pub fn put_address_right() {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    if let Some(url) = Place::put_right(&path, query.trim_start_matches('?')) {
        browser::write_address(&(url + &location.hash().unwrap_or_default()));
    }
}

/// The place that the address bar says.
pub fn current() -> Place {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    Place::parse(&location.pathname().unwrap_or_default(), query.trim_start_matches('?'))
}

/// The scroll position kept in this history entry, CSS pixels from the top.
pub fn kept_scroll() -> Option<f64> {
    history()?.state().ok()?.as_f64()
}

/// Scrolls to where the shopper was, as soon as the page is laid out.
pub fn arrive(y: f64) {
    request_animation_frame(move || {
        window().scroll_to_with_x_and_y(0.0, y);
        // Heights that were only estimated are known now: once more.
        request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, y));
    });
}

fn history() -> Option<History> {
    window().history().ok()
}

fn leave() {
    if let (Some(history), Ok(y)) = (history(), window().scroll_y()) {
        _ = history.replace_state(&JsValue::from_f64(y), "");
    }
}

fn show(state: State, place: Place) {
    // An undo outlives a change of page; other words do not.
    let is_undo = |notice: &Notice| matches!(notice.remedy, Some(Remedy::RestoreLine(..)));
    if state.notice.with_untracked(|notice| notice.as_ref().is_some_and(|notice| !is_undo(notice))) {
        state.notice.set(None);
    }
    state.offer.set(None); // it was for what was typed on the page before
    say_language(place.locale);
    let is_cart = place.route == Route::Cart;
    content::open(state, place);
    if is_cart {
        apart::check_cart(state);
    }
}

/// Tells the browser and screen readers which language the page is in.
pub(super) fn say_language(locale: Locale) {
    if let Some(root) = document().document_element() {
        _ = root.set_attribute("lang", locale.tag());
    }
}

fn is_same_list(a: &Place, b: &Place) -> bool {
    match (&a.route, &b.route) {
        (Route::Category(a, _), Route::Category(b, _)) => a == b,
        (Route::Search(a), Route::Search(b)) => a.q == b.q,
        _ => false,
    }
}

fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        _ = element.focus_with_options(&options);
    }
}

/// Follows a link of ours.
fn follow(state: State, event: &Event) {
    let Some(click) = event.dyn_ref::<MouseEvent>() else { return };
    if event.default_prevented() || !taps::is_plain(click) {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = target.and_then(|element| element.closest("a[href^='/']").ok().flatten());
    let href =
        link.filter(|link| !link.has_attribute("download")).and_then(|link| link.get_attribute("href"));
    if href.is_some_and(|href| !href.starts_with("/api") && go_to_url(state, &href)) {
        event.prevent_default();
    }
}
