//! The front: banners, categories, rows of goods.

use crate::components::card;
use crate::components::picture::{Frame, label, picture};
use crate::route::{Filter, Route};
use crate::shop::Shop;
use fairday_contract::{BannerLink, Home, Section, SectionKind, Sort};
use maud::{Markup, html};

/// How many pictures of the first row are on a phone's first screen.
const EAGER: usize = 2;

pub(super) fn page(shop: &Shop, home: &Home) -> Markup {
    let texts = shop.texts();
    html! {
        h1.sr { (shop.name) }
        @if !home.banners.is_empty() {
            ul.banners aria-label=(texts.offers) {
                @for (n, banner) in home.banners.iter().enumerate() {
                    @let href = match &banner.link {
                        BannerLink::Category(slug) => shop.category_url(slug),
                        BannerLink::Product(handle) => shop.product_url(handle),
                    };
                    li {
                        a href=(href) { b { (banner.title) } (picture(banner.picture.as_ref(), "", Frame::SMALL, n == 0)) }
                        (label(shop, banner.picture.as_ref(), Frame::SMALL))
                    }
                }
            }
        }
        ul.shelf aria-label=(texts.categories) {
            @for category in &home.categories {
                li {
                    a href=(shop.category_url(&category.slug)) {
                        (picture(category.picture.as_ref(), "", Frame { sizes: "52px", ..Frame::SMALL }, false))
                        span { (category.name) }
                    }
                    (label(shop, category.picture.as_ref(), Frame::SMALL))
                }
            }
        }
        @for (n, one) in home.sections.iter().enumerate() { (section(shop, one, n == 0)) }
    }
}

fn section(shop: &Shop, section: &Section, first: bool) -> Markup {
    let texts = shop.texts();
    let ordered = |sort| Some(Route::Search(Filter { sort, ..Filter::default() }));
    let (title, more) = match &section.kind {
        SectionKind::Popular => (texts.popular, ordered(Sort::Sales)),
        SectionKind::Reduced => (texts.reduced, None),
        SectionKind::New => (texts.new, ordered(Sort::Newest)),
        SectionKind::Category { slug, name } => {
            (name.as_str(), Some(Route::Category(slug.clone(), Filter::default())))
        }
    };
    html! {
        section {
            div.heading {
                h2 { (title) }
                @if let Some(more) = more { a href=(shop.url(more)) aria-label={ (texts.more) ": " (title) } { (texts.more) } }
            }
            (card::grid(shop, &section.items, if first { EAGER } else { 0 }))
        }
    }
}
