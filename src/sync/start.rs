//! The app's start: over the first screen that the server sent, or from nothing.

use crate::app::app;
use crate::db;
use crate::domain::content::Boot;
use crate::prelude::*;
use crate::state::State;
use crate::sync::apart::{self, Task};
use crate::sync::content;
use crate::sync::{actions, cart, connection, copy, directions, navigation, ordering, patch};
use fairday_contract::{Currency, Locale, Store};
use std::mem::forget;
use tachys::hydration::Cursor;
use tachys::view::PositionState;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// `web/boot`: carries out the taps made before the app had started, and holds no more of them.
    #[wasm_bindgen(js_namespace = fairday, js_name = started)]
    fn started();
}

/// Takes the first screen over, or makes it where the server sent none (a plain static host, Trunk's own server).
pub fn start() {
    let root =
        document().get_element_by_id("app").and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok());
    let Some(root) = root else { return };
    _ = Executor::init_wasm_bindgen(); // fails only when it was done before
    // The view lives as long as the page: what would take it down again is never needed.
    if let Some(boot) = boot_text().and_then(|text| crate::json::read::<Boot>(&text)) {
        let owner = Owner::new();
        owner.with(|| {
            content::note_time(None);
            let view = begin(State::new(navigation::current(), boot), true);
            forget(view.hydrate::<true>(&Cursor::new(root.unchecked_into()), &PositionState::default()));
        });
        forget(owner);
    } else {
        spawn_local(start_from_phone(root));
    }
}

/// Starts with what the phone has, in one go: what stands in for the first screen is worth more than a page that says
/// "loading", and a slow phone takes long for each page it shows.
async fn start_from_phone(root: web_sys::HtmlElement) {
    let kept = db::offline::first_screen().await;
    let boot = kept.and_then(|kept| {
        content::note_time(Some(kept.at_ms));
        crate::json::read::<Boot>(&kept.json)
    });
    let boot = boot.unwrap_or_else(|| Boot { store: store_to_come(), content: None });
    let owner = Owner::new();
    owner.with(|| {
        let mut view = begin(State::new(navigation::current(), boot), false).build();
        root.set_inner_html("");
        view.mount(&root, None);
        forget(view);
    });
    forget(owner);
}

fn begin(state: State, is_rendered: bool) -> impl RenderHtml {
    // Effects run when the view is in place: only then may local data change it, and taps be carried out.
    Effect::new(move || {
        ordering::lasts();
        navigation::say_language(state.locale());
        content::keep_shown(state);
        actions::read_choice(state);
        cart::load(state);
        patch::listen(state);
        navigation::listen(state);
        actions::listen(state);
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
        if !is_rendered {
            content::refresh_store(state);
            if state.content.with_untracked(|content| content.data().is_some()) {
                content::refresh(state);
            } else {
                content::open(state, state.place.get_untracked());
            }
        } else if state.place.with_untracked(|place| !content::is_needed(&place.route)) {
            content::load_piece(state);
            cart::check(state);
        }
        started();
        // The page's pictures come before what only follows the start.
        when_loaded(move || {
            apart::run(Task::FollowShell, state);
            ordering::send_waiting(state);
        });
        copy::begin(state, boot_text());
    });
    app(state)
}

/// Goes on when the page's own files and pictures are there; whoever follows signals from then on is as lasting as the
/// caller.
fn when_loaded(go: impl Fn() + 'static) {
    let owner = Owner::current().unwrap_or_default();
    let go = move || owner.with(&go);
    if document().ready_state() == "complete" {
        go();
    } else {
        _ = window_event_listener_untyped("load", move |_| go());
    }
}

fn boot_text() -> Option<String> {
    document().get_element_by_id("boot")?.text_content()
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
