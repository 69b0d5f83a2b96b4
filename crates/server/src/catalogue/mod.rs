//! The catalogue: what the merchant sells, in the server's own words.

mod cards;
pub mod cursor;
mod finder;
mod home;
mod listing;
pub mod model;
mod pinyin;
pub mod rendered;
#[doc(hidden)]
pub mod sample;
mod slug;
pub mod snapshot;
mod tree;

pub use rendered::{Rendered, RenderedCache};
pub use snapshot::{LookupError, Snapshot};
