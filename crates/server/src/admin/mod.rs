//! The shop's own side: who may use the operator's API, and the commands `fairday orders`, `fairday webhooks`,
//! `fairday alarms`, `fairday credit`, `fairday billing` and `fairday ledger`.

mod acts;
pub mod alarms;
mod args;
pub mod books;
mod common;
pub mod credit;
mod money;
pub mod orders;
mod orders_shown;
pub(crate) mod print;
pub mod reminders;
mod token;
pub mod webhooks;

pub use args::StoreArgs;
pub use common::Common;
pub use credit::CreditCommand;
pub use orders::OrdersCommand;
pub use token::AdminToken;
