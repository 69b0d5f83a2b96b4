//! The only place that joins `api`, `db` and the state: it carries out commands and fills the signals. Pages never call it.

mod apart;
mod browser;
pub mod cart;
pub mod commands;
pub mod connection;
pub mod content;
pub mod copy;
pub mod directions;
#[cfg_attr(not(feature = "web"), allow(dead_code))] // without a browser nothing starts
mod early;
#[cfg_attr(not(feature = "web"), allow(dead_code))] // without a browser nothing starts
mod follow;
#[cfg_attr(not(feature = "web"), allow(dead_code))] // without a browser nothing starts
mod frame;
mod memory;
#[cfg_attr(not(feature = "web"), allow(dead_code))] // without a browser nothing starts
mod mounting;
pub mod navigation;
pub mod ordering;
pub mod placeholder;
pub mod preferences;
pub mod shell;
#[cfg_attr(not(feature = "web"), allow(dead_code))] // without a browser nothing starts
mod snapshot;
pub mod source;
#[cfg(feature = "web")]
pub mod start;
pub mod storage;
pub mod suggest;
#[cfg_attr(not(feature = "web"), allow(dead_code))] // without a browser nothing starts
mod take_over;
