//! The cart's record.

use super::StorageFailed;
use crate::domain::cart::Cart;
use crate::json::{Reader, Wire, Writer};

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

/// A record's text: `{"version":1,"cart":{…}}`.
pub fn print(cart: &Cart) -> String {
    let mut writer = Writer::default();
    writer.object(|fields| {
        fields.field("version", &VERSION);
        fields.field("cart", cart);
    });
    writer.into_text()
}

/// Reads a record's text; nothing when it is not one of a version known here.
pub fn parse(text: &str) -> Option<Cart> {
    let (mut version, mut cart) = (None, None);
    let mut reader = Reader::new(text);
    reader.object(&mut |name, reader| {
        match name {
            "version" => version = Some(u32::read(reader)?),
            // Another version's cart may have another shape.
            "cart" if version == Some(VERSION) => cart = Some(Cart::read(reader)?),
            _ => reader.skip()?,
        }
        Some(())
    })?;
    reader.end()?;
    cart.map(Cart::within_limits)
}
