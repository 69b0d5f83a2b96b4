//! Every control of the shop, in one table: what `data-act` says is done here.

use crate::domain::cart::Line;
use crate::domain::choice;
use crate::domain::content::Content;
use crate::prelude::*;
use crate::route::Route;
use crate::state::{Remedy, State};
use crate::sync::content;
use crate::sync::{cart, navigation, preferences, shell, storage, suggest};
use fairday_contract::{Locale, ProductCard, VariantId};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlFormElement, HtmlInputElement};

/// Follows taps, typing and choices from here on. One listener a kind, on the window: pages come and go below it.
pub fn listen(state: State) {
    _ = window_event_listener_untyped("click", move |event| click(state, &event));
    _ = window_event_listener_untyped("submit", move |event| submit(state, &event));
    _ = window_event_listener_untyped("change", move |event| change(state, &event));
    for kind in ["input", "focusin"] {
        _ = window_event_listener_untyped(kind, move |event| {
            let field = target(&event).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
            match field.filter(|field| field.name() == "q" && field.type_() == "search") {
                Some(field) => suggest::typed(state, field.value()),
                None if target(&event).is_some_and(|at| at.closest(".search").ok().flatten().is_none()) => {
                    suggest::close(state);
                }
                None => {}
            }
        });
    }
    _ = window_event_listener_untyped("keydown", move |event| {
        if event.unchecked_ref::<web_sys::KeyboardEvent>().key() == "Escape" {
            suggest::close(state);
        }
    });
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// The control that an event is about: what it does, what with, and the element.
fn control(event: &Event) -> Option<(String, String, Element)> {
    let element = target(event)?.closest("[data-act]").ok()??;
    Some((element.get_attribute("data-act")?, element.get_attribute("data-key").unwrap_or_default(), element))
}

fn click(state: State, event: &Event) {
    if event.default_prevented() {
        return;
    }
    if target(event).is_some_and(|at| at.closest(".search").ok().flatten().is_none()) {
        suggest::close(state);
    }
    let Some((act, key, _)) = control(event) else { return navigation::follow(state, event) };
    let line = key.parse().map(VariantId);
    match (act.as_str(), line) {
        ("add", _) => add_chosen(state),
        ("add-card", _) => add_card(state, &key),
        ("fewer", Ok(variant)) => cart::step(state, variant, -1),
        ("another", Ok(variant)) => cart::step(state, variant, 1),
        ("remove", Ok(variant)) => cart::remove(state, variant),
        ("agree", Ok(variant)) => cart::agree(state, variant),
        ("order", _) => order(state),
        ("load-more", _) => content::load_more(state),
        ("retry", _) => content::refresh(state),
        ("back", _) => navigation::back(state),
        ("remedy", _) => remedy(state),
        ("close-notice", _) => state.notice.set(None),
        ("update", _) => shell::update(),
        ("not-now", _) => state.question.set(None),
        ("install", _) => shell::install(),
        ("decline", _) => shell::decline(state),
        ("clear-recent", _) => suggest::clear_recent(state),
        ("text-size", Ok(VariantId(per_cent))) => preferences::set_text_size(state, per_cent),
        ("saver", _) => preferences::set_saver(state, &key),
        ("free", _) => storage::free(state),
        ("language", _) => {
            event.prevent_default();
            preferences::set_language(state, Locale::from_tag(&key).unwrap_or_default());
        }
        _ => navigation::follow(state, event),
    }
}

fn submit(state: State, event: &Event) {
    let Some((act, _, form)) = control(event) else { return };
    let Ok(form) = form.dyn_into::<HtmlFormElement>() else { return };
    match act.as_str() {
        "search" => {
            event.prevent_default();
            suggest::close(state);
            let field = form
                .query_selector("[name=q]")
                .ok()
                .flatten()
                .and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
            if let Some(field) = field {
                _ = field.blur();
                navigation::search(state, &field.value());
            }
        }
        "filter" if navigation::url_of_form(&form).is_some_and(|url| navigation::go_to_url(state, &url)) => {
            event.prevent_default();
        }
        _ => {}
    }
}

fn change(state: State, event: &Event) {
    let Some((act, key, element)) = control(event) else { return };
    let checked = element.dyn_ref::<HtmlInputElement>().is_some_and(HtmlInputElement::checked);
    match act.as_str() {
        "choose" => read_choice(state),
        "mark-all" => cart::change(state, |cart| cart.select_all(checked)),
        "mark" => {
            if let Ok(variant) = key.parse() {
                cart::change(state, |cart| cart.select(VariantId(variant), checked));
            }
        }
        _ => {}
    }
}

/// Takes over what is chosen on a product's page, also what was chosen before the app started.
pub fn read_choice(state: State) {
    let Ok(inputs) = document().query_selector_all("#options input:checked") else { return };
    let choice: Vec<u16> = (0..inputs.length())
        .filter_map(|n| inputs.get(n)?.dyn_into::<HtmlInputElement>().ok()?.value().parse().ok())
        .collect();
    if choice.len() == state.chosen.with_untracked(Vec::len) {
        state.chosen.set(choice);
    }
}

fn add_chosen(state: State) {
    let line = state.content.with_untracked(|content| {
        let Some(Content::Product(product)) = content.data().map(AsRef::as_ref) else { return None };
        let variant = state.chosen.with_untracked(|chosen| choice::variant(product, chosen))?;
        choice::is_available(variant).then(|| cart::line_of_variant(product, variant))
    });
    if let Some(line) = line {
        cart::add(state, line);
    }
}

fn add_card(state: State, handle: &str) {
    let is_it = |card: &&ProductCard| card.handle.as_str() == handle;
    let line: Option<Line> = state.content.with_untracked(|content| {
        let card = match content.data()?.as_ref() {
            Content::Home(home) => home.sections.iter().flat_map(|section| &section.items).find(is_it),
            Content::List(listing) => listing.items().iter().find(is_it),
            Content::Product(product) => product.related.iter().find(is_it),
            Content::Categories(_) => None,
        };
        cart::line_of_card(card?)
    });
    if let Some(line) = line {
        cart::add(state, line);
    }
}

fn order(state: State) {
    if state.cart.with_untracked(crate::domain::cart::Cart::selected_count) == 0 {
        state.say(state.texts().select_something, None);
    } else if state.cart.with_untracked(crate::domain::cart::Cart::has_selected_news) {
        state.say(state.texts().agree_first, None);
    } else {
        navigation::go(state, state.place.with_untracked(|place| place.to(Route::Checkout)));
    }
}

fn remedy(state: State) {
    match state.notice.try_update(Option::take).flatten().and_then(|notice| notice.remedy) {
        Some(Remedy::RestoreLine(at, line)) => cart::change(state, |cart| cart.restore(at, line)),
        Some(Remedy::SeeCart) => {
            navigation::go(state, state.place.with_untracked(|place| place.to(Route::Cart)));
        }
        None => {}
    }
}
