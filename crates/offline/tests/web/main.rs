//! The store on the phone, in a real browser with its `IndexedDB`. The server is played by the catalogue's own code.
//!
//! Run by `cargo xtask test --only web`.

#![cfg(target_arch = "wasm32")]

mod browser;
mod database;
mod kept;
mod migrations;
mod shop;
mod sync;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
