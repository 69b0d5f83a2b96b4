//! Frees the phone's storage when the shopper asks.

use crate::db::{meter, pictures};
use crate::prelude::*;
use crate::state::State;
use crate::texts::fill;

/// Deletes what can be fetched again, pictures first, and says how much that was. Never the cart, the settings or the
/// app itself.
pub fn free(state: State) {
    spawn_local(async move {
        let freed = pictures::free().await + free_catalogue().await;
        state.say(fill(state.texts().freed, meter::shown(freed)), None);
        meter::fill();
    });
}

/// Deletes the kept catalogue; gives how many bytes that was.
#[allow(clippy::unused_async)] // the phone keeps none yet
async fn free_catalogue() -> f64 {
    0.0
}
