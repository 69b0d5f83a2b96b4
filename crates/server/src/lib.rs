//! Fairday's reference server.

pub mod accounts;
pub mod addresses;
pub mod admin;
pub mod alarms;
pub mod catalogue;
pub mod clock;
pub mod credit;
pub mod database;
mod held;
pub mod hex;
pub mod http;
pub mod import;
pub mod lease;
#[cfg(test)]
mod made_up;
pub mod orders;
pub mod outbound;
pub mod privacy;
pub mod private_files;
pub mod push;
pub mod refresh;
pub mod regions;
pub mod shop_config;
pub mod signature;
pub mod sms;
pub mod store;
pub mod webhooks;
