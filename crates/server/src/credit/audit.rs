//! The audit log: what somebody of the shop did to an agreement. Each row's hash is of the row and of the hash before it.
//!
//! **What it shows.** A row that was changed, taken out or put in between breaks the chain. Rows that were taken away at the
//! end are missed, because [`Head`] is kept beside the log. Whoever can write to the database and knows how could make a
//! whole new chain with its head: against that, note the head that `fairday ledger verify` prints somewhere else, and name
//! it at the next check (`--audit`): what was written by then cannot have changed.

use super::CreditError;
use crate::database::{Row, Transaction};
use crate::hex::{self, hex};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// What the first row follows.
const BEGINNING: [u8; 32] = [0; 32];
/// Rows that are read in one go.
const BATCH: i64 = 1_000;

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
    /// The request that did it, if there was one.
    pub request: Option<&'a str>,
}

/// How many rows there are, and the hash of the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many.
    pub acts: i64,
    /// The hash.
    pub hash: [u8; 32],
}

/// A head is written `12:` and 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is a number, a colon and 64 hexadecimal digits, as `fairday ledger verify` prints it")]
pub struct NoHead;

impl Default for Head {
    fn default() -> Self {
        Self { acts: 0, hash: BEGINNING }
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.acts, hex(&self.hash))
    }
}

impl FromStr for Head {
    type Err = NoHead;

    fn from_str(text: &str) -> Result<Self, NoHead> {
        let (acts, digits) = text.split_once(':').ok_or(NoHead)?;
        let acts = acts.parse().ok().filter(|acts| *acts >= 0).ok_or(NoHead)?;
        let hash = hex::bytes(&digits.to_ascii_lowercase()).ok_or(NoHead)?;
        Ok(Self { acts, hash })
    }
}

/// Adds a row.
///
/// # Errors
/// Those of the database.
pub fn append(transaction: &mut Transaction<'_>, note: &Note<'_>, at_ms: i64) -> Result<(), CreditError> {
    transaction.lock("credit audit")?;
    let before = head(transaction)?;
    let hash = hash(&before.hash, note, at_ms);
    transaction.execute(
        "INSERT INTO credit_audit (previous, hash, at_ms, operator, act, agreement, detail, request) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            &before.hash,
            &hash,
            &at_ms,
            &note.operator,
            &note.act,
            &note.agreement,
            &note.detail,
            &note.request,
        ],
    )?;
    transaction.execute(
        "INSERT INTO audit_head (id, acts, hash) VALUES (1, $1, $2) \
         ON CONFLICT (id) DO UPDATE SET acts = excluded.acts, hash = excluded.hash",
        &[&(before.acts + 1), &hash],
    )?;
    Ok(())
}

fn head(transaction: &mut Transaction<'_>) -> Result<Head, CreditError> {
    let row = transaction.query_optional("SELECT acts, hash FROM audit_head WHERE id = 1", &[])?;
    let Some(row) = row else { return Ok(Head::default()) };
    let hash =
        row.get::<Vec<u8>>(1)?.try_into().map_err(|_| CreditError::Corrupt("the head of the audit log"))?;
    Ok(Head { acts: row.get(0)?, hash })
}

/// What the request with this id did to this agreement: who did it, the act and its detail.
pub(super) fn answered(
    transaction: &mut Transaction<'_>,
    agreement: i64,
    request: &str,
) -> Result<Option<[String; 3]>, CreditError> {
    let row = transaction.query_optional(
        "SELECT operator, act, detail FROM credit_audit WHERE agreement = $1 AND request = $2",
        &[&agreement, &request],
    )?;
    row.map(|row| Ok([row.get(0)?, row.get(1)?, row.get(2)?])).transpose()
}

/// What a check of the log came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// What the log ends with.
    pub head: Head,
    /// What is wrong with it, in a sentence.
    pub finding: Option<String>,
}

/// Follows the log from its beginning to its head, and looks whether it once ended with `known`.
///
/// # Errors
/// Those of the database.
pub fn verify(transaction: &mut Transaction<'_>, known: Option<Head>) -> Result<Checked, CreditError> {
    let kept = head(transaction)?;
    let mut checked = Checked::default();
    let mut is_known = known.is_none_or(|known| known == Head::default());
    let mut after = 0_i64;
    loop {
        let rows = transaction.query(
            "SELECT number, previous, hash, at_ms, operator, act, agreement, detail, request FROM credit_audit \
             WHERE number > $1 ORDER BY number LIMIT $2",
            &[&after, &BATCH],
        )?;
        let Some(last) = rows.last() else { break };
        for row in &rows {
            let Some(hash) = follows(row, &checked.head.hash)? else {
                let number: i64 = row.get(0)?;
                checked.finding = Some(format!("row {number} does not follow from the one before"));
                return Ok(checked);
            };
            checked.head = Head { acts: checked.head.acts + 1, hash };
            is_known |= known == Some(checked.head);
        }
        after = last.get(0)?;
    }
    checked.finding = if checked.head != kept {
        Some(format!("it ends after {} rows, and there were {}", checked.head.acts, kept.acts))
    } else if !is_known {
        Some("it never ended with the head that was named".to_owned())
    } else {
        None
    };
    Ok(checked)
}

/// The hash of a row, when it follows that of the row before.
fn follows(row: &Row, before: &[u8; 32]) -> Result<Option<[u8; 32]>, CreditError> {
    let (operator, act, detail) = (row.get::<String>(4)?, row.get::<String>(5)?, row.get::<String>(7)?);
    let request: Option<String> = row.get(8)?;
    let note = Note {
        operator: &operator,
        act: &act,
        agreement: row.get(6)?,
        detail: &detail,
        request: request.as_deref(),
    };
    let hash = hash(before, &note, row.get(3)?);
    let is_next = row.get::<Vec<u8>>(1)? == before && row.get::<Vec<u8>>(2)? == hash;
    Ok(is_next.then_some(hash))
}

/// Each text is preceded by its length, so that no two rows have the same bytes.
fn hash(previous: &[u8; 32], note: &Note<'_>, at_ms: i64) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(at_ms.to_be_bytes());
    hash.update(note.agreement.to_be_bytes());
    for text in [note.operator, note.act, note.detail, note.request.unwrap_or_default()] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_is_printed() {
        let head = Head { acts: 12, hash: [0xa5; 32] };
        assert_eq!(head.to_string().parse(), Ok(head));
        for wrong in ["", "12", "12:", "-1:00", "12:a5", &format!("1:{}", "é".repeat(32))] {
            assert_eq!(wrong.parse::<Head>(), Err(NoHead), "{wrong}");
        }
    }
}
