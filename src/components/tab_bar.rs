//! The bottom of every page: within reach of one thumb.

use crate::components::icon::{self, icon};
use crate::route::{Place, Route};
use crate::state::State;
use leptos::prelude::*;

/// The most that the badge on the cart counts to.
const BADGE_MAX: u32 = 99;

/// The bar of a language.
pub fn tab_bar(state: State) -> AnyView {
    let texts = state.texts();
    let count = Memo::new(move |_| state.cart.with(crate::domain::cart::Cart::count));
    let badge = move || {
        (count.get() > 0).then(|| {
            let count = count.get();
            let shown = if count > BADGE_MAX { format!("{BADGE_MAX}+") } else { count.to_string() };
            view! { <b class="count">{shown}</b> }
        })
    };
    let tab = move |route: Route, path: &'static str, label: &'static str| {
        let href = Place { locale: state.locale(), route: route.clone() }.url();
        let here = move || state.place.with(|place| is_below(&place.route, &route)).then_some("page");
        view! { <a href=href aria-current=here>{icon(path)}<span>{label}</span></a> }
    };
    let cart_href = Place { locale: state.locale(), route: Route::Cart }.url();
    let at_cart = move || state.place.with(|place| is_below(&place.route, &Route::Cart)).then_some("page");
    view! {
        <nav class="tabs" aria-label=texts.navigation>
            {tab(Route::Home, icon::HOME, texts.home)}
            {tab(Route::Categories, icon::CATEGORIES, texts.categories)}
            <a href=cart_href aria-current=at_cart>{icon(icon::CART)}<span>{texts.cart}</span>{badge}</a>
            {tab(Route::Settings, icon::SETTINGS, texts.settings)}
        </nav>
    }
    .into_any()
}

fn is_below(route: &Route, tab: &Route) -> bool {
    match tab {
        Route::Categories => matches!(route, Route::Categories | Route::Category(..)),
        Route::Cart => matches!(route, Route::Cart | Route::Checkout),
        tab => route == tab,
    }
}
