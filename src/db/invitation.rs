//! How much the shop has been used on this phone, and what was said to the invitation to install it.

use super::StorageFailed;
use crate::domain::invitation::Usage;

/// The key of the record.
const KEY: &str = "fairday.install";
/// The version this app writes. A record of another one counts from the beginning.
const VERSION: u32 = 1;

/// What is known so far; nothing when it cannot be read.
pub fn load() -> Usage {
    super::read(KEY).ok().flatten().and_then(|text| parse(&text)).unwrap_or_default()
}

/// Keeps what is known.
///
/// # Errors
/// [`StorageFailed`]; then the invitation comes later, or once more.
pub fn save(usage: &Usage) -> Result<(), StorageFailed> {
    super::write(KEY, &print(usage))
}

/// A record's text: `[version,starts,opened,has_filled_cart,is_declined]`.
pub fn print(usage: &Usage) -> String {
    let Usage { starts, opened, has_filled_cart, is_declined } = *usage;
    crate::json::write(&vec![VERSION, starts, opened, has_filled_cart.into(), is_declined.into()])
}

/// Reads a record's text; nothing when it is not one of this version.
pub fn parse(text: &str) -> Option<Usage> {
    let numbers: Vec<u32> = crate::json::read(text)?;
    let [VERSION, starts, opened, filled, declined] = numbers[..] else { return None };
    Some(Usage { starts, opened, has_filled_cart: filled != 0, is_declined: declined != 0 })
}
