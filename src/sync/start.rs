//! The app's start: over the first screen that the server sent, or from nothing.

use crate::app::{App, NOTICES, TABS};
use crate::commands::provide_commands;
use crate::components::notices::Notices;
use crate::components::tab_bar::TabBar;
use crate::db;
use crate::domain::content::Content;
use crate::route::{Place, Route};
use crate::state::State;
use crate::sync::mounting::{mount_in, within};
use crate::sync::{apart, cart, commands, connection, content, copy, directions, follow};
use crate::sync::{navigation, ordering, placeholder, suggest, take_over};
use fairday_contract::{Currency, Locale, Store};
use fairday_wire::field;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    /// `public/boot.js`: carries out the taps made before the app had started, and holds no more of them.
    #[wasm_bindgen(js_namespace = fairday, js_name = started)]
    fn started();
}

/// Starts over the first screen, or makes one where the server sent none (a plain static host, Trunk's own server).
pub fn start() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let root = document().get_element_by_id("app").and_then(|root| root.dyn_into::<HtmlElement>().ok());
    let Some(root) = root else { return };
    let store = content::boot_text().and_then(|boot| crate::json::read(field(&boot, "store")?));
    if let Some(store) = store {
        within(|| start_over_first_screen(navigation::current(), store));
    } else {
        // Leptos has its own way for this once something is mounted.
        wasm_bindgen_futures::spawn_local(start_from_phone(root));
    }
}

fn start_over_first_screen(place: Place, store: Store) {
    let state = provide(place, store, None);
    if state.place.with_untracked(|place| place.route.has_content()) {
        content::first_screen_came();
    }
    mount_in(NOTICES, || view! { <Notices/> }.into_any());
    mount_in(TABS, || view! { <TabBar/> }.into_any());
    placeholder::paint_soon();
    request_animation_frame(db::meter::fill);
    // Effects run when the views are in place: only then may local data change them, and taps be carried out.
    Effect::new(move || {
        listen(state);
        take_over::listen(state);
        if state.place.with_untracked(|place| place.route == Route::Cart) {
            apart::check_cart(state);
        }
        go_on(state);
    });
}

/// Starts with what the phone has, in one go: what stands in for the first screen is worth more than a page that says
/// "loading", and a slow phone takes long for each page it shows.
async fn start_from_phone(root: HtmlElement) {
    let place = navigation::current();
    let kept = db::offline::first_screen().await;
    let store = kept.as_ref().and_then(|kept| crate::json::read(field(&kept.json, "store")?));
    let mut shown = None;
    if let (Some(kept), Some(_)) = (kept, &store) {
        content::note_time(Some(kept.at_ms));
        if let Some(json) = field(&kept.json, "content") {
            shown = content::read(&place, json).await;
        }
    }
    within(|| start_anew(&root, place, store.unwrap_or_else(store_to_come), shown));
}

fn start_anew(root: &HtmlElement, place: Place, store: Store, shown: Option<Content>) {
    let state = provide(place, store, shown);
    root.set_text_content(None);
    mount_to(root.clone(), || view! { <App/> }.into_any()).forget();
    follow::page(state);
    Effect::new(move || {
        content::keep_shown(state);
        listen(state);
        content::refresh_store(state);
        if state.content.with_untracked(|content| content.data().is_some()) {
            content::refresh(state);
        } else {
            content::open(state, state.place.get_untracked());
        }
        go_on(state);
    });
}

/// Makes the state and the contexts of every component.
fn provide(place: Place, store: Store, shown: Option<Content>) -> State {
    let state = State::new(place, store, shown);
    provide_context(state);
    provide_commands(move |command| commands::carry_out(state, command));
    state
}

/// Follows the phone, its storage, the network and the shopper from here on.
fn listen(state: State) {
    ordering::lasts();
    navigation::say_language(state.locale());
    cart::load(state);
    follow::notices(state);
    navigation::listen(state);
    suggest::listen(state);
    directions::listen();
    db::meter::watch();
    db::pictures::watch();
    connection::listen(state);
    // The last occasion to put back what the browser threw away while the shop was open is when it is left.
    for kind in ["storage", "pagehide"] {
        _ = window_event_listener_untyped(kind, move |_| cart::load(state));
    }
    if let Some(y) = navigation::kept_scroll() {
        navigation::arrive(y);
    }
}

/// Says that the app has started, and does what may wait until then.
fn go_on(state: State) {
    started();
    // The page's pictures come before what only follows the start.
    when_loaded(move || {
        within(|| apart::follow_shell(state));
        ordering::send_waiting(state);
    });
    copy::begin(state, content::boot_text());
}

/// Goes on when the page's own files and pictures are there.
fn when_loaded(go: impl Fn() + 'static) {
    if document().ready_state() == "complete" {
        go();
    } else {
        _ = window_event_listener_untyped("load", move |_| go());
    }
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
