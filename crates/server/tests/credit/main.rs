//! Phone credit on both engines: what is offered, signed, held, billed, paid and ended; and what cannot happen.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed
#![allow(clippy::duplicate_mod)] // the same tests on two engines

#[macro_use]
#[path = "../engine/mod.rs"]
mod engine;

mod copies;
mod gateway;
mod line;
mod push_service;
mod remote;
mod rules;
mod shop;

on_both_engines!(
    bills, books, commands, endings, faults, goods, guarantor, guards, hardship, journey, killed, offering,
    push, reminders, sequences, signing
);
