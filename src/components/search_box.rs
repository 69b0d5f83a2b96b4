//! The search field with what is offered under it.

use crate::components::icon::{self, icon};
use crate::route::{Filter, Place, Route};
use crate::state::State;
use crate::sync::navigation;
use crate::sync::suggest::{self, Offer};
use fairday_contract::Suggestion;
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;

/// The field. Without the app it is a plain form that the server answers; what was typed before the app started stays.
pub fn search_box(state: State) -> AnyView {
    let texts = state.texts();
    let input: NodeRef<html::Input> = NodeRef::new();
    let (open, set_open) = signal(false);
    let offer = RwSignal::new(Offer::default());
    let latest = StoredValue::new(0);
    let ask = move || {
        if let Some(input) = input.get_untracked() {
            suggest::typed(state, input.value(), latest, offer);
        }
    };
    let focus = move |_| {
        set_open.set(true);
        ask();
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Some(input) = input.get_untracked() {
            set_open.set(false);
            _ = input.blur();
            navigation::search(state, &input.value());
        }
    };
    let leave = move |event: ev::FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let form = event.current_target().and_then(|form| form.dyn_into::<web_sys::Node>().ok());
        if form.is_some_and(|form| !form.contains(to.as_ref())) {
            set_open.set(false);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            set_open.set(false);
        }
    };
    follow_place(state, input, set_open);
    let at = Place { locale: state.locale(), route: Route::Search(Filter::default()) }.url();
    let words = state.place.with_untracked(words);
    let is_open = move || open.get() && offer.with(|offer| *offer != Offer::default());
    view! {
        <form class="search" role="search" action=at on:submit=submit on:focusout=leave on:keydown=key>
            <input node_ref=input type="search" name="q" value=words placeholder=texts.search_hint aria-label=texts.search
                autocomplete="off" enterkeyhint="search" maxlength="100" on:input=move |_| ask() on:focus=focus/>
            <button type="submit" aria-label=texts.search>{icon(icon::SEARCH)}</button>
            {move || is_open().then(|| panel(state, offer, set_open))}
        </form>
    }
    .into_any()
}

fn words(place: &Place) -> String {
    if let Route::Search(filter) = &place.route { filter.q.clone() } else { String::new() }
}

/// After a change of page the field says what was searched for; before the first change it keeps what was typed.
fn follow_place(state: State, input: NodeRef<html::Input>, set_open: WriteSignal<bool>) {
    Effect::new(move |before: Option<()>| {
        let words = state.place.with(words);
        if before.is_some() {
            set_open.set(false);
            if let Some(input) = input.get_untracked() {
                input.set_value(&words);
            }
        }
    });
}

fn panel(state: State, offer: RwSignal<Offer>, set_open: WriteSignal<bool>) -> AnyView {
    let texts = state.texts();
    let locale = state.locale();
    let row = |route: Route, label: String, note: &'static str| {
        let href = Place { locale, route }.url();
        let close = move |_| set_open.set(false);
        view! { <li><a href=href on:click=close>{label}<small>{note}</small></a></li> }.into_any()
    };
    let Offer { recent, suggestions } = offer.get();
    let has_recent = !recent.is_empty();
    let mut rows: Vec<AnyView> = Vec::new();
    for words in recent {
        rows.push(row(Route::Search(Filter::words(words.clone())), words, ""));
    }
    for suggestion in suggestions {
        rows.push(match suggestion {
            Suggestion::Product { handle, title } => row(Route::Product(handle), title, ""),
            Suggestion::Category { slug, name } => {
                row(Route::Category(slug, Filter::default()), name, texts.in_category)
            }
            Suggestion::Brand { name } => {
                row(Route::Search(Filter::words(name.clone())), name, texts.in_brand)
            }
        });
    }
    let clear = move |_| suggest::clear_recent(offer);
    view! {
        <div class="offer">
            {has_recent.then(|| view! {
                <p><span>{texts.recent}</span><button type="button" on:click=clear>{texts.clear}</button></p>
            })}
            <ul aria-label=texts.suggestions>{rows}</ul>
        </div>
    }
    .into_any()
}
