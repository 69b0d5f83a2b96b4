//! The audit log: what somebody of the shop did to an agreement. Each row's hash is of the row and of the hash before it.

use super::CreditError;
use crate::database::{Row, Transaction};
use sha2::{Digest, Sha256};

/// What the first row follows.
const BEGINNING: [u8; 32] = [0; 32];

/// A row to be added.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    /// Who did it.
    pub operator: &'a str,
    /// What.
    pub act: &'a str,
    /// To which agreement.
    pub agreement: i64,
    /// What else there is to say; nothing personal.
    pub detail: &'a str,
}

/// Adds a row.
///
/// # Errors
/// Those of the database.
pub fn append(transaction: &mut Transaction<'_>, note: &Note<'_>, at_ms: i64) -> Result<(), CreditError> {
    transaction.lock("credit audit")?;
    let last =
        transaction.query_optional("SELECT hash FROM credit_audit ORDER BY number DESC LIMIT 1", &[])?;
    let previous: Vec<u8> = last.map_or(Ok(BEGINNING.to_vec()), |row| row.get(0))?;
    let hash = hash(&previous, note, at_ms);
    transaction.execute(
        "INSERT INTO credit_audit (previous, hash, at_ms, operator, act, agreement, detail) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&previous, &hash, &at_ms, &note.operator, &note.act, &note.agreement, &note.detail],
    )?;
    Ok(())
}

/// Follows the log from its beginning, and gives the number of the first row that does not follow from the one before.
///
/// # Errors
/// Those of the database.
pub fn verify(transaction: &mut Transaction<'_>) -> Result<Option<i64>, CreditError> {
    let rows = transaction.query(
        "SELECT number, previous, hash, at_ms, operator, act, agreement, detail FROM credit_audit ORDER BY number",
        &[],
    )?;
    let mut before = BEGINNING.to_vec();
    for row in &rows {
        let is_next = row.get::<Vec<u8>>(1)? == before && follows(row, &before)?;
        if !is_next {
            return Ok(Some(row.get(0)?));
        }
        before = row.get(2)?;
    }
    Ok(None)
}

fn follows(row: &Row, before: &[u8]) -> Result<bool, CreditError> {
    let (operator, act, detail) = (row.get::<String>(4)?, row.get::<String>(5)?, row.get::<String>(7)?);
    let note = Note { operator: &operator, act: &act, agreement: row.get(6)?, detail: &detail };
    Ok(row.get::<Vec<u8>>(2)? == hash(before, &note, row.get(3)?))
}

/// Each text is preceded by its length, so that no two rows have the same bytes.
fn hash(previous: &[u8], note: &Note<'_>, at_ms: i64) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(at_ms.to_be_bytes());
    hash.update(note.agreement.to_be_bytes());
    for text in [note.operator, note.act, note.detail] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().into()
}
