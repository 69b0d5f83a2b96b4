//! The only place that joins `api`, `db` and the state: what pages call to read and to write.

pub mod cart;
pub mod content;
pub mod directions;
pub mod list;
pub mod navigation;
pub mod preferences;
pub mod start;
pub mod suggest;
