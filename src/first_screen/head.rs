//! What search engines, other sites and the browser's tab are told about a page.

use super::{is_listed, linked_data};
use crate::domain::content::{Boot, Content};
use crate::pages;
use crate::paths;
use crate::route::{Filter, Place, Route};
use crate::shop::Shop;
use fairday_contract::{Locale, Picture};
use std::fmt::Write;

/// The longest description in characters: what search engines show.
const DESCRIPTION_CHARS_MAX: usize = 150;

/// Where the shop is on the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Scheme, host and port, without a slash at the end: `https://shop.example`.
    pub origin: String,
    /// The store in a sentence, in the language of the page.
    pub description: String,
}

impl Site {
    /// The absolute address of a page.
    pub fn url(&self, place: &Place) -> String {
        format!("{}{}", self.origin, place.url())
    }

    /// The absolute address of a picture, at the width that other sites show.
    pub(super) fn picture(&self, picture: &Picture) -> String {
        format!("{}{}", self.origin, paths::picture(picture, 640))
    }
}

pub(super) fn head(place: &Place, boot: &Boot, site: &Site) -> String {
    let shop = Shop { place: place.clone(), name: boot.store.name.clone(), currency: boot.store.currency };
    let name = pages::name(&shop, boot.content.as_ref());
    let title = pages::title(&boot.store.name, name.as_deref());
    let description = description(boot, &site.description);
    let canonical = canonical(place);
    let mut out = String::new();
    _ = write!(
        out,
        r#"<title>{0}</title><meta name="description" content="{1}"><meta property="og:title" content="{0}"><meta property="og:description" content="{1}"><meta property="og:site_name" content="{2}"><meta property="og:locale" content="{3}"><meta property="og:url" content="{4}"><link rel="canonical" href="{4}">"#,
        escape(&title),
        escape(&description),
        escape(&boot.store.name),
        match place.locale {
            Locale::ZhCn => "zh_CN",
            Locale::En => "en_US",
        },
        escape(&site.url(&canonical)),
    );
    // What the catalogue has no words for is no translation.
    for locale in &boot.store.locales {
        let alternate = site.url(&canonical.in_locale(*locale));
        _ = write!(
            out,
            r#"<link rel="alternate" hreflang="{}" href="{}">"#,
            locale.tag(),
            escape(&alternate)
        );
    }
    let first = boot.store.locales.first().copied().unwrap_or_default();
    let default = site.url(&canonical.in_locale(first));
    _ = write!(out, r#"<link rel="alternate" hreflang="x-default" href="{}">"#, escape(&default));
    if !is_listed(&place.route) {
        out.push_str(r#"<meta name="robots" content="noindex">"#);
    }
    let is_product = matches!(boot.content, Some(Content::Product(_)));
    _ = write!(
        out,
        r#"<meta property="og:type" content="{}">"#,
        if is_product { "product" } else { "website" }
    );
    if let Some(Content::Product(product)) = &boot.content {
        if let Some(picture) = product.pictures.first() {
            _ = write!(out, r#"<meta property="og:image" content="{}">"#, escape(&site.picture(picture)));
        }
        out.push_str(&linked_data::product(place, product, site));
    }
    out
}

/// A list in another order or narrowed is the same page to a search engine.
fn canonical(place: &Place) -> Place {
    match &place.route {
        Route::Category(slug, _) => place.to(Route::Category(slug.clone(), Filter::default())),
        Route::Search(filter) => place.to(Route::Search(Filter::words(filter.q.clone()))),
        _ => place.clone(),
    }
}

fn description(boot: &Boot, promise: &str) -> String {
    let text = match &boot.content {
        Some(Content::Product(product)) => plain_text(&product.description_html),
        Some(Content::List(listing)) => {
            let titles: Vec<_> = listing.items().iter().take(6).map(|card| card.title.as_str()).collect();
            titles.join(", ")
        }
        _ => promise.to_owned(),
    };
    if text.is_empty() { promise.to_owned() } else { text }
}

/// The words of sanitised HTML, for places that take no markup.
pub(super) fn plain_text(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                text.push(' ');
            }
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(DESCRIPTION_CHARS_MAX).collect()
}

/// Escapes text for an HTML element or a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
