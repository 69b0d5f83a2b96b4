//! What a list of products can be asked for.

use crate::{CategorySlug, Cursor};
use serde::{Deserialize, Serialize};

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Sort {
    /// Best match first in a search, the merchant's own order elsewhere.
    #[default]
    Relevance,
    /// Added last first.
    Newest,
    /// Cheapest first.
    PriceAsc,
    /// Dearest first.
    PriceDesc,
    /// Sold most often first.
    Sales,
}

impl Sort {
    /// Every order, the default first.
    pub const ALL: [Self; 5] = [Self::Relevance, Self::Newest, Self::PriceAsc, Self::PriceDesc, Self::Sales];

    /// As written in a query string.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::PriceAsc => "price_asc",
            Self::PriceDesc => "price_desc",
            Self::Sales => "sales",
        }
    }

    /// Reads what [`Sort::as_str`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text)
    }
}

/// The query string of `/api/v1/products` and `/api/v1/search`. A field left out does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ListQuery {
    /// Words to search for; at most 100 characters. Needed by `/search`, refused by `/products`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only this category and those below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub category: Option<CategorySlug>,
    /// Only this brand, exactly as a search counts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// The order.
    pub sort: Sort,
    /// Only products that cost at least this, minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_min: Option<u32>,
    /// Only products that cost at most this, minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_max: Option<u32>,
    /// Only products that can be bought now.
    pub in_stock: bool,
    /// Where to go on from: the `next` of the answer before, with everything else the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub cursor: Option<Cursor>,
    /// How many items: 1 to 100, 24 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl ListQuery {
    /// How many items a page has when the query does not say.
    pub const LIMIT_DEFAULT: u32 = 24;
    /// The most items a page can have.
    pub const LIMIT_MAX: u32 = 100;
    /// The most characters searched for.
    pub const Q_CHARS_MAX: usize = 100;
}
