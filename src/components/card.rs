//! A product in a list.

use crate::commands::{Command, use_commands};
use crate::components::icon::{self, Icon};
use crate::components::image::{Frame, Image, ImageLabel};
use crate::domain::cart::Line;
use crate::domain::price;
use crate::state::use_shop;
use crate::texts::fill;
use fairday_contract::ProductCard;
use leptos::prelude::*;
use std::borrow::Cow;

/// Half of a phone's screen, a quarter of wider ones. At 360 px a card is 168 px wide; the file of 160 px is enough.
const FRAME: Frame =
    Frame { sizes: Cow::Borrowed("(min-width:1024px) 246px,(min-width:600px) 23vw,44vw"), least: 160 };

/// Cards in a grid.
#[component]
pub fn Grid(
    /// The goods, a card for each.
    items: Vec<ProductCard>,
    /// How many of them are on the first screen: their pictures load at once.
    #[prop(optional)]
    eager: usize,
) -> impl IntoView {
    let cards =
        items.into_iter().enumerate().map(|(n, item)| view! { <Card item is_first=n < eager/> }.into_any());
    view! { <ul class="grid">{cards.collect_view()}</ul> }.into_any()
}

/// One product, with its picture, its price, and a button where there is nothing to choose.
#[component]
pub fn Card(
    /// The product to show.
    item: ProductCard,
    /// True on the first screen, where its picture loads at once.
    is_first: bool,
) -> impl IntoView {
    let shop = use_shop();
    let texts = shop.texts();
    let line = Line::of_card(&item).filter(|_| !item.sold_out);
    let off = item.compare_at.and_then(|before| price::percent_off(item.price, before));
    let badge = if item.sold_out {
        Some(view! { <span class="badge gone">{texts.sold_out}</span> }.into_any())
    } else {
        off.map(|off| view! { <span class="badge">{fill(texts.off, off)}</span> }.into_any())
    };
    // A language has the words before the price, or after it.
    let from = |words: &'static str| {
        let is_said = item.price_max.is_some() && !words.is_empty();
        is_said.then(|| view! { <small>{words}</small> }.into_any())
    };
    view! {
        <li class="card">
            <a href=shop.product_url(&item.handle)>
                <Image picture=item.picture.clone() frame=FRAME is_first/>
                <span class="title">{item.title.clone()}</span>
            </a>
            <ImageLabel picture=item.picture least=FRAME.least/>
            {badge}
            <p class=if line.is_some() { "cost" } else { "cost alone" }>
                {from(texts.from_before)}
                <b>{price::show(item.price)}</b>
                {from(texts.from_after)}
                {item.compare_at.map(|was| view! { <s><span class="sr">{texts.was}</span>{price::show(was)}</s> }.into_any())}
            </p>
            {(item.sold > 0).then(|| view! { <p class="sold">{fill(texts.sold, item.sold)}</p> }.into_any())}
            {line.map(|line| view! { <AddButton line/> }.into_any())}
        </li>
    }
    .into_any()
}

/// Puts one into the cart, without opening the product's page.
#[component]
fn AddButton(
    /// The line that a tap puts into the cart.
    line: Line,
) -> impl IntoView {
    let commands = use_commands();
    let label = fill(use_shop().texts().add_named, &line.title);
    view! {
        <button class="add" value=line.variant.to_string() aria-label=label on:click=move |_| commands.run(Command::Add(line.clone()))>
            <Icon path=icon::PLUS/>
        </button>
    }
    .into_any()
}
