//! The app's start: over the first screen that the server sent, or from nothing.

use crate::api;
use crate::app::app;
use crate::paths;
use crate::route::Place;
use crate::state::State;
use crate::sync::content::Boot;
use crate::sync::{cart, directions, navigation};
use fairday_contract::{Currency, Locale, Store};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// `public/boot.js`: carries out the taps made before the app had started, and holds no more of them.
    #[wasm_bindgen(js_namespace = fairday, js_name = started)]
    fn started();
}

/// Takes the first screen over, or makes it where the server sent none (a plain static host, Trunk's own server).
pub fn start() {
    let root =
        document().get_element_by_id("app").and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok());
    let Some(root) = root else { return };
    let place = navigation::current();
    match boot() {
        Some(boot) => hydrate_from(root, move || begin(place, boot.store.clone(), Some(boot))).forget(),
        None => mount_to(root, move || begin(place, store_to_come(), None)).forget(),
    }
}

fn begin(place: Place, store: Store, boot: Option<Boot>) -> AnyView {
    let is_alone = boot.is_none();
    let state = State::provide(place, store, boot);
    // Effects run when the view is in place: only then may local data change it, and taps be carried out.
    Effect::new(move || {
        cart::load(state);
        navigation::listen(state);
        directions::listen();
        _ = window_event_listener_untyped("storage", move |_| cart::load(state));
        if let Some(y) = navigation::kept_scroll() {
            navigation::arrive(y);
        }
        if is_alone {
            ask_for_store(state);
        }
        started();
    });
    app(state)
}

fn boot() -> Option<Boot> {
    let json = document().get_element_by_id("boot")?.text_content()?;
    serde_json::from_str(&json).ok()
}

/// Stands in until the server has told its own facts.
fn store_to_come() -> Store {
    Store {
        name: String::new(),
        locales: Locale::ALL.to_vec(),
        currency: Currency::CNY,
        revision: 0,
        updated_ms: 0,
    }
}

fn ask_for_store(state: State) {
    leptos::task::spawn_local(async move {
        if let Ok(store) = api::get::<Store>(paths::API_STORE, state.locale()).await {
            state.store.set_value(store);
        }
    });
}
