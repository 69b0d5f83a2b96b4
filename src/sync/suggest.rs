//! What the shopper may be about to type.

use crate::api;
use crate::db;
use crate::paths;
use crate::state::State;
use fairday_contract::{Suggestion, Suggestions};
use leptos::prelude::*;
use std::time::Duration;

/// How long typing must rest before the network is asked, milliseconds: a fast typist's pause.
const REST_MS: u64 = 180;

/// What is offered under the search field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// Searched before; only while nothing is typed.
    pub recent: Vec<String>,
    /// From the server.
    pub suggestions: Vec<Suggestion>,
}

/// Looks for suggestions a moment after the last letter; an answer to letters typed before is dropped.
pub fn typed(state: State, text: String, latest: StoredValue<u32>, offer: RwSignal<Offer>) {
    let turn = latest.get_value().wrapping_add(1);
    latest.set_value(turn);
    let text = text.trim().to_owned();
    if text.is_empty() {
        offer.set(Offer { recent: db::recent::load(), suggestions: Vec::new() });
        return;
    }
    let ask = async move {
        let answer = api::get::<Suggestions>(&paths::api_suggestions(&text), state.locale()).await;
        if latest.try_get_value() == Some(turn) {
            let suggestions = answer.map(|answer| answer.items).unwrap_or_default();
            offer.try_set(Offer { recent: Vec::new(), suggestions });
        }
    };
    set_timeout(
        move || {
            if latest.try_get_value() == Some(turn) {
                leptos::task::spawn_local(ask);
            }
        },
        Duration::from_millis(REST_MS),
    );
}

/// Remembers a search that was made.
pub fn remember(words: &str) {
    db::recent::remember(words);
}

/// Forgets every search.
pub fn clear_recent(offer: RwSignal<Offer>) {
    db::recent::clear();
    offer.set(Offer::default());
}
