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
    /// How many items at most: 1 to 100, 24 when left out. Pages have 1, 5, 10, 20, 24, 50 or 100 items; any other limit
    /// counts as the next smaller of these. Only a page without `next` is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl ListQuery {
    /// How many items a page has when the query does not say.
    pub const LIMIT_DEFAULT: u32 = 24;
    /// The most items a page can have.
    pub const LIMIT_MAX: u32 = 100;
    /// The sizes that pages have, smallest first: a request for any other number gets the next smaller one, so that a
    /// server prepares few different pages.
    pub const SIZES: [u32; 7] = [1, 5, 10, 20, Self::LIMIT_DEFAULT, 50, Self::LIMIT_MAX];
    /// The most characters searched for.
    pub const Q_CHARS_MAX: usize = 100;

    /// The most items on a page of this list: never more than were asked for.
    pub fn size(&self) -> u32 {
        next_smaller(&Self::SIZES, self.limit.unwrap_or(Self::LIMIT_DEFAULT))
    }
}

/// The greatest of `sizes` that is at most `limit`; the smallest when all are greater.
pub(crate) fn next_smaller(sizes: &[u32], limit: u32) -> u32 {
    let fitting = sizes.iter().take_while(|size| **size <= limit).last();
    fitting.or(sizes.first()).copied().unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use super::ListQuery;
    use crate::Changes;

    #[test]
    fn a_page_never_has_more_than_was_asked_for() {
        for limit in 1..=ListQuery::LIMIT_MAX {
            let size = ListQuery { limit: Some(limit), ..ListQuery::default() }.size();
            assert!(size <= limit && ListQuery::SIZES.contains(&size), "{limit}: {size}");
        }
        for limit in 1..=Changes::LIMIT_MAX {
            assert!(
                Changes::size(limit) <= limit && Changes::SIZES.contains(&Changes::size(limit)),
                "{limit}"
            );
        }
        assert_eq!(ListQuery::default().size(), ListQuery::LIMIT_DEFAULT);
        assert_eq!([20, 100].map(Changes::size), [20, 100], "what phones ask for is what they get");
        assert!(ListQuery::SIZES.is_sorted() && Changes::SIZES.is_sorted());
    }
}
