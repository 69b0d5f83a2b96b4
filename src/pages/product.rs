//! One product: pictures, options, price and stock of the chosen variant, description, facts, related goods.

use crate::components::card;
use crate::components::failure::{failure, skeleton, stale_note};
use crate::components::gallery::gallery;
use crate::domain::{choice, price};
use crate::paths;
use crate::route::{Filter, Place, Route};
use crate::state::State;
use crate::sync::content::{self, Content, Remote};
use crate::sync::{self, navigation};
use crate::texts::fill;
use fairday_contract::{ProductDetail, ProductHandle, Variant};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// From this many on, the number left is worth saying.
const FEW: u32 = 10;

pub(super) fn page(handle: &ProductHandle) -> AnyView {
    let state = State::get();
    let path = paths::api_product(handle);
    let open = |content| if let Content::Product(product) = content { Some(*product) } else { None };
    let wrap = |product| Content::Product(Box::new(product));
    let data = content::read(path.clone(), open, wrap);
    let retry = move || content::refresh(state, path.clone(), data, wrap);
    let shown = move || match data.get() {
        Remote::Loading => skeleton(),
        Remote::Missing(error) => failure(error, retry.clone()),
        Remote::Fresh(product) => show(state, product, false),
        Remote::Stale(product) => show(state, product, true),
    };
    view! { <div class="product">{shown}</div> }.into_any()
}

fn show(state: State, product: ProductDetail, stale: bool) -> AnyView {
    navigation::set_title(state, Some(&product.title));
    let product = Arc::new(product);
    let chosen = RwSignal::new(choice::first(&product));
    let shown_picture = {
        let product = product.clone();
        Signal::derive(move || {
            chosen.with(|chosen| choice::variant(&product, chosen).and_then(|v| v.picture))
        })
    };
    view! {
        {stale_note(stale)}
        {way(state, &product)}
        <div class="sides">
            {gallery(&product, shown_picture)}
            <div>
                <h1>{product.title.clone()}</h1>
                {cost(state, product.clone(), chosen)}
                {options(state, &product, chosen)}
                {buy_bar(state, product.clone(), chosen)}
            </div>
        </div>
        {about(state, &product)}
    }
    .into_any()
}

fn way(state: State, product: &ProductDetail) -> AnyView {
    let links: Vec<_> = product
        .categories
        .iter()
        .map(|c| {
            let route = Route::Category(c.slug.clone(), Filter::default());
            let href = Place { locale: state.locale(), route }.url();
            view! { <a href=href>{c.name.clone()}</a> }.into_any()
        })
        .collect();
    view! { <nav class="way" aria-label=state.texts().categories>{links}</nav> }.into_any()
}

/// Price and stock of the chosen variant; screen readers hear them change.
fn cost(state: State, product: Arc<ProductDetail>, chosen: RwSignal<Vec<u16>>) -> AnyView {
    let texts = state.texts();
    let sold =
        (product.sold > 0).then(|| view! { <span class="sold">{fill(texts.sold, product.sold)}</span> });
    let shown = move || match chosen.with(|chosen| choice::variant(&product, chosen).cloned()) {
        None => view! { <b class="gone">{texts.no_such_variant}</b> }.into_any(),
        Some(variant) => {
            let off = variant.compare_at.and_then(|before| price::percent_off(variant.price, before));
            view! {
                <b>{price::show(variant.price)}</b>
                {variant.compare_at.map(|was| view! { <s><span class="sr">{texts.was}</span>{price::show(was)}</s> })}
                {off.map(|off| view! { <span class="badge">{fill(texts.off, off)}</span> })}
                <span class="stock">{stock(state, &variant)}</span>
            }
            .into_any()
        }
    };
    view! { <div class="cost" aria-live="polite">{shown}</div>{sold} }.into_any()
}

fn stock(state: State, variant: &Variant) -> String {
    let texts = state.texts();
    match variant.stock {
        Some(0) => texts.sold_out.to_owned(),
        Some(left) if left < FEW => fill(texts.left, left),
        _ => texts.in_stock.to_owned(),
    }
}

