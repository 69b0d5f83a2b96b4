//! Phone credit over HTTP, on the engine that shops of the tests have.

mod journey;
pub(crate) mod lending;
