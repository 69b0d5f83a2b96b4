//! What the shopper may be about to type: searches made before, or suggestions.

use crate::commands::{Command, use_commands};
use crate::domain::content::Offer;
use crate::route::{Filter, Route};
use crate::state::{use_shop, use_state};
use fairday_contract::Suggestion;
use leptos::prelude::*;

/// The panel under the search field; nothing while there is nothing to offer.
#[component]
pub fn Suggestions() -> impl IntoView {
    let state = use_state();
    move || {
        let offer = state.offer.get().filter(|offer| !offer.is_empty())?;
        Some(view! { <Panel offer/> }.into_any())
    }
}

/// What is offered.
#[component]
fn Panel(offer: Offer) -> impl IntoView {
    let (commands, texts) = (use_commands(), use_shop().texts());
    let head = (!offer.recent.is_empty()).then(|| {
        view! {
            <p>
                <span>{texts.recent}</span>
                <button type="button" on:click=move |_| commands.run(Command::ForgetSearches)>{texts.clear}</button>
            </p>
        }.into_any()
    });
    let recent =
        offer.recent.into_iter().map(|words| (Route::Search(Filter::words(words.clone())), words, ""));
    let suggested = offer.suggestions.into_iter().map(|suggestion| {
        let note = match suggestion {
            Suggestion::Product { .. } => "",
            Suggestion::Category { .. } => texts.in_category,
            Suggestion::Brand { .. } => texts.in_brand,
        };
        let (to, label) = place_of(suggestion);
        (to, label, note)
    });
    let rows = recent
        .chain(suggested)
        .map(|(to, label, note)| view! { <Row to label note/> }.into_any())
        .collect_view();
    view! { <div class="offer">{head}<ul aria-label=texts.suggestions>{rows}</ul></div> }.into_any()
}

/// Where a suggestion leads, and what it is called.
pub fn place_of(suggestion: Suggestion) -> (Route, String) {
    match suggestion {
        Suggestion::Product { handle, title } => (Route::Product(handle), title),
        Suggestion::Category { slug, name } => (Route::Category(slug, Filter::default()), name),
        Suggestion::Brand { name } => (Route::Search(Filter::words(name.clone())), name),
    }
}

/// One suggestion: a link.
#[component]
fn Row(
    /// Where it leads.
    to: Route,
    /// What it says.
    label: String,
    /// What kind of thing it is, where that is not plain.
    note: &'static str,
) -> impl IntoView {
    let note = (!note.is_empty()).then(|| view! { <small>{note}</small> }.into_any());
    view! { <li><a href=use_shop().url(to)><span>{label}</span>{note}</a></li> }.into_any()
}
