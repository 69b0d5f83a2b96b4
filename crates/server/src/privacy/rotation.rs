//! Changing the key that personal data is sealed under, while the shop runs.
//!
//! A new key is written to the key file, announced in the database, and made active once every running server has it. Then
//! every row is sealed anew, a few at a time, and the old key can be forgotten. Each step is one transaction or one change
//! of the file; broken off between any two of them, everything can be read, and the next run goes on from there. Why
//! nothing can be lost is said in [`states`].

use super::KeyRing;
use super::key_file::KeyFile;
use super::keys::{Key, KeyId, Keys};
use super::proof::{ProofError, Proofs};
use super::reseal::{Resealed, is_any_readable, reseal, rows_by_key, unreadable};
use super::sealed;
use super::servers::{self, ServerRow, Watch};
use super::states::{self, KeyState, States};
use crate::database::{Database, DatabaseError, Transaction};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How long running servers are waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// The time between two looks at them.
    pub look: Duration,
    /// A server that is silent at so many looks is not running. More than a few beats, see [`servers::BEAT`].
    pub silent_looks: u32,
    /// After so many looks the operator is told which servers are not ready.
    pub looks: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self { look: Duration::from_secs(1), silent_looks: 20, looks: 60 }
    }
}

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
    Proof(#[from] ProofError),
    /// A key is announced that this file does not have.
    #[error(
        "The key {0} is announced by a rotation with another copy of the key file. Copy that file here and run this again; if it is \
         gone, take the key back with `fairday keys give-up {0}`."
    )]
    OtherFile(KeyId),
    /// The active key is not in this file, so that nothing can be sealed under it.
    #[error("The key {0} seals, and the key file does not have it: use the newest copy of the file.")]
    NoActive(KeyId),
    /// Servers run that do not have the new key.
    #[error(
        "The key {key} is announced and seals nothing yet, since a running server does not have it: {}. Copy the key file to \
         it, and run this again. Nothing has changed until then.", names(.servers)
    )]
    NotHad {
        /// The key.
        key: KeyId,
        /// The servers that lack it.
        servers: Vec<ServerRow>,
    },
    /// A key cannot be given up.
    #[error("The key {key} is not given up: {why}.")]
    Kept {
        /// The key.
        key: KeyId,
        /// Why.
        why: String,
    },
}

fn names(servers: &[ServerRow]) -> String {
    servers.iter().map(|server| server.name.as_str()).collect::<Vec<_>>().join("; ")
}

/// What a rotation came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// The key that seals now.
    pub active: KeyId,
    /// True when it became active now; otherwise an earlier rotation was gone on with.
    pub is_new: bool,
    /// The outcome of resealing.
    pub resealed: Resealed,
    /// Servers that still seal with an older key: run it again.
    pub behind: Vec<ServerRow>,
}

/// Makes a new key active and seals everything under it; or goes on with a rotation that has not come to its end, which is when
/// the old key is forgotten. A key that only rows stand under which cannot be opened holds up nothing once `forget` has seen it.
///
/// # Errors
/// [`RotationError`]. What was done by then stays done: run it again.
pub async fn rotate(
    file: &KeyFile,
    database: &Database,
    now_ms: i64,
    patience: Patience,
) -> Result<Rotated, RotationError> {
    let (mut keys, states) = agree(file, database, now_ms).await?;
    let mut announced = states.announced();
    if announced.is_none() && has_ended(&states, database).await? {
        (keys, announced) = announce(file, database, &states, now_ms).await?;
    }
    if let Some(id) = announced {
        if keys.find(id).is_none() {
            return Err(RotationError::OtherFile(id));
        }
        activate(database, id, now_ms, patience).await?;
    }
    let (_, states) = agree(file, database, now_ms).await?;
    let active = states.active().unwrap_or(keys.current().id);
    if keys.find(active).is_none() {
        return Err(RotationError::NoActive(active));
    }
    // For people, and for a new database; nothing hangs on it.
    keys = file.change(|keys| keys.point_at(active)).map_err(RotationError::File)?;
    let ring = KeyRing::of(keys);
    let mut resealed = reseal(&ring, database, |_| true).await?;
    let behind = wait(database, patience, |server| server.seals_with == active).await?;
    // What servers sealed with the old key before they heard of the change.
    let late = reseal(&ring, database, |_| true).await?;
    resealed = Resealed { rows: resealed.rows + late.rows, ..late };
    Ok(Rotated { active, is_new: announced.is_some(), resealed, behind })
}

async fn agree(file: &KeyFile, database: &Database, now_ms: i64) -> Result<(Keys, States), RotationError> {
    let keys = file.read().map_err(RotationError::File)?;
    let proofs = Proofs::of(&keys);
    let job = move |transaction: &mut Transaction<'_>| proofs.agree(transaction, now_ms);
    let states = database.write(job).await?;
    Ok((keys, states))
}

