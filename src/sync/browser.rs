//! Small facts that only the browser knows.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// By this phone's clock, milliseconds since 1970 UTC.
    #[wasm_bindgen(js_namespace = Date)]
    pub(super) fn now() -> f64;
    /// A number from 0 to 1 by chance.
    #[wasm_bindgen(js_namespace = Math)]
    pub(super) fn random() -> f64;
}

#[wasm_bindgen]
extern "C" {
    /// A moment in words, for the eye (`web/page/clock.ts`).
    #[wasm_bindgen(js_namespace = fairday, js_name = formatMoment)]
    pub(super) fn moment(ms: f64, language: &str) -> String;
}

/// Writes another address for the page that is shown. Its entry in the history keeps what is kept there.
pub(super) fn write_address(url: &str) {
    if let Ok(history) = window().history() {
        let kept = history.state().unwrap_or(JsValue::NULL);
        _ = history.replace_state_with_url(&kept, "", Some(url));
    }
}
