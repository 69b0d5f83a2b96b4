//! What the shopper may be about to type.

use crate::db;
use crate::domain::content::Offer;
use crate::paths;
use crate::state::State;
use crate::sync::source::{self, Source};
use fairday_contract::{ListQuery, Suggestions};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// How long typing must rest before the network is asked, milliseconds: a fast typist's pause.
const REST_MS: u64 = 180;

thread_local! {
    /// Which typing is the latest: answers to letters typed before are dropped.
    static LATEST: Cell<u32> = const { Cell::new(0) };
}

/// Closes what is offered from here on when the shopper goes on elsewhere, or presses Escape.
pub fn listen(state: State) {
    for kind in ["click", "focusin"] {
        _ = window_event_listener_untyped(kind, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if target.is_some_and(|at| at.closest(".search").is_ok_and(|found| found.is_none())) {
                close(state);
            }
        });
    }
    _ = window_event_listener_untyped("keydown", move |event| {
        if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
            close(state);
        }
    });
}

/// Looks for suggestions a moment after the last letter.
pub fn typed(state: State, text: String) {
    let turn = next_turn();
    let text = fairday_input::words(&text, ListQuery::Q_CHARS_MAX);
    if text.is_empty() {
        state.offer.set(Some(Offer { recent: db::recent::load(), suggestions: Vec::new() }));
        return;
    }
    let ask = async move {
        // The phone's own answer comes first where it has one: a slow line would be too late.
        for source in [Source::Phone, Source::Network] {
            let answer = source::text(source, &paths::api_suggestions(&text), state.locale()).await;
            let answer = answer.ok().and_then(|kept| crate::json::read(&kept.json));
            if LATEST.get() == turn
                && let Some(Suggestions { items: suggestions }) = answer
            {
                state.offer.set(Some(Offer { recent: Vec::new(), suggestions }));
            }
        }
    };
    let rested = move || {
        if LATEST.get() == turn {
            spawn_local(ask);
        }
    };
    set_timeout(rested, Duration::from_millis(REST_MS));
}

/// Closes what is offered; an answer still on its way does not open it again.
pub fn close(state: State) {
    next_turn();
    if state.offer.with_untracked(Option::is_some) {
        state.offer.set(None);
    }
}

/// Remembers a search that was made.
pub fn remember(words: &str) {
    db::recent::remember(words);
}

/// Forgets every search.
pub fn clear_recent(state: State) {
    db::recent::clear();
    state.offer.set(None);
}

fn next_turn() -> u32 {
    let turn = LATEST.get().wrapping_add(1);
    LATEST.set(turn);
    turn
}
