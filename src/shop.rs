//! What every piece of a page needs to know: where it is, in which language, of which store.

use crate::route::{Filter, Place, Route};
use crate::texts::{self, Texts};
use fairday_contract::{CategorySlug, Currency, Locale, ProductHandle};

/// The shop as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    /// The page and its language.
    pub place: Place,
    /// The store's name in that language.
    pub name: String,
    /// The currency of every price.
    pub currency: Currency,
}

impl Shop {
    /// The sentences of the page's language.
    pub fn texts(&self) -> &'static Texts {
        texts::of(self.locale())
    }

    /// The page's language.
    pub fn locale(&self) -> Locale {
        self.place.locale
    }

    /// The URL of another page in the same language.
    pub fn url(&self, route: Route) -> String {
        self.place.to(route).url()
    }

    /// The URL of a whole category.
    pub fn category_url(&self, slug: &CategorySlug) -> String {
        self.url(Route::Category(slug.clone(), Filter::default()))
    }

    /// The URL of a product.
    pub fn product_url(&self, handle: &ProductHandle) -> String {
        self.url(Route::Product(handle.clone()))
    }
}
