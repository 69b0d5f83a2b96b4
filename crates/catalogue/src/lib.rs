//! The catalogue in memory: immutable, everything looked up or sorted beforehand.
//!
//! The server answers from it, and so does the phone when there is no network: the same code on the same data gives the
//! same lists, the same pages and the same search results. Nothing here knows about HTTP, SQL, CSV or a browser.

mod cards;
mod changes;
pub mod copy;
pub mod cursor;
pub mod exchange;
mod finder;
mod home;
mod items;
mod listing;
pub mod model;
#[doc(hidden)]
pub mod sample;
mod slug;
pub mod snapshot;
mod tree;

pub use changes::Walk;
pub use finder::Readings;
pub use items::Item;
pub use snapshot::{LookupError, Snapshot};
