//! Fairday's reference server.

pub mod catalogue;
pub mod http;
pub mod refresh;
