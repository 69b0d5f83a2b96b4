//! JSON on the phone: see [`fairday_wire`]. What a type looks like stands with the type, in serde's attributes.

pub use fairday_wire::{Raw, Wire, items, read, write};
