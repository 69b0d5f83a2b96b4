//! Orders, filters and pages of lists.

use crate::cursor::{self, InvalidCursor, Place};
use crate::model::Product;
use fairday_contract::{Cursor, ListQuery, Sort};

/// What lists sort and filter by, worked out once for each product.
pub(crate) struct Facts {
    /// The lowest price, minor units.
    pub(crate) price: i64,
    pub(crate) sold: u32,
    pub(crate) created_ms: i64,
    pub(crate) available: bool,
    /// Index of the brand, if told.
    pub(crate) brand: Option<u32>,
    /// Names the product in cursors.
    pub(crate) id: u64,
}

impl Facts {
    pub(crate) fn of(product: &Product, brand: Option<u32>) -> Self {
        Self {
            price: product.variants.iter().map(|variant| variant.price).min().unwrap_or(0),
            sold: product.sold,
            created_ms: product.created_ms,
            available: product.variants.iter().any(crate::model::Variant::is_available),
            brand,
            id: cursor::product_id(&product.handle),
        }
    }

    /// What `sort` goes by, smallest first. The merchant's order has no key of its own: places decide.
    pub(crate) fn key(&self, sort: Sort) -> i64 {
        match sort {
            Sort::Relevance => 0,
            Sort::Newest => self.created_ms.saturating_neg(),
            Sort::PriceAsc => self.price,
            Sort::PriceDesc => self.price.saturating_neg(),
            Sort::Sales => -i64::from(self.sold),
        }
    }
}

/// The same products in every order of [`Sort::ALL`].
pub(crate) struct Orders([Box<[u32]>; Sort::ALL.len()]);

impl Orders {
    /// `members` are in the merchant's order, which also decides between equals.
    pub(crate) fn new(members: Vec<u32>, facts: &[Facts]) -> Self {
        Self(Sort::ALL.map(|sort| {
            let mut order = members.clone();
            order.sort_by_key(|product| facts[*product as usize].key(sort));
            order.into_boxed_slice()
        }))
    }

    pub(crate) fn by(&self, sort: Sort) -> &[u32] {
        &self.0[sort as usize]
    }
}

/// Which brands stay in a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum BrandFilter {
    Any,
    Only(u32),
    /// A brand was asked for that nothing has.
    Nothing,
}

/// What a product must be to stay in a list.
pub(crate) struct Filter {
    pub(crate) brand: BrandFilter,
    pub(crate) price_min: Option<u32>,
    pub(crate) price_max: Option<u32>,
    pub(crate) in_stock: bool,
}

impl Filter {
    fn keeps_brand(&self, brand: Option<u32>) -> bool {
        match self.brand {
            BrandFilter::Any => true,
            BrandFilter::Only(only) => brand == Some(only),
            BrandFilter::Nothing => false,
        }
    }

    pub(crate) fn keeps(&self, facts: &Facts) -> bool {
        self.keeps_brand(facts.brand)
            && self.price_min.is_none_or(|min| facts.price >= i64::from(min))
            && self.price_max.is_none_or(|max| facts.price <= i64::from(max))
            && (!self.in_stock || facts.available)
    }
}

/// A product in a list, with what the list is sorted by.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) product: u32,
    pub(crate) key: i64,
}

/// The part of `entries` that `query` asks for, and the cursor of the rest.
pub(crate) fn cut<'a>(
    entries: &'a [Entry],
    facts: &[Facts],
    query: &ListQuery,
) -> Result<(&'a [Entry], Option<Cursor>), InvalidCursor> {
    let start = match &query.cursor {
        None => 0,
        Some(cursor) => start_after(entries, facts, Place::read(cursor, query)?),
    };
    let limit = query.size() as usize;
    let rest = &entries[start..];
    if rest.len() <= limit {
        return Ok((rest, None));
    }
    let last = rest[limit - 1];
    let place = Place { key: last.key, order: last.product, id: facts[last.product as usize].id };
    Ok((&rest[..limit], Some(place.write(query))))
}

/// Where a list goes on after a place: behind the same product if it is still there, else behind where it would be.
fn start_after(entries: &[Entry], facts: &[Facts], place: Place) -> usize {
    entries
        .iter()
        .position(|entry| entry.key == place.key && facts[entry.product as usize].id == place.id)
        .map_or_else(
            || entries.partition_point(|entry| (entry.key, entry.product) <= (place.key, place.order)),
            |found| found + 1,
        )
}
