//! A product in a list.

use crate::components::icon::{self, icon};
use crate::components::picture::{Frame, label, picture};
use crate::domain::price;
use crate::shop::Shop;
use crate::texts::fill;
use fairday_contract::ProductCard;
use maud::{Markup, html};

/// Half of a phone's screen, a quarter of wider ones. At 360 px it is 168 px wide: 160 do.
const FRAME: Frame = Frame { sizes: "(min-width:1024px) 246px,(min-width:600px) 23vw,44vw", least: 160 };

/// Cards in a grid. `eager` of them are on the first screen: their pictures load at once.
pub fn grid(shop: &Shop, items: &[ProductCard], eager: usize) -> Markup {
    html! { ul.grid { @for (n, item) in items.iter().enumerate() { (card(shop, item, n < eager)) } } }
}

fn card(shop: &Shop, item: &ProductCard, first: bool) -> Markup {
    let texts = shop.texts();
    html! {
        li.card {
            a href=(shop.product_url(&item.handle)) {
                (picture(item.picture.as_ref(), "", FRAME, first))
                span.title { (item.title) }
            }
            (label(shop, item.picture.as_ref(), FRAME))
            @if item.sold_out {
                span.badge.gone { (texts.sold_out) }
            } @else if let Some(off) = item.compare_at.and_then(|before| price::percent_off(item.price, before)) {
                span.badge { (fill(texts.off, off)) }
            }
            @let adds = item.variant.is_some() && !item.sold_out;
            p.cost.alone[!adds] {
                @if item.price_max.is_some() { small { (texts.from_before) } }
                b { (price::show(item.price)) }
                @if item.price_max.is_some() { small { (texts.from_after) } }
                @if let Some(was) = item.compare_at { s { span.sr { (texts.was) } (price::show(was)) } }
            }
            @if item.sold > 0 { p.sold { (fill(texts.sold, item.sold)) } }
            @if adds {
                button.add data-act="add-card" data-key=(item.handle.as_str()) aria-label=(fill(texts.add_named, &item.title)) {
                    (icon(icon::PLUS))
                }
            }
        }
    }
}
