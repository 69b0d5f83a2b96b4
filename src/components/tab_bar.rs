//! The bottom of every page: within reach of one thumb.

use crate::components::icon::{self, Icon};
use crate::domain::cart::Cart;
use crate::route::Route;
use crate::state::use_state;
use leptos::prelude::*;

/// The bar, with how many things are in the cart.
#[component]
pub fn TabBar() -> impl IntoView {
    let state = use_state();
    let count = move || state.cart.with(Cart::badge);
    move || {
        let shop = state.shop();
        let texts = shop.texts();
        let here = |tab: Route| is_below(&shop.place.route, &tab);
        view! {
            <nav class="tabs" aria-label=texts.navigation>
                <Tab href=shop.url(Route::Home) is_here=here(Route::Home) path=icon::HOME label=texts.home/>
                <Tab href=shop.url(Route::Categories) is_here=here(Route::Categories) path=icon::CATEGORIES
                    label=texts.categories/>
                <Tab href=shop.url(Route::Cart) is_here=here(Route::Cart) path=icon::CART label=texts.cart
                    badge=Signal::derive(count)/>
                <Tab href=shop.url(Route::Settings) is_here=here(Route::Settings) path=icon::SETTINGS
                    label=texts.settings/>
            </nav>
        }
        .into_any()
    }
}

/// One of the bar's links.
#[component]
fn Tab(
    /// Where it leads.
    href: String,
    /// Whether the shopper is there.
    is_here: bool,
    /// Its drawing.
    path: &'static str,
    /// Its name.
    label: &'static str,
    /// A number beside it, while there is one.
    #[prop(optional)]
    badge: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let badge = move || {
        let shown = badge?.get()?;
        Some(view! { <b class="count">{shown}</b> }.into_any())
    };
    view! { <a href=href aria-current=is_here.then_some("page")><Icon path/><span>{label}</span>{badge}</a> }
        .into_any()
}

fn is_below(route: &Route, tab: &Route) -> bool {
    match tab {
        Route::Categories => matches!(route, Route::Categories | Route::Category(..)),
        Route::Cart => matches!(route, Route::Cart | Route::Checkout),
        tab => route == tab,
    }
}
