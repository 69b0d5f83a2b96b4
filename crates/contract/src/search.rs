//! What a search finds.

use crate::{CategorySlug, Cursor, Page, ProductCard, ProductHandle};
use serde::{Deserialize, Serialize};

/// Products that match, and what they could be narrowed by. Reads a [`crate::Page`] of products too (which counts
/// nothing), so that one piece of code shows both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct SearchResults {
    /// The products, best first unless another order was asked for.
    pub items: Vec<ProductCard>,
    /// How many products match in all.
    pub total: u32,
    /// Pass it back as `cursor` for the next items; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
    /// How many of all matches each category has, most first; at most 10.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CountedCategory>,
    /// How many of all matches each brand has, most first; at most 10.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brands: Vec<CountedBrand>,
    /// True when no product matches all the words and these match some of them. Left out when they match all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    /// Where else to look when no product matches all the words: near categories and brands, or what is bought most when
    /// nothing is near; at most 8.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<Suggestion>,
}

impl From<Page<ProductCard>> for SearchResults {
    /// A list that counts nothing.
    fn from(page: Page<ProductCard>) -> Self {
        let Page { items, total, next } = page;
        Self {
            items,
            total,
            next,
            categories: Vec::new(),
            brands: Vec::new(),
            partial: false,
            suggestions: Vec::new(),
        }
    }
}

/// A category and how many matches it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CountedCategory {
    /// Its name in URLs.
    pub slug: CategorySlug,
    /// Its name for people.
    pub name: String,
    /// How many matches.
    pub count: u32,
}

/// A brand and how many matches it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CountedBrand {
    /// The brand, to pass back as `brand`.
    pub name: String,
    /// How many matches.
    pub count: u32,
}

/// What the shopper may be about to type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Suggestions {
    /// Best first; at most 8.
    pub items: Vec<Suggestion>,
}

/// One line under the search field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum Suggestion {
    /// A product: go straight to it.
    Product {
        /// Its name in URLs.
        handle: ProductHandle,
        /// Its name for people.
        title: String,
    },
    /// A category: go straight to it.
    Category {
        /// Its name in URLs.
        slug: CategorySlug,
        /// Its name for people.
        name: String,
    },
    /// A brand: search for it.
    Brand {
        /// The brand's name.
        name: String,
    },
}
