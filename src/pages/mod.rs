//! One file a page: Leptos components, rendered by the server and by the phone.

pub mod cart;
pub mod categories;
pub mod groups;
pub mod home;
pub mod list;
pub(crate) mod ordering;
pub mod product;
pub mod settings;

use crate::commands::{Command, use_commands};
use crate::components::failure::{Failure, Skeleton, StaleNote};
use crate::domain::content::{Content, Remote};
use crate::route::Route;
use crate::shop::Shop;
use crate::state::{use_shop, use_state};
use groups::Group;
use leptos::either::Either;
use leptos::prelude::*;

/// The page of the place where the shopper is.
///
/// Another place has another page, made anew: nothing that was typed or opened on the one before is left on it. News of the
/// same page's content changes in place what is different.
#[component]
pub fn Page() -> impl IntoView {
    let state = use_state();
    let is_odd = StoredValue::new(false);
    move || {
        state.place.track();
        is_odd.update_value(|is_odd| *is_odd = !*is_odd);
        // Another type has Leptos build a new page instead of changing the old one.
        if is_odd.get_value() {
            Either::Left(view! { <Placed/> }.into_any())
        } else {
            Either::Right(view! { <Placed/> }.into_any())
        }
    }
}

/// The page, as far as its pages and its content are there.
#[component]
fn Placed() -> impl IntoView {
    let (state, shop) = (use_state(), use_shop());
    move || {
        let content = state.content.get();
        match Group::of(&shop.place.route) {
            None => match content {
                Remote::Missing(error) => view! { <Failure error/> }.into_any(),
                _ => view! { <OrderingPage/> }.into_any(),
            },
            Some(group) => page(&shop, group, content),
        }
    }
}

fn page(shop: &Shop, group: Group, content: Remote<Content>) -> AnyView {
    let Some(view) = groups::here(group) else {
        return match content {
            Remote::Missing(error) => view! { <Failure error/> }.into_any(),
            _ => view! { <Skeleton/> }.into_any(),
        };
    };
    match content {
        _ if !shop.place.route.has_content() => view(None),
        Remote::Loading => view! { <Skeleton/> }.into_any(),
        Remote::Missing(error) => view! { <Failure error/> }.into_any(),
        Remote::Fresh(content) => shown(None, view(Some(content))),
        Remote::Stale(content, as_of) => {
            shown(Some(view! { <StaleNote as_of/> }.into_any()), view(Some(content)))
        }
    }
}

/// A page of signing in, ordering or phone credit: its own piece draws it into this element, and until then something stands in
/// for it.
#[component]
fn OrderingPage() -> impl IntoView {
    let commands = use_commands();
    Effect::new(move || untrack(|| commands.run(Command::DrawOrdering)));
    view! { <div id="ordering"></div><Skeleton/> }.into_any()
}

/// A page, and above it a line when it is old. Both have one shape, so that the page stays when the line comes or goes.
fn shown(note: Option<AnyView>, page: AnyView) -> AnyView {
    view! { {note}{page} }.into_any()
}

/// A page of phone credit, which comes as a piece of its own: for tests.
#[cfg(feature = "ssr")]
pub fn credit_page(shop: &Shop, desk: &crate::desk::Desk) -> maud::Markup {
    ordering::credit::page(shop, desk)
}

/// A page of ordering, which comes as a piece of its own: for tests.
#[cfg(feature = "ssr")]
pub fn ordering_page(
    shop: &Shop,
    desk: &crate::desk::Desk,
    cart: &crate::domain::cart::Cart,
) -> maud::Markup {
    ordering::page(shop, desk, cart)
}

/// The page's own name, for the tab; the front has none.
pub fn name(shop: &Shop, content: Option<&Content>) -> Option<String> {
    let texts = shop.texts();
    let fixed = match (&shop.place.route, content) {
        (Route::Product(_), Some(Content::Product(product))) => return Some(product.title.clone()),
        (Route::Category(..), Some(Content::List(listing))) => {
            return listing.category.as_ref().map(|category| category.name.clone());
        }
        (Route::Search(filter), _) if !filter.q.is_empty() => return Some(filter.q.clone()),
        (Route::Home, _) => return None,
        (Route::Search(filter), _) => list::name_of_order(texts, filter.sort),
        (Route::Categories, _) => texts.categories,
        (Route::Plan(_) | Route::Credit | Route::Agreement(_), _) => texts.credit,
        (Route::Cart, _) => texts.cart,
        (Route::Checkout, _) => texts.checkout,
        (Route::Orders | Route::Order(_) | Route::Receipt(_), _) => texts.orders,
        (Route::SignIn(_), _) => texts.sign_in,
        (Route::Account, _) => texts.account,
        (Route::Addresses, _) => texts.addresses,
        (Route::Settings, _) => texts.settings,
        (Route::NotFound, _) => texts.not_found,
        (Route::Product(_) | Route::Category(..), _) => texts.loading,
    };
    Some(fixed.to_owned())
}

/// The title of a page, for the tab: its own name before the store's.
pub fn title(store: &str, page: Option<&str>) -> String {
    page.map_or_else(|| store.to_owned(), |page| [page, " - ", store].concat())
}
