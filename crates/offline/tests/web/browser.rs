//! What the tests do to the browser they run in: `web/worker/tests.ts`,
//! which `cargo xtask scripts` writes to `browser.js`.

use wasm_bindgen::prelude::{Closure, wasm_bindgen};

#[wasm_bindgen(module = "/tests/web/browser.js")]
extern "C" {
    /// The browser as it was, and an empty phone.
    pub(crate) async fn reset();
    #[wasm_bindgen(js_name = makeVersion)]
    pub(crate) async fn make_version(version: u32, stores: Vec<String>);
    async fn describe() -> wasm_bindgen::JsValue;
    #[wasm_bindgen(js_name = refuseDatabases)]
    pub(crate) fn refuse_databases();
    #[wasm_bindgen(js_name = failPut)]
    pub(crate) fn fail_put(nth: u32);
    /// No wait is longer than nothing.
    pub(crate) fn hurry();
    #[wasm_bindgen(js_name = setNow)]
    pub(crate) fn set_now(ms: f64);
    #[wasm_bindgen(js_name = setConnection)]
    pub(crate) fn set_connection(effective_type: &str);
    #[wasm_bindgen(js_name = serve)]
    fn serve_by(answer: &wasm_bindgen::JsValue);
}

/// Version and stores of the database as it is.
pub(crate) async fn database() -> String {
    describe().await.as_string().expect("words")
}

/// Answers every request from here on: status and body, or no answer at all.
pub(crate) fn serve(answer: impl Fn(&str) -> Option<(u16, String)> + 'static) {
    let answer = move |path: String| answer(&path).map(|(status, body)| format!("{status} {body}"));
    let answer = Closure::<dyn Fn(String) -> Option<String>>::new(answer);
    serve_by(&answer.into_js_value());
}
