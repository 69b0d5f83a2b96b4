//! The frame around every page: four places that follow the state.
//!
//! What is in them is HTML from [`crate::pages`] and [`crate::components`]. The server renders the same frame, and the
//! browser takes it over as it stands: what was typed, chosen, focused or scrolled to stays.

use crate::components::{header, notice, tab_bar};
use crate::domain::cart::Cart;
use crate::pages;
use crate::pages::apart::{self, Part};
use crate::prelude::*;
use crate::route::Route;
use crate::state::State;
use crate::sync::ordering;
use maud::Markup;

/// The whole shop at the place that `state` says.
pub fn app(state: State) -> impl RenderHtml {
    let top = move || header::header(&state.shop()).into_string();
    let content = move || {
        let shop = state.shop();
        state.content.track();
        if let Some(page) = state.cart.with_untracked(|cart| ordering::page(&shop, cart)) {
            return page;
        }
        state.content.with(|content| {
            // The cart and the choice change in place: see `sync::patch`.
            state.cart.with_untracked(|cart| {
                state.chosen.with_untracked(|chosen| pages::page(&shop, content, cart, chosen).into_string())
            })
        })
    };
    let said = move || {
        let shop = state.shop();
        // A question waits while something else is said, and is not asked in the middle of an order.
        let question = state.question.get().filter(|_| shop.place.route != Route::Checkout);
        state.notice.with(|said| match (said, question) {
            (Some(said), _) => notice::notice(&shop, said).into_string(),
            (None, Some(question)) => {
                apart::show(Part::Question(&shop, question)).map(Markup::into_string).unwrap_or_default()
            }
            (None, None) => String::new(),
        })
    };
    let count = Memo::new(move |_| state.cart.with(Cart::count));
    let tabs = move || tab_bar::tab_bar(&state.shop(), count.get()).into_string();
    (
        div().id("top").inner_html(top),
        main().id("main").tabindex("-1").inner_html(content),
        div().id("notices").role("status").aria_live("polite").inner_html(said),
        div().id("tabs").inner_html(tabs),
    )
}
