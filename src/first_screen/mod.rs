//! The first screen as HTML, rendered on the server from the same components that the browser takes over.

mod head;
mod linked_data;

pub use head::Site;

use crate::app::App;
use crate::domain::content::Boot;
use crate::route::{Place, Route};
use crate::state::State;
use leptos::prelude::*;

/// The parts of a page that differ from page to page; the rest is the built `index.html`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstScreen {
    /// For the `<head>`: title, description, Open Graph, canonical, alternates, linked data.
    pub head: String,
    /// For `<div id="app">`: what the shopper sees.
    pub body: String,
    /// After it: what the app starts with.
    pub data: String,
}

/// Renders a page. `boot` must hold what the page shows; `site` says where it is on the network.
pub fn render(place: &Place, boot: &Boot, site: &Site) -> FirstScreen {
    let head = head::head(place, boot, site);
    let body = Owner::new().with(|| {
        provide_context(State::new(place.clone(), boot.store.clone(), boot.content.clone()));
        view! { <App/> }.to_html()
    });
    // `<` inside the JSON is escaped, so that no text of a product can end the script element.
    let json = crate::json::write(boot).replace('<', "\\u003c");
    let texts = crate::texts::first_screen::of(place.locale);
    // Outside the app's own element: what is said when there is no app to say it.
    let data = format!(
        r#"<p class="fallback" role="alert">{}</p><noscript><p class="note">{}</p></noscript><script type="application/json" id="boot">{json}</script>"#,
        texts.start_failed, texts.no_script
    );
    FirstScreen { head, body, data }
}

/// Whether a search engine should list the page: the shop's goods, not a shopper's own pages.
pub fn is_listed(route: &Route) -> bool {
    match route {
        Route::Home | Route::Categories | Route::Product(_) => true,
        Route::Category(_, filter) => *filter == crate::route::Filter::default(),
        Route::Search(_)
        | Route::Plan(_)
        | Route::Credit
        | Route::Agreement(_)
        | Route::Cart
        | Route::Checkout
        | Route::Orders
        | Route::Order(_)
        | Route::Receipt(_)
        | Route::SignIn(_)
        | Route::Account
        | Route::Addresses
        | Route::Settings
        | Route::NotFound => false,
    }
}
