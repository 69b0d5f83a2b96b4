//! The cart: lines to change, mark and take out, and the sum of those marked.

use crate::commands::{Command, use_commands};
use crate::components::failure::Nothing;
use crate::components::icon::{self, Icon};
use crate::components::image::{Frame, Image, ImageLabel};
use crate::domain::cart::{Cart, Line, News};
use crate::domain::price;
use crate::route::Route;
use crate::shop::Shop;
use crate::state::{use_shop, use_state};
use crate::texts::{cart, fill};
use fairday_contract::{Money, VariantId};
use leptos::prelude::*;

/// The cart's page.
#[component]
pub fn CartPage() -> impl IntoView {
    let state = use_state();
    let is_empty = Memo::new(move |_| state.cart.with(|cart| cart.lines.is_empty()));
    move || if is_empty.get() { view! { <EmptyCart/> }.into_any() } else { view! { <FullCart/> }.into_any() }
}

#[component]
fn EmptyCart() -> impl IntoView {
    let shop = use_shop();
    let (title, link) = (cart::of(shop.locale()).cart_empty, shop.texts().go_shopping);
    view! { <Nothing title to=Route::Home link/> }.into_any()
}

/// The lines, and the bar with their sum.
#[component]
fn FullCart() -> impl IntoView {
    let (state, commands, shop) = (use_state(), use_commands(), use_shop());
    let (texts, words) = (shop.texts(), cart::of(shop.locale()));
    let variants =
        move || state.cart.with(|cart| cart.lines.iter().map(|line| line.variant).collect::<Vec<_>>());
    let are_all_marked = move || state.cart.with(Cart::all_selected);
    let mark_all = move |event| commands.run(Command::MarkAll(event_target_checked(&event)));
    let order = move || fill(words.order, state.cart.with(Cart::selected_count));
    view! {
        <h1>{texts.cart}</h1>
        <ul class="lines" id="lines">
            <For each=variants key=|variant| *variant let:variant><CartLine variant/></For>
        </ul>
        <div class="buy sum">
            <label class="mark">
                <input type="checkbox" checked=untrack(are_all_marked) prop:checked=are_all_marked on:change=mark_all/>
                {words.select_all}
            </label>
            <p id="sum" aria-live="polite">
                <span>{texts.total}" "<b>{move || state.cart.with(|cart| sum(&shop, cart))}</b></span>
                <small>{words.total_note}</small>
            </p>
            <button class="primary" id="order" on:click=move |_| commands.run(Command::Order)>{order}</button>
        </div>
    }
    .into_any()
}

/// The sum of the marked lines, one for each currency.
fn sum(shop: &Shop, cart: &Cart) -> String {
    match cart.totals() {
        None => cart::of(shop.locale()).total_too_large.to_owned(),
        Some(totals) if totals.is_empty() => price::show(Money::new(0, shop.currency)),
        Some(totals) => totals.into_iter().map(price::show).collect::<Vec<_>>().join(" + "),
    }
}

/// One line: it stays on the page while it is in the cart, and what changes of it changes in place.
#[component]
fn CartLine(
    /// Which one.
    variant: VariantId,
) -> impl IntoView {
    let (state, commands, shop) = (use_state(), use_commands(), use_shop());
    let words = cart::of(shop.locale());
    let found =
        move || state.cart.with(|cart| cart.lines.iter().find(|line| line.variant == variant).cloned());
    let line = Memo::new(move |_| found());
    // What a line is about does not change while it is there.
    let first = line.get_untracked()?;
    let is_marked = move || line.with(|line| line.as_ref().is_some_and(|line| line.selected));
    let mark = move |event| commands.run(Command::Mark(variant, event_target_checked(&event)));
    let total = move || {
        let total = line.with(|line| line.as_ref().map(Line::total));
        total.map(|total| total.map_or_else(|| words.total_too_large.to_owned(), price::show))
    };
    let news = move || {
        let line = line.get()?;
        let news = line.news.clone()?;
        Some(view! { <NewsOfLine line news/> }.into_any())
    };
    let frame = Frame::small("72px");
    let title = first.title.clone();
    let row = view! {
        <li>
            <label class="mark">
                <input type="checkbox" checked=first.selected prop:checked=is_marked on:change=mark
                    aria-label=fill(words.select_named, &title)/>
            </label>
            <a class="what" href=shop.product_url(&first.handle)>
                <Image picture=first.picture.clone() frame=frame.clone()/>
                <span class="title">{title.clone()}</span>
            </a>
            <ImageLabel picture=first.picture least=frame.least/>
            <div class="how">
                {(!first.choice.is_empty()).then(|| view! { <small>{first.choice.clone()}</small> }.into_any())}
                <Stepper line title=title.clone() variant/>
                <b>{total}</b>
                <button class="bin" aria-label=fill(words.remove_named, &title)
                    on:click=move |_| commands.run(Command::Remove(variant))><Icon path=icon::BIN/></button>
                {news}
            </div>
        </li>
    }.into_any();
    Some(row)
}

/// How many, with a button for one fewer and one for one more.
#[component]
fn Stepper(line: Memo<Option<Line>>, variant: VariantId, title: String) -> impl IntoView {
    let (commands, words) = (use_commands(), cart::of(use_shop().locale()));
    let step = move |by| commands.run(Command::Step(variant, by));
    let is = move |ask: fn(&Line) -> bool| line.with(|line| line.as_ref().is_some_and(ask)).then_some("true");
    view! {
        <span class="stepper" role="group" aria-label=words.quantity>
            <button class="fewer" aria-disabled=move || is(|line| line.quantity <= 1) aria-label=fill(words.fewer, &title)
                on:click=move |_| step(-1)><Icon path=icon::MINUS/></button>
            <output>{move || line.with(|line| line.as_ref().map(|line| line.quantity.to_string()))}</output>
            <button class="another" aria-disabled=move || is(|line| line.quantity >= line.quantity_max())
                aria-label=fill(words.another, &title) on:click=move |_| step(1)><Icon path=icon::PLUS/></button>
        </span>
    }
    .into_any()
}

/// What has changed since it was put in, and a button to agree to it.
#[component]
fn NewsOfLine(line: Line, news: News) -> impl IntoView {
    let (commands, shop) = (use_commands(), use_shop());
    let (texts, words) = (shop.texts(), cart::of(shop.locale()));
    let variant = line.variant;
    let price = news.price.map(|price| {
        let was = price::show(line.price);
        view! { <span>{words.price_now}" "<s><span class="sr">{texts.was}</span>{was}</s>" "<b>{price::show(price)}</b></span> }.into_any()
    });
    let left =
        news.left.map(|left| if left == 0 { texts.sold_out.to_owned() } else { fill(texts.left, left) });
    view! {
        <p class="news" role="status">
            {news.gone.then(|| view! { <span>{texts.gone}</span> }.into_any())}
            {price}
            {left.map(|left| view! { <span>{left}</span> }.into_any())}
            <button aria-label=[&line.title, ": ", words.agree].concat()
                on:click=move |_| commands.run(Command::Agree(variant))>
                {if news.gone { words.remove } else { words.agree }}
            </button>
        </p>
    }
    .into_any()
}
