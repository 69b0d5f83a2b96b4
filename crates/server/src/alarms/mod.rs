//! Alarms: things that a person of the shop has to act on. Each is a row that stays open until somebody says that it is done
//! (`fairday alarms done`, or `POST /api/v1/admin/alarms/{number}/done`), and `/metrics` counts the open ones.
//!
//! An alarm is raised in the transaction in which its cause is found, so that no answer leaves before the row is kept. The
//! same cause again, while it is open, is counted in the same row. Nothing personal is in it.

mod kind;
mod list;

pub use kind::Kind;
pub use list::{BY_CHARS_MAX, LISTED_MAX, Listed, Which, done, list, open_counts};

use crate::database::{Database, DatabaseError, Transaction};

/// Longest subject and detail that are kept, characters; what is longer is cut. They hold words of other systems, such as a
/// provider's id of a message.
pub const TEXT_CHARS_MAX: usize = 300;
/// The name under which the shop itself settles an alarm.
const BY_ITSELF: &str = "fairday";

/// Something to act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// The cause.
    pub kind: Kind,
    /// The thing it happened to. One row is open for each kind and subject.
    pub subject: String,
    /// Further facts.
    pub detail: String,
    /// The number of an order that must not be cancelled as unpaid before somebody has looked. The order must be there.
    pub held_order: Option<i64>,
}

impl Alarm {
    /// An alarm that holds no order.
    pub fn new(kind: Kind, subject: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { kind, subject: subject.into(), detail: detail.into(), held_order: None }
    }

    /// The same, and this order is not cancelled as unpaid while it is open.
    #[must_use]
    pub fn holding(self, order: Option<i64>) -> Self {
        Self { held_order: order, ..self }
    }
}

/// Keeps an alarm, or counts it once more when it is open.
///
/// # Errors
/// Those of the database.
pub fn raise(transaction: &mut Transaction<'_>, alarm: &Alarm, now_ms: i64) -> Result<(), DatabaseError> {
    let (subject, detail) = (kept(&alarm.subject), kept(&alarm.detail));
    transaction.execute(
        "INSERT INTO alarm (kind, subject, detail, times, first_ms, last_ms, held_order) \
         VALUES ($1, $2, $3, 1, $4, $4, $5) \
         ON CONFLICT (kind, subject) WHERE done_ms IS NULL DO UPDATE SET times = alarm.times + 1, \
         detail = excluded.detail, held_order = COALESCE(excluded.held_order, alarm.held_order), \
         last_ms = CASE WHEN alarm.last_ms > excluded.last_ms THEN alarm.last_ms ELSE excluded.last_ms END",
        &[&alarm.kind.code(), &subject, &detail, &now_ms, &alarm.held_order],
    )?;
    Ok(())
}

/// Keeps an alarm unless one of its kind and subject was raised at `since_ms` or later, done or not: for what would be found
/// at every request of a window of time.
///
/// # Errors
/// Those of the database.
pub async fn raise_once_since(
    database: &Database,
    alarm: Alarm,
    (since_ms, now_ms): (i64, i64),
) -> Result<(), DatabaseError> {
    let (kind, subject) = (alarm.kind.code(), kept(&alarm.subject));
    let known = move |transaction: &mut Transaction<'_>| -> Result<bool, DatabaseError> {
        let sql = "SELECT 1 FROM alarm WHERE kind = $1 AND subject = $2 AND last_ms >= $3 LIMIT 1";
        Ok(transaction.query_optional(sql, &[&kind, &subject, &since_ms])?.is_some())
    };
    if database.read_one(known.clone()).await? {
        return Ok(());
    }
    let job = move |transaction: &mut Transaction<'_>| {
        transaction.lock("alarms once")?;
        if known(transaction)? { Ok(()) } else { raise(transaction, &alarm, now_ms) }
    };
    database.write(job).await
}

/// Raises an alarm from where no transaction is open. It is in the log too.
///
/// # Errors
/// Those of the database: the alarm is in the log alone then.
pub async fn keep(database: &Database, alarm: Alarm, now_ms: i64) -> Result<(), DatabaseError> {
    tracing::error!(kind = alarm.kind.code(), subject = alarm.subject, detail = alarm.detail, "an alarm");
    database.write(move |transaction: &mut Transaction<'_>| raise(transaction, &alarm, now_ms)).await
}

/// The same where nobody can be told that it was not kept.
pub async fn report(database: &Database, alarm: Alarm, now_ms: i64) {
    if let Err(error) = keep(database, alarm, now_ms).await {
        tracing::error!(%error, "an alarm could not be kept");
    }
}

/// The shop itself has found out that nothing is left to do about it. Changes nothing when no such alarm is open.
///
/// # Errors
/// Those of the database.
pub fn settle(
    transaction: &mut Transaction<'_>,
    (kind, subject): (Kind, &str),
    now_ms: i64,
) -> Result<(), DatabaseError> {
    transaction.execute(
        "UPDATE alarm SET done_ms = $1, done_by = $2 WHERE kind = $3 AND subject = $4 AND done_ms IS NULL",
        &[&now_ms, &BY_ITSELF, &kind.code(), &kept(subject)],
    )?;
    Ok(())
}

/// True when an open alarm keeps this order from being cancelled as unpaid.
///
/// # Errors
/// Those of the database.
pub fn holds(transaction: &mut Transaction<'_>, order: i64) -> Result<bool, DatabaseError> {
    let sql = "SELECT 1 FROM alarm WHERE held_order = $1 AND done_ms IS NULL LIMIT 1";
    Ok(transaction.query_optional(sql, &[&order])?.is_some())
}

/// A text as it is kept: on one line, and not too long.
fn kept(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(TEXT_CHARS_MAX).collect()
}
