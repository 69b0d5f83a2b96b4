//! Personal data at rest: sealed under keys that are not in the database.

pub mod command;
pub mod key_file;
pub mod keys;
pub mod proof;
pub mod random;
pub mod rotation;

pub use keys::{KeyError, KeyRing};
