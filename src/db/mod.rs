//! What stays on the phone. The only place that touches browser storage.
//!
//! The cart and the settings are small and must be there before the first paint and survive a tab killed in the
//! middle of a tap, so they are in localStorage: written in one synchronous call, told to other tabs by the browser.

pub mod cart;
pub mod credit;
pub mod desk;
pub mod invitation;
pub mod meter;
pub mod offline;
pub mod orders;
pub mod personal;
pub mod pictures;
pub mod preferences;
pub mod recent;

use web_sys::Storage;

/// Storage cannot be read or written: switched off, full, or a private window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StorageFailed;

fn storage() -> Result<Storage, StorageFailed> {
    web_sys::window().and_then(|window| window.local_storage().ok().flatten()).ok_or(StorageFailed)
}

fn read(key: &str) -> Result<Option<String>, StorageFailed> {
    storage()?.get_item(key).map_err(|_| StorageFailed)
}

fn write(key: &str, text: &str) -> Result<(), StorageFailed> {
    storage()?.set_item(key, text).map_err(|_| StorageFailed)
}
