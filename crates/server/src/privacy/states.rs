//! The states of the keys. The key file has the secrets; the database says which key seals, so that all servers agree.
//!
//! ```text
//! announced ──> active ──> retired ──> forgotten
//! ```
//!
//! An *announced* key is in a key file, and seals nothing yet. It becomes *active* when every running server has it, and the
//! one before it is *retired*: rows stand under it, and a server that has not heard of the change may still seal with it. It
//! is *forgotten* when no server can and no row names it. A key that is gone from every file is *lost* when the operator
//! gives it up.
//!
//! None of this rests on a clock or on the servers' word: a row refers to its key, and the database refuses a row under a
//! key that it does not have, in the same transaction.

use super::keys::KeyId;
use super::sealed;
use crate::database::{DatabaseError, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// Held by whatever reads the states and decides by them.
const LOCK: &str = "fairday data keys";

/// The state of a key that the database knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// It is in a key file; nothing is sealed under it before all servers have it.
    Announced,
    /// It seals.
    Active,
    /// It opens.
    Retired,
    /// It is gone, and what was sealed under it too.
    Lost,
}

impl KeyState {
    const fn name(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Active => "active",
            Self::Retired => "retired",
            Self::Lost => "lost",
        }
    }

    fn read(name: &str) -> Result<Self, DatabaseError> {
        let all = [Self::Announced, Self::Active, Self::Retired, Self::Lost];
        all.into_iter()
            .find(|state| state.name() == name)
            .ok_or_else(|| DatabaseError::Corrupt("a key is in no state that there is".to_owned()))
    }
}

impl std::fmt::Display for KeyState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// All keys that the database knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct States {
    /// Those that are there.
    pub keys: BTreeMap<KeyId, KeyState>,
    /// Those that were taken away.
    pub forgotten: BTreeSet<KeyId>,
    /// Retired ones that stay because rows under them cannot be opened; `forget` has seen that, so that the next rotation
    /// need not wait for them.
    pub left: BTreeSet<KeyId>,
}

impl States {
    /// The key that seals; none before the first server has started.
    pub fn active(&self) -> Option<KeyId> {
        self.having(KeyState::Active).next()
    }

    /// The key that waits for all servers to have it.
    pub fn announced(&self) -> Option<KeyId> {
        self.having(KeyState::Announced).next()
    }

    /// The keys in this state.
    pub fn having(&self, state: KeyState) -> impl Iterator<Item = KeyId> {
        self.keys.iter().filter(move |(_, is)| **is == state).map(|(id, _)| *id)
    }

    /// True when the database has ever heard of it.
    pub fn knows(&self, id: KeyId) -> bool {
        self.keys.contains_key(&id) || self.forgotten.contains(&id)
    }
}

/// Waits until nobody else decides anything about keys, and reads their states.
///
/// # Errors
/// Those of the database.
pub(super) fn locked(transaction: &mut Transaction<'_>) -> Result<States, DatabaseError> {
    transaction.lock(LOCK)?;
    read(transaction)
}

/// The states as they are.
///
/// # Errors
/// Those of the database.
pub(super) fn read(transaction: &mut Transaction<'_>) -> Result<States, DatabaseError> {
    let mut states = States::default();
    for row in transaction.query("SELECT id, state, is_left FROM data_key", &[])? {
        if let Some(id) = KeyId::read(&row.get::<Vec<u8>>(0)?) {
            states.keys.insert(id, KeyState::read(&row.get::<String>(1)?)?);
            states.left.extend(row.get::<bool>(2)?.then_some(id));
        }
    }
    for row in transaction.query("SELECT id FROM forgotten_key", &[])? {
        states.forgotten.extend(KeyId::read(&row.get::<Vec<u8>>(0)?));
    }
    Ok(states)
}

/// Puts a key in a state.
///
/// # Errors
/// Those of the database.
pub(super) fn set(
    transaction: &mut Transaction<'_>,
    id: KeyId,
    state: KeyState,
    now_ms: i64,
) -> Result<(), DatabaseError> {
    transaction.execute(
        "INSERT INTO data_key (id, state, since_ms) VALUES ($1, $2, $3) \
         ON CONFLICT (id) DO UPDATE SET state = $2, since_ms = $3, is_left = 0",
        &[&id.0.as_slice(), &state.name(), &now_ms],
    )?;
    Ok(())
}

/// Makes this key the one that seals. The one before it is retired.
///
/// # Errors
/// Those of the database.
pub(super) fn activate(
    transaction: &mut Transaction<'_>,
    id: KeyId,
    now_ms: i64,
) -> Result<(), DatabaseError> {
    transaction
        .execute("UPDATE data_key SET state = 'retired', since_ms = $1 WHERE state = 'active'", &[&now_ms])?;
    set(transaction, id, KeyState::Active, now_ms)
}

/// Notes of a retired key that only rows which cannot be opened stand under it.
///
/// # Errors
/// Those of the database.
pub(super) fn leave(transaction: &mut Transaction<'_>, id: KeyId) -> Result<(), DatabaseError> {
    let sql = "UPDATE data_key SET is_left = 1 WHERE id = $1 AND state = 'retired'";
    transaction.execute(sql, &[&id.0.as_slice()]).map(|_| ())
}

/// Takes a key away for ever. False, and nothing has changed, when a row names it. The database itself refuses when one came
/// in the meantime.
///
/// # Errors
/// Those of the database; `Reference` when a row names it.
pub(super) fn forget(
    transaction: &mut Transaction<'_>,
    id: KeyId,
    now_ms: i64,
) -> Result<bool, DatabaseError> {
    if sealed::is_any_under(transaction, id)? {
        return Ok(false);
    }
    transaction.execute("DELETE FROM data_key WHERE id = $1", &[&id.0.as_slice()])?;
    transaction.execute(
        "INSERT INTO forgotten_key (id, forgotten_ms) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
        &[&id.0.as_slice(), &now_ms],
    )?;
    transaction.execute("DELETE FROM sealing_key WHERE id = $1", &[&id.to_string()])?;
    Ok(true)
}

/// A row stands under a key that was taken away, written by something other than this program: the key is there again.
///
/// # Errors
/// Those of the database.
pub(super) fn remember(
    transaction: &mut Transaction<'_>,
    id: KeyId,
    now_ms: i64,
) -> Result<(), DatabaseError> {
    transaction.execute("DELETE FROM forgotten_key WHERE id = $1", &[&id.0.as_slice()])?;
    set(transaction, id, KeyState::Retired, now_ms)
}
