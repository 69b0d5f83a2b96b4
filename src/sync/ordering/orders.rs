//! What was ordered: from the phone at once, then from the shop; and what is asked of an order.

use super::{account, browser, credit, desk, outbox};
use crate::api::{Failure, Method};
use crate::desk::Act;
use crate::domain::cart::Line;
use crate::domain::checkout::{self, Field};
use crate::json;
use crate::pages::ordering as pages;
use crate::paths;
use crate::route::Route;
use crate::state::State;
use crate::sync::{cart, navigation};
use crate::texts::ordering;
use fairday_contract::{Money, Order, OrderId, OrderReason, Orders, PaymentMethod, ProblemCode, Terms};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The most orders kept on the phone; the oldest go first.
const KEPT_MAX: usize = 100;
/// Where they are kept.
const NAME: &str = "orders";

/// A page of orders is open, or of one of them.
pub(super) fn open(state: State, id: Option<OrderId>) {
    let turn = desk::turn();
    spawn_local(async move {
        if desk::with(|desk| desk.orders.is_empty()) {
            show_kept(state).await;
        }
        let is_on_credit = |order: &Order| order.payment.method == PaymentMethod::PhoneCredit;
        if desk::with(|desk| desk.orders.iter().any(is_on_credit)) {
            credit::know_agreements(state).await;
        }
        outbox::drain(state);
        match id {
            None => ask_list(state, turn).await,
            Some(id) if desk::with(|desk| desk.entry(&id).is_some()) => {}
            Some(id) => ask_one(state, turn, id).await,
        }
    });
}

async fn show_kept(state: State) {
    let Some(kept) = desk::kept(NAME).await else { return };
    let Some(orders) = json::read::<Orders>(&kept.json) else { return };
    desk::change(state, |desk| {
        desk.orders = orders.items;
        desk.older = orders.next;
        desk.orders_as_of = Some(kept.at_ms as i64);
    });
}

async fn keep() {
    let kept = desk::with(|desk| {
        let is_cut = desk.orders.len() > KEPT_MAX;
        Orders {
            items: desk.orders.iter().take(KEPT_MAX).cloned().collect(),
            next: desk.older.clone().filter(|_| !is_cut),
        }
    });
    desk::keep(NAME, desk::now(), &json::write(&kept)).await;
}

async fn ask_list(state: State, turn: u32) {
    match desk::ask::<Orders>(state, Method::Get, &paths::api_orders(None), None).await {
        Ok(orders) => {
            desk::with(|desk| {
                desk.orders = orders.items;
                desk.older = orders.next;
                desk.orders_as_of = None;
                desk.is_answered = true;
            });
            is_theirs(state).await;
            desk::show(state);
            keep().await;
        }
        Err(failure) => failed(state, turn, &failure),
    }
}

/// Who got an answer is signed in.
async fn is_theirs(state: State) {
    if desk::with(|desk| desk.who.account().is_none()) {
        account::who(state).await;
    }
}

async fn ask_one(state: State, turn: u32, id: OrderId) {
    match desk::ask::<Order>(state, Method::Get, &paths::api_order(&id), None).await {
        Ok(order) => {
            desk::with(|desk| desk.is_answered = true);
            is_theirs(state).await;
            learn(state, order).await;
            desk::change(state, |desk| desk.orders_as_of = None);
        }
        Err(Failure::Refused(problem)) if problem.code == ProblemCode::OrderNotFound => {
            desk::change(state, |desk| {
                desk.is_answered = true;
                desk.orders.retain(|order| order.id != id);
            });
        }
        Err(failure) => failed(state, turn, &failure),
    }
}

fn failed(state: State, turn: u32, failure: &Failure) {
    let is_signed_out =
        matches!(failure, Failure::Refused(problem) if problem.code == ProblemCode::SignInRequired);
    if is_signed_out {
        return account::became(state, crate::desk::Who::Nobody);
    }
    // What the phone has says as of when it is: that is enough.
    if desk::with(|desk| desk.orders.is_empty()) {
        desk::tell(state, turn, failure);
    }
}

