//! The steps that bring the tables of an older version up to date. A step that has been released is never edited: the
//! database keeps its checksum.

use super::DatabaseError;
use super::dialect::for_postgres;
use super::transaction::{Kind, Transaction};
use crate::hex::hex;
use sha2::{Digest, Sha256, Sha384};
use std::time::{SystemTime, UNIX_EPOCH};

/// A step: version, name and SQL.
struct Step {
    version: i64,
    name: &'static str,
    sql: &'static str,
}

/// All steps, in order.
const STEPS: &[Step] = &[
    Step { version: 1, name: "catalogue", sql: include_str!("../../migrations/0001_catalogue.sql") },
    Step { version: 2, name: "history", sql: include_str!("../../migrations/0002_history.sql") },
    Step { version: 3, name: "accounts", sql: include_str!("../../migrations/0003_accounts.sql") },
    Step { version: 4, name: "addresses", sql: include_str!("../../migrations/0004_addresses.sql") },
    Step { version: 5, name: "orders", sql: include_str!("../../migrations/0005_orders.sql") },
    Step { version: 6, name: "webhooks", sql: include_str!("../../migrations/0006_webhooks.sql") },
    Step { version: 7, name: "credit", sql: include_str!("../../migrations/0007_credit.sql") },
    Step { version: 8, name: "repayments", sql: include_str!("../../migrations/0008_repayments.sql") },
    Step { version: 9, name: "reminders", sql: include_str!("../../migrations/0009_reminders.sql") },
    Step { version: 10, name: "unpaid", sql: include_str!("../../migrations/0010_unpaid.sql") },
    Step { version: 11, name: "standing", sql: include_str!("../../migrations/0011_standing.sql") },
    Step { version: 12, name: "keys", sql: include_str!("../../migrations/0012_keys.sql") },
    Step { version: 13, name: "reservations", sql: include_str!("../../migrations/0013_reservations.sql") },
    Step { version: 14, name: "alarms", sql: include_str!("../../migrations/0014_alarms.sql") },
    Step { version: 15, name: "keys left", sql: include_str!("../../migrations/0015_keys_left.sql") },
    Step { version: 16, name: "paid when", sql: include_str!("../../migrations/0016_paid_when.sql") },
    Step { version: 17, name: "push lost", sql: include_str!("../../migrations/0017_push_lost.sql") },
];

/// Which steps a database has had.
const TABLE: &str = "CREATE TABLE migration (version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, \
                     applied_ms BIGINT NOT NULL)";

/// Whether there is nothing to do.
///
/// # Errors
/// As [`run`].
pub(super) fn is_current(transaction: &mut Transaction<'_>) -> Result<bool, DatabaseError> {
    if !has_table(transaction, "migration")? {
        return Ok(false);
    }
    Ok(check_applied(transaction)? == STEPS.len())
}

/// Runs the steps that have not been run. The caller holds a lock, so that nobody else does at the same time, and undoes
/// everything on an error.
///
/// # Errors
/// `Migration` when the database is of a newer version or had a step that was another then.
pub(super) fn run(transaction: &mut Transaction<'_>) -> Result<(), DatabaseError> {
    if !has_table(transaction, "migration")? {
        transaction.execute(TABLE, &[])?;
        carry_over(transaction)?;
    }
    let applied = check_applied(transaction)?;
    for step in &STEPS[applied..] {
        match transaction.kind() {
            Kind::Sqlite => transaction.batch(step.sql)?,
            Kind::Postgres => transaction.batch(&for_postgres(step.sql))?,
        }
        record(transaction, step)?;
        tracing::info!(version = step.version, name = step.name, "the tables were brought up to date");
    }
    Ok(())
}

/// How many of the steps were run: the first so many, each as it is now.
fn check_applied(transaction: &mut Transaction<'_>) -> Result<usize, DatabaseError> {
    let rows = transaction.query("SELECT version, checksum FROM migration ORDER BY version", &[])?;
    for (index, row) in rows.iter().enumerate() {
        let (version, checksum) = (row.get::<i64>(0)?, row.get::<String>(1)?);
        let Some(step) = STEPS.get(index).filter(|step| step.version == version) else {
            return Err(newer(version));
        };
        if checksum != hex(&Sha256::digest(step.sql)) {
            return Err(edited(step));
        }
    }
    Ok(rows.len())
}

/// Before version 0.1.0 another runner kept its own list, on `SQLite` alone. What it says is taken over, and the list
/// removed, so that a program of that time refuses this database and does not half understand it.
fn carry_over(transaction: &mut Transaction<'_>) -> Result<(), DatabaseError> {
    if !has_table(transaction, "_sqlx_migrations")? {
        return Ok(());
    }
    let rows =
        transaction.query("SELECT version, success, checksum FROM _sqlx_migrations ORDER BY version", &[])?;
    for row in rows {
        let (version, is_done) = (row.get::<i64>(0)?, row.get::<bool>(1)?);
        let step = STEPS.iter().find(|step| step.version == version).ok_or_else(|| newer(version))?;
        if !is_done {
            return Err(DatabaseError::Migration(format!(
                "version {version} ({}) was begun and not finished; go back to a copy of the database",
                step.name
            )));
        }
        if row.get::<Vec<u8>>(2)? != Sha384::digest(step.sql).as_slice() {
            return Err(edited(step));
        }
        record(transaction, step)?;
    }
    transaction.execute("DROP TABLE _sqlx_migrations", &[])?;
    Ok(())
}

fn record(transaction: &mut Transaction<'_>, step: &Step) -> Result<(), DatabaseError> {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now_ms = i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX);
    transaction.execute(
        "INSERT INTO migration (version, name, checksum, applied_ms) VALUES ($1, $2, $3, $4)",
        &[&step.version, &step.name, &hex(&Sha256::digest(step.sql)), &now_ms],
    )?;
    Ok(())
}

fn has_table(transaction: &mut Transaction<'_>, name: &str) -> Result<bool, DatabaseError> {
    let sql = match transaction.kind() {
        Kind::Sqlite => "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $1",
        Kind::Postgres => {
            "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1"
        }
    };
    Ok(transaction.query_one(sql, &[&name])?.get::<i64>(0)? > 0)
}

fn newer(version: i64) -> DatabaseError {
    DatabaseError::Migration(format!(
        "it has version {version}, which this program does not know: use a newer one"
    ))
}

fn edited(step: &Step) -> DatabaseError {
    DatabaseError::Migration(format!(
        "its version {} ({}) was made by other SQL than this program has: a released migration was edited",
        step.version, step.name
    ))
}
