//! A product in a list.

use crate::components::icon::{self, icon};
use crate::components::picture::picture;
use crate::domain::price;
use crate::route::{Place, Route};
use crate::state::State;
use crate::sync;
use crate::texts::fill;
use fairday_contract::ProductCard;
use leptos::prelude::*;

/// How wide a card's picture is shown: half of a phone's screen, less on wider ones.
const SIZES: &str = "(min-width:1000px) 180px,(min-width:600px) 23vw,46vw";

/// Cards in a grid. `eager` of them are on the first screen: their pictures load at once.
pub fn grid(items: &[ProductCard], eager: usize) -> AnyView {
    let cards: Vec<_> = items.iter().enumerate().map(|(n, item)| card(item, n < eager)).collect();
    view! { <ul class="grid">{cards}</ul> }.into_any()
}

fn card(item: &ProductCard, first: bool) -> AnyView {
    let state = State::get();
    let texts = state.texts();
    let href = Place { locale: state.locale(), route: Route::Product(item.handle.clone()) }.url();
    let off = item.compare_at.and_then(|before| price::percent_off(item.price, before));
    let badge =
        if item.sold_out { Some(texts.sold_out.to_owned()) } else { off.map(|off| fill(texts.off, off)) };
    view! {
        <li class="card">
            <a href=href>
                {picture(item.picture.as_ref(), String::new(), SIZES, first)}
                <span class="title">{item.title.clone()}</span>
            </a>
            {badge.map(|badge| view! { <span class="badge" class:gone=item.sold_out>{badge}</span> })}
            <p class="cost">
                <b>{price::show(item.price)}</b>
                {item.price_max.map(|_| view! { <small>{texts.from}</small> })}
                {item.compare_at.map(|was| view! { <s><span class="sr">{texts.was}</span>{price::show(was)}</s> })}
            </p>
            {(item.sold > 0).then(|| view! { <p class="sold">{fill(texts.sold, item.sold)}</p> })}
            {add_button(state, item)}
        </li>
    }
    .into_any()
}

/// Puts the only variant into the cart without a detour.
fn add_button(state: State, item: &ProductCard) -> Option<AnyView> {
    let line = sync::cart::line_of_card(item).filter(|_| !item.sold_out)?;
    let label = fill(state.texts().add_named, &item.title);
    let add = move |_| sync::cart::add(state, line.clone());
    Some(view! { <button class="add" aria-label=label on:click=add>{icon(icon::PLUS)}</button> }.into_any())
}
