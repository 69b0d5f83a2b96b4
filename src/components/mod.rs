//! Pieces of pages as Leptos components: typed props in, a view out. What a shopper does goes out as a
//! [`Command`](crate::commands::Command).

pub mod card;
pub mod failure;
pub mod filter_bar;
pub mod form;
pub mod gallery;
pub mod header;
pub mod icon;
pub mod image;
pub mod notices;
pub mod suggestions;
pub mod tab_bar;
pub mod taps;
