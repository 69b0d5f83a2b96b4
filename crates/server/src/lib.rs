//! Fairday's reference server.

pub mod catalogue;
pub mod import;
pub mod store;
