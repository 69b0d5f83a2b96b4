//! The shop on the phone.
//!
//! In reading order: [`route`] and [`paths`] (every URL), [`domain`] (the rules), [`state`] (the signals), [`commands`] (what a
//! shopper can do), [`components`], [`pages`] and [`app`] (what is seen), [`api`] and [`db`] (the network and the phone's storage),
//! [`sync`] (the only place that joins them with the state). The server renders the same components ([`first_screen`]).

pub mod api;
pub mod app;
pub mod commands;
pub mod components;
pub mod db;
pub mod desk;
pub mod domain;
#[cfg(feature = "ssr")]
pub mod first_screen;
pub mod json;
pub mod pages;
pub mod paths;
pub mod route;
pub mod shop;
pub mod state;
pub mod sync;
pub mod texts;
