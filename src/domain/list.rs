//! What a list page asks the server for.

use crate::route::Filter;
use fairday_contract::{CategorySlug, Currency, Cursor, ListQuery};

/// The wire's question for a page's filter. Prices go from whole major units to minor ones.
pub fn query(
    category: Option<&CategorySlug>,
    filter: &Filter,
    currency: Currency,
    cursor: Option<Cursor>,
) -> ListQuery {
    let minor = |price: u32| price.saturating_mul(10_u32.pow(u32::from(currency.minor_digits())));
    ListQuery {
        q: (!filter.q.is_empty()).then(|| filter.q.clone()),
        category: category.or(filter.category.as_ref()).cloned(),
        brand: filter.brand.clone(),
        sort: filter.sort,
        price_min: filter.price_min.map(minor),
        price_max: filter.price_max.map(minor),
        in_stock: filter.in_stock,
        cursor,
        limit: None,
    }
}
