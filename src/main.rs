//! Starts the app in a browser.

fn main() {
    #[cfg(target_arch = "wasm32")]
    fairday::sync::start::start();
}