/// Takes in an order as it is now, and keeps it.
pub(super) async fn learn(state: State, order: Order) {
    desk::with(|desk| {
        if let Some(place) = desk.orders.iter_mut().find(|one| one.id == order.id) {
            *place = order;
            return;
        }
        let at = desk.orders.iter().position(|one| one.number < order.number);
        desk.orders.insert(at.unwrap_or(desk.orders.len()), order);
    });
    desk::show(state);
    keep().await;
}

/// Asks for older orders.
pub(super) fn ask_older(state: State) {
    let cursor = desk::with(|desk| if desk.is_busy { None } else { desk.older.clone() });
    let Some(cursor) = cursor else { return };
    desk::with(|desk| desk.is_busy = true);
    let turn = desk::turn();
    spawn_local(async move {
        match desk::ask::<Orders>(state, Method::Get, &paths::api_orders(Some(&cursor)), None).await {
            Ok(more) => {
                desk::change(state, |desk| {
                    desk.is_busy = false;
                    desk.older = more.next;
                    for order in more.items {
                        if desk.order(&order.id).is_none() {
                            desk.orders.push(order);
                        }
                    }
                });
                keep().await;
            }
            Err(failure) => desk::tell(state, turn, &failure),
        }
    });
}

/// Cancels an order, or asks to give it back: what the shopper was asked about.
pub(super) fn act(state: State, id: OrderId) {
    let asked = desk::with(|desk| {
        let (of, act) = desk.asking.clone()?;
        let reason = checkout::reason(&desk.reason, act == Act::Return);
        desk.missing = if reason.is_ok() { Vec::new() } else { vec![Field::Note] };
        let reason = reason.ok()?;
        (of == id && !std::mem::replace(&mut desk.is_busy, true)).then_some((act, reason))
    });
    desk::show(state);
    let Some((act, reason)) = asked else { return browser::focus_wrong() };
    let turn = desk::turn();
    spawn_local(async move {
        let path = paths::api_order_act(&id, if act == Act::Cancel { "cancel" } else { "return" });
        let body = json::write(&OrderReason { reason });
        match desk::ask::<Order>(state, Method::Post, &path, Some(body)).await {
            Ok(order) => {
                desk::with(|desk| {
                    desk.is_busy = false;
                    desk.asking = None;
                    desk.reason.clear();
                });
                learn(state, order).await;
            }
            Err(failure) => {
                desk::tell(state, turn, &failure);
                if matches!(&failure, Failure::Refused(problem) if problem.errors.is_empty()) {
                    ask_one(state, turn, id).await; // it is not where we thought
                }
            }
        }
    });
}

/// Puts what an order has into the cart again.
pub(super) fn put_into_cart(state: State, terms: &Terms) {
    let picture = |line: &fairday_contract::TermsLine| {
        line.picture.clone().map(|id| fairday_contract::Picture {
            id,
            w: 1,
            h: 1,
            hash: String::new(),
            bytes: Vec::new(),
            alt: None,
        })
    };
    cart::change(state, |cart| {
        for line in terms.lines.iter().rev() {
            _ = cart.remove(line.variant);
            _ = cart.add(Line {
                variant: line.variant,
                handle: line.handle.clone(),
                title: line.title.clone(),
                choice: line.choice.clone(),
                price: Money::new(line.price, terms.currency),
                picture: picture(line),
                quantity: line.quantity,
                stock: None,
                selected: true,
                news: None,
            });
        }
    });
}

/// The same again: into the cart, where it is compared with what the shop has now.
pub(super) fn buy_again(state: State, id: &OrderId) {
    let Some(terms) = desk::with(|desk| desk.order(id).map(|order| order.terms.clone())) else { return };
    put_into_cart(state, &terms);
    navigation::go(state, state.place.with_untracked(|place| place.to(Route::Cart)));
    state.say(ordering::of(state.locale()).in_cart_again, None);
}

/// Passes the receipt on as a text.
pub(super) fn share(state: State, id: &OrderId) {
    let shop = untrack(|| state.shop());
    let Some(text) = desk::with(|desk| pages::receipt_as_text(&shop, desk, id)) else { return };
    spawn_local(async move {
        // The shopper may think better of it: nothing is wrong then.
        if browser::share(&text).await.is_ok_and(|is_copied| is_copied.is_truthy()) {
            state.say(ordering::of(state.locale()).copied, None);
        }
    });
}
