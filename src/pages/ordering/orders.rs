//! What waits to be sent, and what was ordered.

use super::{terms, trouble, words};
use crate::desk::{Desk, Who};
use crate::domain::moment;
use crate::domain::outbox::{Entry, Need, State};
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::fill;
use crate::texts::ordering::Texts;
use fairday_contract::{Order, OrderStatus, PaymentMethod, Terms};
use maud::{Markup, html};

pub(super) fn page(shop: &Shop, desk: &Desk) -> Markup {
    let texts = words(shop);
    let is_nobody = desk.who == Who::Nobody;
    let is_empty = desk.entries.is_empty() && desk.orders.is_empty();
    if is_empty {
        if is_nobody {
            let to = Route::SignIn(Some(Box::new(Route::Orders)));
            return super::nothing(shop, texts.no_orders, texts.sign_in_for_orders, to, texts.sign_in);
        }
        if !desk.is_answered {
            return super::waiting(shop, desk);
        }
        let onward = shop.texts().go_shopping;
        return super::nothing(shop, texts.no_orders, texts.no_orders_detail, Route::Home, onward);
    }
    html! {
        div.orders {
            h1 { (shop.texts().orders) }
            (trouble(texts, desk))
            @if is_nobody {
                p.note-box {
                    (texts.sign_in_for_orders) " "
                    a.link href=(shop.url(Route::SignIn(Some(Box::new(Route::Orders))))) { (texts.sign_in) }
                }
            }
            @if desk.orders.iter().any(|order| order.payment.method == PaymentMethod::PhoneCredit) {
                a.link href=(shop.url(Route::Credit)) { (texts.my_credit) }
            }
            ul.cards {
                // What the shop has already is placed, also before the outbox has heard so.
                @for entry in desk.entries.iter().filter(|entry| !desk.orders.iter().any(|order| order.id == entry.id)) {
                    li.waiting { (entry_row(shop, desk, entry)) }
                }
                @if let Some(as_of) = desk.orders_as_of { li { p.stale role="status" { (fill(texts.as_of, moment::show(as_of, desk.zone_min))) } } }
                @for order in &desk.orders {
                    li { (row(shop, &shop.url(Route::Order(order.id.clone())), status(texts, order.status), placed_ms(order), &order.terms, desk)) }
                }
            }
            @if desk.older.is_some() { button.more type="button" data-do="older" { (shop.texts().load_more) } }
        }
    }
}

/// Of somebody else's order no more is said than that it waits.
fn entry_row(shop: &Shop, desk: &Desk, entry: &Entry) -> Markup {
    let (texts, url) = (words(shop), shop.url(Route::Order(entry.id.clone())));
    if entry.is_shown_to(desk.who.owner().as_deref()) {
        return row(shop, &url, state(texts, entry), entry.made_ms, &entry.terms, desk);
    }
    html! { a href=(url) { b { (texts.state_other_owner) } } }
}

fn row(shop: &Shop, url: &str, state: &str, at_ms: i64, found: &Terms, desk: &Desk) -> Markup {
    let titles = found.lines.iter().map(|line| line.title.as_str()).collect::<Vec<_>>().join(", ");
    let count: u32 = found.lines.iter().map(|line| line.quantity).sum();
    html! {
        a href=(url) {
            b { (state) }
            span.title { (titles) }
            small { (moment::show(at_ms, desk.zone_min)) " · " (fill(words(shop).pieces, count)) " · " (terms::amount(found, found.total)) }
        }
    }
}

fn placed_ms(order: &Order) -> i64 {
    order.timeline.first().map_or(0, |event| event.at_ms)
}

/// Where an order is, in words.
pub(super) fn status(texts: &Texts, status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Placed => texts.placed,
        OrderStatus::Confirmed => texts.confirmed,
        OrderStatus::Packed => texts.packed,
        OrderStatus::Sent => texts.sent,
        OrderStatus::Ready => texts.ready,
        OrderStatus::Received => texts.received,
        OrderStatus::Cancelled => texts.cancelled,
        OrderStatus::ReturnRequested => texts.return_requested,
        OrderStatus::Returned => texts.returned,
        OrderStatus::Unknown => texts.some_status,
    }
}

/// Where an entry is, in words.
pub(super) fn state(texts: &Texts, entry: &Entry) -> &'static str {
    match &entry.state {
        State::Saved => texts.state_saved,
        State::Sending => texts.state_sending,
        State::Placed => texts.placed,
        State::NeedsYou(Need::SignIn) => texts.state_sign_in,
        State::NeedsYou(Need::Terms(..)) => texts.state_terms,
        State::NeedsYou(Need::Change(..)) => texts.state_change,
    }
}
