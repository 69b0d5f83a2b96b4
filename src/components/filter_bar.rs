//! The ways to order and to narrow a list. Links and a plain form: they work before the app starts, and without it.

use crate::route::{Filter, Place, Route};
use crate::state::State;
use crate::sync::content::Listing;
use crate::sync::navigation;
use crate::texts::{Texts, fill};
use fairday_contract::{CategorySlug, Sort};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Orders, then filters. `category` is the page's own; a search has none.
pub fn filter_bar(category: Option<&CategorySlug>, filter: &Filter, listing: &Listing) -> AnyView {
    let state = State::get();
    let texts = state.texts();
    let url = |filter: Filter| {
        let route = category
            .map_or_else(|| Route::Search(filter.clone()), |c| Route::Category(c.clone(), filter.clone()));
        Place { locale: state.locale(), route }.url()
    };
    let orders: Vec<_> = Sort::ALL
        .into_iter()
        .map(|sort| {
            chip(url(Filter { sort, ..filter.clone() }), name(texts, sort).to_owned(), sort == filter.sort)
        })
        .collect();
    let mut narrower: Vec<AnyView> = Vec::new();
    for c in &listing.results.categories {
        let on = filter.category.as_ref() == Some(&c.slug);
        let category = (!on).then(|| c.slug.clone());
        narrower.push(chip(
            url(Filter { category, ..filter.clone() }),
            format!("{} {}", c.name, c.count),
            on,
        ));
    }
    for b in &listing.results.brands {
        let on = filter.brand.as_ref() == Some(&b.name);
        let brand = (!on).then(|| b.name.clone());
        narrower.push(chip(url(Filter { brand, ..filter.clone() }), format!("{} {}", b.name, b.count), on));
    }
    view! {
        <nav class="chips" aria-label=texts.order_by>{orders}</nav>
        {(!narrower.is_empty()).then(|| view! { <nav class="chips thin" aria-label=texts.filter>{narrower}</nav> })}
        <details class="filter" open=filter.narrows()>
            <summary>{texts.filter}</summary>
            {form(state, &url(Filter::default()), filter, url(Filter { sort: filter.sort, ..Filter::words(filter.q.clone()) }))}
        </details>
    }
    .into_any()
}

fn form(state: State, action: &str, filter: &Filter, reset: String) -> AnyView {
    let texts = state.texts();
    let sign = state.store.with_value(|store| store.currency.sign().to_owned());
    let submit = move |event: ev::SubmitEvent| {
        let Some(form) = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlFormElement>().ok()) else {
            return;
        };
        if let Some(url) = url_of_form(&form) {
            event.prevent_default();
            navigation::go_to_url(state, &url);
        }
    };
    let hidden = |name: &'static str, value: String| {
        (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value/> })
    };
    let price = |name: &'static str, label: &'static str, value: Option<u32>| {
        let value = value.map(|value| value.to_string());
        view! { <input name=name inputmode="numeric" pattern="[0-9]*" maxlength="7" size="5" aria-label=label placeholder=label value=value/> }
    };
    let sort = if filter.sort == Sort::default() { "" } else { filter.sort.as_str() };
    view! {
        <form action=action.to_owned() on:submit=submit>
            {hidden("q", filter.q.clone())}
            {hidden("c", filter.category.as_ref().map(ToString::to_string).unwrap_or_default())}
            {hidden("brand", filter.brand.clone().unwrap_or_default())}
            {hidden("sort", sort.to_owned())}
            <fieldset>
                <legend>{fill(texts.price_range, sign)}</legend>
                {price("min", texts.price_from, filter.price_min)}
                <span aria-hidden="true">"–"</span>
                {price("max", texts.price_to, filter.price_max)}
            </fieldset>
            <label><input type="checkbox" name="stock" value="1" checked=filter.in_stock/>{texts.only_in_stock}</label>
            <p class="row"><a class="quiet" href=reset>{texts.reset}</a><button class="primary">{texts.apply}</button></p>
        </form>
    }
    .into_any()
}

/// What the browser would ask for if the form were sent.
fn url_of_form(form: &web_sys::HtmlFormElement) -> Option<String> {
    let data = web_sys::FormData::new_with_form(form).ok()?;
    let query = web_sys::UrlSearchParams::new_with_str_sequence_sequence(data.as_ref()).ok()?;
    let action = form.get_attribute("action")?;
    Some(format!("{action}?{}", String::from(query.to_string())))
}

fn chip(href: String, label: String, on: bool) -> AnyView {
    let here = on.then_some("true");
    view! { <a class:on=on href=href aria-current=here>{label}</a> }.into_any()
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
