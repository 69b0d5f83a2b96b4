//! Whether the keys are those that this database's data was sealed under.
//!
//! For each key that was ever current the database keeps something sealed under it, and a hash of the index key. A
//! server that cannot open them all is not started: with other keys it would find no account, and make a second one for
//! each number.

use super::KeyRing;
use super::keys::Keys;
use crate::database::{Database, DatabaseError, Transaction};

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
    /// Data is sealed under this key, and the key file has not got it.
    #[error(
        "it has data sealed under the key {0}, which the key file does not have: put that key's line back, or name the right file with --keys"
    )]
    Missing(String),
    /// A key of this name is in the key file, but it is another one.
    #[error("it was made with another key file: name that one with --keys")]
    Other,
}

impl KeyRing {
    /// Notes in the database that its current key is in use, and checks that this ring opens whatever is in there. To be
    /// called before anything is sealed.
    ///
    /// # Errors
    /// [`ProofError`]; its sentence goes on from "the database".
    pub async fn prove(&self, database: &Database, now_ms: i64) -> Result<(), ProofError> {
        prove(&self.keys(), database, now_ms).await
    }
}

pub(super) async fn prove(keys: &Keys, database: &Database, now_ms: i64) -> Result<(), ProofError> {
    let ring = KeyRing::of(keys.clone());
    let index = ring.index(PURPOSE, "");
    let proof = ring.seal(PLACE, b"");
    let job = move |transaction: &mut Transaction<'_>| {
        note(transaction, INDEX, &index, now_ms)?;
        note(transaction, &ring.current().to_string(), &proof, now_ms)?;
        for row in transaction.query("SELECT id, proof FROM sealing_key", &[])? {
            let (id, proof) = (row.get::<String>(0)?, row.get::<Vec<u8>>(1)?);
            let is_right = if id == INDEX { proof == index } else { ring.open(PLACE, &proof).is_ok() };
            if id != INDEX && !ring.ids().iter().any(|have| have.to_string() == id) {
                return Err(ProofError::Missing(id));
            }
            if !is_right {
                return Err(ProofError::Other);
            }
        }
        Ok(())
    };
    // A refusal undoes the notes: a wrong key file leaves nothing behind.
    database.write(job).await
}

fn note(transaction: &mut Transaction<'_>, id: &str, proof: &[u8], now_ms: i64) -> Result<(), DatabaseError> {
    transaction.execute(
        "INSERT INTO sealing_key (id, proof, since_ms) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
        &[&id, &proof, &now_ms],
    )?;
    Ok(())
}

/// Forgets that a key was ever used; only after nothing is sealed under it.
pub(super) fn forget(transaction: &mut Transaction<'_>, id: &str) -> Result<(), DatabaseError> {
    transaction.execute("DELETE FROM sealing_key WHERE id = $1", &[&id])?;
    Ok(())
}
