//! Quotes and orders, on the engine that shops of the tests have.

mod agreement;
mod coupons;
mod crowds;
mod faults;
mod journeys;
mod moving;
mod placing;
mod private;
mod publishing;
mod sequences;
mod shopping;