/// True when nothing is left to do of the last rotation: `forget` has taken every older key away, but those that it had to leave
/// since rows under them cannot be opened.
async fn has_ended(states: &States, database: &Database) -> Result<bool, DatabaseError> {
    let counts = rows_by_key(database).await?;
    Ok(states.having(KeyState::Retired).all(|id| states.left.contains(&id) && counts.contains_key(&id)))
}

/// Puts a new key into the file, and then announces it. One that a rotation left in the file which was broken off in between is
/// taken instead.
async fn announce(
    file: &KeyFile,
    database: &Database,
    states: &States,
    now_ms: i64,
) -> Result<(Keys, Option<KeyId>), RotationError> {
    let mut id = None;
    let add = |keys: &mut Keys| {
        let spare = keys.sealing.iter().find(|key| !states.knows(key.id)).map(|key| key.id);
        id = spare.or_else(|| {
            let is_free = |key: &Key| !states.knows(key.id) && keys.find(key.id).is_none();
            let key = std::iter::repeat_with(Key::generate).find(is_free)?;
            let id = key.id;
            keys.sealing.push(key);
            Some(id)
        });
    };
    let keys = file.change(add).map_err(RotationError::File)?;
    let proofs = Proofs::of(&keys);
    let job = move |transaction: &mut Transaction<'_>| {
        let states = states::locked(transaction)?;
        // Somebody else may have announced one in the meantime, or this one.
        match (states.announced(), id) {
            (None, Some(id)) if !states.knows(id) => {
                proofs.announce(transaction, id, now_ms)?;
                Ok(Some(id))
            }
            (announced, _) => Ok(announced),
        }
    };
    let announced = database.write::<_, DatabaseError>(job).await?;
    Ok((keys, announced))
}

/// Makes the key active once every running server has it. Servers and the one who asks hold the same lock: a server that
/// starts is either seen here, or sees that the key is active.
async fn activate(
    database: &Database,
    id: KeyId,
    now_ms: i64,
    patience: Patience,
) -> Result<(), RotationError> {
    let without = wait(database, patience, |server| server.has.contains(&id)).await?;
    if !without.is_empty() {
        return Err(RotationError::NotHad { key: id, servers: without });
    }
    let job = move |transaction: &mut Transaction<'_>| {
        let states = states::locked(transaction)?;
        let without: Vec<_> =
            servers::all(transaction)?.into_iter().filter(|server| !server.has.contains(&id)).collect();
        if without.is_empty() && states.keys.get(&id) == Some(&KeyState::Announced) {
            states::activate(transaction, id, now_ms)?;
        }
        Ok::<_, DatabaseError>(without)
    };
    let without = database.write(job).await?;
    if without.is_empty() { Ok(()) } else { Err(RotationError::NotHad { key: id, servers: without }) }
}

/// Waits until every running server `is_ready`, and takes away those that are not running. Gives back who was not ready
/// when patience ended.
async fn wait(
    database: &Database,
    patience: Patience,
    is_ready: impl Fn(&ServerRow) -> bool,
) -> Result<Vec<ServerRow>, DatabaseError> {
    let mut watch = Watch::default();
    let mut looks = 0;
    loop {
        let servers: Vec<ServerRow> = database.read(servers::all).await?;
        let silent = watch.look(&servers, patience.silent_looks);
        let mut waited_for: Vec<ServerRow> = servers.into_iter().filter(|server| !is_ready(server)).collect();
        for server in silent.into_iter().filter(|server| !is_ready(server)) {
            waited_for.retain(|other| *other != server);
            database
                .write::<_, DatabaseError>(move |transaction| servers::remove(transaction, &server))
                .await?;
        }
        looks += 1;
        if waited_for.is_empty() || looks >= patience.looks {
            return Ok(waited_for);
        }
        tokio::time::sleep(patience.look).await;
    }
}

/// The outcome of forgetting keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Keys that are gone, from the database and from this file.
    pub gone: Vec<KeyId>,
    /// Keys that rows stand under, and how many.
    pub used: BTreeMap<KeyId, u64>,
    /// Those of them with rows that `rotate` can still seal anew; under the others nothing can be opened.
    pub waiting: BTreeSet<KeyId>,
    /// Servers that may still seal with a key that could be forgotten otherwise.
    pub behind: Vec<ServerRow>,
}

