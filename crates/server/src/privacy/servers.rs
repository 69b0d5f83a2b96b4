//! The servers of a shop, each by its own word: which keys it has, and which it seals with.
//!
//! Each counts its beats in the database. One whose count stands still, while whoever looks is answered, is not running: no
//! clock of another machine is asked, and none can jump. To be wrong about it costs a server that was asleep a few refused
//! requests, and no data: see [`states`](super::states).

use super::keys::{KeyId, KeyRing};
use super::proof::{self, ProofError};
use super::states::{self, States};
use super::{key_file::KeyFile, random};
use crate::clock::Clock;
use crate::database::{Database, DatabaseError, Row, Transaction};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How often a server says that it runs, and reads the key file and the states. So long may a change take to reach all.
pub const BEAT: Duration = Duration::from_secs(5);
/// Servers take away the row of another that has been silent at so many of their own beats: an hour. It comes back with its
/// next beat.
const SILENT_BEATS: u32 = 720;
/// How long a server waits after a beat that a refused write asked for, so that many refusals cost few beats.
const SUSPICION_PAUSE: Duration = Duration::from_millis(200);

/// Stands beside the name of a server that runs on with the keys that it has.
const NO_FILE: &str = "it cannot read its key file";

/// Names a server: one run of a process.
pub(super) type ServerId = [u8; 16];

/// A server's row: its keys and its beats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerRow {
    pub(super) id: Vec<u8>,
    /// For people.
    pub name: String,
    pub(super) beat: i64,
    /// When it said this, by its own clock, milliseconds since 1970 UTC.
    pub beat_ms: i64,
    /// The key that it seals with.
    pub seals_with: KeyId,
    /// The keys that it has.
    pub has: BTreeSet<KeyId>,
}

/// All servers that have not said that they stop.
///
/// # Errors
/// Those of the database.
pub(super) fn all(transaction: &mut Transaction<'_>) -> Result<Vec<ServerRow>, DatabaseError> {
    let read = |row: &Row| {
        let has = row.get::<String>(5)?;
        let seals_with = KeyId::read(&row.get::<Vec<u8>>(4)?);
        Ok(ServerRow {
            id: row.get(0)?,
            name: row.get(1)?,
            beat: row.get(2)?,
            beat_ms: row.get(3)?,
            seals_with: seals_with
                .ok_or_else(|| DatabaseError::Corrupt("a server seals with no key".to_owned()))?,
            has: has.split_whitespace().filter_map(KeyId::parse).collect(),
        })
    };
    let sql = "SELECT id, name, beat, beat_ms, seals_with, has FROM key_server";
    transaction.query(sql, &[])?.iter().map(read).collect()
}

/// Takes a server away whose count of beats is still this one.
///
/// # Errors
/// Those of the database.
pub(super) fn remove(transaction: &mut Transaction<'_>, server: &ServerRow) -> Result<(), DatabaseError> {
    transaction.execute("DELETE FROM key_server WHERE id = $1 AND beat = $2", &[&server.id, &server.beat])?;
    Ok(())
}

/// Counts the looks at which a server's beat stood still. Looks and not seconds: while the database, or the one who looks,
/// stands still, none is counted.
#[derive(Default)]
pub(super) struct Watch {
    seen: HashMap<Vec<u8>, (i64, u32)>,
}

impl Watch {
    /// Looks once more, and says which have been silent at so many looks.
    pub(super) fn look(&mut self, servers: &[ServerRow], silent_looks: u32) -> Vec<ServerRow> {
        let mut silent = Vec::new();
        self.seen.retain(|id, _| servers.iter().any(|server| server.id == *id));
        for server in servers {
            let (beat, looks) = self.seen.entry(server.id.clone()).or_insert((server.beat, 0));
            if *beat == server.beat {
                *looks += 1;
            } else {
                (*beat, *looks) = (server.beat, 0);
            }
            if *looks > silent_looks {
                silent.push(server.clone());
            }
        }
        silent
    }
}

/// A server that keeps its keys up to date, and says so.
pub struct Keeping {
    id: ServerId,
    name: String,
    /// The shop's database.
    pub database: Database,
    /// Its keys.
    pub keys: Arc<KeyRing>,
    /// Where they come from.
    pub file: KeyFile,
    /// The clock.
    pub clock: Clock,
    others: Mutex<Watch>,
    /// The keys that its file had when it could last be read.
    in_file: Mutex<BTreeSet<KeyId>>,
}

/// Why a beat came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum BeatError {
    /// The key file cannot be read, or is another shop's.
    #[error("{0}")]
    File(String),
    /// The database does not answer.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The keys are not those of the database.
    #[error("The database cannot be used with this key file: {0}.")]
    Proof(#[from] ProofError),
}

impl Keeping {
    /// A server called `name`, which has said nothing yet.
    pub fn new(name: String, database: Database, keys: Arc<KeyRing>, file: KeyFile, clock: Clock) -> Self {
        Self {
            id: random::bytes(),
            name,
            database,
            keys,
            file,
            clock,
            others: Mutex::default(),
            in_file: Mutex::default(),
        }
    }

