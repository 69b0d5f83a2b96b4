//! The check that a key file and a database belong together.
//!
//! For each key that was ever in use the database keeps something sealed under it, and a hash of the index key. A server
//! that cannot open them all, or lacks a key that any row is sealed under, is not started: with other keys it would find no
//! account, and make a second one for each number.

use super::keys::{Hash, KeyId, Keys};
use super::states::{self, KeyState, States};
use super::{KeyRing, sealed};
use crate::database::{Database, DatabaseError, Transaction};
use std::collections::BTreeSet;

/// What the index key's row is called.
const INDEX: &str = "index";
const PLACE: &str = "sealing_key.proof";
const PURPOSE: &str = "proof";

/// Why a server must not run with these keys.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// The database does not answer.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// Data is, or may be, sealed under these keys, and the key file has not got them.
    #[error(
        "data is sealed under {}, which the key file does not have: put back what is missing there from a copy of the file, or name \
         the right file with --keys. A key that is gone for good is given up, with all that was sealed under it, by `fairday keys \
         give-up KEY`", named(.0)
    )]
    Missing(Vec<KeyId>),
    /// A key of this name is in the key file, but it is another one.
    #[error("it was made with another key file: name that one with --keys")]
    Other,
}

/// The keys in words.
pub(super) fn named(ids: &[KeyId]) -> String {
    let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let noun = if ids.len() == 1 { "the key" } else { "the keys" };
    format!("{noun} {}", names.join(", "))
}

/// The proofs of a key file, to be compared with a database. Made before the job, as they have random numbers in them.
#[derive(Clone)]
pub(super) struct Proofs {
    keys: Keys,
    index: Hash,
    sealed: Vec<(KeyId, Vec<u8>)>,
}

impl Proofs {
    pub(super) fn of(keys: &Keys) -> Self {
        let sealed = keys.sealing.iter().map(|key| (key.id, key.seal(PLACE, b""))).collect();
        Self { index: KeyRing::of(keys.clone()).index(PURPOSE, ""), keys: keys.clone(), sealed }
    }

    /// Checks that these are the database's keys, and brings the database up to date: a database that has no active key yet
    /// gets the file's current one, and every key that any row is under is known afterwards.
    ///
    /// # Errors
    /// `Other`; `Database`.
    pub(super) fn agree(&self, transaction: &mut Transaction<'_>, now_ms: i64) -> Result<States, ProofError> {
        let mut states = states::locked(transaction)?;
        note(transaction, INDEX, &self.index, now_ms)?;
        let known = known(transaction)?;
        if known.index.as_deref() != Some(self.index.as_slice()) || !known.are_opened_by(&self.keys) {
            return Err(ProofError::Other);
        }
        let rows = sealed::keys_of_rows(transaction)?;
        let proved = known.proofs.iter().map(|(id, _)| *id);
        let used: BTreeSet<KeyId> = rows.into_iter().chain(proved).collect();
        for id in used {
            // By a version before there were states, or by hand, past the database's own rules.
            if !states.keys.contains_key(&id) {
                states::remember(transaction, id, now_ms)?;
            }
        }
        for id in states.having(KeyState::Lost).filter(|id| self.keys.find(*id).is_some()) {
            states::set(transaction, id, KeyState::Retired, now_ms)?;
        }
        if states.active().is_none() {
            let first = self.keys.current().id;
            states::remember(transaction, first, now_ms)?;
            states::activate(transaction, first, now_ms)?;
        }
        states = states::read(transaction)?;
        for (id, proof) in self.sealed.iter().filter(|(id, _)| states.keys.contains_key(id)) {
            note(transaction, &id.to_string(), proof, now_ms)?;
        }
        Ok(states)
    }

    /// The same for a server, which must have every key that a row is, or may yet be, sealed under.
    ///
    /// # Errors
    /// As [`agree`](Self::agree); `Missing`.
    pub(super) fn agree_on_all(
        &self,
        transaction: &mut Transaction<'_>,
        now_ms: i64,
    ) -> Result<States, ProofError> {
        let states = self.agree(transaction, now_ms)?;
        let opens = states.having(KeyState::Active).chain(states.having(KeyState::Retired));
        let missing: Vec<KeyId> = opens.filter(|id| self.keys.find(*id).is_none()).collect();
        if missing.is_empty() { Ok(states) } else { Err(ProofError::Missing(missing)) }
    }

