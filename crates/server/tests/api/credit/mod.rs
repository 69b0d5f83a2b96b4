//! Phone credit over HTTP, on the engine that shops of the tests have.

mod journey;
pub(crate) mod lending;
mod offering;
mod operator;
mod paying;
mod private;
mod reminding;
mod signing;

pub(crate) use private::a_visit;
