//! What follows from changes of the state outside of the views: the title, placeholders, and notices that go by themselves.

use crate::db;
use crate::domain::content::{ApiError, Remote};
use crate::pages;
use crate::state::{Remedy, State};
use crate::sync::placeholder;
use leptos::prelude::*;
use std::cell::Cell;
use std::time::Duration;

/// How long news stays over the page.
const NEWS: Duration = Duration::from_secs(8);
/// How long there is to take something back.
const UNDO: Duration = Duration::from_secs(30);

thread_local! {
    /// Counts what was said.
    static SAID: Cell<u32> = const { Cell::new(0) };
}

/// Follows the page from here on: its title, the placeholders of its pictures, the meter's figures.
pub(super) fn page(state: State) {
    Effect::new(move || {
        let shop = state.shop();
        let name = state.content.with(|content| match content {
            Remote::Missing(ApiError::NotFound) => Some(shop.texts().not_found.to_owned()),
            content => pages::name(&shop, content.data()),
        });
        document().set_title(&pages::title(&shop.name, name.as_deref()));
        placeholder::paint_soon();
        request_animation_frame(db::meter::fill);
    });
    Effect::new(move || {
        state.cart.track(); // its page shows a picture for each line
        placeholder::paint_soon();
    });
}

/// Closes notices from here on when their time is over. What went wrong stays until it is read.
pub(super) fn notices(state: State) {
    Effect::new(move || {
        let number = SAID.get() + 1;
        SAID.set(number);
        let remedy = state.notice.with(|notice| notice.as_ref().and_then(|notice| notice.remedy.clone()));
        match remedy {
            Some(Remedy::SeeCart) => close_later(state, number, NEWS),
            Some(Remedy::RestoreLine(..)) => close_later(state, number, UNDO),
            None => {}
        }
    });
}

/// Takes away what was said, unless it is under a finger or has the focus: then it stays as long again.
fn close_later(state: State, number: u32, after: Duration) {
    let is_read = || {
        document().query_selector("#notices:hover,#notices:focus-within").is_ok_and(|found| found.is_some())
    };
    let close = move || match is_read() {
        _ if SAID.get() != number => {}
        true => close_later(state, number, after),
        false => state.notice.set(None),
    };
    set_timeout(close, after);
}
