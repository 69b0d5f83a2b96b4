//! A product's pictures, to swipe.

use crate::components::image::{Frame, Image, ImageLabel};
use crate::domain::choice;
use crate::state::{use_shop, use_state};
use crate::texts::fill;
use fairday_contract::{Picture, ProductDetail};
use leptos::html::Ul;
use leptos::prelude::*;
use std::sync::Arc;

/// The file that is enough for a product's picture while data is dear.
const LEAST: u32 = 320;

/// How wide a product's picture is shown, as in HTML: it may fill the width, or half of the height (`product.css`); a
/// twentieth less, so that 160 do for 166 pixels.
fn sizes(picture: &Picture) -> String {
    let by_height = u64::from(picture.w) * 50 / u64::from(picture.h.max(1));
    ["(min-width:700px) 400px,min(96vw,", &by_height.to_string(), "vh)"].concat()
}

/// The strip of pictures, and a row of numbers that are links to them: they work without the app too. Shows the picture of
/// the variant that is chosen.
#[component]
pub fn Gallery(
    /// What is on the pictures.
    product: Arc<ProductDetail>,
) -> impl IntoView {
    let (state, texts) = (use_state(), use_shop().texts());
    let strip = NodeRef::<Ul>::new();
    let shown = Arc::clone(&product);
    Effect::new(move |before: Option<Option<u16>>| {
        let picture = state.chosen.with(|chosen| choice::variant(&shown, chosen)?.picture);
        // At first the strip is where the shopper has left it.
        if let (Some(before), Some(at), Some(strip)) = (before, picture, strip.get_untracked())
            && before != Some(at)
        {
            strip.set_scroll_left(i32::from(at) * strip.client_width());
        }
        picture
    });
    let pictures = product.pictures.iter().enumerate().map(|(n, one)| {
        let frame = Frame { sizes: sizes(one).into(), least: LEAST };
        let alt = one.alt.as_ref().unwrap_or(&product.title);
        view! {
            <li id=["picture-", &(n + 1).to_string()].concat()>
                <Image picture=Some(one.clone()) alt=alt.clone() frame is_first=n == 0/>
                <ImageLabel picture=Some(one.clone()) least=LEAST/>
            </li>
        }
        .into_any()
    });
    let none = product.pictures.is_empty();
    let none = none.then(|| {
        view! { <li><Image picture=None frame=Frame::small("96px") is_first=true/></li> }.into_any()
    });
    let dots = (1..=product.pictures.len()).map(|n| {
        let number = n.to_string();
        let href = ["#picture-", &number].concat();
        view! { <a href=href aria-label=fill(texts.picture_of, n)>{number}</a> }.into_any()
    });
    let dots =
        (product.pictures.len() > 1).then(|| view! { <p class="dots">{dots.collect_view()}</p> }.into_any());
    view! {
        <div class="gallery">
            <ul node_ref=strip id="pictures" tabindex="0" aria-label=texts.pictures>{pictures.collect_view()}{none}</ul>
            {dots}
        </div>
    }
    .into_any()
}
