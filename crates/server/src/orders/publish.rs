//! Tells the catalogue, and with it the snapshots of all servers and the copies on phones, what orders have done to the
//! stock: not at each order, but once for all of them every [`PUBLISH_MS`].
//!
//! Until then a page may show pieces that are set aside. That costs nobody anything: a quote and an order read the rows.

use crate::clock::Clock;
use crate::database::{Database, DatabaseError, Transaction};
use std::collections::BTreeSet;
use std::time::Duration;

/// How old the oldest change gets before it is told. Each telling makes every server read the catalogue again.
pub const PUBLISH_MS: i64 = 15_000;
/// How often is looked whether there is something to tell.
pub const LOOK_INTERVAL: Duration = Duration::from_secs(5);

/// Tells what has changed, if the oldest change is old enough at `now_ms`; how many products were told of. Several
/// servers on one database tell together as often as one would.
///
/// # Errors
/// Those of the database.
pub async fn publish(database: &Database, now_ms: i64) -> Result<usize, DatabaseError> {
    let is_due = |transaction: &mut Transaction<'_>| {
        let oldest = "SELECT at_ms FROM stock_change ORDER BY id LIMIT 1";
        transaction.query_optional(oldest, &[])?.map(|row| row.get::<i64>(0)).transpose()
    };
    if database.read(is_due).await?.is_none_or(|oldest_ms| now_ms - oldest_ms < PUBLISH_MS) {
        return Ok(0);
    }
    database.write(move |transaction| publish_now(transaction, now_ms)).await
}

fn publish_now(transaction: &mut Transaction<'_>, now_ms: i64) -> Result<usize, DatabaseError> {
    // As an import does: both count the revision up.
    transaction.lock("catalogue")?;
    // A change that is not committed yet is not seen here and stays for the next time.
    let told = transaction.query("DELETE FROM stock_change RETURNING product_id", &[])?;
    let products = told.iter().map(|row| row.get(0)).collect::<Result<BTreeSet<i64>, _>>()?;
    if products.is_empty() {
        return Ok(0);
    }
    let row = transaction.query_one(
        "UPDATE catalogue SET revision = revision + 1, updated_ms = $1 WHERE id = 1 RETURNING revision",
        &[&now_ms],
    )?;
    let revision: i64 = row.get(0)?;
    let mut count = 0;
    for product in products {
        // What is not for sale was told to be gone.
        let sql = "UPDATE product SET revision = $1 WHERE id = $2 AND withdrawn = 0";
        count += transaction.execute(sql, &[&revision, &product])?;
    }
    Ok(count as usize)
}

/// Tells for as long as the server runs.
pub async fn follow(database: Database, clock: Clock) {
    let mut ticks = tokio::time::interval(LOOK_INTERVAL);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match publish(&database, clock.now_ms()).await {
            Ok(0) => {}
            Ok(products) => tracing::debug!(products, "the catalogue was told what orders have changed"),
            Err(error) => tracing::warn!(%error, "the catalogue cannot be told what orders have changed"),
        }
    }
}
