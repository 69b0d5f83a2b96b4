//! Arrow keys on phones that have keys. It is all about the browser's objects, so it is all in `web/page/arrow-keys.ts`.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Follows arrow keys from here on.
    #[wasm_bindgen(js_namespace = fairday, js_name = followArrowKeys)]
    pub fn listen();
}