    /// The first beat, before anything is served or sealed. The states cannot change between it and the look at them: either
    /// whoever changes them sees this server, or this server sees the change.
    ///
    /// # Errors
    /// [`BeatError`]; the server must not start.
    pub async fn begin(&self) -> Result<(), BeatError> {
        let begun = match self.beat().await {
            Ok(()) => self.keys.prove(&self.database, self.clock.now_ms()).await.map_err(BeatError::from),
            Err(error) => Err(error),
        };
        if begun.is_err() {
            self.end().await?;
        }
        begun
    }

    /// Beats for as long as the server runs, every `interval`; a beat that fails is made up for by the next.
    pub async fn follow(&self, interval: Duration) {
        let mut ticks = tokio::time::interval(interval);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let is_asked_for = tokio::select! {
                _ = ticks.tick() => false,
                () = self.keys.is_suspected() => true,
            };
            if let Err(error) = self.beat().await {
                tracing::warn!(%error, "the keys could not be looked at again; those there are still used, and a rotation waits for this server");
            }
            if is_asked_for {
                tokio::time::sleep(SUSPICION_PAUSE).await;
            }
        }
    }

    /// Reads the key file, says what this server has, and seals from now on with the active key. A server that cannot read its
    /// file runs on with the keys that it has, and says that it runs: whoever makes a new key active waits for it.
    ///
    /// # Errors
    /// [`BeatError`]; the keys stay as they were. `File` when it has beaten all the same.
    pub async fn beat(&self) -> Result<(), BeatError> {
        let looked = self.look();
        // What is said is true before it is said: a change that the states ask for is made first, and said in a second beat.
        while self.say(looked.is_ok()).await? {}
        looked.map_err(BeatError::File)
    }

    /// Takes over what the key file has.
    fn look(&self) -> Result<(), String> {
        let found = self.file.read()?;
        if !self.keys.add(&found) {
            return Err(format!("The key file {} is another shop's.", self.file.path().display()));
        }
        *self.in_file.lock().unwrap_or_else(PoisonError::into_inner) = found.ids();
        Ok(())
    }

    /// True when the ring has changed, so that what was said is not all.
    async fn say(&self, can_read_file: bool) -> Result<bool, BeatError> {
        let in_file = self.in_file.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let name = if can_read_file { self.name.clone() } else { format!("{} ({NO_FILE})", self.name) };
        let (id, now_ms) = (self.id, self.clock.now_ms());
        let (keys, seals_with) = (self.keys.keys(), self.keys.current());
        let job = move |transaction: &mut Transaction<'_>| {
            let states = states::locked(transaction)?;
            let proved = proof::proved(transaction, &keys)?;
            let has: Vec<String> = proved.intersection(&in_file).map(ToString::to_string).collect();
            transaction.execute(
                "INSERT INTO key_server (id, name, beat, beat_ms, seals_with, has) VALUES ($1, $2, 1, $3, $4, $5) \
                 ON CONFLICT (id) DO UPDATE SET name = $2, beat = key_server.beat + 1, beat_ms = $3, seals_with = $4, \
                 has = $5",
                &[&id.as_slice(), &name, &now_ms, &seals_with.0.as_slice(), &has.join(" ")],
            )?;
            Ok((states, proved, all(transaction)?))
        };
        let (states, proved, servers): (States, _, _) = self.database.write::<_, DatabaseError>(job).await?;
        self.bury(&servers).await?;
        if let Some(active) = states.active().filter(|active| !proved.contains(active)) {
            tracing::error!(key = %active, "the key that seals is not in this server's key file: copy the file here");
        }
        Ok(self.keys.follow(&states, &proved))
    }

    /// Takes away the rows of servers that were killed long ago.
    async fn bury(&self, servers: &[ServerRow]) -> Result<(), DatabaseError> {
        let silent = self.others.lock().unwrap_or_else(PoisonError::into_inner).look(servers, SILENT_BEATS);
        if silent.is_empty() {
            return Ok(());
        }
        let job = move |transaction: &mut Transaction<'_>| {
            silent.iter().try_for_each(|server| remove(transaction, server))
        };
        self.database.write(job).await
    }

    /// Says that this server stops, so that nobody waits for it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn end(&self) -> Result<(), DatabaseError> {
        let id = self.id;
        let job = move |transaction: &mut Transaction<'_>| {
            transaction.execute("DELETE FROM key_server WHERE id = $1", &[&id.as_slice()])
        };
        self.database.write(job).await.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(beat: i64) -> ServerRow {
        let seals_with = KeyId([0; 4]);
        ServerRow { id: vec![1], name: String::new(), beat, beat_ms: 0, seals_with, has: BTreeSet::new() }
    }

    #[test]
    fn a_server_is_silent_after_looks_without_a_beat() {
        let mut watch = Watch::default();
        assert!(watch.look(&[server(1)], 2).is_empty());
        assert!(watch.look(&[server(1)], 2).is_empty());
        assert!(watch.look(&[server(2)], 2).is_empty(), "it has beaten in between");
        assert!(watch.look(&[server(2)], 2).is_empty());
        assert!(watch.look(&[server(2)], 2).is_empty());
        assert_eq!(watch.look(&[server(2)], 2), [server(2)]);
    }
}
