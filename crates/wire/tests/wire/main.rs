//! The phone's reader and writer against serde's, natively.

mod derived;
mod golden;
mod malformed;
mod mutation;
