//! The cart: lines to change, mark and take out, and the sum of those marked.

use crate::components::failure::nothing;
use crate::components::icon::{self, icon};
use crate::components::picture::{Frame, label, picture};
use crate::domain::cart::{Cart, Line, News};
use crate::domain::price;
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::{cart, fill};
use fairday_contract::Money;
use maud::{Markup, html};

pub(super) fn page(shop: &Shop, cart: &Cart) -> Markup {
    let (texts, words) = (shop.texts(), cart::of(shop.locale()));
    if cart.lines.is_empty() {
        return nothing(shop, words.cart_empty, "", Route::Home, texts.go_shopping);
    }
    html! {
        h1 { (texts.cart) }
        ul.lines #lines { (lines(shop, cart)) }
        div.buy.sum {
            label.mark { input type="checkbox" data-act="mark-all" checked[cart.all_selected()]; (words.select_all) }
            p #sum aria-live="polite" { (sum(shop, cart)) }
            button.primary #order data-act="order" { (order(shop, cart)) }
        }
    }
}

/// The lines.
pub(super) fn lines(shop: &Shop, cart: &Cart) -> Markup {
    html! { @for one in &cart.lines { (line(shop, one)) } }
}

/// The sum of the marked lines.
pub(super) fn sum(shop: &Shop, cart: &Cart) -> Markup {
    let (texts, words) = (shop.texts(), cart::of(shop.locale()));
    let total = match cart.totals() {
        None => words.total_too_large.to_owned(),
        Some(totals) if totals.is_empty() => price::show(Money::new(0, shop.currency)),
        Some(totals) => totals.into_iter().map(price::show).collect::<Vec<_>>().join(" + "),
    };
    html! { span { (texts.total) " " b { (total) } } small { (words.total_note) } }
}

/// What the order button says.
pub(super) fn order(shop: &Shop, cart: &Cart) -> String {
    fill(cart::of(shop.locale()).order, cart.selected_count())
}

/// What is otherwise now, and a button to agree to it.
fn news_of(shop: &Shop, line: &Line, news: &News) -> Markup {
    let (texts, words) = (shop.texts(), cart::of(shop.locale()));
    html! {
        p.news role="status" {
            @if news.gone { span { (texts.gone) } }
            @if let Some(price) = news.price {
                span {
                    (words.price_now) " " s { span.sr { (texts.was) } (price::show(line.price)) } " " b { (price::show(price)) }
                }
            }
            @match news.left {
                Some(0) => span { (texts.sold_out) }
                Some(left) => span { (fill(texts.left, left)) }
                None => {}
            }
            button data-act="agree" data-key=(line.variant.0) aria-label={ (line.title) ": " (words.agree) } {
                (if news.gone { words.remove } else { words.agree })
            }
        }
    }
}

fn line(shop: &Shop, line: &Line) -> Markup {
    let words = cart::of(shop.locale());
    let key = line.variant.0;
    let total = line.total().map_or_else(|| words.total_too_large.to_owned(), price::show);
    let at_least = (line.quantity <= 1).then_some("true");
    let at_most = (line.quantity >= line.quantity_max()).then_some("true");
    html! {
        li {
            label.mark {
                input type="checkbox" data-act="mark" data-key=(key) checked[line.selected] aria-label=(fill(words.select_named, &line.title));
            }
            a.what href=(shop.product_url(&line.handle)) {
                (picture(line.picture.as_ref(), "", Frame { sizes: "72px", ..Frame::SMALL }, false))
                span.title { (line.title) }
            }
            (label(shop, line.picture.as_ref(), Frame::SMALL))
            div.how {
                @if !line.choice.is_empty() { small { (line.choice) } }
                span.stepper role="group" aria-label=(words.quantity) {
                    button data-act="fewer" data-key=(key) aria-disabled=[at_least] aria-label=(fill(words.fewer, &line.title)) {
                        (icon(icon::MINUS))
                    }
                    output { (line.quantity) }
                    button data-act="another" data-key=(key) aria-disabled=[at_most] aria-label=(fill(words.another, &line.title)) {
                        (icon(icon::PLUS))
                    }
                }
                b { (total) }
                button.bin data-act="remove" data-key=(key) aria-label=(fill(words.remove_named, &line.title)) { (icon(icon::BIN)) }
                @if let Some(news) = &line.news { (news_of(shop, line, news)) }
            }
        }
    }
}