/// Radio buttons: a choice made before the app starts is a choice of the browser's, and is read when it has started.
fn options(state: State, product: &Arc<ProductDetail>, chosen: RwSignal<Vec<u16>>) -> AnyView {
    let node: NodeRef<html::Form> = NodeRef::new();
    let read = move || {
        if let Some(form) = node.get_untracked() {
            let choice = checked(&form);
            if choice.len() == chosen.with_untracked(Vec::len) {
                chosen.set(choice);
            }
        }
    };
    Effect::new(move || {
        if node.get().is_some() {
            read();
        }
    });
    let sets: Vec<_> = product
        .options
        .iter()
        .enumerate()
        .map(|(at, option)| {
            let values: Vec<_> = option
                .values
                .iter()
                .enumerate()
                .map(|(n, value)| {
                    let product = product.clone();
                    let checked =
                        chosen.with_untracked(|chosen| chosen.get(at).is_some_and(|v| usize::from(*v) == n));
                    let gone = move || {
                        chosen.with(|chosen| !choice::leads_somewhere(&product, chosen, at, n as u16))
                    };
                    view! {
                        <label class:gone=gone>
                            <input type="radio" name=format!("option-{at}") value=n checked=checked/>
                            <span>{value.clone()}</span>
                        </label>
                    }
                    .into_any()
                })
                .collect();
            view! { <fieldset><legend>{option.name.clone()}</legend>{values}</fieldset> }.into_any()
        })
        .collect();
    let label = state.texts().specifications;
    (!sets.is_empty())
        .then(|| view! { <form class="options" aria-label=label node_ref=node on:change=move |_| read()>{sets}</form> })
        .into_any()
}

fn checked(form: &web_sys::HtmlFormElement) -> Vec<u16> {
    let Ok(inputs) = form.query_selector_all("input:checked") else { return Vec::new() };
    (0..inputs.length())
        .filter_map(|n| inputs.get(n)?.dyn_into::<web_sys::HtmlInputElement>().ok()?.value().parse().ok())
        .collect()
}

fn buy_bar(state: State, product: Arc<ProductDetail>, chosen: RwSignal<Vec<u16>>) -> AnyView {
    let texts = state.texts();
    let variant = {
        let product = product.clone();
        move || chosen.with(|chosen| choice::variant(&product, chosen).cloned())
    };
    let state_of = {
        let variant = variant.clone();
        move || variant().map(|variant| choice::is_available(&variant))
    };
    let label = {
        let state_of = state_of.clone();
        move || match state_of() {
            None => texts.no_such_variant,
            Some(false) => texts.sold_out,
            Some(true) => texts.add_to_cart,
        }
    };
    let cannot = move || (state_of() != Some(true)).then_some("true");
    let add = move |_| {
        if let Some(variant) = variant().filter(choice::is_available) {
            // Read at the moment of the tap: what is bought is what is shown.
            sync::cart::add(state, sync::cart::line_of_variant(&product, &variant));
        }
    };
    view! { <div class="buy"><button class="primary" id="add-to-cart" aria-disabled=cannot on:click=add>{label}</button></div> }
        .into_any()
}

fn about(state: State, product: &ProductDetail) -> AnyView {
    let texts = state.texts();
    let description = (!product.description_html.is_empty()).then(|| {
        let html = product.description_html.clone();
        view! { <section><h2>{texts.description}</h2><div class="prose" inner_html=html></div></section> }
    });
    let mut rows: Vec<AnyView> = Vec::new();
    if !product.vendor.is_empty() {
        rows.push(
            view! { <tr><th scope="row">{texts.brand}</th><td>{product.vendor.clone()}</td></tr> }.into_any(),
        );
    }
    for spec in &product.specs {
        rows.push(
            view! { <tr><th scope="row">{spec.name.clone()}</th><td>{spec.value.clone()}</td></tr> }
                .into_any(),
        );
    }
    let specs = (!rows.is_empty()).then(|| {
        view! { <section><h2>{texts.specifications}</h2><table><tbody>{rows}</tbody></table></section> }
    });
    let related = (!product.related.is_empty()).then(|| {
        view! { <section><h2>{texts.related}</h2>{card::grid(&product.related, 0)}</section> }
    });
    view! { {description}{specs}{related} }.into_any()
}
