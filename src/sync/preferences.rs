//! Language, text size and data saver, chosen in the settings.

use crate::commands::Saver;
use crate::db;
use crate::state::State;
use crate::sync::{content, navigation};
use fairday_contract::Locale;
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// `web/boot`: holds pictures back from here on, or no longer.
    #[wasm_bindgen(js_namespace = fairday, js_name = saver)]
    fn choose_saver(choice: &str);
}

/// Shows the whole shop at a text size, and remembers it.
pub fn set_text_size(state: State, per_cent: u16) {
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

/// Lets pictures wait for a tap, or not, or as the connection is, and remembers it.
pub fn set_saver(state: State, saver: Saver) {
    choose_saver(saver.name());
    db::meter::fill();
    if db::preferences::save_saver(saver.name()).is_err() {
        state.say(state.texts().not_saved, None);
    }
}
