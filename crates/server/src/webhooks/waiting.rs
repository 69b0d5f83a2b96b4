//! What an operator sees of the outbox, and does about it.

use super::outbox::{Waiting, all};
use crate::alarms::{self, Kind};
use crate::database::{Database, DatabaseError, Transaction};

/// The subject of the alarm about messages that were given up.
pub(super) const GIVEN_UP: &str = "webhooks";
/// Most messages that are listed.
pub const LISTED_MAX: u32 = 1_000;

/// What was not delivered, the oldest first, at most [`LISTED_MAX`].
///
/// # Errors
/// Those of the database.
pub async fn list(database: &Database) -> Result<Vec<Waiting>, DatabaseError> {
    database.read(|transaction: &mut Transaction<'_>| all(transaction, LISTED_MAX)).await
}

/// Has one message, or each that was given up when none is named, tried from the beginning; how many.
///
/// # Errors
/// Those of the database.
pub async fn retry(database: &Database, id: Option<i64>, now_ms: i64) -> Result<u64, DatabaseError> {
    let job = move |transaction: &mut Transaction<'_>| {
        if let Some(id) = id {
            transaction.execute(
                "UPDATE webhook SET tries = 0, next_ms = $1, dead_ms = NULL WHERE id = $2",
                &[&now_ms, &id],
            )
        } else {
            alarms::settle(transaction, (Kind::WebhookGivenUp, GIVEN_UP), now_ms)?;
            transaction.execute(
                "UPDATE webhook SET tries = 0, next_ms = $1, dead_ms = NULL WHERE dead_ms IS NOT NULL",
                &[&now_ms],
            )
        }
    };
    database.write(job).await
}
