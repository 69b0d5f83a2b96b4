//! A product in a list.

use crate::components::icon::{self, icon};
use crate::components::picture::picture;
use crate::domain::price;
use crate::shop::Shop;
use crate::texts::fill;
use fairday_contract::ProductCard;
use maud::{Markup, html};

/// How wide a card's picture is shown: half of a phone's screen, less on wider ones.
const SIZES: &str = "(min-width:1000px) 180px,(min-width:600px) 23vw,46vw";

/// Cards in a grid. `eager` of them are on the first screen: their pictures load at once.
pub fn grid(shop: &Shop, items: &[ProductCard], eager: usize) -> Markup {
    html! { ul.grid { @for (n, item) in items.iter().enumerate() { (card(shop, item, n < eager)) } } }
}

fn card(shop: &Shop, item: &ProductCard, first: bool) -> Markup {
    let texts = shop.texts();
    html! {
        li.card {
            a href=(shop.product_url(&item.handle)) {
                (picture(item.picture.as_ref(), "", SIZES, first))
                span.title { (item.title) }
            }
            @if item.sold_out {
                span.badge.gone { (texts.sold_out) }
            } @else if let Some(off) = item.compare_at.and_then(|before| price::percent_off(item.price, before)) {
                span.badge { (fill(texts.off, off)) }
            }
            p.cost {
                @if item.price_max.is_some() { small { (texts.from_before) } }
                b { (price::show(item.price)) }
                @if item.price_max.is_some() { small { (texts.from_after) } }
                @if let Some(was) = item.compare_at { s { span.sr { (texts.was) } (price::show(was)) } }
            }
            @if item.sold > 0 { p.sold { (fill(texts.sold, item.sold)) } }
            @if item.variant.is_some() && !item.sold_out {
                button.add data-act="add-card" data-key=(item.handle.as_str()) aria-label=(fill(texts.add_named, &item.title)) {
                    (icon(icon::PLUS))
                }
            }
        }
    }
}
