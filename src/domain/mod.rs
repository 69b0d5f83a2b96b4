//! The shop's own rules, pure: no browser, no network, tested natively.

pub mod backoff;
pub mod calendar_file;
pub mod cart;
pub mod checkout;
pub mod choice;
pub mod content;
pub mod credit;
pub mod invitation;
pub mod list;
pub mod moment;
pub mod outbox;
pub mod personal;
pub mod price;
pub mod purchase;
pub mod qr;
pub mod region;
pub mod terms;
