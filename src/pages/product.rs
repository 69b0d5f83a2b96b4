//! One product: pictures, options, price and stock of the chosen variant, description, facts, related goods.

use crate::components::card;
use crate::components::gallery::gallery;
use crate::domain::{choice, price};
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::{Texts, fill};
use fairday_contract::{Money, ProductDetail, Variant};
use maud::{Markup, PreEscaped, html};

/// From this many on, the number left is not worth saying.
const FEW: u32 = 10;

pub(super) fn page(shop: &Shop, product: &ProductDetail, chosen: &[u16]) -> Markup {
    let texts = shop.texts();
    html! {
        nav.way aria-label=(texts.categories) {
            @for category in &product.categories { a href=(shop.category_url(&category.slug)) { (category.name) } }
        }
        div.product {
            div.sides {
                (gallery(shop, product))
                div {
                    h1 { (product.title) }
                    div #cost aria-live="polite" { (cost(texts, product, chosen)) }
                    @if let Some(least) = product.monthly_from {
                        a.monthly href=(shop.url(Route::Plan(product.handle.clone()))) {
                            (texts.today_before) (price::show(Money::new(0, least.currency))) (fill(texts.by_the_month, price::show(least)))
                        }
                    }
                    @if product.sold > 0 { span.sold { (fill(texts.sold, product.sold)) } }
                    (options(texts, product, chosen))
                    div.buy {
                        @let (label, can) = buy(texts, product, chosen);
                        button.primary #add-to-cart data-act="add" aria-disabled=[(!can).then_some("true")] {
                            (label)
                        }
                    }
                }
            }
            (about(shop, product))
        }
    }
}

/// Price and stock of the chosen variant.
pub fn cost(texts: &Texts, product: &ProductDetail, chosen: &[u16]) -> Markup {
    let Some(variant) = choice::variant(product, chosen) else {
        return html! { b.gone { (texts.no_such_variant) } };
    };
    let off = variant.compare_at.and_then(|before| price::percent_off(variant.price, before));
    html! {
        b { (price::show(variant.price)) }
        @if let Some(was) = variant.compare_at { s { span.sr { (texts.was) } (price::show(was)) } }
        @if let Some(off) = off { span.badge { (fill(texts.off, off)) } }
        span.stock { (stock(texts, variant)) }
    }
}

/// What the button says for the chosen variant, and whether it can be bought.
pub fn buy(texts: &'static Texts, product: &ProductDetail, chosen: &[u16]) -> (&'static str, bool) {
    match choice::variant(product, chosen).map(choice::is_available) {
        None => (texts.no_such_variant, false),
        Some(false) => (texts.sold_out, false),
        Some(true) => (texts.add_to_cart, true),
    }
}

fn stock(texts: &Texts, variant: &Variant) -> String {
    match variant.stock {
        Some(0) => texts.sold_out.to_owned(),
        Some(left) if left < FEW => fill(texts.left, left),
        _ => texts.in_stock.to_owned(),
    }
}

/// Radio buttons: a choice made before the app starts is a choice of the browser's, and is read when it has started.
fn options(texts: &Texts, product: &ProductDetail, chosen: &[u16]) -> Markup {
    html! {
        @if !product.options.is_empty() {
            form.options #options aria-label=(texts.specifications) data-act="choose" {
                @for (at, option) in product.options.iter().enumerate() {
                    fieldset {
                        legend { (option.name) }
                        @for (n, value) in (0_u16..).zip(&option.values) {
                            label.gone[!choice::leads_somewhere(product, chosen, at, n)] {
                                input type="radio" name={ "option-" (at) } value=(n) checked[chosen.get(at) == Some(&n)];
                                span { (value) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn about(shop: &Shop, product: &ProductDetail) -> Markup {
    let texts = shop.texts();
    html! {
        @if !product.description_html.is_empty() {
            // Sanitised by the importer to headings, paragraphs, lists, tables and emphasis without attributes.
            section { h2 { (texts.description) } div.prose { (PreEscaped(&product.description_html)) } }
        }
        @if !product.vendor.is_empty() || !product.specs.is_empty() {
            section {
                h2 { (texts.specifications) }
                table {
                    tbody {
                        @if !product.vendor.is_empty() { tr { th scope="row" { (texts.brand) } td { (product.vendor) } } }
                        @for spec in &product.specs { tr { th scope="row" { (spec.name) } td { (spec.value) } } }
                    }
                }
            }
        }
        @if !product.related.is_empty() {
            section { h2 { (texts.related) } (card::grid(shop, &product.related, 0)) }
        }
    }
}
