//! Quotes and orders, on the engine that shops of the tests have.

mod agreement;
mod commands;
mod coupons;
mod crowds;
mod faults;
mod journeys;
mod moving;
mod online;
mod operator;
mod placing;
mod private;
mod publishing;
mod sequences;
mod shopping;
mod stand_in;
mod telling;
