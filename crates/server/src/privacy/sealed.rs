//! The columns with sealed data, and the questions about them.
//!
//! Beside each stands a generated column that names the key of the row, and refers to `data_key`: the database refuses a row
//! under a key that is not there, and refuses to take a key away that a row names.

use super::keys::{KEY_ID_BYTES, KeyId};
use crate::database::{DatabaseError, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// A column that holds sealed data, with its statements. Every one is in [`SEALED`]. Rows are named by numbers from 1.
pub struct SealedColumn {
    /// Where it is sealed for: see [`KeyRing::seal`](super::KeyRing::seal).
    pub place: &'static str,
    /// The first `$3` rows under the key `$1` after the one named `$2`: name and sealed data.
    pub rows: &'static str,
    /// Puts `$1` in place of `$3` in the row named `$2`.
    pub put: &'static str,
    /// How many rows there are under each key; `$1` is [`FIRST`].
    pub count: &'static str,
    /// The first `$3` rows after the one named `$2` whose value names no key: it is too short, or of another type. `$1` is
    /// [`FIRST`].
    pub keyless: &'static str,
    /// A row under the key `$1`, if there is any.
    pub any: &'static str,
    /// The first key after `$1` that a row is sealed under.
    pub next_key: &'static str,
}

/// A sealed column: its table, what names a row, and the column.
macro_rules! sealed {
    ($table:literal, $name:literal, $column:literal) => {
        SealedColumn {
            place: concat!($table, ".", $column),
            rows: concat!(
                "SELECT ",
                $name,
                ", ",
                $column,
                " FROM ",
                $table,
                " WHERE ",
                $column,
                "_key_id = $1 AND ",
                $name,
                " > $2 ORDER BY ",
                $name,
                " LIMIT $3"
            ),
            put: concat!(
                "UPDATE ",
                $table,
                " SET ",
                $column,
                " = $1 WHERE ",
                $name,
                " = $2 AND ",
                $column,
                " = $3"
            ),
            count: concat!(
                "SELECT ",
                $column,
                "_key_id, COUNT(*) FROM ",
                $table,
                " WHERE ",
                $column,
                "_key_id >= $1 GROUP BY ",
                $column,
                "_key_id"
            ),
            keyless: concat!(
                "SELECT ",
                $name,
                " FROM ",
                $table,
                " WHERE ",
                $column,
                " IS NOT NULL AND (",
                $column,
                "_key_id IS NULL OR ",
                $column,
                "_key_id < $1) AND ",
                $name,
                " > $2 ORDER BY ",
                $name,
                " LIMIT $3"
            ),
            any: concat!("SELECT ", $name, " FROM ", $table, " WHERE ", $column, "_key_id = $1 LIMIT 1"),
            next_key: concat!(
                "SELECT ",
                $column,
                "_key_id FROM ",
                $table,
                " WHERE ",
                $column,
                "_key_id > $1 ORDER BY ",
                $column,
                "_key_id LIMIT 1"
            ),
        }
    };
}

/// What comes before every key: no bytes. On `SQLite` text and numbers come before it, so that a value of another type in a
/// sealed column is not taken for one under a key.
pub(super) const FIRST: &[u8] = &[];

/// Every column with sealed data. One that comes later is added here, or a rotation would leave it behind.
pub const SEALED: &[SealedColumn] = &[
    sealed!("account", "id", "phone"),
    sealed!("address", "number", "entry"),
    sealed!("orders", "number", "private"),
    sealed!("orders", "number", "answer"),
    sealed!("order_event", "id", "said"),
    sealed!("credit_person", "account_id", "resident_id"),
    sealed!("credit_person", "account_id", "name"),
    sealed!("credit_hardship", "number", "reason"),
    sealed!("credit_hardship", "number", "note"),
    sealed!("credit_push", "number", "subscription"),
];

/// Every key that a row is sealed under. An index leads from one to the next, so that it costs the same however many rows
/// there are.
///
/// # Errors
/// Those of the database.
pub(super) fn keys_of_rows(transaction: &mut Transaction<'_>) -> Result<BTreeSet<KeyId>, DatabaseError> {
    let mut ids = BTreeSet::new();
    for column in SEALED {
        let mut after = FIRST.to_vec();
        while let Some(row) = transaction.query_optional(column.next_key, &[&after])? {
            after = row.get::<Vec<u8>>(0)?;
            ids.extend(KeyId::read(&after));
        }
    }
    Ok(ids)
}

/// How many rows are sealed under each key.
///
/// # Errors
/// Those of the database.
pub(super) fn count(transaction: &mut Transaction<'_>) -> Result<BTreeMap<KeyId, u64>, DatabaseError> {
    let mut counts = BTreeMap::new();
    for column in SEALED {
        for row in transaction.query(column.count, &[&FIRST])? {
            if let Some(id) = KeyId::read(&row.get::<Vec<u8>>(0)?) {
                *counts.entry(id).or_default() += row.get::<i64>(1)?.unsigned_abs();
            }
        }
    }
    Ok(counts)
}

/// True when any row is sealed under this key.
///
/// # Errors
/// Those of the database.
pub(super) fn is_any_under(transaction: &mut Transaction<'_>, id: KeyId) -> Result<bool, DatabaseError> {
    for column in SEALED {
        if transaction.query_optional(column.any, &[&id.0.as_slice()])?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

impl KeyId {
    /// An id as a column has it; nothing when it is none.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        <[u8; KEY_ID_BYTES]>::try_from(bytes).ok().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::{Database, Location};
    use std::path::Path;

    /// The migrations say of each sealed column which it is.
    #[test]
    fn every_sealed_column_is_sealed_anew() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let files = std::fs::read_dir(folder).expect("the migrations");
        let text: String = files
            .map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("a migration"))
            .collect();
        let is_end = |c: char| !(c.is_ascii_alphanumeric() || "._".contains(c));
        let mut said: Vec<&str> = text
            .split("-- sealed: ")
            .skip(1)
            .map(|rest| rest.split(is_end).next().unwrap_or_default())
            .collect();
        let mut known: Vec<&str> = SEALED.iter().map(|column| column.place).collect();
        said.sort_unstable();
        known.sort_unstable();
        assert_eq!(said, known);
        assert!(known.len() >= 5);
    }

    #[tokio::test]
    async fn the_database_guards_every_sealed_column() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.db");
        let database = Database::open(&Location::Sqlite(path.clone())).await.expect("it opens");
        database.close().await;
        let raw = rusqlite::Connection::open(path).expect("it opens");
        for column in SEALED {
            let (table, name) = column.place.split_once('.').expect("a table and a column");
            let guards: i64 = raw
                .query_row(
                    "SELECT COUNT(*) FROM pragma_foreign_key_list(?1) WHERE \"table\" = 'data_key' AND \"from\" = ?2",
                    [table, &format!("{name}_key_id")],
                    |row| row.get(0),
                )
                .expect("counts");
            assert_eq!(guards, 1, "{}", column.place);
        }
    }
}
