//! A product's pictures, to swipe.

use crate::components::picture::picture;
use crate::shop::Shop;
use crate::texts::fill;
use fairday_contract::ProductDetail;
use maud::{Markup, html};

/// How wide a product's picture is shown.
const SIZES: &str = "(min-width:700px) 400px,100vw";

/// The strip of pictures, and a row of numbers that are links to them: they work without the app too.
pub fn gallery(shop: &Shop, product: &ProductDetail) -> Markup {
    let texts = shop.texts();
    let pictures = &product.pictures;
    html! {
        div.gallery {
            ul #pictures tabindex="0" aria-label=(texts.pictures) {
                @for (n, one) in pictures.iter().enumerate() {
                    li id={ "picture-" (n + 1) } {
                        (picture(Some(one), one.alt.as_ref().unwrap_or(&product.title), SIZES, n == 0))
                    }
                }
                @if pictures.is_empty() { li { (picture(None, "", SIZES, true)) } }
            }
            @if pictures.len() > 1 {
                p.dots {
                    @for n in 1..=pictures.len() { a href={ "#picture-" (n) } aria-label=(fill(texts.picture_of, n)) { (n) } }
                }
            }
        }
    }
}
