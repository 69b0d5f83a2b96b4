//! The ways to order and to narrow a list. Links and a plain form: they work before the app starts, and without it.

use crate::domain::content::Listing;
use crate::route::{Filter, Route};
use crate::shop::Shop;
use crate::texts::{Texts, fill};
use fairday_contract::{CategorySlug, Sort};
use maud::{Markup, html};

/// Orders, then filters. `category` is the page's own; a search has none.
pub fn filter_bar(
    shop: &Shop,
    category: Option<&CategorySlug>,
    filter: &Filter,
    listing: &Listing,
) -> Markup {
    let texts = shop.texts();
    let url = |filter: Filter| {
        shop.url(match category {
            None => Route::Search(filter),
            Some(category) => Route::Category(category.clone(), filter),
        })
    };
    html! {
        nav.chips aria-label=(texts.order_by) {
            @for sort in Sort::ALL {
                (chip(&url(Filter { sort, ..filter.clone() }), name(texts, sort), None, sort == filter.sort))
            }
        }
        @if !listing.results.categories.is_empty() || !listing.results.brands.is_empty() {
            nav.chips.thin aria-label=(texts.filter) {
                @for c in &listing.results.categories {
                    @let on = filter.category.as_ref() == Some(&c.slug);
                    (chip(&url(Filter { category: (!on).then(|| c.slug.clone()), ..filter.clone() }), &c.name, Some(c.count), on))
                }
                @for b in &listing.results.brands {
                    @let on = filter.brand.as_ref() == Some(&b.name);
                    (chip(&url(Filter { brand: (!on).then(|| b.name.clone()), ..filter.clone() }), &b.name, Some(b.count), on))
                }
            }
        }
        details.filter open[filter.narrows()] {
            summary { (texts.filter) }
            (form(shop, &url(Filter::default()), filter, &url(Filter { sort: filter.sort, ..Filter::words(filter.q.clone()) })))
        }
    }
}

fn form(shop: &Shop, action: &str, filter: &Filter, reset: &str) -> Markup {
    let texts = shop.texts();
    let hidden = |name: &str, value: &str| {
        html! { @if !value.is_empty() { input type="hidden" name=(name) value=(value); } }
    };
    let price = |name: &str, label: &str, value: Option<u32>| {
        html! {
            input name=(name) inputmode="numeric" pattern="[0-9]*" maxlength="7" size="5" aria-label=(label)
                placeholder=(label) value=[value];
        }
    };
    html! {
        form action=(action) data-act="filter" {
            (hidden("q", &filter.q))
            (hidden("c", filter.category.as_ref().map_or("", CategorySlug::as_str)))
            (hidden("brand", filter.brand.as_deref().unwrap_or_default()))
            (hidden("sort", if filter.sort == Sort::default() { "" } else { filter.sort.as_str() }))
            fieldset {
                legend { (fill(texts.price_range, shop.currency.sign())) }
                (price("min", texts.price_from, filter.price_min))
                span aria-hidden="true" { "–" }
                (price("max", texts.price_to, filter.price_max))
            }
            label { input type="checkbox" name="stock" value="1" checked[filter.in_stock]; (texts.only_in_stock) }
            p.row { a.quiet href=(reset) { (texts.reset) } button.primary { (texts.apply) } }
        }
    }
}

fn chip(href: &str, label: &str, count: Option<u32>, on: bool) -> Markup {
    html! {
        a.on[on] href=(href) aria-current=[on.then_some("true")] {
            (label) @if let Some(count) = count { small { (count) } }
        }
    }
}

fn name(texts: &'static Texts, sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => texts.relevance,
        Sort::Newest => texts.newest,
        Sort::PriceAsc => texts.price_asc,
        Sort::PriceDesc => texts.price_desc,
        Sort::Sales => texts.sales,
    }
}
