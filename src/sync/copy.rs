//! The copy of the store on this phone: brought up to date when the shop is not busy with anything else.

use crate::db::offline;
use crate::state::State;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How long the app waits after its start before it asks for anything else: the page's own pictures come first.
const START_WAIT: Duration = Duration::from_secs(4);

/// Keeps what the first screen showed and brings the copy up to date, a moment after the start.
pub fn begin(state: State, first_screen: Option<String>) {
    offline::listen(move |what, _| {
        if what == "memory" {
            state.say(state.texts().memory_only, None);
        }
    });
    let (url, locale) = state.place.with_untracked(|place| (place.url(), place.locale));
    let begin = move || {
        let part = |name| first_screen.as_deref().and_then(|text| fairday_wire::field(text, name));
        if let Some(store) = part("store") {
            offline::keep_store(locale, store);
        }
        if let Some(content) = part("content") {
            offline::keep(&url, content);
        }
        update();
    };
    set_timeout(begin, START_WAIT);
}

/// Brings the copy up to date, as far as the line allows.
pub fn update() {
    spawn_local(async move {
        let synced = offline::sync().await;
        if let Some(root) = document().document_element() {
            let words = match synced {
                offline::Synced::UpToDate => "whole",
                offline::Synced::NotYet => "partly",
                offline::Synced::Full => "full",
            };
            _ = root.set_attribute("data-copy", words);
        }
    });
}
