//! Phone credit: a piece of wasm of its own with the pages of [`crate::pages::ordering::credit`], on top of the one that
//! orders. Here is what that one needs of it.

mod agreements;
mod applying;
mod choosing;
mod controls;
mod paying;
mod reminders;

use super::{browser, desk};
use crate::desk::{Desk, Trouble};
use crate::pages::ordering;
use crate::pages::ordering::credit as pages;
use crate::route::Route;
use crate::shop::Shop;
use crate::state::State;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;

/// What the piece does.
#[derive(Clone, Copy)]
struct Piece {
    /// Its styles.
    styles: &'static str,
    /// Draws the page of the shop's place.
    draw: fn(&Shop, &Desk) -> String,
    /// A page is open: what it needs is asked for.
    open: fn(State),
    /// A tap, or a form that was sent; says whether it is known.
    act: fn(State, &str, &str) -> bool,
    /// Something typed or chosen; says whether it is known.
    field: fn(State, &str, &str) -> bool,
}

thread_local! {
    static PIECE: Cell<Option<Piece>> = const { Cell::new(None) };
    /// Whether the piece is on its way.
    static IS_ASKED: Cell<bool> = const { Cell::new(false) };
}

fn whole() -> Piece {
    Piece {
        styles: pages::STYLES,
        draw: |shop, desk| pages::page(shop, desk).into_string(),
        open: opened,
        act: controls::act,
        field: controls::field,
    }
}

#[cfg(split)]
#[wasm_split_helpers::wasm_split(credit, fallible)]
fn entry() -> Result<Piece, wasm_split_helpers::SplitLoaderError> {
    Ok(whole())
}

#[cfg(not(split))]
#[allow(clippy::unused_async, clippy::unnecessary_wraps)] // as where the piece is cut out
async fn entry() -> Result<Piece, ()> {
    Ok(whole())
}

/// A page of phone credit is open: it is shown as soon as the piece is there.
pub(super) fn open(state: State) {
    if let Some(piece) = PIECE.get() {
        return (piece.open)(state);
    }
    if IS_ASKED.replace(true) {
        return;
    }
    let turn = desk::turn();
    spawn_local(async move {
        let entered = entry().await;
        IS_ASKED.set(false);
        let Ok(piece) = entered else {
            if desk::turn() == turn {
                desk::change(state, |desk| desk.trouble = Some(Trouble::Offline));
            }
            return;
        };
        PIECE.set(Some(piece));
        browser::adopt(piece.styles);
        if state.place.with_untracked(|place| place.route.is_credit()) {
            desk::opened(state);
        }
    });
}

/// Has the shopper's agreements as the phone keeps them, unless they are known.
pub(super) async fn know_agreements(state: State) {
    agreements::know_kept(state).await;
}

/// Draws the page of the shop's place.
pub(super) fn draw(shop: &Shop, desk: &Desk) -> String {
    PIECE.get().map_or_else(|| ordering::waiting(shop, desk).into_string(), |piece| (piece.draw)(shop, desk))
}

/// A tap, or a form that was sent; false when it is none of these pages'.
pub(super) fn act(state: State, act: &str, key: &str) -> bool {
    PIECE.get().is_some_and(|piece| (piece.act)(state, act, key))
}

/// Something typed or chosen; false when it is none of these pages'.
pub(super) fn field(state: State, name: &str, value: &str) -> bool {
    PIECE.get().is_some_and(|piece| (piece.field)(state, name, value))
}

fn opened(state: State) {
    match state.place.with_untracked(|place| place.route.clone()) {
        Route::Plan(handle) => choosing::open(state, handle),
        Route::Agreement(id) => agreements::open(state, Some(id)),
        _ => {
            agreements::open(state, None);
            reminders::open(state);
        }
    }
}
