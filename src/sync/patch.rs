//! Small changes within a page that stays: the cart's lines, a product's price, the offer under the search field.
//! The rest of the page, its focus and its scroll position are left alone.

use crate::components::header;
use crate::db;
use crate::domain::cart::Cart;
use crate::domain::choice;
use crate::domain::content::Content;
use crate::pages::apart::{self, Part};
use crate::pages::{self, product};
use crate::prelude::*;
use crate::route::Route;
use crate::state::{Remedy, State};
use crate::sync::placeholder;
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Follows the state from here on.
pub fn listen(state: State) {
    Effect::new(move || {
        state.cart.track();
        show_cart(state);
    });
    Effect::new(move || {
        state.chosen.track();
        show_choice(state);
    });
    Effect::new(move || {
        let html = state.offer.with(|offer| {
            let offer = offer.as_ref().filter(|offer| !offer.is_empty());
            offer.map(|offer| header::offer(&untrack(|| state.shop()), offer).into_string())
        });
        show_offer(html);
    });
    Effect::new(move || {
        let texts = state.texts();
        let (label, busy) =
            if state.loading_more.get() { (texts.loading, "true") } else { (texts.load_more, "false") };
        if let Some(button) = find(".more") {
            button.set_text_content(Some(label));
            _ = button.set_attribute("aria-busy", busy);
        }
    });
    Effect::new(move || {
        let shop = state.shop();
        let name = state.content.with(|content| pages::name(&shop, content.data().map(AsRef::as_ref)));
        document().set_title(&crate::sync::navigation::title(&shop.name, name.as_deref()));
        placeholder::paint_soon();
        request_animation_frame(db::meter::fill);
    });
    Effect::new(move || {
        let number = SAID.get() + 1;
        SAID.set(number);
        let remedy = state.notice.with(|notice| notice.as_ref().and_then(|notice| notice.remedy.clone()));
        match remedy {
            Some(Remedy::SeeCart) => close_later(state, number, NEWS),
            Some(Remedy::RestoreLine(..)) => close_later(state, number, UNDO),
            None => {} // what went wrong stays until it is read
        }
    });
}

/// How long news stays over the page.
const NEWS: Duration = Duration::from_secs(8);
/// How long there is to take something back.
const UNDO: Duration = Duration::from_secs(30);

thread_local! {
    /// Counts what was said.
    static SAID: Cell<u32> = const { Cell::new(0) };
}

/// Takes away what was said, unless it is under a finger or has the focus: then it stays as long again.
fn close_later(state: State, number: u32, after: Duration) {
    let close = move || match find("#notices:hover,#notices:focus-within") {
        _ if SAID.get() != number => {}
        Some(_) => close_later(state, number, after),
        None => state.notice.set(None),
    };
    set_timeout(close, after);
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// The cart's page, line by line; the whole page when it becomes empty or is no longer so.
fn show_cart(state: State) {
    let is_cart = state.place.with_untracked(|place| place.route == Route::Cart);
    if !is_cart {
        return;
    }
    let is_empty = state.cart.with_untracked(|cart| cart.lines.is_empty());
    let (Some(lines), false) = (find("#lines"), is_empty) else {
        return state.content.notify();
    };
    let shop = untrack(|| state.shop());
    let focused = focused();
    state.cart.with_untracked(|cart: &Cart| {
        let parts = [
            (Some(lines), Part::CartLines(&shop, cart)),
            (find("#sum"), Part::CartSum(&shop, cart)),
            (find("#order"), Part::CartOrder(&shop, cart)),
        ];
        for (element, part) in parts {
            if let (Some(element), Some(html)) = (element, apart::show(part)) {
                element.set_inner_html(&html.into_string());
            }
        }
        if let Some(all) =
            find("[data-act=mark-all]").and_then(|all| all.dyn_into::<web_sys::HtmlInputElement>().ok())
        {
            all.set_checked(cart.all_selected());
        }
    });
    if let Some(control) = focused.and_then(|selector| find(&selector)) {
        _ = control.focus();
    }
    placeholder::paint_soon();
}

/// A selector of the control that has the focus, if it is one that does something.
fn focused() -> Option<String> {
    let element = document().active_element()?;
    let (act, key) =
        (element.get_attribute("data-act")?, element.get_attribute("data-key").unwrap_or_default());
    Some(format!("[data-act='{act}'][data-key='{key}']"))
}

/// Price, stock, button and picture of the chosen variant.
fn show_choice(state: State) {
    let Some(cost) = find("#cost") else { return };
    let texts = state.texts();
    state.chosen.with_untracked(|chosen| {
        state.content.with_untracked(|content| {
            let Some(Content::Product(one)) = content.data().map(AsRef::as_ref) else { return };
            let html = product::cost(texts, one, chosen).into_string();
            if cost.inner_html() != html {
                cost.set_inner_html(&html);
            }
            if let Some(button) = find("#add-to-cart") {
                let (label, can) = product::buy(texts, one, chosen);
                button.set_text_content(Some(label));
                _ = if can {
                    button.remove_attribute("aria-disabled")
                } else {
                    button.set_attribute("aria-disabled", "true")
                };
            }
            for (at, option) in one.options.iter().enumerate() {
                for value in 0..option.values.len() {
                    let input = find(&format!("#options [name=option-{at}][value='{value}']"));
                    if let Some(label) = input.and_then(|input| input.parent_element()) {
                        mark_gone(&label, !choice::leads_somewhere(one, chosen, at, value as u16));
                    }
                }
            }
            let picture = choice::variant(one, chosen).and_then(|variant| variant.picture);
            if let (Some(at), Some(strip)) = (picture, find("#pictures")) {
                strip.set_scroll_left(i32::from(at) * strip.client_width());
            }
        });
    });
}

fn mark_gone(label: &Element, gone: bool) {
    _ = label.class_list().toggle_with_force("gone", gone);
}

fn show_offer(html: Option<String>) {
    let Some(form) = find(".search") else { return };
    let panel = find(".offer");
    match (html, panel) {
        (None, Some(panel)) => panel.remove(),
        (Some(html), Some(panel)) => panel.set_inner_html(&html),
        (Some(html), None) => {
            _ = form.insert_adjacent_html("beforeend", &format!("<div class=\"offer\">{html}</div>"));
        }
        (None, None) => {}
    }
}
