//! The rows that are sealed: how many stand under each key, sealing them under another, and which of them cannot be opened.

use super::keys::KeyId;
use super::sealed::{self, FIRST, SEALED, SealedColumn};
use super::{KeyError, KeyRing};
use crate::database::{Database, DatabaseError, SealedBytes, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that are read and sealed anew in one transaction.
pub const BATCH: i64 = 200;
/// Rows that cannot be opened of which a rotation says which they are; all are counted.
pub const NAMED_MAX: usize = 20;

/// A row that could not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its table and column.
    pub place: &'static str,
    /// The row.
    pub row: i64,
    /// Why.
    pub error: KeyError,
}

/// The outcome of resealing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Rows sealed anew.
    pub rows: u64,
    /// Rows that could not be opened; they are as they were.
    pub unreadable: u64,
    /// The first few of them.
    pub named: Vec<Unreadable>,
}

/// True when a row under this key can be opened.
pub(super) async fn is_any_readable(
    ring: &KeyRing,
    database: &Database,
    id: KeyId,
) -> Result<bool, DatabaseError> {
    for column in SEALED {
        let mut after = 0;
        loop {
            let rows = batch(database, column, id, after).await?;
            let Some((last, _)) = rows.last() else { break };
            after = *last;
            if rows.iter().any(|(_, sealed)| ring.open(column.place, sealed).is_ok()) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Seals anew, under the ring's current key, every row that is sealed under another. A row that cannot be opened stays as it
/// is and is named in the end. Asks before each batch, with the count so far, whether to go on.
///
/// # Errors
/// Those of the database.
pub async fn reseal(
    ring: &KeyRing,
    database: &Database,
    goes_on: impl Fn(u64) -> bool,
) -> Result<Resealed, DatabaseError> {
    let mut done = Resealed::default();
    let current = ring.current();
    let others: Vec<KeyId> = rows_by_key(database).await?.into_keys().filter(|id| *id != current).collect();
    for column in SEALED {
        for id in &others {
            let mut after = 0;
            while goes_on(done.rows) {
                let rows = batch(database, column, *id, after).await?;
                let Some((last, _)) = rows.last() else { break };
                after = *last;
                let mut changes = Vec::new();
                for (row, old) in rows {
                    match ring.open(column.place, &old) {
                        Ok(plain) => changes.push((row, ring.seal(column.place, &plain), old)),
                        Err(error) => done.note(Unreadable { place: column.place, row, error }),
                    }
                }
                done.rows += put(database, column, changes).await?;
            }
        }
        note_keyless(database, column, &mut done).await?;
    }
    Ok(done)
}

/// The rows that cannot be opened under one of these keys, and those that name no key at all. Nothing is changed.
///
/// # Errors
/// Those of the database.
pub async fn unreadable(
    ring: &KeyRing,
    database: &Database,
    ids: &BTreeSet<KeyId>,
) -> Result<Resealed, DatabaseError> {
    let mut found = Resealed::default();
    for column in SEALED {
        for id in ids {
            let mut after = 0;
            loop {
                let rows = batch(database, column, *id, after).await?;
                let Some((last, _)) = rows.last() else { break };
                after = *last;
                for (row, sealed) in rows {
                    if let Err(error) = ring.open(column.place, &sealed) {
                        found.note(Unreadable { place: column.place, row, error });
                    }
                }
            }
        }
        note_keyless(database, column, &mut found).await?;
    }
    Ok(found)
}

/// Notes the rows of a column whose value is too short to name a key, or of another type. They are under no key, and so among
/// no key's rows.
async fn note_keyless(
    database: &Database,
    column: &'static SealedColumn,
    found: &mut Resealed,
) -> Result<(), DatabaseError> {
    let mut after = 0;
    loop {
        let job = move |transaction: &mut Transaction<'_>| {
            let rows = transaction.query(column.keyless, &[&FIRST, &after, &BATCH])?;
            rows.iter().map(|row| row.get::<i64>(0)).collect::<Result<Vec<_>, DatabaseError>>()
        };
        let rows = database.read_one(job).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = *last;
        for row in rows {
            found.note(Unreadable { place: column.place, row, error: KeyError::Damaged });
        }
    }
}

impl Resealed {
    fn note(&mut self, row: Unreadable) {
        self.unreadable += 1;
        if self.named.len() < NAMED_MAX {
            self.named.push(row);
        }
    }
}

/// How many rows are sealed under each key, whether or not a key file has it.
///
/// # Errors
/// Those of the database.
pub async fn rows_by_key(database: &Database) -> Result<BTreeMap<KeyId, u64>, DatabaseError> {
    database.read(sealed::count).await
}

async fn batch(
    database: &Database,
    column: &'static SealedColumn,
    id: KeyId,
    after: i64,
) -> Result<Vec<(i64, Vec<u8>)>, DatabaseError> {
    let job = move |transaction: &mut Transaction<'_>| {
        let rows = transaction.query(column.rows, &[&id.0.as_slice(), &after, &BATCH])?;
        rows.iter().map(|row| Ok((row.get(0)?, row.get::<SealedBytes>(1)?.0))).collect()
    };
    database.read_one(job).await
}

async fn put(
    database: &Database,
    column: &'static SealedColumn,
    changes: Vec<(i64, Vec<u8>, Vec<u8>)>,
) -> Result<u64, DatabaseError> {
    if changes.is_empty() {
        return Ok(0);
    }
    let job = move |transaction: &mut Transaction<'_>| {
        let mut count = 0;
        for (row, new, old) in &changes {
            // A row that has changed in the meantime was sealed anew by whoever changed it.
            count += transaction.execute(column.put, &[new, row, old])?;
        }
        Ok(count)
    };
    database.write(job).await
}
