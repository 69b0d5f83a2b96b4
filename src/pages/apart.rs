//! Pages that the first screen never needs: a piece of wasm of their own, fetched when the shop is at rest, or when one of
//! them is opened before.

use super::{cart, local};
use crate::components::notice;
use crate::domain::cart::Cart;
use crate::shop::Shop;
use crate::state::Question;
use maud::{Markup, PreEscaped};
use std::cell::Cell;

/// What the piece draws.
#[derive(Clone, Copy)]
pub enum Part<'a> {
    /// The page of the shop's place.
    Page(&'a Shop, &'a Cart),
    /// The cart's lines.
    CartLines(&'a Shop, &'a Cart),
    /// The sum of the lines that are marked.
    CartSum(&'a Shop, &'a Cart),
    /// What the order button says.
    CartOrder(&'a Shop, &'a Cart),
    /// Something that waits for an answer. The piece is there when it is asked: it is the one that asks.
    Question(&'a Shop, Question),
}

/// One function for all of it: what is cut out is found by what only the piece's entry refers to.
type Draw = fn(Part<'_>) -> String;

fn draw(part: Part<'_>) -> String {
    match part {
        Part::Page(shop, cart) => local(shop, cart).into_string(),
        Part::CartLines(shop, cart) => cart::lines(shop, cart).into_string(),
        Part::CartSum(shop, cart) => cart::sum(shop, cart).into_string(),
        Part::CartOrder(shop, cart) => cart::order(shop, cart),
        Part::Question(shop, question) => notice::question(shop, question).into_string(),
    }
}

#[cfg(not(split))]
const AT_START: Option<Draw> = Some(draw);
#[cfg(split)]
const AT_START: Option<Draw> = None;

thread_local! {
    static DRAW: Cell<Option<Draw>> = const { Cell::new(AT_START) };
}

#[cfg(split)]
#[wasm_split_helpers::wasm_split(apart, fallible)]
fn piece() -> Result<Draw, wasm_split_helpers::SplitLoaderError> {
    Ok(draw)
}

/// Draws a part; nothing while the piece is not there.
pub fn show(part: Part<'_>) -> Option<Markup> {
    DRAW.get().map(|draw| PreEscaped(draw(part)))
}

/// The piece is there: said by what runs in it, whoever has loaded it.
pub fn arrived() {
    DRAW.set(Some(draw));
}

/// Whether the piece is there.
pub fn is_here() -> bool {
    DRAW.get().is_some()
}

/// Loads the piece if it is not there yet; says whether it is.
#[allow(clippy::unused_async)] // where nothing is cut out
pub async fn load() -> bool {
    #[cfg(split)]
    if let Ok(draw) = piece().await {
        DRAW.set(Some(draw));
    }
    is_here()
}
