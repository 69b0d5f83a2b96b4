//! A product's pictures, to swipe.

use crate::components::picture::{Frame, label, picture};
use crate::shop::Shop;
use crate::texts::fill;
use fairday_contract::{Picture, ProductDetail};
use maud::{Markup, html};

/// How wide a product's picture is shown, as in HTML: it may fill the width, or half of the height (`product.css`); a
/// twentieth less, so that 160 do for 166 pixels.
fn sizes(picture: &Picture) -> String {
    let by_height = u64::from(picture.w) * 50 / u64::from(picture.h.max(1));
    format!("(min-width:700px) 400px,min(96vw,{by_height}vh)")
}

/// The strip of pictures, and a row of numbers that are links to them: they work without the app too.
pub fn gallery(shop: &Shop, product: &ProductDetail) -> Markup {
    let texts = shop.texts();
    let pictures = &product.pictures;
    html! {
        div.gallery {
            ul #pictures tabindex="0" aria-label=(texts.pictures) {
                @for (n, one) in pictures.iter().enumerate() {
                    @let sizes = sizes(one);
                    @let frame = Frame { sizes: &sizes, least: 320 };
                    li id={ "picture-" (n + 1) } {
                        (picture(Some(one), one.alt.as_ref().unwrap_or(&product.title), frame, n == 0))
                        (label(shop, Some(one), frame))
                    }
                }
                @if pictures.is_empty() { li { (picture(None, "", Frame::SMALL, true)) } }
            }
            @if pictures.len() > 1 {
                p.dots {
                    @for n in 1..=pictures.len() { a href={ "#picture-" (n) } aria-label=(fill(texts.picture_of, n)) { (n) } }
                }
            }
        }
    }
}
