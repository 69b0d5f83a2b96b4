//! Changing the key that personal data is sealed under.
//!
//! A new key becomes current in the key file first; then every row is sealed anew, a few at a time. When that is broken
//! off, older rows still open with the older key, and the next run goes on with the rows that are left.

use super::key_file::KeyFile;
use super::keys::{KEY_ID_BYTES, Key, KeyId, Keys};
use super::proof::{self, prove};
use super::{KeyError, KeyRing};
use crate::database::{Database, DatabaseError, Field, ToValue, Transaction};
use std::collections::BTreeMap;

/// Rows that are read and sealed anew in one transaction.
pub const BATCH: i64 = 200;

/// A column that holds sealed data, and the statements to walk over it. Every one is in [`SEALED`].
pub struct SealedColumn {
    /// Where it is sealed for: see [`KeyRing::seal`].
    pub place: &'static str,
    /// The first `$2` rows, by the number or text that names a row, after the one named `$1`: name and sealed data.
    pub rows: &'static str,
    /// Puts `$1` in place of `$3` in the row named `$2`.
    pub put: &'static str,
    /// What comes before the name of the first row.
    pub before: Before,
}

/// What names a table's rows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Numbers, from 1.
    Numbers,
    /// Texts, none of them empty.
    Texts,
}

/// A sealed column: its table, what names a row, and the column.
macro_rules! sealed {
    ($table:literal, $name:literal, $column:literal, $before:expr) => {
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
                $name,
                " > $1 AND ",
                $column,
                " IS NOT NULL ORDER BY ",
                $name,
                " LIMIT $2"
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
            before: $before,
        }
    };
}

/// Every column with sealed data. One that comes later is added here, or a rotation would leave it behind.
pub const SEALED: &[SealedColumn] = &[
    sealed!("account", "id", "phone", Before::Numbers),
    sealed!("address", "number", "entry", Before::Numbers),
    sealed!("orders", "number", "private", Before::Numbers),
    sealed!("orders", "number", "answer", Before::Numbers),
    sealed!("order_event", "id", "said", Before::Numbers),
    sealed!("credit_person", "account_id", "resident_id", Before::Numbers),
    sealed!("credit_person", "account_id", "name", Before::Numbers),
    sealed!("credit_hardship", "number", "reason", Before::Numbers),
    sealed!("credit_hardship", "number", "note", Before::Numbers),
    sealed!("credit_push", "number", "subscription", Before::Numbers),
];

/// Why the keys were not changed, or not everywhere.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// The key file.
    #[error("{0}")]
    File(String),
    /// The database does not answer.
    #[error("The database cannot be used: {0}.")]
    Database(#[from] DatabaseError),
    /// The database has other keys.
    #[error("The database cannot be used with this key file: {0}.")]
    Proof(#[from] proof::ProofError),
    /// A row cannot be opened.
    #[error("A row of {place} cannot be read: {error}.")]
    Key {
        /// Which column.
        place: &'static str,
        /// Why.
        error: KeyError,
    },
}

/// What a rotation came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// What seals from now on.
    pub current: KeyId,
    /// Whether it was made now; otherwise an earlier rotation was gone on with.
    pub is_new: bool,
    /// Rows sealed anew.
    pub rows: u64,
}

/// Makes a new key current and seals everything under it; or, when rows are left from a rotation that was broken off, goes
/// on with that one.
///
/// # Errors
/// [`RotationError`]. What was done by then stays done: run it again.
pub async fn rotate(file: &KeyFile, database: &Database, now_ms: i64) -> Result<Rotated, RotationError> {
    let mut keys = file.read().map_err(RotationError::File)?;
    prove(&keys, database, now_ms).await?;
    let current = keys.sealing[keys.current].id;
    let is_new = rows_by_key(database).await?.keys().all(|id| *id == current);
    if is_new {
        keys.sealing.push(Key::generate());
        keys.current = keys.sealing.len() - 1;
        file.write(&keys).map_err(RotationError::File)?;
        prove(&keys, database, now_ms).await?;
    }
    let current = keys.sealing[keys.current].id;
    let rows = reseal(&KeyRing::of(keys), database, |_| true).await?;
    Ok(Rotated { current, is_new, rows })
}

