//! What is shown in place of a page that could not be loaded, or that has nothing to show.

use crate::commands::{Command, use_commands};
use crate::domain::content::ApiError;
use crate::route::Route;
use crate::state::use_shop;
use crate::texts::fill;
use leptos::prelude::*;

/// How many cards stand in for those that are on their way: more than fit on a phone's screen.
const GHOSTS: usize = 6;

/// Why there is nothing, and a way on: a retry, where trying again can help.
#[component]
pub fn Failure(
    /// What went wrong.
    error: ApiError,
) -> impl IntoView {
    let (commands, texts) = (use_commands(), use_shop().texts());
    let (title, detail) = match error {
        ApiError::Offline => (texts.offline, texts.offline_detail),
        ApiError::Server => (texts.server_trouble, texts.server_trouble_detail),
        ApiError::NotFound => {
            let (title, detail) = (texts.not_found, texts.not_found_detail);
            return view! { <Nothing title detail to=Route::Home link=texts.to_home/> }.into_any();
        }
    };
    view! {
        <section class="empty" role="alert">
            <h1>{title}</h1>
            <p>{detail}</p>
            <button class="primary" on:click=move |_| commands.run(Command::Retry)>{texts.retry}</button>
        </section>
    }
    .into_any()
}

/// An empty place with a sentence and a way on.
#[component]
pub fn Nothing(
    /// What is not there.
    #[prop(into)]
    title: String,
    /// What could be done about it.
    #[prop(optional)]
    detail: &'static str,
    /// Where the way on leads.
    to: Route,
    /// What it is called.
    link: &'static str,
) -> impl IntoView {
    view! {
        <section class="empty">
            <h1>{title}</h1>
            {(!detail.is_empty()).then(|| view! { <p>{detail}</p> }.into_any())}
            <a class="primary" href=use_shop().url(to)>{link}</a>
        </section>
    }
    .into_any()
}

/// Holds the place of a page that is on its way.
#[component]
pub fn Skeleton() -> impl IntoView {
    let ghosts = (0..GHOSTS).map(|_| view! { <li class="card ghost"></li> }.into_any()).collect_view();
    view! {
        <section aria-busy="true">
            <p class="sr" role="status">{use_shop().texts().loading}</p>
            <ul class="grid">{ghosts}</ul>
        </section>
    }
    .into_any()
}

/// Says that what is shown is older than it could be, and as of when it is.
#[component]
pub fn StaleNote(
    /// As of when, in words, where that is known.
    as_of: Option<String>,
) -> impl IntoView {
    let texts = use_shop().texts();
    let as_of = as_of.map(|as_of| [" · ", &fill(texts.as_of, as_of)].concat());
    view! { <p class="stale" role="status">{texts.stale}{as_of}</p> }.into_any()
}
