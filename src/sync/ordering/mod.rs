//! Signing in, ordering, and what becomes of orders. All of it is a piece of wasm of its own with the pages of
//! [`crate::pages::ordering`]; here is what the rest of the app needs of it.

mod account;
mod addresses;
mod browser;
mod checkout;
mod controls;
mod credit;
mod desk;
mod orders;
mod outbox;
mod placing;
mod regions;
mod sign_in;

use crate::db;
use crate::domain::cart::Cart;
use crate::domain::content::{ApiError, Remote};
use crate::shop::Shop;
use crate::state::State;
use crate::sync::shell;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};

/// What the piece does.
#[derive(Clone, Copy)]
enum Task {
    /// Follows the place from here on, and shows the pages of ordering.
    Begin,
    /// Sends what waits.
    Send,
}

/// Draws the page of the shop's place.
type Draw = fn(&Shop, &Cart) -> String;

thread_local! {
    static DRAW: Cell<Option<Draw>> = const { Cell::new(None) };
    /// What the piece sets up lasts as long as this, which is as long as the app, whoever asks first.
    static OWNER: RefCell<Option<Owner>> = const { RefCell::new(None) };
    /// Whether the piece is on its way.
    static IS_ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Draws the page of the shop's place into its element, which has just come onto the page, as soon as the piece is there.
pub fn draw(state: State) {
    let Some(draw) = DRAW.get() else { return bring(state) };
    let shop = untrack(|| state.shop());
    if shop.place.route.is_ordering() {
        browser::show(&state.cart.with_untracked(|cart| draw(&shop, cart)));
    }
}

/// Lets the piece set itself up under the caller, who lasts as long as the app.
pub fn lasts() {
    OWNER.set(Owner::current());
}

fn bring(state: State) {
    if !IS_ASKED.replace(true) {
        run(Task::Begin, state);
    }
}

/// Sends the orders that wait, when there are any.
pub fn send_waiting(state: State) {
    if db::desk::is_waiting() {
        run(Task::Send, state);
    }
}

fn carry_out(task: Task, state: State) -> Draw {
    if DRAW.get().is_none() {
        desk::begin(state);
    }
    if let Task::Send = task {
        outbox::drain(state);
    }
    desk::draw
}

#[cfg(split)]
#[wasm_split_helpers::wasm_split(ordering, fallible)]
fn entry(task: Task, state: State) -> Result<Draw, wasm_split_helpers::SplitLoaderError> {
    Ok(carry_out(task, state))
}

#[cfg(not(split))]
#[allow(clippy::unused_async, clippy::unnecessary_wraps)] // as where the piece is cut out
async fn entry(task: Task, state: State) -> Result<Draw, ()> {
    Ok(carry_out(task, state))
}

fn run(task: Task, state: State) {
    let owner = OWNER.with_borrow(Clone::clone).unwrap_or_default();
    let entered = owner.with(|| ScopedFuture::new_untracked(entry(task, state)));
    spawn_local(async move {
        let entered = if shell::script("ordering").await.is_ok() { entered.await.ok() } else { None };
        IS_ASKED.set(false);
        if let Some(draw) = entered {
            DRAW.set(Some(draw));
        } else if state.place.with_untracked(|place| place.route.is_ordering()) {
            state.content.set(Remote::Missing(ApiError::Offline));
        }
    });
}
