//! Pages that come together: each group is a piece of wasm of its own. `pages` is fetched right after the start, `own` when one
//! of its pages is opened. Where nothing is cut out, all of them are there.

use super::cart::CartPage;
use super::categories::CategoriesPage;
use super::home::HomePage;
use super::list::ListPage;
use super::product::ProductPage;
use super::settings::SettingsPage;
use crate::components::failure::Nothing;
use crate::domain::content::Content;
use crate::route::Route;
use crate::state::use_shop;
use leptos::prelude::*;
use std::cell::Cell;

/// Which pages come together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Whatever shows goods: the front, categories, lists, searches, products. With the frame around every page.
    Browse,
    /// The cart, the settings, and whatever else needs nothing from the server.
    Own,
}

impl Group {
    /// The group of a page; none for signing in, ordering and phone credit, which have pieces of their own.
    pub fn of(route: &Route) -> Option<Self> {
        match route {
            route if route.has_content() => Some(Self::Browse),
            route if route.is_ordering() => None,
            _ => Some(Self::Own),
        }
    }
}

/// What a group brings: the view of a page's content; without any for a page that has none.
pub type View = fn(Option<Content>) -> AnyView;

const BROWSE: View = |content| match content {
    Some(Content::Home(home)) => view! { <HomePage home/> }.into_any(),
    Some(Content::Categories(tree)) => view! { <CategoriesPage tree/> }.into_any(),
    Some(Content::List(listing)) => view! { <ListPage listing/> }.into_any(),
    Some(Content::Product(product)) => view! { <ProductPage product/> }.into_any(),
    None => ().into_any(),
};

const OWN: View = |_| view! { <OwnPage/> }.into_any();

/// A page that needs nothing from the server.
#[component]
fn OwnPage() -> impl IntoView {
    let shop = use_shop();
    let texts = shop.texts();
    match shop.place.route {
        Route::Cart => view! { <CartPage/> }.into_any(),
        Route::Settings => view! { <SettingsPage/> }.into_any(),
        Route::Search(_) => {
            let (title, detail) = (texts.what_to_find, texts.try_other_words);
            view! { <Nothing title detail to=Route::Categories link=texts.categories/> }.into_any()
        }
        _ => {
            let (title, detail) = (texts.not_found, texts.not_found_detail);
            view! { <Nothing title detail to=Route::Home link=texts.to_home/> }.into_any()
        }
    }
}

/// The groups that are there, in the order of [`Group`].
type Here = [Option<View>; 2];

#[cfg(not(split))]
const AT_START: Here = [Some(BROWSE), Some(OWN)];
#[cfg(split)]
const AT_START: Here = [None; 2];

thread_local! {
    static HERE: Cell<Here> = const { Cell::new(AT_START) };
}

/// What a group brings, if it is there.
pub fn here(group: Group) -> Option<View> {
    HERE.get()[group as usize]
}

/// Fetches a group unless it is there; gives what it brings, or nothing when it cannot be had.
#[allow(clippy::unused_async)] // where nothing is cut out
pub async fn load(group: Group) -> Option<View> {
    #[cfg(split)]
    if here(group).is_none() {
        let view = pieces::load(group).await.ok()?;
        let mut all = HERE.get();
        all[group as usize] = Some(view);
        HERE.set(all);
    }
    here(group)
}

/// The places where the build cuts: what only one of these functions refers to is in its piece.
#[cfg(split)]
mod pieces {
    use super::{BROWSE, Group, OWN, View};
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    #[wasm_split(pages, fallible)]
    fn browse() -> Result<View, SplitLoaderError> {
        Ok(BROWSE)
    }

    #[wasm_split(own, fallible)]
    fn own() -> Result<View, SplitLoaderError> {
        Ok(OWN)
    }

    pub(super) async fn load(group: Group) -> Result<View, SplitLoaderError> {
        match group {
            Group::Browse => browse().await,
            Group::Own => own().await,
        }
    }
}
