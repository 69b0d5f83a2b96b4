//! The frame around every page. The server renders it into the first screen; the browser takes it over.

use crate::components::{header, notice, tab_bar};
use crate::pages;
use crate::state::State;
use leptos::prelude::*;

/// The whole shop at the place that `state` says.
pub fn app(state: State) -> AnyView {
    let locale = Memo::new(move |_| state.place.with(|place| place.locale));
    // A change of language builds everything anew, so that no sentence needs to be a signal.
    let frame = move || {
        locale.track();
        let page = move || {
            let place = state.place.get();
            untrack(|| pages::page(&place))
        };
        view! {
            {header::header(state)}
            <main id="main" tabindex="-1">{page}</main>
            {notice::notice(state)}
            {tab_bar::tab_bar(state)}
        }
        .into_any()
    };
    view! { {frame} }.into_any()
}
