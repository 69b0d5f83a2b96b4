//! Placeholders: what holds a picture's place until it is there.

use crate::domain::blurhash;
use crate::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlImageElement;

/// Paints them on every picture of the page that is not there yet, once the page is in place.
pub fn paint_soon() {
    request_animation_frame(paint);
}

fn paint() {
    let Ok(images) = document().query_selector_all("img[data-hash]") else { return };
    for n in 0..images.length() {
        let Some(image) = images.get(n).and_then(|node| node.dyn_into::<HtmlImageElement>().ok()) else {
            continue;
        };
        if image.complete() && image.natural_width() > 0 {
            continue;
        }
        if let Some(url) = image.get_attribute("data-hash").and_then(|hash| url(&hash)) {
            // Through the CSSOM, which the Content-Security-Policy allows where it forbids style attributes.
            _ = web_sys::HtmlElement::style(&image).set_property("background-image", &url);
        }
        _ = image.remove_attribute("data-hash");
    }
}

fn url(hash: &str) -> Option<String> {
    let binary: String = blurhash::bitmap(hash)?.into_iter().map(char::from).collect();
    Some(format!("url(data:image/bmp;base64,{})", window().btoa(&binary).ok()?))
}
