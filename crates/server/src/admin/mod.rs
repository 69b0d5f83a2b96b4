//! The shop's own side: who may use the operator's API, and the commands `fairday orders` and `fairday webhooks`.

mod args;
pub mod orders;
mod print;
mod token;
pub mod webhooks;

pub use args::StoreArgs;
pub use token::AdminToken;
