//! Changes of the cart: the rules, then the phone's storage, then what is shown.

use crate::api;
use crate::db;
use crate::domain::cart::{Cart, LINES_MAX, Line, Refusal};
use crate::paths;
use crate::route::Route;
use crate::state::{Remedy, State};
use crate::texts::{self, fill};
use fairday_contract::{VariantId, VariantOffers};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;

/// Shows what the phone has kept. What is here alone stays: what could not be kept, and what the browser threw away.
pub fn load(state: State) {
    match db::cart::load() {
        Ok(Some(cart)) if !IS_UNSAVED.get() => {
            if state.cart.with_untracked(|old| *old != cart) {
                state.cart.set(cart);
            }
        }
        Ok(None) if state.cart.with_untracked(|cart| cart.lines.is_empty()) => {}
        Ok(kept) => {
            let mut cart = state.cart.get_untracked();
            _ = cart.merge(kept.unwrap_or_default());
            let was_unsaved = IS_UNSAVED.replace(db::cart::save(&cart).is_err());
            state.cart.set(cart);
            if IS_UNSAVED.get() && !was_unsaved {
                state.say(state.texts().not_saved, None);
            }
        }
        Err(db::StorageFailed) => state.say(state.texts().not_saved, None),
    }
}

thread_local! {
    /// Whether the last change could not be kept: then the cart in memory is newer than the phone's.
    static IS_UNSAVED: Cell<bool> = const { Cell::new(false) };
}

/// Changes the cart as the phone has it now, which another tab may have changed, and keeps the outcome. When the phone
/// does not let us keep it, the cart in memory goes on, and the shopper is told.
pub fn change<T>(state: State, change: impl FnOnce(&mut Cart) -> T) -> T {
    let kept = db::cart::load().ok().flatten();
    let mut cart = match kept {
        // What could not be kept is here alone; another tab may have kept something else meanwhile.
        Some(kept) if IS_UNSAVED.get() => {
            let mut cart = state.cart.get_untracked();
            _ = cart.merge(kept);
            cart
        }
        Some(kept) => kept,
        None => state.cart.get_untracked(),
    };
    let outcome = change(&mut cart);
    IS_UNSAVED.set(db::cart::save(&cart).is_err());
    state.cart.set(cart);
    if IS_UNSAVED.get() {
        state.say(state.texts().not_saved, None);
        make_room(state);
    }
    outcome
}

/// Tries again to keep the cart: pictures go for it first, then the copy of the store.
fn make_room(state: State) {
    let is_kept = move || {
        let is_kept = state.cart.with_untracked(db::cart::save).is_ok();
        if is_kept && IS_UNSAVED.replace(false) {
            state.notice.set(None);
        }
        is_kept
    };
    spawn_local(async move {
        db::pictures::free().await;
        if !is_kept() {
            db::offline::free().await;
            is_kept();
        }
    });
}

/// Asks the shop what the things in the cart cost now, and shows line by line what is otherwise. Nothing is changed
/// before the shopper has agreed. See [`super::apart::check_cart`].
pub(super) fn ask_offers(state: State) {
    let asked: Vec<VariantId> =
        state.cart.with_untracked(|cart| cart.lines.iter().map(|line| line.variant).collect());
    spawn_local(async move {
        let answer = api::get::<VariantOffers>(&paths::api_variants(&asked), state.locale()).await;
        let Ok(offers) = answer else { return };
        let before = state.cart.with_untracked(Cart::clone);
        let count = change(state, |cart| cart.learn(&asked, &offers.items));
        let is_news = state.cart.with_untracked(|cart| *cart != before);
        if count > 0 && is_news {
            let is_cart = state.place.with_untracked(|place| place.route == Route::Cart);
            let remedy = (!is_cart).then_some(Remedy::SeeCart);
            state.say(fill(texts::cart::of(state.locale()).cart_news, count), remedy);
        }
    });
}

/// Agrees to a line's news.
pub fn agree(state: State, variant: VariantId) {
    if let Some((at, line)) = change(state, |cart| cart.agree(variant)) {
        state.say(fill(state.texts().removed, &line.title), Some(Remedy::RestoreLine(at, line)));
    }
}

/// Puts one more in, and says so.
pub fn add(state: State, line: Line) {
    let texts = state.texts();
    match change(state, |cart| cart.add(line)) {
        // That it is not kept matters more than that it is there.
        Ok(_) if IS_UNSAVED.get() => {}
        Ok(quantity) => state.say(fill(texts.added, quantity), Some(Remedy::SeeCart)),
        Err(Refusal::TooManyLines) => state.say(fill(texts.cart_full, LINES_MAX), Some(Remedy::SeeCart)),
        Err(Refusal::NoMore(0)) => state.say(texts.sold_out, None),
        Err(Refusal::NoMore(most)) => state.say(fill(texts.no_more, most), Some(Remedy::SeeCart)),
    }
}

/// Takes a line out, and offers to put it back.
pub fn remove(state: State, variant: VariantId) {
    if let Some((at, line)) = change(state, |cart| cart.remove(variant)) {
        state.say(fill(state.texts().removed, &line.title), Some(Remedy::RestoreLine(at, line)));
    }
}

/// One more or one fewer of a line; says so when there is no more to be had.
pub fn step(state: State, variant: VariantId, by: i32) {
    let most = change(state, |cart| {
        let line = cart.lines.iter().find(|line| line.variant == variant)?;
        let (wanted, most) = (line.quantity.saturating_add_signed(by), line.quantity_max());
        cart.set_quantity(variant, wanted);
        (wanted > most).then_some(most)
    });
    if let Some(most) = most {
        state.say(fill(state.texts().no_more, most), None);
    }
}
