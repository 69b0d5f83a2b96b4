//! The pictures that the phone keeps (`pictures.js`).

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/db/pictures.js")]
extern "C" {
    /// While data is dear, shows without asking what the phone has.
    pub fn watch();

    async fn free_pictures() -> JsValue;
}

/// Deletes every picture kept; gives how many bytes they were.
pub async fn free() -> f64 {
    free_pictures().await.as_f64().unwrap_or_default()
}
