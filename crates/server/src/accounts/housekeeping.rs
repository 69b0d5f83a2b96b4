//! Deletes expired rows: codes, windows of limits, sessions, refusals of orders, reservations that no limit counts any
//! more, and alarms of long ago.

use crate::clock::Clock;
use crate::database::{Database, DatabaseError};
use crate::orders::reservations;
use std::time::Duration;

/// How often.
pub const INTERVAL: Duration = Duration::from_mins(1);
/// Most rows of a kind that go at once, so that no write of a shopper waits long.
const ROWS_MAX: u32 = 1_000;

/// For each kind: what goes, at time `$1`, at most `$2` rows.
const STEPS: &[&str] = &[
    "DELETE FROM sign_in_code WHERE phone_index IN (SELECT phone_index FROM sign_in_code WHERE expires_ms <= $1 LIMIT $2)",
    "DELETE FROM rate_limit WHERE subject IN (SELECT subject FROM rate_limit WHERE end_ms <= $1 LIMIT $2)",
    // A year after they were dealt with. The last one stays, so that `SQLite` does not give its number away again.
    "DELETE FROM alarm WHERE number IN (SELECT number FROM alarm WHERE done_ms <= $1 - 31536000000 \
     AND number < (SELECT MAX(number) FROM alarm) LIMIT $2)",
    "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE expires_ms <= $1 LIMIT $2)",
    "DELETE FROM order_refusal WHERE (account_id, order_id, body_hash) IN \
     (SELECT account_id, order_id, body_hash FROM order_refusal WHERE expires_ms <= $1 LIMIT $2)",
    reservations::ENDED,
];

/// Does it for as long as the server runs. One that fails is tried again the next time.
pub async fn keep(database: Database, clock: Clock) {
    let mut ticks = tokio::time::interval(INTERVAL);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = sweep(&database, clock.now_ms()).await {
            tracing::warn!(%error, "what has run out could not be taken away");
        }
    }
}

/// Does it once.
///
/// # Errors
/// Those of the database.
pub async fn sweep(database: &Database, now_ms: i64) -> Result<(), DatabaseError> {
    for &sql in STEPS {
        // An index leads to what has run out, so that the usual nothing costs nothing.
        loop {
            let gone =
                database.write(move |transaction| transaction.execute(sql, &[&now_ms, &ROWS_MAX])).await?;
            if gone < u64::from(ROWS_MAX) {
                break;
            }
        }
    }
    Ok(())
}
