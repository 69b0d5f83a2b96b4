//! One product: pictures, options, price and stock of the chosen variant, description, facts, related goods.

use crate::commands::{Command, use_commands};
use crate::components::card::Grid;
use crate::components::gallery::Gallery;
use crate::domain::cart::Line;
use crate::domain::{choice, price};
use crate::route::Route;
use crate::state::{use_shop, use_state};
use crate::texts::{Texts, fill};
use fairday_contract::{Money, ProductDetail, ProductOption, Variant};
use leptos::prelude::*;
use std::sync::Arc;

/// From this many on, the number left is not worth saying.
const FEW: u32 = 10;

/// The page of one product.
#[component]
pub fn ProductPage(
    /// What is on it.
    product: Arc<ProductDetail>,
) -> impl IntoView {
    let shop = use_shop();
    let texts = shop.texts();
    let way = product.categories.iter().map(|category| {
        view! { <a href=shop.category_url(&category.slug)>{category.name.clone()}</a> }.into_any()
    });
    let monthly = product.monthly_from.map(|least| {
        let nothing = price::show(Money::new(0, least.currency));
        let words = [texts.today_before, &nothing, &fill(texts.by_the_month, price::show(least))].concat();
        view! { <a class="monthly" href=shop.url(Route::Plan(product.handle.clone()))>{words}</a> }.into_any()
    });
    let sold = (product.sold > 0)
        .then(|| view! { <span class="sold">{fill(texts.sold, product.sold)}</span> }.into_any());
    view! {
        <nav class="way" aria-label=texts.categories>{way.collect_view()}</nav>
        <div class="product">
            <div class="sides">
                <Gallery product=Arc::clone(&product)/>
                <div>
                    <h1>{product.title.clone()}</h1>
                    <Cost product=Arc::clone(&product)/>
                    {monthly}
                    {sold}
                    <Options product=Arc::clone(&product)/>
                    <Buy product=Arc::clone(&product)/>
                </div>
            </div>
            <About product/>
        </div>
    }
    .into_any()
}

/// Price and stock of the chosen variant.
#[component]
fn Cost(product: Arc<ProductDetail>) -> impl IntoView {
    let (state, texts) = (use_state(), use_shop().texts());
    let cost = move || match state.chosen.with(|chosen| choice::variant(&product, chosen).cloned()) {
        None => view! { <b class="gone">{texts.no_such_variant}</b> }.into_any(),
        Some(variant) => view! { <VariantCost variant/> }.into_any(),
    };
    view! { <div id="cost" aria-live="polite">{cost}</div> }.into_any()
}

/// Price and stock of one variant.
#[component]
fn VariantCost(variant: Variant) -> impl IntoView {
    let texts = use_shop().texts();
    let off = variant.compare_at.and_then(|before| price::percent_off(variant.price, before));
    let was = variant.compare_at;
    view! {
        <b>{price::show(variant.price)}</b>
        {was.map(|was| view! { <s><span class="sr">{texts.was}</span>{price::show(was)}</s> }.into_any())}
        {off.map(|off| view! { <span class="badge">{fill(texts.off, off)}</span> }.into_any())}
        <span class="stock">{stock(texts, &variant)}</span>
    }
    .into_any()
}

fn stock(texts: &Texts, variant: &Variant) -> String {
    match variant.stock {
        Some(0) => texts.sold_out.to_owned(),
        Some(left) if left < FEW => fill(texts.left, left),
        _ => texts.in_stock.to_owned(),
    }
}

