//! Whether the shop can be reached, as requests really found it.
//!
//! One failed request says that it cannot. That it can again is believed only when a request past every cache has
//! succeeded: the browser's own cache answers without network too, and its `online` event only means that there is a
//! line, not where it leads.

use crate::api;
use crate::domain::backoff;
use crate::domain::content::Remote;
use crate::state::State;
use crate::sync::{apart, browser, content, copy, frame, ordering};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::time::Duration;

thread_local! {
    /// Whether a probe is on its way.
    static IS_PROBING: Cell<bool> = const { Cell::new(false) };
    /// Which loss of the network is the latest: attempts planned for one before are dropped.
    static LATEST_LOSS: Cell<u32> = const { Cell::new(0) };
}

/// Follows what requests find, and what the browser says, from here on.
pub fn listen(state: State) {
    api::on_outcome(move |is_reached| heard(state, is_reached));
    _ = window_event_listener_untyped("offline", move |_| heard(state, false));
    _ = window_event_listener_untyped("online", move |_| probe(state));
    if !window().navigator().on_line() {
        heard(state, false);
    }
}

/// Shows whether the shop can be reached.
fn show(state: State, is_reached: bool) {
    state.online.set(is_reached);
    if let Some(root) = document().document_element() {
        _ = root.set_attribute("data-online", if is_reached { "yes" } else { "no" });
    }
}

/// Takes note of how a request ended.
pub fn heard(state: State, is_reached: bool) {
    match (state.online.get_untracked(), is_reached) {
        (true, false) => {
            show(state, false);
            LATEST_LOSS.set(LATEST_LOSS.get().wrapping_add(1));
            probe_later(state, LATEST_LOSS.get(), 0);
        }
        (false, true) => probe(state),
        _ => {}
    }
}

/// What is done when the shop can be reached again, after it could not.
fn on_reconnect(state: State) {
    if state.store.with_untracked(|store| store.name.is_empty()) {
        content::refresh_store(state);
    }
    let is_old = state.content.with_untracked(|content| !matches!(content, Remote::Fresh(_)));
    if is_old && !content::is_first_screen_unread() {
        content::refresh(state);
    }
    frame::bring_around();
    apart::check_cart(state);
    ordering::send_waiting(state);
    copy::update();
}

fn probe(state: State) {
    if IS_PROBING.replace(true) {
        return;
    }
    spawn_local(async move {
        let is_reached = api::is_reachable(state.locale()).await;
        IS_PROBING.set(false);
        if is_reached && !state.online.get_untracked() {
            show(state, true);
            on_reconnect(state);
        }
    });
}

/// Tries again after a while, and again, until it works. A page that nobody sees and a phone without a line wait.
fn probe_later(state: State, loss: u32, failures: u32) {
    let wait = backoff::wait_ms(failures, browser::random());
    let again = move || {
        if state.online.get_untracked() || LATEST_LOSS.get() != loss {
            return;
        }
        if window().navigator().on_line() && !document().hidden() {
            probe(state);
        }
        probe_later(state, loss, failures + 1);
    };
    set_timeout(again, Duration::from_millis(wait.into()));
}
