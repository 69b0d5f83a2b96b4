//! The cart's record.

use super::StorageFailed;
use crate::domain::cart::Cart;
use crate::json::{self, Raw, Wire};

/// The key of the cart's record; other tabs hear of its changes under this name.
pub const KEY: &str = "fairday.cart";
/// Where a record that cannot be read is put aside, so that nothing is lost for good.
const UNREADABLE_KEY: &str = "fairday.cart.unreadable";
/// The version this app writes. A later version adds a migration to [`parse`].
const VERSION: u32 = 1;

/// Reads the cart; nothing when there is no record, because none was ever saved or the browser threw it away. A record
/// that cannot be read is put aside, not overwritten, and leaves an empty cart.
///
/// # Errors
/// [`StorageFailed`] when the phone does not let us read.
pub fn load() -> Result<Option<Cart>, StorageFailed> {
    let Some(text) = super::read(KEY)? else { return Ok(None) };
    if let Some(cart) = parse(&text) {
        return Ok(Some(cart));
    }
    super::write(UNREADABLE_KEY, &text)?;
    Ok(Some(Cart::default()))
}

/// Writes the cart.
///
/// # Errors
/// [`StorageFailed`]; what was written before is still there.
pub fn save(cart: &Cart) -> Result<(), StorageFailed> {
    super::write(KEY, &print(cart))
}

/// The cart's record. Another version's cart may have another shape, so the version is looked at first.
#[derive(Wire)]
struct Record {
    version: u32,
    cart: Raw,
}

/// A record's text: `{"version":1,"cart":{…}}`.
pub fn print(cart: &Cart) -> String {
    json::write(&Record { version: VERSION, cart: Raw(json::write(cart)) })
}

/// Reads a record's text; nothing when it is not one of a version known here.
pub fn parse(text: &str) -> Option<Cart> {
    let record: Record = json::read(text)?;
    let cart: Cart = json::read(&record.cart.0).filter(|_| record.version == VERSION)?;
    Some(cart.within_limits())
}
