//! The importer and the store, from the merchant's side: files in, shop out. On both engines.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed
#![allow(clippy::print_stdout)] // what was skipped, and what was measured
#![allow(clippy::duplicate_mod)] // the same tests on two engines

#[macro_use]
#[path = "../engine/mod.rs"]
mod engine;

on_both_engines!(broken, catalogue, failure, others, pictures, prices, property, real, shop, texts);
