//! Where the next page of a list starts: a place in an order, not a count, so that products added or removed between
//! two pages neither repeat nor hide others.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fairday_contract::{Cursor, ListQuery, ProductHandle};
use sha2::{Digest, Sha256};

/// The cursor is not one this list gave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCursor;

const BYTES: usize = 28;

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
        let mut bytes = Vec::with_capacity(BYTES);
        bytes.extend(self.key.to_be_bytes());
        bytes.extend(self.order.to_be_bytes());
        bytes.extend(self.id.to_be_bytes());
        bytes.extend(check(&bytes, query));
        Cursor::try_from(URL_SAFE_NO_PAD.encode(bytes)).expect("38 characters of base64url")
    }

    pub(crate) fn read(cursor: &Cursor, query: &ListQuery) -> Result<Self, InvalidCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor.as_str()).map_err(|_| InvalidCursor)?;
        let bytes: [u8; BYTES] = bytes.try_into().map_err(|_| InvalidCursor)?;
        let (place, checked) = bytes.split_at(20);
        if check(place, query) != checked {
            return Err(InvalidCursor);
        }
        Ok(Self {
            key: i64::from_be_bytes(place[..8].try_into().map_err(|_| InvalidCursor)?),
            order: u32::from_be_bytes(place[8..12].try_into().map_err(|_| InvalidCursor)?),
            id: u64::from_be_bytes(place[12..].try_into().map_err(|_| InvalidCursor)?),
        })
    }
}

/// Ties a place to everything in the query that decides what the list is. Not a secret: a place made by hand is only
/// another place in a public list.
fn check(place: &[u8], query: &ListQuery) -> [u8; 8] {
    let list = ListQuery { cursor: None, limit: None, ..query.clone() };
    let digest = Sha256::new().chain_update(place).chain_update(format!("{list:?}")).finalize();
    first_eight(&digest)
}

/// Names a product in cursors.
pub(crate) fn product_id(handle: &ProductHandle) -> u64 {
    u64::from_be_bytes(first_eight(&Sha256::digest(handle.as_str())))
}

fn first_eight(digest: &[u8]) -> [u8; 8] {
    digest[..8].try_into().expect("a digest has 32 bytes")
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
        fn a_cursor_of_another_list_or_a_changed_one_is_refused(place in any_place(), at in 0_usize..37) {
            let query = ListQuery::default();
            let cursor = place.write(&query);
            let other = ListQuery { in_stock: true, ..query.clone() };
            prop_assert_eq!(Place::read(&cursor, &other), Err(InvalidCursor));
            let mut text: Vec<char> = cursor.as_str().chars().collect();
            text[at] = if text[at] == 'A' { 'B' } else { 'A' };
            let changed: Cursor = text.into_iter().collect::<String>().parse().expect("still base64url");
            prop_assert_eq!(Place::read(&changed, &query), Err(InvalidCursor));
        }
    }
}
