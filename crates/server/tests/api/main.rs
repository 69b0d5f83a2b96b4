//! The whole server over real connections, with a catalogue in memory.

#[path = "../engine/mod.rs"]
mod engine;

mod account;
mod addresses;
mod alarms;
mod any_request;
mod busy;
mod caching;
mod changes;
mod connections;
mod credit;
mod cross_site;
mod delivery;
mod discovery;
mod files;
mod keys;
mod lists;
mod orders;
mod others;
mod pages;
mod refreshing;
mod refusals;
mod resources;
mod searching;
mod secrets;
mod sessions;
mod shop;
mod shopper;
mod sign_in;
mod sms;
mod sms_budget;
mod typed;
