//! Quotes and orders, on the engine that shops of the tests have.

mod agreement;
mod away;
mod commands;
mod coupons;
mod crowds;
mod faults;
mod journeys;
mod killed;
mod load;
#[cfg(target_os = "linux")]
mod memory;
mod moving;
mod on_credit;
mod online;
mod operator;
mod placing;
mod private;
mod publishing;
mod releasing;
mod reserving;
mod rotating;
mod sequences;
pub(crate) mod shopping;
mod stand_in;
mod stuck;
mod telling;
mod without_quote;
