//! Accounts: who a shopper is, by the phone number that they could read a code at.

pub mod codes;
pub mod deletion;
pub mod device;
pub mod housekeeping;
pub mod phone;
pub mod rate_limit;
pub mod sessions;

pub use phone::{ContactPhone, Phone};

use crate::database::{DatabaseError, Transaction};
use crate::privacy::keys::Hash;

/// Names an account within the database. Never shown outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AccountId(pub i64);

impl AccountId {
    /// What to hold ([`Transaction::lock`]) while something is done that must not meet the account's deletion, or another
    /// order of the same account.
    pub fn lock(self) -> String {
        format!("account {}", self.0)
    }
}

/// Where phone numbers of accounts are sealed.
pub const PHONE_PLACE: &str = "account.phone";
/// What the hashes that find accounts are made for.
pub const PHONE_PURPOSE: &str = "account.phone";

/// The account of a number, made when there is none. `phone` is the number sealed for [`PHONE_PLACE`]. What is done is the
/// same for a known number and for a new one.
///
/// # Errors
/// Those of the database.
pub fn find_or_open(
    transaction: &mut Transaction<'_>,
    phone_index: &Hash,
    phone: &[u8],
    now_ms: i64,
) -> Result<AccountId, DatabaseError> {
    transaction.execute(
        "INSERT INTO account (phone_index, phone, created_ms) VALUES ($1, $2, $3) ON CONFLICT (phone_index) DO NOTHING",
        &[phone_index, &phone, &now_ms],
    )?;
    let row = transaction.query_one("SELECT id FROM account WHERE phone_index = $1", &[phone_index])?;
    row.get(0).map(AccountId)
}
