//! The top of every page: the way back, the shop's name, the search.

use crate::components::icon::{self, icon};
use crate::domain::content::Offer;
use crate::route::{Filter, Route};
use crate::shop::Shop;
use fairday_contract::Suggestion;
use maud::{Markup, html};

/// The header. The search is a plain form: the server answers it when there is no app.
pub fn header(shop: &Shop) -> Markup {
    let texts = shop.texts();
    let words = if let Route::Search(filter) = &shop.place.route { filter.q.as_str() } else { "" };
    html! {
        a.skip href="#main" { (texts.skip_to_content) }
        header.top.at-home[shop.place.route == Route::Home] {
            button.back data-act="back" aria-label=(texts.back) { (icon(icon::BACK)) }
            a.brand href=(shop.url(Route::Home)) { (shop.name) }
            form.search role="search" action=(shop.url(Route::Search(Filter::default()))) data-act="search" {
                input type="search" name="q" value=(words) placeholder=(texts.search_hint) aria-label=(texts.search)
                    autocomplete="off" enterkeyhint="search" maxlength="100";
                button type="submit" aria-label=(texts.search) { (icon(icon::SEARCH)) }
            }
        }
        // Shown by the stylesheet while the root's `data-online` says so.
        div #line role="status" { p.offline { (texts.offline_line) } }
    }
}

/// What is offered under the search field.
pub fn offer(shop: &Shop, offer: &Offer) -> Markup {
    let texts = shop.texts();
    html! {
        @if !offer.recent.is_empty() {
            p { span { (texts.recent) } button type="button" data-act="clear-recent" { (texts.clear) } }
        }
        ul aria-label=(texts.suggestions) {
            @for words in &offer.recent { (row(shop, Route::Search(Filter::words(words.clone())), words, "")) }
            @for suggestion in &offer.suggestions {
                @match suggestion {
                    Suggestion::Product { handle, title } => { (row(shop, Route::Product(handle.clone()), title, "")) }
                    Suggestion::Category { slug, name } => {
                        (row(shop, Route::Category(slug.clone(), Filter::default()), name, texts.in_category))
                    }
                    Suggestion::Brand { name } => {
                        (row(shop, Route::Search(Filter::words(name.clone())), name, texts.in_brand))
                    }
                }
            }
        }
    }
}

fn row(shop: &Shop, route: Route, label: &str, note: &str) -> Markup {
    html! { li { a href=(shop.url(route)) { span { (label) } small { (note) } } } }
}
