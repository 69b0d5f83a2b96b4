//! The cart's record.

use super::StorageFailed;
use crate::domain::cart::Cart;
use serde::{Deserialize, Serialize};

/// The key of the cart's record; other tabs hear of its changes under this name.
pub const KEY: &str = "fairday.cart";
/// Where a record that cannot be read is put aside, so that nothing is lost for good.
const UNREADABLE_KEY: &str = "fairday.cart.unreadable";
/// The version this app writes. A later version adds a migration to [`parse`].
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Record {
    version: u32,
    cart: Cart,
}

/// Reads the cart; empty when there is none. A record that cannot be read is put aside, not overwritten.
///
/// # Errors
/// [`StorageFailed`] when the phone does not let us read.
pub fn load() -> Result<Cart, StorageFailed> {
    let Some(text) = super::read(KEY)? else { return Ok(Cart::default()) };
    if let Some(cart) = parse(&text) {
        return Ok(cart);
    }
    super::write(UNREADABLE_KEY, &text)?;
    Ok(Cart::default())
}

/// Writes the cart.
///
/// # Errors
/// [`StorageFailed`]; what was written before is still there.
pub fn save(cart: &Cart) -> Result<(), StorageFailed> {
    let record = Record { version: VERSION, cart: cart.clone() };
    super::write(KEY, &crate::json::write(&record).ok_or(StorageFailed)?)
}

/// Reads a record's text; nothing when it is not one of a version known here.
pub fn parse(text: &str) -> Option<Cart> {
    let record: Record = crate::json::read(text)?;
    (record.version == VERSION).then(|| record.cart.within_limits())
}
