//! The data meter: bytes on the wire by pages, data and pictures (`meter.js`).

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/db/meter.js")]
extern "C" {
    /// Counts from here on what this page fetches, and what it has fetched since it began.
    pub fn watch();

    /// Shows the figures, when the page has a place for them.
    pub fn fill();

    /// Bytes for people: `12 kB`, `1.2 MB`.
    pub fn shown(bytes: f64) -> String;
}