/// Puts the chosen variant into the cart, where it can be bought.
#[component]
fn Buy(product: Arc<ProductDetail>) -> impl IntoView {
    let (state, commands, texts) = (use_state(), use_commands(), use_shop().texts());
    let found = move || {
        state
            .chosen
            .with(|chosen| choice::variant(&product, chosen).map(|one| Line::of_variant(&product, one)))
    };
    let line = Memo::new(move |_| found());
    let can_be_bought = move || line.with(|line| line.as_ref().is_some_and(|line| line.stock != Some(0)));
    let label = move || match line.with(Option::is_some) {
        false => texts.no_such_variant,
        true if can_be_bought() => texts.add_to_cart,
        true => texts.sold_out,
    };
    let variant = move || line.with(|line| line.as_ref().map(|line| line.variant.to_string()));
    let add = move |_| {
        if let Some(line) = line.get_untracked().filter(|line| line.stock != Some(0)) {
            commands.run(Command::Add(line));
        }
    };
    view! {
        <div class="buy">
            <button class="primary" id="add-to-cart" value=variant aria-disabled=move || (!can_be_bought()).then_some("true") on:click=add>
                {label}
            </button>
        </div>
    }
    .into_any()
}

/// Radio buttons: a choice made before the app starts is a choice of the browser's, and is read when it has started.
#[component]
fn Options(product: Arc<ProductDetail>) -> impl IntoView {
    if product.options.is_empty() {
        return None;
    }
    let texts = use_shop().texts();
    let options = product.options.iter().enumerate();
    let options = options.map(|(at, option)| {
        view! { <OptionField product=Arc::clone(&product) option=option.clone() at/> }.into_any()
    });
    let form = view! { <form class="options" id="options" aria-label=texts.specifications>{options.collect_view()}</form> }.into_any();
    Some(form)
}

/// One option with its values.
#[component]
fn OptionField(
    product: Arc<ProductDetail>,
    option: ProductOption,
    /// Which of the product's options it is.
    at: usize,
) -> impl IntoView {
    let chosen = use_state().chosen;
    let values = (0_u16..).zip(option.values).map(|(n, value)| {
        let product = Arc::clone(&product);
        let is_gone = move || chosen.with(|chosen| !choice::leads_somewhere(&product, chosen, at, n));
        let is_on = move || chosen.with(|chosen| chosen.get(at) == Some(&n));
        let choose = move |_| {
            chosen.update(|chosen| {
                if let Some(value) = chosen.get_mut(at) {
                    *value = n;
                }
            });
        };
        view! {
            <label class=move || is_gone().then_some("gone")>
                <input type="radio" name=["option-", &at.to_string()].concat() value=n.to_string() checked=untrack(is_on)
                    prop:checked=is_on on:change=choose/>
                <span>{value}</span>
            </label>
        }.into_any()
    });
    view! { <fieldset><legend>{option.name}</legend>{values.collect_view()}</fieldset> }.into_any()
}

/// What there is to know: the merchant's words, facts, and what goes with it.
#[component]
fn About(product: Arc<ProductDetail>) -> impl IntoView {
    let texts = use_shop().texts();
    // Sanitised by the importer to headings, paragraphs, lists, tables and emphasis without attributes.
    let description = (!product.description_html.is_empty()).then(|| {
        let html = product.description_html.clone();
        view! { <section><h2>{texts.description}</h2><div class="prose" inner_html=html></div></section> }
            .into_any()
    });
    let brand = (!product.vendor.is_empty()).then(|| (texts.brand.to_owned(), product.vendor.clone()));
    let facts = product.specs.iter().map(|spec| (spec.name.clone(), spec.value.clone()));
    let facts = brand.into_iter().chain(facts);
    let facts: Vec<_> = facts
        .map(|(name, value)| view! { <tr><th scope="row">{name}</th><td>{value}</td></tr> }.into_any())
        .collect();
    let facts = (!facts.is_empty()).then(|| {
        view! { <section><h2>{texts.specifications}</h2><table><tbody>{facts}</tbody></table></section> }
            .into_any()
    });
    let related = (!product.related.is_empty()).then(|| {
        view! { <section><h2>{texts.related}</h2><Grid items=product.related.clone()/></section> }.into_any()
    });
    view! { {description}{facts}{related} }.into_any()
}
