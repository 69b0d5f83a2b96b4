//! The catalogue: what the merchant sells, in the server's own words.

pub mod model;
