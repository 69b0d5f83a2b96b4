//! The goods of a category or of a search.

use crate::components::card;
use crate::components::failure::{failure, nothing, skeleton, stale_note};
use crate::components::filter_bar::filter_bar;
use crate::route::{Filter, Place, Route};
use crate::state::State;
use crate::sync::content::{Listing, Remote};
use crate::sync::list::{self, List};
use crate::sync::navigation;
use crate::texts::fill;
use fairday_contract::CategorySlug;
use leptos::prelude::*;

/// How many pictures are on a phone's first screen.
const EAGER: usize = 4;

pub(super) fn page(category: Option<CategorySlug>, filter: Filter) -> AnyView {
    let list = list::open(category.clone(), filter.clone());
    let shown = move || match list.data.get() {
        Remote::Loading => skeleton(),
        Remote::Missing(error) => failure(error, move || list.load()),
        Remote::Fresh(listing) => show(list, category.as_ref(), &filter, &listing, false),
        Remote::Stale(listing) => show(list, category.as_ref(), &filter, &listing, true),
    };
    view! { <div class="list">{shown}</div> }.into_any()
}

/// A search before the first word.
pub(super) fn empty_search() -> AnyView {
    let texts = State::get().texts();
    navigation::set_title(State::get(), Some(texts.search));
    nothing(texts.what_to_find, texts.try_other_words, Route::Categories, texts.categories)
}

fn show(
    list: List,
    category: Option<&CategorySlug>,
    filter: &Filter,
    listing: &Listing,
    stale: bool,
) -> AnyView {
    let state = State::get();
    let texts = state.texts();
    let found = fill(texts.found, listing.results.total);
    let title = match &listing.category {
        Some(category) => category.name.clone(),
        None if filter.q.is_empty() => name_of_order(state, filter),
        None => filter.q.clone(),
    };
    navigation::set_title(state, Some(&title));
    let is_empty = listing.items().is_empty();
    let empty = is_empty.then(|| match (category.is_some(), filter.narrows()) {
        (_, true) => nothing(texts.nothing_left, "", reset(category, filter), texts.reset),
        (true, false) => nothing(texts.nothing_here, "", Route::Categories, texts.categories),
        (false, false) => nothing(
            fill(texts.nothing_found, &filter.q),
            texts.try_other_words,
            Route::Categories,
            texts.categories,
        ),
    });
    let more = (!is_empty).then(|| more(list, listing));
    view! {
        {way(state, listing)}
        <h1>{title}" "<small>{found}</small></h1>
        {stale_note(stale)}
        {below(state, listing)}
        {(!is_empty || filter.narrows()).then(|| filter_bar(category, filter, listing))}
        {empty}
        {card::grid(listing.items(), EAGER)}
        {more}
    }
    .into_any()
}

fn name_of_order(state: State, filter: &Filter) -> String {
    let texts = state.texts();
    match filter.sort {
        fairday_contract::Sort::Newest => texts.new.to_owned(),
        fairday_contract::Sort::Sales => texts.popular.to_owned(),
        _ => texts.search.to_owned(),
    }
}

fn reset(category: Option<&CategorySlug>, filter: &Filter) -> Route {
    match category {
        Some(category) => Route::Category(category.clone(), Filter::default()),
        None => Route::Search(Filter::words(filter.q.clone())),
    }
}

/// The categories above this one.
fn way(state: State, listing: &Listing) -> Option<AnyView> {
    let texts = state.texts();
    let locale = state.locale();
    let url = |route| Place { locale, route }.url();
    listing.category.as_ref()?;
    let above: Vec<_> = listing
        .above
        .iter()
        .map(|c| {
            view! { <a href=url(Route::Category(c.slug.clone(), Filter::default()))>{c.name.clone()}</a> }
                .into_any()
        })
        .collect();
    Some(view! { <nav class="way" aria-label=texts.categories><a href=url(Route::Categories)>{texts.categories}</a>{above}</nav> }.into_any())
}

/// The categories below this one.
fn below(state: State, listing: &Listing) -> Option<AnyView> {
    let category = listing.category.as_ref().filter(|category| !category.children.is_empty())?;
    let links: Vec<_> = category
        .children
        .iter()
        .map(|c| {
            let href =
                Place { locale: state.locale(), route: Route::Category(c.slug.clone(), Filter::default()) }
                    .url();
            view! { <a href=href>{c.name.clone()}" "<small>{c.count}</small></a> }.into_any()
        })
        .collect();
    Some(view! { <nav class="chips thin" aria-label=category.name.clone()>{links}</nav> }.into_any())
}

/// The rest of the list. With scripts off the first page is all there is to see, so there it says nothing.
fn more(list: List, listing: &Listing) -> AnyView {
    let texts = State::get().texts();
    if listing.results.next.is_none() {
        return view! { <p class="end">{texts.the_end}</p> }.into_any();
    }
    let loading = move || list.loading_more.get();
    let label = move || if loading() { texts.loading } else { texts.load_more };
    view! { <button class="more" aria-busy=move || loading().then_some("true") on:click=move |_| list.load_more()>{label}</button> }
        .into_any()
}
