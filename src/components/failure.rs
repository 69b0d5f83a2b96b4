//! What is shown in place of a page that could not be loaded, or that has nothing to show.

use crate::api::ApiError;
use crate::route::{Place, Route};
use crate::state::State;
use leptos::prelude::*;

/// Why there is nothing, and a way on: a retry, where trying again can help.
pub fn failure(error: ApiError, retry: impl Fn() + 'static) -> AnyView {
    let state = State::get();
    let texts = state.texts();
    let (title, detail) = match error {
        ApiError::Offline => (texts.offline, texts.offline_detail),
        ApiError::Server => (texts.server_trouble, texts.server_trouble_detail),
        ApiError::NotFound => {
            return nothing(texts.not_found, texts.not_found_detail, Route::Home, texts.to_home);
        }
    };
    view! {
        <section class="empty" role="alert">
            <h1>{title}</h1>
            <p>{detail}</p>
            <button class="primary" on:click=move |_| retry()>{texts.retry}</button>
        </section>
    }
    .into_any()
}

/// An empty place with a sentence and a way on.
pub fn nothing(title: impl ToString, detail: &'static str, to: Route, link: &'static str) -> AnyView {
    let href = Place { locale: State::get().locale(), route: to }.url();
    view! {
        <section class="empty">
            <h1>{title.to_string()}</h1>
            <p>{detail}</p>
            <a class="primary" href=href>{link}</a>
        </section>
    }
    .into_any()
}

/// Holds the place of a page that is on its way.
pub fn skeleton() -> AnyView {
    let texts = State::get().texts();
    let cards: Vec<_> = (0..6).map(|_| view! { <li class="card ghost"></li> }).collect();
    view! { <section aria-busy="true"><p class="sr" role="status">{texts.loading}</p><ul class="grid">{cards}</ul></section> }
        .into_any()
}

/// Says that what is shown is older than it could be.
pub fn stale_note(stale: bool) -> Option<AnyView> {
    stale.then(|| view! { <p class="stale" role="status">{State::get().texts().stale}</p> }.into_any())
}
