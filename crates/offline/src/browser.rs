//! The few things that are said to the browser in its own language, which is smaller there (`web/worker/browser.ts`).

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Status and body of a request; rejects when there is no whole answer in time.
    #[wasm_bindgen(js_namespace = fairday)]
    pub(crate) fn get(path: &str, deadline_ms: u32) -> Promise;
    /// Comes after that many milliseconds.
    #[wasm_bindgen(js_namespace = fairday)]
    pub(crate) fn sleep(milliseconds: u32) -> Promise;
    /// Throws the kept pictures away; they are the first to go when room is short.
    #[wasm_bindgen(js_namespace = fairday, js_name = deletePictures)]
    pub(crate) fn free_pictures() -> Promise;
    /// What the phone says about its connection: whether it saves data, and the effective type.
    #[wasm_bindgen(js_namespace = fairday)]
    pub(crate) fn connection() -> Array;
    /// Tells the app something.
    #[wasm_bindgen(js_namespace = fairday)]
    pub(crate) fn tell(kind: &str, value: &str);
}
