//! The importer and the store, from the merchant's side: files in, shop out.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed
#![allow(clippy::print_stdout)] // what was skipped, and what was measured

mod broken;
mod catalogue;
mod failure;
mod pictures;
mod property;
mod real;
mod shop;
mod texts;
