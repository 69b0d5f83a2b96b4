//! One file a page: data in, HTML out, the same on the server and on the phone.

pub mod apart;
mod cart;
mod categories;
mod home;
mod list;
pub(crate) mod ordering;
pub mod product;
mod settings;

use crate::components::failure::{failure, nothing, skeleton, stale_note};
use crate::domain::cart::Cart;
use crate::domain::content::{Content, Remote};
use crate::route::Route;
use crate::shop::Shop;
use crate::sync::content::is_needed;
use apart::Part;
use maud::{Markup, html};
use std::sync::Arc;

/// The page of the shop's place. `chosen` is the choice on a product's page.
pub fn page(shop: &Shop, content: &Remote<Arc<Content>>, cart: &Cart, chosen: &[u16]) -> Markup {
    match content {
        // Their own piece draws them, once it is there: see `crate::app`.
        Remote::Missing(error) if shop.place.route.is_ordering() => failure(shop, *error),
        _ if shop.place.route.is_ordering() => skeleton(shop),
        Remote::Missing(error) if !is_needed(&shop.place.route) && !apart::is_here() => failure(shop, *error),
        _ if !is_needed(&shop.place.route) => {
            apart::show(Part::Page(shop, cart)).unwrap_or_else(|| skeleton(shop))
        }
        Remote::Loading => skeleton(shop),
        Remote::Missing(error) => failure(shop, *error),
        Remote::Fresh(content) => shown(shop, content, chosen),
        Remote::Stale(content, as_of) => {
            html! { (stale_note(shop, as_of.as_deref())) (shown(shop, content, chosen)) }
        }
    }
}

/// A page of phone credit, which comes as a piece of its own: for tests.
#[cfg(feature = "ssr")]
pub fn credit_page(shop: &Shop, desk: &crate::desk::Desk) -> Markup {
    ordering::credit::page(shop, desk)
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

fn shown(shop: &Shop, content: &Content, chosen: &[u16]) -> Markup {
    match content {
        Content::Home(home) => home::page(shop, home),
        Content::Categories(tree) => categories::page(shop, tree),
        Content::List(listing) => list::page(shop, listing),
        Content::Product(product) => product::page(shop, product, chosen),
    }
}

/// A page that needs nothing from the server.
fn local(shop: &Shop, cart: &Cart) -> Markup {
    let texts = shop.texts();
    match &shop.place.route {
        Route::Cart => cart::page(shop, cart),
        Route::Settings => settings::page(shop),
        Route::Search(_) => {
            nothing(shop, texts.what_to_find, texts.try_other_words, Route::Categories, texts.categories)
        }
        _ => nothing(shop, texts.not_found, texts.not_found_detail, Route::Home, texts.to_home),
    }
}
