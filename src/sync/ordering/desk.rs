//! What the pages of ordering show, and how it comes onto the page.

use super::{account, addresses, browser, checkout, controls, credit, orders, outbox, sign_in};
use crate::api::{self, Failure, Method};
use crate::db;
use crate::desk::{Desk, Trouble, Who};
use crate::domain::cart::Cart;
use crate::json::{self, Wire};
use crate::pages::ordering;
use crate::route::Route;
use crate::shop::Shop;
use crate::state::State;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};

thread_local! {
    static DESK: RefCell<Desk> = RefCell::new(Desk { is_online: true, is_kept: true, ..Desk::default() });
    /// Which opening of a page is the latest: what went wrong on an earlier one is not said on this one.
    static TURN: Cell<u32> = const { Cell::new(0) };
    /// Whether entries were read from the phone.
    static IS_BEGUN: Cell<bool> = const { Cell::new(false) };
}

/// Reads and changes what pages show.
pub(super) fn with<T>(change: impl FnOnce(&mut Desk) -> T) -> T {
    DESK.with_borrow_mut(change)
}

/// Changes what pages show, and shows it.
pub(super) fn change(state: State, change: impl FnOnce(&mut Desk)) {
    with(change);
    show(state);
}

/// Begins: what the phone has, and then whatever page is open, from here on.
pub(super) fn begin(state: State) {
    if IS_BEGUN.replace(true) {
        return;
    }
    browser::adopt(ordering::STYLES);
    browser::listen(move |what, name, value| match what.as_str() {
        "do" => controls::act(state, &name, &value),
        _ => controls::field(state, &name, value),
    });
    with(|desk| {
        desk.zone_min = browser::zone();
        desk.who = db::desk::account().map_or(Who::Unknown, Who::Somebody);
        desk.sign_in.sent = db::desk::sent();
        desk.adopt(db::personal::in_use());
    });
    Effect::new(move || {
        let route = state.place.with(|place| place.route.clone());
        if !matches!(route, Route::SignIn(_)) {
            browser::leave();
        }
        with(|desk| {
            desk.asking = None;
            desk.deleting = None;
            desk.sign_in.code.clear();
            desk.credit.forget_typed();
        });
        if route.is_ordering() {
            untrack(|| opened(state));
        }
    });
    Effect::new(move || {
        let is_online = state.online.get();
        if with(|desk| std::mem::replace(&mut desk.is_online, is_online)) != is_online {
            // What could not be asked is asked now.
            untrack(|| if is_online { opened(state) } else { show(state) });
        }
    });
    Effect::new(move || {
        state.cart.track();
        untrack(|| checkout::reckon(state));
    });
    account::follow_other_tabs(state);
    db::orders::listen(move || outbox::read(state));
    outbox::read(state);
}

/// A page of ordering is open: what it needs is asked for.
pub(super) fn opened(state: State) {
    TURN.set(TURN.get().wrapping_add(1));
    with(|desk| {
        // What is asked about outlasts that the network was away, and so does what went wrong with it.
        if desk.credit.asking.is_none() {
            desk.trouble = None;
        }
        desk.missing.clear();
        desk.is_busy = false;
        desk.is_answered = false;
        desk.credit.is_answered = false;
        desk.credit.wrong.clear();
    });
    match state.place.with_untracked(|place| place.route.clone()) {
        Route::SignIn(_) => sign_in::open(state),
        Route::Account => account::open(state),
        Route::Addresses => addresses::open(state),
        Route::Checkout => checkout::open(state),
        Route::Orders => orders::open(state, None),
        Route::Order(id) | Route::Receipt(id) => orders::open(state, Some(id)),
        route if route.is_credit() => credit::open(state),
        _ => {}
    }
    show(state);
}

/// Draws the page of the shop's place.
pub(super) fn draw(shop: &Shop, cart: &Cart) -> String {
    with(|desk| {
        desk.now_ms = now();
        if shop.place.route.is_credit() {
            return credit::draw(shop, desk);
        }
        ordering::page(shop, desk, cart).into_string()
    })
}

/// Brings the page up to date.
pub(super) fn show(state: State) {
    let shop = untrack(|| state.shop());
    if shop.place.route.is_ordering() {
        browser::show(&state.cart.with_untracked(|cart| draw(&shop, cart)));
    }
}

/// By this phone's clock, milliseconds since 1970 UTC.
pub(super) fn now() -> i64 {
    crate::sync::browser::now() as i64
}

/// Which opening of a page this is: for [`tell`].
pub(super) fn turn() -> u32 {
    TURN.get()
}

/// Says what went wrong, if the page that asked is still open: at the fields that the shop names, and in the notice.
pub(super) fn tell(state: State, turn: u32, failure: &Failure) {
    if TURN.get() != turn {
        return;
    }
    let route = state.place.with_untracked(|place| place.route.clone());
    let mut is_marked = false;
    change(state, |desk| {
        desk.is_busy = false;
        desk.trouble = Some(trouble(failure));
        if let Failure::Refused(problem) = failure {
            let unplaced = desk.mark(&route, &problem.errors);
            if !unplaced.is_empty() {
                desk.trouble = Some(Trouble::Unplaced(unplaced));
            }
            is_marked = !(desk.missing.is_empty() && desk.credit.wrong.is_empty());
        }
    });
    if is_marked { browser::focus_wrong() } else { browser::into_sight("[role=alert] .wrong") }
}

/// What went wrong.
pub(super) fn trouble(failure: &Failure) -> Trouble {
    match failure {
        Failure::Lost => Trouble::Offline,
        Failure::Busy => Trouble::Busy,
        Failure::Refused(problem) => Trouble::Refused(problem.code, problem.retry_ms),
    }
}

/// Finds what the phone keeps of this kind for whoever is signed in.
pub(super) async fn kept(name: &str) -> Option<db::offline::Kept> {
    db::orders::kept(&own(name)?).await
}

/// Keeps something for whoever is signed in. Nobody else on this phone finds it.
pub(super) async fn keep(name: &str, at_ms: i64, text: &str) {
    if let Some(name) = own(name) {
        db::orders::keep(&name, at_ms, text).await;
    }
}

fn own(name: &str) -> Option<String> {
    with(|desk| desk.who.owner()).map(|owner| format!("{name} of {owner}"))
}

/// Asks the shop for something, and reads the answer.
///
/// # Errors
/// [`Failure`]; what is not the JSON it should be is no answer, and neither is one for somebody who is not signed in any
/// more.
pub(super) async fn ask<T: Wire>(
    state: State,
    method: Method,
    path: &str,
    body: Option<String>,
) -> Result<T, Failure> {
    let asked_by = with(|desk| desk.who.clone());
    let answer = api::send(method, path, state.locale(), body.as_deref()).await;
    if asked_by != Who::Unknown && with(|desk| desk.who.owner()) != asked_by.owner() {
        return Err(Failure::Lost);
    }
    json::read(&answer?).ok_or(Failure::Lost)
}

/// Asks the shop for something of which the answer says no more than that it is done.
///
/// # Errors
/// [`Failure`].
pub(super) async fn tell_shop(
    state: State,
    method: Method,
    path: &str,
    body: Option<String>,
) -> Result<(), Failure> {
    api::send(method, path, state.locale(), body.as_deref()).await.map(drop)
}
