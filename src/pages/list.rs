//! The goods of a category or of a search.

use super::categories::Links;
use crate::commands::{Command, use_commands};
use crate::components::card::Grid;
use crate::components::failure::Nothing;
use crate::components::filter_bar::FilterBar;
use crate::components::suggestions::place_of;
use crate::domain::content::Listing;
use crate::route::{Filter, Route};
use crate::state::{use_shop, use_state};
use crate::texts::{Texts, fill};
use fairday_contract::{CategorySlug, Sort, Suggestion};
use leptos::prelude::*;
use std::sync::Arc;

/// How many pictures are on a phone's first screen.
const EAGER: usize = 4;

/// The page of a list, as far as it has been loaded.
#[component]
pub fn ListPage(
    /// What is in it.
    listing: Arc<Listing>,
) -> impl IntoView {
    let shop = use_shop();
    let texts = shop.texts();
    let (slug, filter) = match shop.place.route.clone() {
        Route::Category(slug, filter) => (Some(slug), filter),
        Route::Search(filter) => (None, filter),
        _ => return ().into_any(), // no other route has a list
    };
    let title = match &listing.category {
        Some(category) => category.name.clone(),
        None if filter.q.is_empty() => name_of_order(texts, filter.sort).to_owned(),
        None => filter.q.clone(),
    };
    let below = listing.category.as_ref().filter(|category| !category.children.is_empty()).map(|category| {
        let categories = category.children.clone();
        view! { <nav class="chips thin" aria-label=category.name.clone()><Links categories/></nav> }
            .into_any()
    });
    let is_empty = listing.items().is_empty();
    let filters = (!is_empty || filter.narrows()).then(|| {
        view! { <FilterBar category=slug.clone() filter=filter.clone() listing=Arc::clone(&listing)/> }
            .into_any()
    });
    let end = if listing.results.next.is_some() {
        view! { <More/> }.into_any()
    } else if is_empty {
        ().into_any()
    } else {
        view! { <p class="end">{texts.the_end}</p> }.into_any()
    };
    view! {
        <Way listing=Arc::clone(&listing)/>
        <h1>{title}" "<small>{fill(texts.found, listing.results.total)}</small></h1>
        {below}
        {filters}
        {listing.results.partial.then(|| view! { <p role="status">{fill(texts.matches_some, &filter.q)}</p> }.into_any())}
        {is_empty.then(|| view! { <Empty slug filter/> }.into_any())}
        <Near suggestions=listing.results.suggestions.clone()/>
        <Grid items=listing.items().to_vec() eager=EAGER/>
        {end}
    }
    .into_any()
}

/// What a list without words is called, by its order.
pub(super) fn name_of_order(texts: &'static Texts, sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => texts.new,
        Sort::Sales => texts.popular,
        _ => texts.search,
    }
}

/// Shows more of the list.
#[component]
fn More() -> impl IntoView {
    let (state, commands, texts) = (use_state(), use_commands(), use_shop().texts());
    let is_busy = state.loading_more;
    view! {
        <button class="more" aria-busy=move || if is_busy.get() { "true" } else { "false" }
            on:click=move |_| commands.run(Command::LoadMore)>
            {move || if is_busy.get() { texts.loading } else { texts.load_more }}
        </button>
    }
    .into_any()
}

/// Where else to look when nothing matches all that was asked for.
#[component]
fn Near(suggestions: Vec<Suggestion>) -> impl IntoView {
    let shop = use_shop();
    if suggestions.is_empty() {
        return ().into_any();
    }
    let links = suggestions.into_iter().map(|suggestion| {
        let (to, name) = place_of(suggestion);
        view! { <a href=shop.url(to)>{name}</a> }.into_any()
    });
    view! { <nav class="chips" aria-label=shop.texts().look_here>{links.collect_view()}</nav> }.into_any()
}

/// Why there is nothing in the list, and a way on.
#[component]
fn Empty(slug: Option<CategorySlug>, filter: Filter) -> impl IntoView {
    let texts = use_shop().texts();
    if filter.narrows() {
        let to = match slug {
            None => Route::Search(Filter::words(filter.q)),
            Some(slug) => Route::Category(slug, Filter::default()),
        };
        return view! { <Nothing title=texts.nothing_left to link=texts.reset/> }.into_any();
    }
    let (to, link) = (Route::Categories, texts.categories);
    if slug.is_some() {
        return view! { <Nothing title=texts.nothing_here to link/> }.into_any();
    }
    let title = fill(texts.nothing_found, &filter.q);
    view! { <Nothing title detail=texts.try_other_words to link/> }.into_any()
}

/// The categories above this one.
#[component]
fn Way(listing: Arc<Listing>) -> impl IntoView {
    let shop = use_shop();
    let texts = shop.texts();
    listing.category.as_ref()?;
    let above = listing
        .above
        .iter()
        .map(|above| view! { <a href=shop.category_url(&above.slug)>{above.name.clone()}</a> }.into_any());
    let way = view! {
        <nav class="way" aria-label=texts.categories>
            <a href=shop.url(Route::Categories)>{texts.categories}</a>
            {above.collect_view()}
        </nav>
    }
    .into_any();
    Some(way)
}
