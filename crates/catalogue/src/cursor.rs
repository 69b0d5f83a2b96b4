//! Where the next page of a list starts: a place in an order, not a count, so that products added or removed between
//! two pages neither repeat nor hide others.

use fairday_contract::{CategorySlug, Cursor, ListQuery, ProductHandle};

/// The cursor is not one this list gave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCursor;

/// Key, order, id and check, in hexadecimal.
const DIGITS: usize = 16 + 8 + 16 + 16;

/// The last product of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// What the list is sorted by.
    pub(crate) key: i64,
    /// The product's place in the merchant's order, in case it is gone when the cursor comes back.
    pub(crate) order: u32,
    /// Which product.
    pub(crate) id: u64,
}

impl Place {
    pub(crate) fn write(self, query: &ListQuery) -> Cursor {
        let text = format!("{:016x}{:08x}{:016x}{:016x}", self.key, self.order, self.id, self.check(query));
        Cursor::try_from(text).expect("hexadecimal digits")
    }

    pub(crate) fn read(cursor: &Cursor, query: &ListQuery) -> Result<Self, InvalidCursor> {
        let text = Some(cursor.as_str()).filter(|text| text.len() == DIGITS).ok_or(InvalidCursor)?;
        let number = |from: usize, to: usize| {
            text.get(from..to).and_then(|part| u64::from_str_radix(part, 16).ok()).ok_or(InvalidCursor)
        };
        let place =
            Self { key: number(0, 16)?.cast_signed(), order: number(16, 24)? as u32, id: number(24, 40)? };
        if number(40, DIGITS)? == place.check(query) { Ok(place) } else { Err(InvalidCursor) }
    }

    /// Ties a place to everything in the query that decides what the list is. Not a secret: a place made by hand is
    /// only another place in a public list.
    fn check(self, query: &ListQuery) -> u64 {
        let ListQuery { q, category, brand, sort, price_min, price_max, in_stock, cursor: _, limit: _ } =
            query;
        let price = |price: &Option<u32>| price.map_or(u64::MAX, u64::from).to_be_bytes();
        // Words that find the same are the same list, and so is a lowest price that keeps everything.
        let q = q.as_deref().map(fairday_search::fold);
        let price_min = &price_min.filter(|price| *price > 0);
        let text = |text: Option<&str>| text.map_or(b"\xfe".to_vec(), |text| text.as_bytes().to_vec());
        let parts = [
            &self.key.to_be_bytes()[..],
            &self.order.to_be_bytes(),
            &self.id.to_be_bytes(),
            &text(q.as_deref()),
            &text(category.as_ref().map(CategorySlug::as_str)),
            &text(brand.as_deref()),
            sort.as_str().as_bytes(),
            &price(price_min),
            &price(price_max),
            &[u8::from(*in_stock)],
        ];
        // 0xff is in no UTF-8: no two lists of parts read the same.
        hash(parts.iter().flat_map(|part| part.iter().copied().chain([0xff])))
    }
}

/// Names a product in cursors.
pub(crate) fn product_id(handle: &ProductHandle) -> u64 {
    hash(handle.as_str().bytes())
}

/// FNV-1a, 64 bits.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fairday_contract::Sort;
    use proptest::prelude::*;

    fn any_place() -> impl Strategy<Value = Place> {
        (any::<i64>(), any::<u32>(), any::<u64>()).prop_map(|(key, order, id)| Place { key, order, id })
    }

    proptest! {
        #[test]
        fn a_cursor_reads_back_for_the_same_list_whatever_the_page_size(place in any_place(), limit in 1_u32..100) {
            let query = ListQuery { sort: Sort::Sales, ..ListQuery::default() };
            let cursor = place.write(&query);
            let next = ListQuery { limit: Some(limit), cursor: Some(cursor.clone()), ..query };
            prop_assert_eq!(Place::read(&cursor, &next), Ok(place));
        }

        #[test]
        fn a_cursor_of_another_list_or_a_changed_one_is_refused(place in any_place(), at in 0_usize..DIGITS) {
            let query = ListQuery::default();
            let cursor = place.write(&query);
            for other in [
                ListQuery { in_stock: true, ..query.clone() },
                ListQuery { price_min: Some(1), ..query.clone() },
                ListQuery { q: Some(String::new()), ..query.clone() },
                ListQuery { brand: Some("OPPO".into()), ..query.clone() },
            ] {
                prop_assert_eq!(Place::read(&cursor, &other), Err(InvalidCursor));
            }
            let mut text: Vec<char> = cursor.as_str().chars().collect();
            text[at] = if text[at] == 'a' { 'b' } else { 'a' };
            let changed: Cursor = text.into_iter().collect::<String>().parse().expect("still a cursor's letters");
            prop_assert_eq!(Place::read(&changed, &query), Err(InvalidCursor));
        }
    }

    #[test]
    fn no_text_is_a_cursor_but_those_that_were_given_out() {
        let query = ListQuery { sort: Sort::Sales, ..ListQuery::default() };
        let given = [(-1, 0, u64::MAX), (i64::MAX, 7, 1)]
            .map(|(key, order, id)| Place { key, order, id }.write(&query).as_str().to_owned());
        fairday_fuzz::texts("a cursor", fairday_fuzz::CASES, &[&given[0], &given[1]], |text| {
            let Ok(cursor) = text.parse::<Cursor>() else { return };
            if let Ok(place) = Place::read(&cursor, &query) {
                assert_eq!(place.write(&query).as_str(), cursor.as_str().to_ascii_lowercase());
            }
        });
    }
}
