//! Fairday's reference server.

pub mod catalogue;
pub mod database;
pub mod http;
pub mod import;
pub mod refresh;
pub mod store;
