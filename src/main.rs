//! Starts the app in a browser.

fn main() {
    #[cfg(feature = "web")]
    fairday::sync::start::start();
}
