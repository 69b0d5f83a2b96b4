//! All categories, each with those below it.

use crate::components::picture::{Frame, label, picture};
use crate::shop::Shop;
use fairday_contract::Category;
use maud::{Markup, html};

pub(super) fn page(shop: &Shop, tree: &[Category]) -> Markup {
    html! {
        h1 { (shop.texts().categories) }
        div.categories {
            @for group in tree {
                section {
                    (picture(group.picture.as_ref(), "", Frame { sizes: "64px", ..Frame::SMALL }, false))
                    (label(shop, group.picture.as_ref(), Frame::SMALL))
                    div {
                        h2 { a href=(shop.category_url(&group.slug)) { (group.name) } }
                        p.chips.thin { (links(shop, &group.children)) }
                    }
                }
            }
        }
    }
}

/// Links to categories, each with how much it has.
pub(super) fn links(shop: &Shop, categories: &[Category]) -> Markup {
    html! {
        @for category in categories {
            a href=(shop.category_url(&category.slug)) { (category.name) small { (category.count) } }
        }
    }
}
