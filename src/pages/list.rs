//! The goods of a category or of a search.

use super::categories::links;
use crate::components::card;
use crate::components::failure::nothing;
use crate::components::filter_bar::filter_bar;
use crate::domain::content::Listing;
use crate::route::{Filter, Route};
use crate::shop::Shop;
use crate::texts::{Texts, fill};
use fairday_contract::{CategorySlug, Sort};
use maud::{Markup, html};

/// How many pictures are on a phone's first screen.
const EAGER: usize = 4;

pub(super) fn page(shop: &Shop, listing: &Listing) -> Markup {
    let texts = shop.texts();
    let (slug, filter) = match &shop.place.route {
        Route::Category(slug, filter) => (Some(slug), filter),
        Route::Search(filter) => (None, filter),
        _ => return html! {},
    };
    let title = match &listing.category {
        Some(category) => &category.name,
        None if filter.q.is_empty() => name_of_order(texts, filter.sort),
        None => &filter.q,
    };
    let is_empty = listing.items().is_empty();
    html! {
        (way(shop, listing))
        h1 { (title) " " small { (fill(texts.found, listing.results.total)) } }
        @if let Some(category) = &listing.category {
            @if !category.children.is_empty() {
                nav.chips.thin aria-label=(category.name) { (links(shop, &category.children)) }
            }
        }
        @if !is_empty || filter.narrows() { (filter_bar(shop, slug, filter, listing)) }
        @if is_empty { (empty(shop, slug, filter)) }
        (card::grid(shop, listing.items(), EAGER))
        @if listing.results.next.is_some() {
            button.more data-act="load-more" { (texts.load_more) }
        } @else if !is_empty {
            p.end { (texts.the_end) }
        }
    }
}

/// What a list without words is called, by its order.
pub(super) fn name_of_order(texts: &'static Texts, sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => texts.new,
        Sort::Sales => texts.popular,
        _ => texts.search,
    }
}

fn empty(shop: &Shop, slug: Option<&CategorySlug>, filter: &Filter) -> Markup {
    let texts = shop.texts();
    if filter.narrows() {
        let whole = slug.map_or_else(
            || Route::Search(Filter::words(filter.q.clone())),
            |slug| Route::Category(slug.clone(), Filter::default()),
        );
        return nothing(shop, texts.nothing_left, "", whole, texts.reset);
    }
    if slug.is_some() {
        return nothing(shop, texts.nothing_here, "", Route::Categories, texts.categories);
    }
    let title = fill(texts.nothing_found, &filter.q);
    nothing(shop, &title, texts.try_other_words, Route::Categories, texts.categories)
}

/// The categories above this one.
fn way(shop: &Shop, listing: &Listing) -> Markup {
    let texts = shop.texts();
    html! {
        @if listing.category.is_some() {
            nav.way aria-label=(texts.categories) {
                a href=(shop.url(Route::Categories)) { (texts.categories) }
                @for above in &listing.above { a href=(shop.category_url(&above.slug)) { (above.name) } }
            }
        }
    }
}
