//! Personal data at rest: sealed under keys that are not in the database.

pub mod command;
pub mod key_file;
pub mod keys;
pub mod proof;
pub mod random;
pub mod reseal;
pub mod rotation;
pub mod sealed;
pub mod servers;
pub mod states;

pub use keys::{KeyError, KeyRing};
