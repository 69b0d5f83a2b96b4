//! The copy of the store on this phone: brought up to date when the shop is not busy with anything else.

use crate::db::offline;
use crate::prelude::*;
use crate::route::Place;
use crate::state::State;
use crate::sync::content;
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
    content::note_time();
    let url = state.place.with_untracked(Place::url);
    let begin = move || {
        if let Some(content) = first_screen.as_deref().and_then(|text| fairday_wire::field(text, "content")) {
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
