//! How often something may be done, counted in the database: the count survives a restart and is one for all servers.
//!
//! A window begins with the first use and ends after its length; then it begins anew. Who it is about is kept as a keyed
//! hash.

use crate::database::{DatabaseError, Transaction};
use crate::privacy::KeyRing;
use crate::privacy::keys::Hash;
use crate::sms::budget::Spent;

/// So often within so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Tells it from others.
    pub name: &'static str,
    /// How often.
    pub most: i64,
    /// Within how long, milliseconds.
    pub window_ms: i64,
}

/// One use of something that is limited, by somebody.
#[derive(Clone, Copy)]
pub struct Use {
    subject: Hash,
    limit: Limit,
}

impl Use {
    /// A use by `who`: a number, an address.
    pub fn new(keys: &KeyRing, limit: Limit, who: &str) -> Self {
        Self { subject: keys.index(&format!("rate_limit/{}", limit.name), who), limit }
    }
}

/// Why a limited thing was not done.
#[derive(Debug, thiserror::Error)]
pub enum Limited {
    /// It was done too often.
    #[error("too often; again in {wait_ms} ms")]
    TooOften {
        /// How long until it can be done again, milliseconds.
        wait_ms: i64,
    },
    /// As many text messages were sent as may be.
    #[error("as many text messages were sent as may be; again in {} ms", .0.wait_ms)]
    SmsSpent(Spent),
    /// The database does not answer.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Counts the uses, in the order given. Jobs that count several kinds give them in the same order, so that no two wait
/// for each other.
///
/// # Errors
/// `TooOften`: let the job fail with it, and none of them counts.
pub fn count(transaction: &mut Transaction<'_>, uses: &[Use], now_ms: i64) -> Result<(), Limited> {
    for Use { subject, limit } in uses {
        let counted = transaction.execute(
            "INSERT INTO rate_limit (subject, end_ms, used) VALUES ($1, $3, 1) \
             ON CONFLICT (subject) DO UPDATE SET \
             used = CASE WHEN rate_limit.end_ms <= $2 THEN 1 ELSE rate_limit.used + 1 END, \
             end_ms = CASE WHEN rate_limit.end_ms <= $2 THEN $3 ELSE rate_limit.end_ms END \
             WHERE rate_limit.end_ms <= $2 OR rate_limit.used < $4",
            &[subject, &now_ms, &(now_ms + limit.window_ms), &limit.most],
        )?;
        if counted == 0 {
            let row =
                transaction.query_one("SELECT end_ms FROM rate_limit WHERE subject = $1", &[subject])?;
            return Err(too_often(row.get(0)?, limit, now_ms));
        }
    }
    Ok(())
}

/// Takes back one use that was counted in this transaction: it turned out to be none of those that are limited.
///
/// # Errors
/// Those of the database.
pub fn give_back(transaction: &mut Transaction<'_>, counted: &Use) -> Result<(), DatabaseError> {
    let sql = "UPDATE rate_limit SET used = used - 1 WHERE subject = $1 AND used > 0";
    transaction.execute(sql, &[&counted.subject]).map(|_| ())
}

/// Whether a use would be counted now. Counts nothing.
///
/// # Errors
/// `TooOften`
pub fn allowed(transaction: &mut Transaction<'_>, asked: &Use, now_ms: i64) -> Result<(), Limited> {
    let Use { subject, limit } = asked;
    let used_up = transaction.query_optional(
        "SELECT end_ms FROM rate_limit WHERE subject = $1 AND end_ms > $2 AND used >= $3",
        &[subject, &now_ms, &limit.most],
    )?;
    used_up.map_or(Ok(()), |row| Err(too_often(row.get(0)?, limit, now_ms)))
}

fn too_often(end_ms: i64, limit: &Limit, now_ms: i64) -> Limited {
    Limited::TooOften { wait_ms: (end_ms - now_ms).clamp(1, limit.window_ms) }
}
