//! The cart: lines to change, mark and take out, and the sum of those marked.

use crate::components::failure::nothing;
use crate::components::icon::{self, icon};
use crate::components::picture::picture;
use crate::domain::price;
use crate::route::{Place, Route};
use crate::state::State;
use crate::sync::{self, navigation};
use crate::texts::fill;
use fairday_contract::VariantId;
use leptos::prelude::*;

pub(super) fn page() -> AnyView {
    let state = State::get();
    let texts = state.texts();
    navigation::set_title(state, Some(texts.cart));
    let variants = Memo::new(move |_| {
        state.cart.with(|cart| cart.lines.iter().map(|line| line.variant).collect::<Vec<_>>())
    });
    let shown = move || {
        let variants = variants.get();
        if variants.is_empty() {
            return nothing(texts.cart_empty, texts.total_note, Route::Home, texts.go_shopping);
        }
        let lines: Vec<_> = variants.into_iter().filter_map(|variant| line(state, variant)).collect();
        view! { <h1>{texts.cart}</h1><ul class="lines">{lines}</ul>{sum(state)} }.into_any()
    };
    view! { <div class="cart">{shown}</div> }.into_any()
}

/// One line. Its quantity and mark follow the cart; the rest does not change while it is there.
fn line(state: State, variant: VariantId) -> Option<AnyView> {
    let texts = state.texts();
    let now = move || state.cart.with(|cart| cart.lines.iter().find(|line| line.variant == variant).cloned());
    let line = untrack(now)?;
    let href = Place { locale: state.locale(), route: Route::Product(line.handle.clone()) }.url();
    let quantity = move || now().map_or(0, |line| line.quantity);
    let selected = move || now().is_some_and(|line| line.selected);
    let total = move || {
        now().and_then(|line| line.total()).map_or_else(|| texts.total_too_large.to_owned(), price::show)
    };
    let select = move |event| {
        let selected = event_target_checked(&event);
        sync::cart::change(state, |cart| cart.select(variant, selected));
    };
    let step = move |by: i32| change_quantity(state, variant, by);
    let at_least = move || (quantity() <= 1).then_some("true");
    let at_most = move || now().is_some_and(|line| line.quantity >= line.quantity_max()).then_some("true");
    Some(
        view! {
            <li>
                <label class="mark"><input type="checkbox" prop:checked=selected aria-label=fill(texts.select_named, &line.title) on:change=select/></label>
                <a href=href class="what">
                    {picture(line.picture.as_ref(), String::new(), "72px", false)}
                    <span class="title">{line.title.clone()}</span>
                </a>
                <div class="how">
                    <small>{line.choice.clone()}</small>
                    <span class="stepper" role="group" aria-label=texts.quantity>
                        <button aria-label=fill(texts.fewer, &line.title) aria-disabled=at_least on:click=move |_| step(-1)>{icon(icon::MINUS)}</button>
                        <output>{quantity}</output>
                        <button aria-label=fill(texts.another, &line.title) aria-disabled=at_most on:click=move |_| step(1)>{icon(icon::PLUS)}</button>
                    </span>
                    <b>{total}</b>
                    <button class="bin" aria-label=fill(texts.remove_named, &line.title) on:click=move |_| sync::cart::remove(state, variant)>{icon(icon::BIN)}</button>
                </div>
            </li>
        }
        .into_any(),
    )
}

fn change_quantity(state: State, variant: VariantId, by: i32) {
    let full = sync::cart::change(state, |cart| {
        let line = cart.lines.iter().find(|line| line.variant == variant)?;
        let (wanted, most) = (line.quantity.saturating_add_signed(by), line.quantity_max());
        cart.set_quantity(variant, wanted);
        (wanted > most).then_some(most)
    });
    if let Some(most) = full {
        state.say(fill(state.texts().no_more, most), None);
    }
}

/// The sum of the marked lines and the order button, within reach of the thumb.
fn sum(state: State) -> AnyView {
    let texts = state.texts();
    let all = move || state.cart.with(crate::domain::cart::Cart::all_selected);
    let count = move || state.cart.with(crate::domain::cart::Cart::selected_count);
    let total = move || {
        let totals = state.cart.with(crate::domain::cart::Cart::totals);
        totals.map_or_else(
            || texts.total_too_large.to_owned(),
            |totals| {
                let zero = || {
                    price::show(fairday_contract::Money::new(
                        0,
                        state.store.with_value(|store| store.currency),
                    ))
                };
                if totals.is_empty() {
                    zero()
                } else {
                    totals.into_iter().map(price::show).collect::<Vec<_>>().join(" + ")
                }
            },
        )
    };
    let select = move |event| {
        let selected = event_target_checked(&event);
        sync::cart::change(state, |cart| cart.select_all(selected));
    };
    let order = move |_| {
        if count() == 0 {
            state.say(texts.select_something, None);
        } else {
            navigation::go(state, state.place.with_untracked(|place| place.to(Route::Checkout)));
        }
    };
    view! {
        <div class="buy sum">
            <label class="mark"><input type="checkbox" prop:checked=all on:change=select/>{texts.select_all}</label>
            <p aria-live="polite"><span>{texts.total}" "<b>{total}</b></span><small>{texts.total_note}</small></p>
            <button class="primary" id="order" on:click=order>{move || fill(texts.order, count())}</button>
        </div>
    }
    .into_any()
}
