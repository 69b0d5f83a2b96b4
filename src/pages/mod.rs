//! One file a page: reads the state, calls `sync`, shows components.

mod cart;
mod categories;
mod checkout;
mod home;
mod list;
mod not_found;
mod product;
mod settings;

use crate::route::{Filter, Place, Route};
use leptos::prelude::*;

/// The page of a place.
pub fn page(place: &Place) -> AnyView {
    match place.route.clone() {
        Route::Home => home::page(),
        Route::Categories => categories::page(),
        Route::Category(slug, filter) => list::page(Some(slug), filter),
        Route::Search(filter) if filter == Filter::default() => list::empty_search(),
        Route::Search(filter) => list::page(None, filter),
        Route::Product(handle) => product::page(&handle),
        Route::Cart => cart::page(),
        Route::Checkout => checkout::page(),
        Route::Settings => settings::page(),
        Route::NotFound => not_found::page(),
    }
}