/// Seals anew, under the current key, every row that is sealed under another, and says how many there were. Asks before
/// each batch whether to go on.
///
/// # Errors
/// As [`rotate`].
pub async fn reseal(
    ring: &KeyRing,
    database: &Database,
    goes_on: impl Fn(u64) -> bool,
) -> Result<u64, RotationError> {
    let current = ring.current().0;
    let mut resealed = 0;
    for column in SEALED {
        let mut after = column.before.first();
        while goes_on(resealed) {
            let rows = batch(database, column, after.clone()).await?;
            let Some((last, _)) = rows.last() else { break };
            after = last.clone();
            let mut changes = Vec::new();
            for (name, old) in rows.into_iter().filter(|(_, sealed)| !sealed.starts_with(&current)) {
                let key_error = |error| RotationError::Key { place: column.place, error };
                let plain = ring.open(column.place, &old).map_err(key_error)?;
                changes.push((name, ring.seal(column.place, &plain), old));
            }
            resealed += put(database, column, changes).await?;
        }
    }
    Ok(resealed)
}

/// How many rows are sealed under each key.
///
/// # Errors
/// Those of the database.
pub async fn rows_by_key(database: &Database) -> Result<BTreeMap<KeyId, u64>, DatabaseError> {
    let mut count = BTreeMap::new();
    for column in SEALED {
        let mut after = column.before.first();
        loop {
            let rows = batch(database, column, after).await?;
            let Some((last, _)) = rows.last() else { break };
            after = last.clone();
            for id in rows.iter().filter_map(|(_, sealed)| sealed.first_chunk::<KEY_ID_BYTES>()) {
                *count.entry(KeyId(*id)).or_default() += 1;
            }
        }
    }
    Ok(count)
}

/// Takes keys out of the file under which nothing is sealed any more, and says which.
///
/// # Errors
/// As [`rotate`].
pub async fn forget(file: &KeyFile, database: &Database, now_ms: i64) -> Result<Vec<KeyId>, RotationError> {
    let keys = file.read().map_err(RotationError::File)?;
    prove(&keys, database, now_ms).await?;
    let current = keys.sealing[keys.current].id;
    let used = rows_by_key(database).await?;
    let (kept, gone): (Vec<Key>, Vec<Key>) =
        keys.sealing.into_iter().partition(|key| key.id == current || used.contains_key(&key.id));
    let gone: Vec<KeyId> = gone.into_iter().map(|key| key.id).collect();
    let names: Vec<String> = gone.iter().map(ToString::to_string).collect();
    let job = move |transaction: &mut Transaction<'_>| {
        names.iter().try_for_each(|name| proof::forget(transaction, name))
    };
    // The database first: a key too many in the file does no harm.
    database.write::<_, DatabaseError>(job).await?;
    let at = kept.iter().position(|key| key.id == current).unwrap_or_default();
    file.write(&Keys { index: keys.index, sealing: kept, current: at }).map_err(RotationError::File)?;
    Ok(gone)
}

type SealedRow = (Field, Vec<u8>);

async fn batch(
    database: &Database,
    column: &'static SealedColumn,
    after: Field,
) -> Result<Vec<SealedRow>, DatabaseError> {
    let job = move |transaction: &mut Transaction<'_>| {
        let rows = transaction.query(column.rows, &[named(&after)?, &BATCH])?;
        let read = |row: &crate::database::Row| {
            let name = match column.before {
                Before::Numbers => Field::Integer(row.get(0)?),
                Before::Texts => Field::Text(row.get(0)?),
            };
            Ok((name, row.get(1)?))
        };
        rows.iter().map(read).collect()
    };
    database.read(job).await
}

async fn put(
    database: &Database,
    column: &'static SealedColumn,
    changes: Vec<(Field, Vec<u8>, Vec<u8>)>,
) -> Result<u64, DatabaseError> {
    let job = move |transaction: &mut Transaction<'_>| {
        let mut count = 0;
        for (name, new, old) in &changes {
            // A row that has changed in the meantime was sealed anew by whoever changed it.
            count += transaction.execute(column.put, &[new, named(name)?, old])?;
        }
        Ok(count)
    };
    database.write(job).await
}

impl Before {
    fn first(self) -> Field {
        match self {
            Self::Numbers => Field::Integer(0),
            Self::Texts => Field::Text(String::new()),
        }
    }
}

fn named(name: &Field) -> Result<&dyn ToValue, DatabaseError> {
    match name {
        Field::Integer(number) => Ok(number),
        Field::Text(text) => Ok(text),
        _ => Err(DatabaseError::Sql("a row is named by a number or a text".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::SEALED;
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
}
