//! Pieces of pages: data in, HTML out. A control names what it does in `data-act`; `crate::sync::actions` does it.

pub mod card;
pub mod failure;
pub mod filter_bar;
pub mod gallery;
pub mod header;
pub mod icon;
pub mod notice;
pub mod picture;
pub mod tab_bar;
