//! The data meter: bytes on the wire by pages, data and pictures (`web/page/meter.ts`).

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Counts from here on what this page fetches, and what it has fetched since it began.
    #[wasm_bindgen(js_namespace = fairday, js_name = watchTraffic)]
    pub fn watch();

    /// Shows the figures, when the page has a place for them.
    #[wasm_bindgen(js_namespace = fairday, js_name = fillMeter)]
    pub fn fill();

    /// Bytes for people: `12 kB`, `1.2 MB`.
    #[wasm_bindgen(js_namespace = fairday, js_name = formatBytes)]
    pub fn shown(bytes: f64) -> String;
}
