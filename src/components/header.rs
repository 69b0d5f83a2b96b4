//! The top of every page: the way back, the shop's name, the search.

use crate::components::icon::{self, icon};
use crate::components::search_box::search_box;
use crate::route::{Place, Route};
use crate::state::State;
use crate::sync::navigation;
use leptos::prelude::*;

/// The header of a language.
pub fn header(state: State) -> AnyView {
    let texts = state.texts();
    let name = state.store.with_value(|store| store.name.clone());
    let home = Place { locale: state.locale(), route: Route::Home }.url();
    let at_home = move || state.place.with(|place| place.route == Route::Home);
    view! {
        <a class="skip" href="#main">{texts.skip_to_content}</a>
        <header class="top" class:at-home=at_home>
            <button class="back" aria-label=texts.back on:click=move |_| navigation::back(state)>{icon(icon::BACK)}</button>
            <a class="brand" href=home>{name}</a>
            {search_box(state)}
        </header>
    }
    .into_any()
}
