//! Frees the phone's storage when the shopper asks.

use crate::db::{meter, offline, pictures};
use crate::state::State;
use crate::texts::fill;
use leptos::task::spawn_local;

/// Deletes what can be fetched again, pictures first, and says how much that was. Never the cart, the settings or the
/// app itself.
pub fn free(state: State) {
    spawn_local(async move {
        let freed = pictures::free().await + offline::free().await;
        state.say(fill(state.texts().freed, meter::shown(freed)), None);
        meter::fill();
    });
}
