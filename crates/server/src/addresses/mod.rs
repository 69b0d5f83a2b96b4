//! The address book of an account.
//!
//! One address is the default as long as there is any: the one that was saved as such last, else the first; when it is
//! deleted, the one saved last takes its place.

mod entry;

pub use entry::{Entry, PLACE, Place};

use crate::accounts::AccountId;
use crate::database::{DatabaseError, Row, SealedBytes, Transaction};
use crate::privacy::KeyRing;
use fairday_contract::{Address, AddressId, Recipient};

/// Most addresses of an account.
pub const ADDRESSES_MAX: usize = 50;

/// Why an address book cannot be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// The database cannot do it.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// It has as many addresses as it can.
    #[error("the address book has {ADDRESSES_MAX} addresses already")]
    Full,
    /// The account is there no more.
    #[error("there is no such account any more")]
    NoAccount,
}

/// All addresses of an account: the default first, then the one saved last. One that cannot be opened is empty.
///
/// # Errors
/// `Database`.
pub fn list(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    account: AccountId,
) -> Result<Vec<Address>, BookError> {
    let mut rows = rows(transaction, account)?;
    rows.sort_by(|a, b| (b.is_default, b.saved_ms, &a.id).cmp(&(a.is_default, a.saved_ms, &b.id)));
    rows.into_iter().map(|row| row.open(keys)).collect()
}

/// Adds an address, or changes the one of this id. Doing it twice is doing it once. Gives back whether it is the default.
///
/// # Errors
/// `Full`, `NoAccount`, `Database`.
pub fn save(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    (id, entry, is_default): (&AddressId, &[u8], bool),
    now_ms: i64,
) -> Result<bool, BookError> {
    hold(transaction, account)?;
    let others: Vec<AddressRow> =
        rows(transaction, account)?.into_iter().filter(|row| row.id != id.as_str()).collect();
    if others.len() >= ADDRESSES_MAX {
        return Err(BookError::Full);
    }
    let is_default = is_default || others.iter().all(|row| !row.is_default);
    if is_default {
        let sql = "UPDATE address SET is_default = 0 WHERE account_id = $1 AND is_default = 1";
        transaction.execute(sql, &[&account.0])?;
    }
    transaction.execute(
        "INSERT INTO address (account_id, id, entry, is_default, saved_ms) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (account_id, id) DO UPDATE SET entry = excluded.entry, is_default = excluded.is_default, \
         saved_ms = excluded.saved_ms",
        &[&account.0, &id.as_str(), &entry, &is_default, &now_ms],
    )?;
    Ok(is_default)
}

/// Deletes an address; says whether it was there.
///
/// # Errors
/// `NoAccount`, `Database`.
pub fn delete(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    id: &AddressId,
) -> Result<bool, BookError> {
    hold(transaction, account)?;
    let sql = "DELETE FROM address WHERE account_id = $1 AND id = $2";
    let was_there = transaction.execute(sql, &[&account.0, &id.as_str()])? > 0;
    let left = rows(transaction, account)?;
    if left.iter().all(|row| !row.is_default)
        && let Some(next) = left.iter().max_by_key(|row| (row.saved_ms, std::cmp::Reverse(&row.id)))
    {
        let sql = "UPDATE address SET is_default = 1 WHERE account_id = $1 AND id = $2";
        transaction.execute(sql, &[&account.0, &next.id])?;
    }
    Ok(was_there)
}

/// One change at a time: the number of addresses and the default are rules over several rows. The account's row is written,
/// as deleting the account does, so that nothing is added to one that is being deleted.
fn hold(transaction: &mut Transaction<'_>, account: AccountId) -> Result<(), BookError> {
    let sql = "UPDATE account SET deleted_ms = deleted_ms WHERE id = $1 AND deleted_ms IS NULL";
    if transaction.execute(sql, &[&account.0])? == 0 { Err(BookError::NoAccount) } else { Ok(()) }
}

/// A row as it is kept.
struct AddressRow {
    id: String,
    entry: SealedBytes,
    is_default: bool,
    saved_ms: i64,
}

impl AddressRow {
    fn open(self, keys: &KeyRing) -> Result<Address, BookError> {
        // One that cannot be opened is shown empty, and must not keep the others: its owner can write or delete it.
        let (place, label) = match Entry::open(keys, &self.entry) {
            Ok(Entry { place, label }) => (place.into(), label),
            Err(error) => {
                tracing::error!(%error, "an address cannot be read");
                (nobody(), String::new())
            }
        };
        let id = self.id.parse().map_err(|_| DatabaseError::Sql("an address id that is none".to_owned()))?;
        Ok(Address { id, place, label, is_default: self.is_default })
    }
}

fn nobody() -> Recipient {
    Recipient {
        name: String::new(),
        phone: String::new(),
        region: None,
        region_names: Vec::new(),
        village: String::new(),
        detail: String::new(),
    }
}

fn rows(transaction: &mut Transaction<'_>, account: AccountId) -> Result<Vec<AddressRow>, DatabaseError> {
    let sql = "SELECT id, entry, is_default, saved_ms FROM address WHERE account_id = $1";
    let read = |row: Row| {
        let is_default = row.get::<i64>(2)? == 1;
        Ok(AddressRow { id: row.get(0)?, entry: row.get(1)?, is_default, saved_ms: row.get(3)? })
    };
    transaction.query(sql, &[&account.0])?.into_iter().map(read).collect()
}
