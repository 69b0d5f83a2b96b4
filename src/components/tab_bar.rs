//! The bottom of every page: within reach of one thumb.

use crate::components::icon::{self, icon};
use crate::route::Route;
use crate::shop::Shop;
use maud::{Markup, html};

/// The most that the badge on the cart counts to.
const BADGE_MAX: u32 = 99;

/// The bar, with how many things are in the cart.
pub fn tab_bar(shop: &Shop, in_cart: u32) -> Markup {
    let texts = shop.texts();
    let tab = |route: Route, path, label: &str, count: u32| {
        let here = is_below(&shop.place.route, &route).then_some("page");
        html! {
            a href=(shop.url(route)) aria-current=[here] {
                (icon(path))
                span { (label) }
                @if count > BADGE_MAX { b.count { (BADGE_MAX) "+" } } @else if count > 0 { b.count { (count) } }
            }
        }
    };
    html! {
        nav.tabs aria-label=(texts.navigation) {
            (tab(Route::Home, icon::HOME, texts.home, 0))
            (tab(Route::Categories, icon::CATEGORIES, texts.categories, 0))
            (tab(Route::Cart, icon::CART, texts.cart, in_cart))
            (tab(Route::Settings, icon::SETTINGS, texts.settings, 0))
        }
    }
}

fn is_below(route: &Route, tab: &Route) -> bool {
    match tab {
        Route::Categories => matches!(route, Route::Categories | Route::Category(..)),
        Route::Cart => matches!(route, Route::Cart | Route::Checkout),
        tab => route == tab,
    }
}
