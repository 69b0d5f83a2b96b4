//! The few things that are said to the browser in its own language, which is smaller there.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/browser.js")]
extern "C" {
    /// Status and body of a request; rejects when there is no whole answer in time.
    pub(crate) fn get(path: &str, deadline_ms: u32) -> Promise;
    /// Comes after that many milliseconds.
    pub(crate) fn sleep(milliseconds: u32) -> Promise;
    /// Throws the kept pictures away; they are the first to go when room is short.
    #[wasm_bindgen(js_name = freePictures)]
    pub(crate) fn free_pictures() -> Promise;
    /// What the phone says about its connection: whether it saves data, and the effective type.
    pub(crate) fn connection() -> Array;
    /// Tells the app something.
    pub(crate) fn tell(kind: &str, value: &str);
}
