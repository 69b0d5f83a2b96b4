//! Answers a tap on "add to cart" before the components are there, so that it does not wait for their wasm: the cart is
//! changed at once, and what the server sent of the notices and the tab bar shows what came of it.

use crate::app::{NOTICES, TABS};
use crate::domain::cart::{Cart, Line};
use crate::route::Route;
use crate::state::State;
use crate::sync::{cart, content};
use fairday_contract::VariantId;
use leptos::prelude::*;
use std::cell::Cell;
use web_sys::{Element, HtmlElement};

thread_local! {
    /// Whether the components show notices and tab bar by now.
    static IS_OVER: Cell<bool> = const { Cell::new(false) };
}

/// The components show notices and tab bar from here on.
pub(super) fn end() {
    IS_OVER.set(true);
}

/// Shows what is said and the cart's badge, until the components do.
pub(super) fn listen(state: State) {
    Effect::new(move || {
        let said = state.notice.with(|notice| notice.as_ref().map(|notice| notice.text.clone()));
        if !IS_OVER.get() {
            show("#notices", NOTICES, "p", "notice", said);
        }
    });
    Effect::new(move || {
        let badge = state.cart.with(Cart::badge);
        if !IS_OVER.get() {
            let cart = state.place.with_untracked(|place| place.to(Route::Cart).url());
            show(&["#", TABS, " a[href='", &cart, "']"].concat(), TABS, "b", "count", badge);
        }
    });
}

/// Puts words into an element of that name and class at `place`; takes it away when there are no words.
fn show(place: &str, part: &str, name: &str, class: &str, words: Option<String>) {
    let find = |selector: &str| document().query_selector(selector).ok().flatten();
    let old = find(&["#", part, " .", class].concat());
    match (old, words) {
        (Some(old), Some(words)) => old.set_text_content(Some(&words)),
        (Some(old), None) => old.remove(),
        (None, Some(words)) => {
            if let (Some(place), Ok(new)) = (find(place), document().create_element(name)) {
                new.set_class_name(class);
                new.set_text_content(Some(&words));
                _ = place.append_child(&new);
            }
        }
        (None, None) => {}
    }
}

/// Puts into the cart what the server's button stands for; false when only the components know what it does.
pub(super) fn answer(state: State, button: &HtmlElement) -> bool {
    let line = added_by(button);
    let is_answered = line.is_some();
    if let Some(line) = line {
        cart::add(state, line);
    }
    is_answered
}

fn added_by(button: &Element) -> Option<Line> {
    let adds = button.matches(".add,#add-to-cart").is_ok_and(|adds| adds);
    let value = button.get_attribute("value").filter(|_| adds)?;
    let variant = VariantId(value.parse().ok()?);
    Line::of_content(&content::first_screen()?, variant)
}
