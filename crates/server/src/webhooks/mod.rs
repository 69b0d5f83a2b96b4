//! Other systems of the shop are told when an order changes.
//!
//! What is to be told is written into the database in the transaction in which it happens ([`outbox`]), and delivered from
//! there by one process at a time ([`deliver`]), at least once, of one order in the order in which it happened.

pub mod deliver;
pub mod outbox;
pub mod waiting;
