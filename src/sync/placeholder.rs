//! Placeholders: what holds a picture's place until it is there (`web/page/placeholders.ts`).

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Paints them on every picture of the page that is not there yet, once the page is in place.
    #[wasm_bindgen(js_namespace = fairday, js_name = paintPlaceholders)]
    pub fn paint_soon();
}
