//! Placeholders: what holds a picture's place until it is there (`placeholder.js`).

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/sync/placeholder.js")]
extern "C" {
    /// Paints them on every picture of the page that is not there yet, once the page is in place.
    #[wasm_bindgen(js_name = paintSoon)]
    pub fn paint_soon();
}
