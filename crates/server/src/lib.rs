//! Fairday's reference server.

pub mod catalogue;
