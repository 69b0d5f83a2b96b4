//! The only place that joins `api`, `db` and the state: what pages call to read and to write.

pub mod actions;
mod apart;
pub mod cart;
pub mod connection;
pub mod content;
pub mod copy;
pub mod directions;
pub mod navigation;
pub mod ordering;
pub mod patch;
pub mod placeholder;
pub mod preferences;
pub mod shell;
pub mod source;
#[cfg(feature = "web")]
pub mod start;
pub mod storage;
pub mod suggest;
