//! Arrow keys on phones that have keys. It is all about the browser's objects, so it is all in `directions.js`.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/sync/directions.js")]
extern "C" {
    /// Follows arrow keys from here on.
    pub fn listen();
}
