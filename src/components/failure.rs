//! What is shown in place of a page that could not be loaded, or that has nothing to show.

use crate::domain::content::ApiError;
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::fill;
use maud::{Markup, html};

/// Why there is nothing, and a way on: a retry, where trying again can help.
pub fn failure(shop: &Shop, error: ApiError) -> Markup {
    let texts = shop.texts();
    let (title, detail) = match error {
        ApiError::Offline => (texts.offline, texts.offline_detail),
        ApiError::Server => (texts.server_trouble, texts.server_trouble_detail),
        ApiError::NotFound => {
            return nothing(shop, texts.not_found, texts.not_found_detail, Route::Home, texts.to_home);
        }
    };
    html! {
        section.empty role="alert" {
            h1 { (title) }
            p { (detail) }
            button.primary data-act="retry" { (texts.retry) }
        }
    }
}

/// An empty place with a sentence and a way on.
pub fn nothing(shop: &Shop, title: &str, detail: &str, to: Route, link: &str) -> Markup {
    html! {
        section.empty {
            h1 { (title) }
            @if !detail.is_empty() { p { (detail) } }
            a.primary href=(shop.url(to)) { (link) }
        }
    }
}

/// Holds the place of a page that is on its way.
pub fn skeleton(shop: &Shop) -> Markup {
    html! {
        section aria-busy="true" {
            p.sr role="status" { (shop.texts().loading) }
            ul.grid { @for _ in 0..6 { li.card.ghost {} } }
        }
    }
}

/// Says that what is shown is older than it could be, and as of when it is.
pub fn stale_note(shop: &Shop, as_of: Option<&str>) -> Markup {
    let texts = shop.texts();
    html! {
        p.stale role="status" {
            (texts.stale)
            @if let Some(as_of) = as_of { " · " (fill(texts.as_of, as_of)) }
        }
    }
}
