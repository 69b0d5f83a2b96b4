//! Work that one process does at a time, of several on one database: whoever holds the lease does it, until it ends. A
//! process that was killed need not give it back.

use crate::database::{Database, DatabaseError, Transaction};
use crate::privacy::random;

/// A process, as far as leases go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder([u8; 16]);

impl Holder {
    /// Somebody who holds nothing yet.
    pub fn new() -> Self {
        Self(random::bytes())
    }
}

impl Default for Holder {
    fn default() -> Self {
        Self::new()
    }
}

/// Takes the lease for the work called `name`, or holds it longer, until `now_ms + ms`. False when another holds it.
///
/// # Errors
/// Those of the database.
pub async fn take(
    database: &Database,
    name: &'static str,
    holder: Holder,
    now_ms: i64,
    ms: i64,
) -> Result<bool, DatabaseError> {
    let job = move |transaction: &mut Transaction<'_>| {
        let taken = transaction.execute(
            "INSERT INTO lease (name, holder, until_ms) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE \
             SET holder = $2, until_ms = $3 WHERE lease.holder = $2 OR lease.until_ms <= $4",
            &[&name, &holder.0.as_slice(), &(now_ms + ms), &now_ms],
        )?;
        Ok(taken == 1)
    };
    database.write(job).await
}
