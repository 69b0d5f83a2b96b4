//! The pictures that the phone keeps (`web/page/pictures.ts`).

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// While data is dear, shows without asking what the phone has.
    #[wasm_bindgen(js_namespace = fairday, js_name = watchHeldPictures)]
    pub fn watch();

    #[wasm_bindgen(js_namespace = fairday, js_name = deletePictures)]
    async fn free_pictures() -> JsValue;
}

/// Deletes every picture kept; gives how many bytes they were.
pub async fn free() -> f64 {
    free_pictures().await.as_f64().unwrap_or_default()
}
