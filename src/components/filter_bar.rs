//! The ways to order and to narrow a list. Links and a plain form: they work before the app starts, and without it.

use crate::commands::{Command, use_commands};
use crate::components::form;
use crate::domain::content::Listing;
use crate::route::{Filter, Route};
use crate::state::use_shop;
use crate::texts::{Texts, fill};
use fairday_contract::{CategorySlug, Sort};
use leptos::prelude::*;
use std::sync::Arc;

/// Orders, then filters.
#[component]
pub fn FilterBar(
    /// The page's own category; a search has none.
    category: Option<CategorySlug>,
    /// What narrows and orders the list now.
    filter: Filter,
    /// What a search counted in it.
    listing: Arc<Listing>,
) -> impl IntoView {
    let shop = use_shop();
    let texts = shop.texts();
    let url = |filter: Filter| {
        shop.url(match &category {
            None => Route::Search(filter),
            Some(category) => Route::Category(category.clone(), filter),
        })
    };
    let sorts = Sort::ALL.map(|sort| {
        let href = url(Filter { sort, ..filter.clone() });
        view! { <Chip href label=name(texts, sort) is_on=sort == filter.sort/> }.into_any()
    });
    let categories = listing.results.categories.iter().map(|one| {
        let is_on = filter.category.as_ref() == Some(&one.slug);
        let href = url(Filter { category: (!is_on).then(|| one.slug.clone()), ..filter.clone() });
        view! { <Chip href label=one.name.clone() count=one.count is_on/> }.into_any()
    });
    let brands = listing.results.brands.iter().map(|one| {
        let is_on = filter.brand.as_ref() == Some(&one.name);
        let href = url(Filter { brand: (!is_on).then(|| one.name.clone()), ..filter.clone() });
        view! { <Chip href label=one.name.clone() count=one.count is_on/> }.into_any()
    });
    let counted: Vec<_> = categories.chain(brands).collect();
    let counted = (!counted.is_empty())
        .then(|| view! { <nav class="chips thin" aria-label=texts.filter>{counted}</nav> }.into_any());
    let action = url(Filter::default());
    let reset = url(Filter { sort: filter.sort, ..Filter::words(filter.q.clone()) });
    view! {
        <nav class="chips" aria-label=texts.order_by>{sorts.collect_view()}</nav>
        {counted}
        <details class="filter" open=filter.narrows()>
            <summary>{texts.filter}</summary>
            <FilterForm action filter=filter.clone() reset/>
        </details>
    }
    .into_any()
}

/// Prices and stock to narrow a list by.
#[component]
fn FilterForm(
    /// Where it leads.
    action: String,
    /// What narrows the list now.
    filter: Filter,
    /// The list without it.
    reset: String,
) -> impl IntoView {
    let (shop, commands) = (use_shop(), use_commands());
    let texts = shop.texts();
    let sort = if filter.sort == Sort::default() { "" } else { filter.sort.as_str() };
    let kept = [
        ("q", filter.q),
        ("c", filter.category.map(String::from).unwrap_or_default()),
        ("brand", filter.brand.unwrap_or_default()),
        ("sort", sort.to_owned()),
    ];
    let kept = kept.into_iter().filter(|(_, value)| !value.is_empty());
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any());
    view! {
        <form action=action on:submit=move |event| {
            if let Some(url) = form::url_of(&event) {
                event.prevent_default();
                commands.run(Command::Open(url));
            }
        }>
            {kept.collect_view()}
            <fieldset>
                <legend>{fill(texts.price_range, shop.currency.sign())}</legend>
                <Price name="min" label=texts.price_from value=filter.price_min/>
                <span aria-hidden="true">"–"</span>
                <Price name="max" label=texts.price_to value=filter.price_max/>
            </fieldset>
            <label><input type="checkbox" name="stock" value="1" checked=filter.in_stock/>{texts.only_in_stock}</label>
            <p class="row"><a class="quiet" href=reset>{texts.reset}</a><button class="primary">{texts.apply}</button></p>
        </form>
    }
    .into_any()
}

/// A field for a price, whole major units.
#[component]
fn Price(name: &'static str, label: &'static str, value: Option<u32>) -> impl IntoView {
    view! {
        <input name=name inputmode="numeric" pattern="[0-9]*" maxlength="7" size="5" aria-label=label placeholder=label
            value=value.map(|price| price.to_string())/>
    }
    .into_any()
}

/// A link to the same list otherwise.
#[component]
fn Chip(
    /// Where it leads.
    href: String,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// How many goods there are.
    #[prop(optional, into)]
    count: Option<u32>,
    /// Whether the list is so now.
    is_on: bool,
) -> impl IntoView {
    view! {
        <a class=is_on.then_some("on") href=href aria-current=is_on.then_some("true")>
            {label}{count.map(|count| view! { <small>{count.to_string()}</small> }.into_any())}
        </a>
    }
    .into_any()
}

fn name(texts: &'static Texts, sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => texts.relevance,
        Sort::Newest => texts.newest,
        Sort::PriceAsc => texts.price_asc,
        Sort::PriceDesc => texts.price_desc,
        Sort::Sales => texts.sales,
    }
}
