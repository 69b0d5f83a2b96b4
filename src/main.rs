//! Starts the app in a browser.
fn main() {}
