//! The app's start: over the first screen that the server sent, or from nothing.

use crate::commands::provide_commands;
use crate::db;
use crate::domain::content::Content;
use crate::route::{Place, Route};
use crate::state::State;
use crate::sync::frame::{self, Part};
use crate::sync::mounting::within;
use crate::sync::{apart, cart, commands, connection, content, copy, directions, early, follow};
use crate::sync::{navigation, ordering, placeholder, suggest, take_over};
use fairday_contract::{Currency, Locale, Store};
use fairday_wire::field;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    /// `web/boot`: carries out the taps made before the app had started, and holds no more of them.
    #[wasm_bindgen(js_namespace = fairday, js_name = started)]
    fn started();
    /// `web/boot`: says that the app cannot start.
    #[wasm_bindgen(js_namespace = fairday, js_name = failed)]
    fn failed();
}

/// Starts over the first screen, or makes one where the server sent none (a plain static host, Trunk's own server).
pub fn start() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let root = document().get_element_by_id("app").and_then(|root| root.dyn_into::<HtmlElement>().ok());
    let Some(root) = root else { return };
    mount_to(root, || ()).forget(); // Leptos makes its executor with the first view
    spawn_local(async {
        let store = content::boot_text().and_then(|boot| crate::json::read(field(&boot, "store")?));
        match store {
            Some(store) => start_over_first_screen(navigation::current(), store),
            None => start_from_phone().await,
        }
    });
}

/// A tap that only adds to the cart is answered from here on; what shows it comes after.
fn start_over_first_screen(place: Place, store: Store) {
    let state = within(|| provide(place, store, None));
    if state.place.with_untracked(|place| place.route.has_content()) {
        content::first_screen_came();
    }
    placeholder::paint_soon();
    request_animation_frame(db::meter::fill);
    within(|| {
        listen(state);
        early::listen(state);
        take_over::listen(state);
        frame::bring_around();
        if state.place.with_untracked(|place| place.route == Route::Cart) {
            apart::check_cart(state);
        }
        go_on(state);
    });
}

/// Starts with what the phone has, in one go: what stands in for the first screen is worth more than a page that says
/// "loading", and a slow phone takes long for each page it shows.
async fn start_from_phone() {
    let place = navigation::current();
    let kept = db::offline::first_screen().await;
    let store = kept.as_ref().and_then(|kept| crate::json::read(field(&kept.json, "store")?));
    let mut shown = None;
    if let (Some(kept), Some(_)) = (kept, &store) {
        content::note_time(Some(kept.at_ms));
        if let Some(json) = field(&kept.json, "content") {
            shown = crate::json::read(json);
        }
    }
    let state = within(|| provide(place, store.unwrap_or_else(store_to_come), shown));
    if !frame::bring(Part::Whole).await {
        return failed();
    }
    within(|| {
        follow::page(state);
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
    // What a command sets up outlasts the page whose control asked for it.
    provide_commands(move |command| within(|| commands::carry_out(state, command)));
    state
}

/// Follows the phone, its storage, the network and the shopper from here on.
fn listen(state: State) {
    ordering::lasts();
    navigation::say_language(state.locale());
    navigation::put_address_right();
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
