//! Language and text size, chosen in the settings.

use crate::db;
use crate::prelude::*;
use crate::state::State;
use crate::sync::{content, navigation};
use fairday_contract::Locale;

/// Shows the whole shop at a text size, and remembers it.
pub fn set_text_size(state: State, per_cent: u32) {
    if let Some(root) = document().document_element() {
        _ = root.set_attribute("data-text", &per_cent.to_string());
    }
    if db::preferences::save_text_size(per_cent).is_err() {
        state.say(state.texts().not_saved, None);
    }
}

/// Shows the page in another language, and remembers it.
pub fn set_language(state: State, locale: Locale) {
    let saved = db::preferences::save_language(locale);
    navigation::replace(state, state.place.with_untracked(|place| place.in_locale(locale)));
    content::refresh_store(state);
    if saved.is_err() {
        state.say(state.texts().not_saved, None);
    }
}
