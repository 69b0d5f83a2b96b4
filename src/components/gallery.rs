//! A product's pictures, to swipe.

use crate::components::picture::picture;
use crate::state::State;
use crate::texts::fill;
use fairday_contract::ProductDetail;
use leptos::html;
use leptos::prelude::*;

/// How wide a product's picture is shown.
const SIZES: &str = "(min-width:700px) 400px,100vw";

/// The strip of pictures, and a row of dots that are links to them (they work without the app too).
/// It moves to the picture of the variant in `shown` when that changes.
pub fn gallery(product: &ProductDetail, shown: Signal<Option<u16>>) -> AnyView {
    let texts = State::get().texts();
    let strip: NodeRef<html::Ul> = NodeRef::new();
    Effect::new(move |before: Option<()>| {
        let at = shown.get();
        if let (Some(at), Some(strip), Some(())) = (at, strip.get_untracked(), before) {
            strip.set_scroll_left(i32::from(at) * strip.client_width());
        }
    });
    let pictures: Vec<_> = product
        .pictures
        .iter()
        .enumerate()
        .map(|(n, p)| {
            let alt = p.alt.clone().unwrap_or_else(|| product.title.clone());
            view! { <li id=format!("picture-{}", n + 1)>{picture(Some(p), alt, SIZES, n == 0)}</li> }
        })
        .collect();
    let dots = (product.pictures.len() > 1).then(|| {
        let dots: Vec<_> = (1..=product.pictures.len())
            .map(|n| view! { <a href=format!("#picture-{n}") aria-label=fill(texts.picture_of, n)>{n}</a> })
            .collect();
        view! { <p class="dots">{dots}</p> }
    });
    view! {
        <div class="gallery">
            <ul node_ref=strip tabindex="0" aria-label=texts.pictures>{pictures}</ul>
            {dots}
        </div>
    }
    .into_any()
}
