//! The frame around every page. The server renders all of it; the phone mounts each part where the server's stands.

use crate::components::header::Header;
use crate::components::notices::Notices;
use crate::components::tab_bar::TabBar;
use crate::pages::Page;
use leptos::prelude::*;

/// The element of the header.
pub const TOP: &str = "top";
/// The element of the page.
pub const MAIN: &str = "main";
/// The element of what is said to the shopper.
pub const NOTICES: &str = "notices";
/// The element of the tab bar.
pub const TABS: &str = "tabs";

/// The whole shop at the place where the shopper is.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <div id=TOP><Header/></div>
        <main id=MAIN tabindex="-1"><Page/></main>
        <div id=NOTICES role="status" aria-live="polite"><Notices/></div>
        <div id=TABS><TabBar/></div>
    }
    .into_any()
}
