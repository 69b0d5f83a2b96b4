//! The app's dealings with a browser, in a real one. Run by `wasm-pack test --headless --chrome -- --features web`.
#![cfg(target_arch = "wasm32")]

mod components;
#[path = "../app/sample.rs"]
mod sample;
#[path = "../components/scenes.rs"]
mod scenes;
mod storage;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
