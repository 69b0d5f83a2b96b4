//! A picture that holds its place before it is there, in the smallest width that is enough.

use crate::domain::blurhash;
use crate::paths;
use fairday_contract::Picture;
use leptos::html;
use leptos::prelude::*;

/// A square picture. `sizes` is how wide it is shown, as in HTML; `first` says that it is on the first screen.
/// An empty `alt` means that the words beside it say what it shows.
pub fn picture(picture: Option<&Picture>, alt: String, sizes: &'static str, first: bool) -> AnyView {
    let Some(picture) = picture else {
        return view! { <span class="pic none"></span> }.into_any();
    };
    let node: NodeRef<html::Img> = NodeRef::new();
    let hash = picture.hash.clone();
    let shown_hash = hash.clone();
    Effect::new(move || {
        if let Some(image) = node.get() {
            hold_place(&image, &hash);
        }
    });
    let loading = if first { "eager" } else { "lazy" };
    let srcset =
        Picture::WIDTHS.map(|width| format!("{} {width}w", paths::picture(picture, width))).join(",");
    view! {
        <img class="pic" node_ref=node src=paths::picture(picture, 160) srcset=srcset sizes=sizes
            width="160" height="160" loading=loading decoding="async" alt=alt data-hash=shown_hash/>
    }
    .into_any()
}

/// Paints the placeholder behind the picture until it is there. Through the CSSOM, which a strict
/// Content-Security-Policy allows where it forbids style attributes.
fn hold_place(image: &web_sys::HtmlImageElement, hash: &str) {
    if image.complete() && image.natural_width() > 0 {
        return;
    }
    let Some(bitmap) = blurhash::bitmap(hash) else { return };
    let binary: String = bitmap.into_iter().map(char::from).collect();
    if let Ok(base64) = window().btoa(&binary) {
        let style = web_sys::HtmlElement::style(image);
        _ = style.set_property("background-image", &format!("url(data:image/bmp;base64,{base64})"));
    }
}
