//! The installed app: a newer version that waits to be let in, and the invitation to install.
//!
//! `web/page/shell.ts` deals with the browser and tells of it by events on the window; what follows from them is here.

use crate::db;
use crate::domain::cart::Cart;
use crate::domain::invitation::{Means, Usage};
use crate::route::Route;
use crate::state::{Question, State};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Registers the service worker when the first load is over, and follows what it and the browser say.
    #[wasm_bindgen(js_namespace = fairday, js_name = followShell)]
    fn attend();
    /// Lets the newer version in, and opens the page anew with it.
    #[wasm_bindgen(js_namespace = fairday, js_name = applyUpdate)]
    pub(super) fn update();
    /// Has the browser ask whether to install the shop.
    #[wasm_bindgen(js_namespace = fairday, js_name = askToInstall)]
    pub(super) fn install();
    /// Fetches the script of a piece, which is there when this is done.
    #[wasm_bindgen(catch, js_namespace = fairday, js_name = fetchScript)]
    pub(super) async fn script(name: &str) -> Result<(), JsValue>;
    /// How the shop can be installed now: 0 not, or it is; 1 the browser asks; 2 by the browser's menu.
    #[wasm_bindgen(js_namespace = fairday, js_name = meansToInstall)]
    fn means() -> u8;
}

/// Follows versions and installing from here on.
pub fn listen(state: State) {
    _ = window_event_listener_untyped("fairday-update", move |_| state.question.set(Some(Question::Update)));
    _ = window_event_listener_untyped("fairday-install", move |_| invite(state));
    _ = window_event_listener_untyped("fairday-decline", move |_| decline(state));
    note(|usage| usage.starts = usage.starts.saturating_add(1));
    Effect::new(move || {
        let is_product = state.place.with(|place| matches!(place.route, Route::Product(_)));
        note(|usage| usage.opened = usage.opened.saturating_add(is_product.into()));
        untrack(|| invite(state));
    });
    Effect::new(move || {
        let is_filled = state.cart.with(Cart::count) > 0;
        note(|usage| usage.has_filled_cart |= is_filled); // after which it no longer matters what was opened
        untrack(|| invite(state));
    });
    attend();
}

/// Does not ask again.
pub fn decline(state: State) {
    note(|usage| usage.is_declined = true);
    state.question.set(None);
}

fn note(change: impl FnOnce(&mut Usage)) {
    let old = db::invitation::load();
    let mut new = old.clone();
    change(&mut new);
    if new != old {
        _ = db::invitation::save(&new); // a phone that does not let us save is told so when it matters: by the cart
    }
}

/// Asks whether to install the shop, when it is time; a newer version comes first.
fn invite(state: State) {
    let means = match means() {
        1 => Some(Means::Prompt),
        2 => Some(Means::Words),
        _ => None,
    };
    let is_due = state.place.with_untracked(|place| db::invitation::load().is_due(means, &place.route));
    let question = means.filter(|_| is_due).map(Question::Install);
    if state.question.with_untracked(|now| *now != question && *now != Some(Question::Update)) {
        state.question.set(question);
    }
}
