//! What few visits need: in the piece `own`, with the pages of the cart and the settings, fetched when it is needed.
//!
//! Where nothing is cut out, the piece is there. Where it cannot be had, nothing happens.

use crate::state::State;
use crate::sync::{cart, content, shell};
use leptos::prelude::*;

/// What the piece does.
#[derive(Clone, Copy)]
enum Task {
    /// [`shell::listen`]
    FollowShell,
    /// [`cart::ask_offers`]
    CheckCart,
    /// [`content::ask_more`]
    LoadMore,
}

/// Follows versions and installing from here on: see [`shell::listen`].
#[cfg_attr(not(feature = "web"), allow(dead_code))] // without a browser nothing starts
pub(super) fn follow_shell(state: State) {
    run(Task::FollowShell, state);
}

/// Compares the cart with the shop, when there is something in it: see [`cart::ask_offers`].
pub(super) fn check_cart(state: State) {
    if state.cart.with_untracked(|cart| !cart.lines.is_empty()) {
        run(Task::CheckCart, state);
    }
}

/// Shows more of a list: see [`content::ask_more`].
pub(super) fn load_more(state: State) {
    run(Task::LoadMore, state);
}

fn carry_out(task: Task, state: State) {
    match task {
        Task::FollowShell => shell::listen(state),
        Task::CheckCart => cart::ask_offers(state),
        Task::LoadMore => content::ask_more(state),
    }
}

#[cfg(split)]
#[wasm_split_helpers::wasm_split(own, fallible)]
fn entry(task: Task, state: State) -> Result<(), wasm_split_helpers::SplitLoaderError> {
    carry_out(task, state);
    Ok(())
}

/// Does it as soon as the piece is there.
#[cfg(split)]
fn run(task: Task, state: State) {
    use leptos::task::spawn_local;

    // What it sets up belongs to whoever called, not to the executor.
    let entered = ScopedFuture::new_untracked(entry(task, state));
    spawn_local(async move { _ = entered.await });
}

/// Does it.
#[cfg(not(split))]
fn run(task: Task, state: State) {
    carry_out(task, state);
}
