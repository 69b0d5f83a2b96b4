//! Pieces of pages: properties in, taps out.

pub mod card;
pub mod failure;
pub mod filter_bar;
pub mod gallery;
pub mod header;
pub mod icon;
pub mod notice;
pub mod picture;
pub mod search_box;
pub mod tab_bar;
