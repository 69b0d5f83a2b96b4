//! What only follows the start: it is in the same piece of wasm as the pages of [`crate::pages::apart`].
//!
//! Where nothing is cut out, the piece is there. Where it cannot be had, nothing happens.

#[cfg(split)]
use crate::prelude::{ScopedFuture, spawn_local};
use crate::state::State;
use crate::sync::{cart, content, shell};

/// What the piece does.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "web"), allow(dead_code))] // without a browser nothing starts
pub(super) enum Task {
    /// [`shell::listen`]
    FollowShell,
    /// [`cart::ask_offers`]
    CheckCart,
    /// [`content::ask_more`]
    LoadMore,
}

fn carry_out(task: Task, state: State) {
    crate::pages::apart::arrived();
    match task {
        Task::FollowShell => shell::listen(state),
        Task::CheckCart => cart::ask_offers(state),
        Task::LoadMore => content::ask_more(state),
    }
}

#[cfg(split)]
#[wasm_split_helpers::wasm_split(apart, fallible)]
fn entry(task: Task, state: State) -> Result<(), wasm_split_helpers::SplitLoaderError> {
    carry_out(task, state);
    Ok(())
}

/// Does it as soon as the piece is there.
#[cfg(split)]
pub(super) fn run(task: Task, state: State) {
    // What it sets up belongs to whoever called, not to the executor.
    let entered = ScopedFuture::new(entry(task, state));
    spawn_local(async move { _ = entered.await });
}

/// Does it.
#[cfg(not(split))]
pub(super) fn run(task: Task, state: State) {
    carry_out(task, state);
}
