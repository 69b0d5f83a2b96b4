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

impl Limit {
    /// Whose limit it is and how high. The name of a limit says who is counted.
    fn in_words(&self) -> String {
        let mut parts = self.name.split('/');
        let whose = if parts.clone().any(|part| part == "number") {
            "for one phone number"
        } else if parts.any(|part| part == "address") {
            "from one network address"
        } else {
            "for one account"
        };
        let window = match self.window_ms {
            MINUTE_MS => "a minute".to_owned(),
            HOUR_MS => "an hour".to_owned(),
            DAY_MS => "a day".to_owned(),
            other => format!("in {} s", other / 1000),
        };
        match self.most {
            1 => format!("This can be done once {window} {whose}."),
            most => format!("This can be done {most} times {window} {whose}."),
        }
    }
}

const MINUTE_MS: i64 = 60 * 1000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

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
        /// Whose limit it is and how high, as a sentence for whoever asked.
        limit: String,
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
    Limited::TooOften { limit: limit.in_words(), wait_ms: (end_ms - now_ms).clamp(1, limit.window_ms) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_says_whose_it_is_and_how_high() {
        let said = |name, most, window_ms| Limit { name, most, window_ms }.in_words();
        assert_eq!(
            said("code/number/minute", 1, MINUTE_MS),
            "This can be done once a minute for one phone number."
        );
        assert_eq!(
            said("credit/ask/address/hour", 600, HOUR_MS),
            "This can be done 600 times an hour from one network address."
        );
        assert_eq!(said("coupon", 60, DAY_MS), "This can be done 60 times a day for one account.");
    }
}