    /// Announces a key: it is in this file, and seals nothing yet.
    ///
    /// # Errors
    /// Those of the database.
    pub(super) fn announce(
        &self,
        transaction: &mut Transaction<'_>,
        id: KeyId,
        now_ms: i64,
    ) -> Result<(), DatabaseError> {
        states::set(transaction, id, KeyState::Announced, now_ms)?;
        let proof = self.sealed.iter().filter(|(of, _)| *of == id);
        proof.into_iter().try_for_each(|(_, proof)| note(transaction, &id.to_string(), proof, now_ms))
    }
}

impl KeyRing {
    /// Checks that this ring opens whatever is in the database, makes it known there, and seals from now on with the key that
    /// is active there. To be called before anything is sealed.
    ///
    /// # Errors
    /// [`ProofError`]; its sentence goes on from "the database".
    pub async fn prove(&self, database: &Database, now_ms: i64) -> Result<(), ProofError> {
        let proofs = Proofs::of(&self.keys());
        // A refusal undoes what was noted: a wrong key file leaves nothing behind.
        let job = move |transaction: &mut Transaction<'_>| proofs.agree_on_all(transaction, now_ms);
        let states = database.write(job).await?;
        self.follow(&states, &self.keys().ids());
        Ok(())
    }
}

/// The keys that a key file of this database must have; none when the database has had no keys yet.
///
/// # Errors
/// Those of the database.
pub(super) fn expected(transaction: &mut Transaction<'_>) -> Result<Option<Vec<KeyId>>, DatabaseError> {
    let known = known(transaction)?;
    if known.index.is_none() && known.proofs.is_empty() {
        return Ok(None);
    }
    let states = states::read(transaction)?;
    let is_needed = |id: &KeyId| !matches!(states.keys.get(id), Some(KeyState::Announced | KeyState::Lost));
    let ids: BTreeSet<KeyId> = known.proofs.into_iter().map(|(id, _)| id).filter(is_needed).collect();
    Ok(Some(ids.into_iter().collect()))
}

/// The keys of these that are the database's: whose proof there they open.
///
/// # Errors
/// Those of the database.
pub(super) fn proved(
    transaction: &mut Transaction<'_>,
    keys: &Keys,
) -> Result<BTreeSet<KeyId>, DatabaseError> {
    let ring = KeyRing::of(keys.clone());
    let known = known(transaction)?.proofs;
    Ok(known.into_iter().filter(|(_, proof)| ring.open(PLACE, proof).is_ok()).map(|(id, _)| id).collect())
}

/// The proofs that the database keeps of the keys.
struct Known {
    index: Option<Vec<u8>>,
    proofs: Vec<(KeyId, Vec<u8>)>,
}

impl Known {
    /// True when each of these keys that has a proof opens it.
    fn are_opened_by(&self, keys: &Keys) -> bool {
        let ring = KeyRing::of(keys.clone());
        self.proofs.iter().all(|(id, proof)| keys.find(*id).is_none() || ring.open(PLACE, proof).is_ok())
    }
}

fn known(transaction: &mut Transaction<'_>) -> Result<Known, DatabaseError> {
    let mut known = Known { index: None, proofs: Vec::new() };
    for row in transaction.query("SELECT id, proof FROM sealing_key", &[])? {
        let (id, proof) = (row.get::<String>(0)?, row.get::<Vec<u8>>(1)?);
        match KeyId::parse(&id) {
            Some(id) => known.proofs.push((id, proof)),
            None if id == INDEX => known.index = Some(proof),
            None => {}
        }
    }
    Ok(known)
}

fn note(transaction: &mut Transaction<'_>, id: &str, proof: &[u8], now_ms: i64) -> Result<(), DatabaseError> {
    transaction.execute(
        "INSERT INTO sealing_key (id, proof, since_ms) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
        &[&id, &proof, &now_ms],
    )?;
    Ok(())
}