/// Takes away keys that no row names and no running server seals with, from the database and then from the file.
///
/// # Errors
/// As [`rotate`].
pub async fn forget(
    file: &KeyFile,
    database: &Database,
    now_ms: i64,
    patience: Patience,
) -> Result<Forgotten, RotationError> {
    let (keys, states) = agree(file, database, now_ms).await?;
    let mut done = Forgotten::default();
    let counts = rows_by_key(database).await?;
    let old = states.having(KeyState::Retired).chain(states.having(KeyState::Lost));
    let mut free = BTreeSet::new();
    for id in old {
        match counts.get(&id) {
            Some(rows) => {
                done.used.insert(id, *rows);
            }
            None => {
                free.insert(id);
            }
        }
    }
    let is_to_go = |id: &KeyId| free.contains(id) || states.forgotten.contains(id);
    if keys.ids().iter().any(is_to_go) {
        // One that cannot be changed stops this here, before the database has forgotten anything.
        file.rewrite().map_err(RotationError::File)?;
    }
    leave_unreadable(&KeyRing::of(keys), database, &mut done).await?;
    done.behind = wait(database, patience, |server| !free.contains(&server.seals_with)).await?;
    for id in free {
        let job = move |transaction: &mut Transaction<'_>| {
            states::locked(transaction)?;
            let seals = servers::all(transaction)?.iter().any(|server| server.seals_with == id);
            Ok::<_, DatabaseError>(!seals && states::forget(transaction, id, now_ms)?)
        };
        match database.write(job).await {
            Ok(true) => done.gone.push(id),
            // A row came under it in the meantime.
            Ok(false) | Err(DatabaseError::Reference(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let states = database.read(states::read).await?;
    let clean = |keys: &mut Keys| {
        keys.point_at(states.active().unwrap_or(keys.current().id));
        keys.retain(|id| !states.forgotten.contains(&id));
    };
    file.change(clean).map_err(RotationError::File)?;
    Ok(done)
}

/// Tells the keys that `rotate` still has rows to seal anew of from those under which nothing can be opened, and notes these.
async fn leave_unreadable(
    ring: &KeyRing,
    database: &Database,
    done: &mut Forgotten,
) -> Result<(), DatabaseError> {
    for id in done.used.keys().copied().collect::<Vec<_>>() {
        if is_any_readable(ring, database, id).await? {
            done.waiting.insert(id);
        } else {
            database.write(move |transaction: &mut Transaction<'_>| states::leave(transaction, id)).await?;
        }
    }
    Ok(())
}

/// Gives a key up that is in no key file any more: servers start without it, and what is sealed under it is lost. One that was
/// only announced is taken back. If it is found again, a server that starts with it opens everything again.
///
/// # Errors
/// `Kept` when somebody has it.
pub async fn give_up(
    file: &KeyFile,
    database: &Database,
    key: KeyId,
    now_ms: i64,
    patience: Patience,
) -> Result<u64, RotationError> {
    let (keys, _) = agree(file, database, now_ms).await?;
    let kept = |why: String| RotationError::Kept { key, why };
    if keys.find(key).is_some() {
        return Err(kept("the key file has it".to_owned()));
    }
    let having = wait(database, patience, |server| !server.has.contains(&key)).await?;
    if !having.is_empty() {
        return Err(kept(format!("a running server has it: {}. Copy its key file", names(&having))));
    }
    let job = move |transaction: &mut Transaction<'_>| {
        match states::locked(transaction)?.keys.get(&key) {
            None => return Ok(None),
            Some(KeyState::Announced) => {
                states::forget(transaction, key, now_ms)?;
            }
            Some(_) => states::set(transaction, key, KeyState::Lost, now_ms)?,
        }
        Ok::<_, DatabaseError>(Some(sealed::count(transaction)?.remove(&key).unwrap_or_default()))
    };
    let lost = database.write(job).await?;
    // A database whose active key was lost gets this file's.
    agree(file, database, now_ms).await?;
    lost.ok_or_else(|| kept("the database does not know it".to_owned()))
}

/// All that there is to say of the keys.
pub struct Overview {
    /// The keys' states in the database.
    pub states: States,
    /// Rows under each key.
    pub rows: BTreeMap<KeyId, u64>,
    /// The keys of the file.
    pub in_file: BTreeSet<KeyId>,
    /// The servers that have not said that they stop.
    pub servers: Vec<ServerRow>,
    /// Rows under older keys that cannot be opened, and those whose value names no key.
    pub unreadable: Resealed,
}

/// Looks at everything, in a key file and database that may not fit each other.
///
/// # Errors
/// As [`rotate`].
pub async fn overview(file: &KeyFile, database: &Database, now_ms: i64) -> Result<Overview, RotationError> {
    let (keys, _) = agree(file, database, now_ms).await?;
    let look = |transaction: &mut Transaction<'_>| {
        Ok::<_, DatabaseError>((
            states::read(transaction)?,
            sealed::count(transaction)?,
            servers::all(transaction)?,
        ))
    };
    let (states, rows, servers) = database.read(look).await?;
    let old = states.having(KeyState::Retired).chain(states.having(KeyState::Lost)).collect();
    let in_file = keys.ids();
    let unreadable = unreadable(&KeyRing::of(keys), database, &old).await?;
    Ok(Overview { states, rows, in_file, servers, unreadable })
}
