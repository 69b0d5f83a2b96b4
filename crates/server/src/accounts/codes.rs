//! One-time codes: six digits that are sent to a number and prove, within five minutes, that somebody can read there.
//!
//! Asking for a code looks up no account, so nothing tells whether a number has one. A code that was used cannot be used
//! again, except by the same attempt: a phone that lost the answer sends the same once more, under a random number that it
//! alone knows, and is signed in instead of having to pay for another SMS.

use super::find_or_open;
use super::rate_limit::{Limit, Limited, Use, count};
use super::sessions::{self, NewSession};
use crate::database::{DatabaseError, Transaction};
use crate::privacy::keys::Hash;
use crate::privacy::{KeyRing, random};
use crate::sms::Budget;
use crate::sms::budget::Purpose;

const SECOND_MS: i64 = 1000;
const HOUR_MS: i64 = 60 * 60 * SECOND_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// How many digits a code has.
pub const DIGITS: u8 = 6;
/// How long a code is valid, milliseconds.
pub const VALID_MS: i64 = 5 * 60 * SECOND_MS;
/// How often a code may be tried.
pub const TRIES_MAX: i64 = 5;
/// How long until another code can be asked for, milliseconds.
pub const RESEND_MS: i64 = 60 * SECOND_MS;
/// Codes for a number.
pub const SENT_TO_NUMBER: [Limit; 3] = [
    Limit { name: "code/number/minute", most: 1, window_ms: RESEND_MS },
    Limit { name: "code/number/hour", most: 5, window_ms: HOUR_MS },
    Limit { name: "code/number/day", most: 10, window_ms: DAY_MS },
];
/// Codes asked for by an address. Many phones of a network share one.
pub const SENT_BY_ADDRESS: [Limit; 2] = [
    Limit { name: "code/address/hour", most: 60, window_ms: HOUR_MS },
    Limit { name: "code/address/day", most: 300, window_ms: DAY_MS },
];
/// Codes tried for a number, right or wrong: one guess in 50,000 a day.
pub const TRIED_FOR_NUMBER: [Limit; 1] = [Limit { name: "try/number/day", most: 20, window_ms: DAY_MS }];
/// Codes tried by an address.
pub const TRIED_BY_ADDRESS: [Limit; 1] = [Limit { name: "try/address/hour", most: 120, window_ms: HOUR_MS }];

const PURPOSE: &str = "sign_in_code";
const BOUND: u32 = 10_u32.pow(DIGITS as u32);

/// A new code.
pub fn generate() -> String {
    format!("{:0width$}", random::below(BOUND), width = usize::from(DIGITS))
}

/// Whether a text can be a code.
pub fn is_code(text: &str) -> bool {
    text.len() == usize::from(DIGITS) && text.bytes().all(|b| b.is_ascii_digit())
}

/// What the database keeps of a code: a keyed hash of it with the number, because a million hashes are tried in no time.
pub fn hash(keys: &KeyRing, phone_index: &Hash, code: &str) -> Hash {
    keys.sign(PURPOSE, &[&phone_index[..], code.as_bytes()].concat())
}

fn is_right(keys: &KeyRing, phone_index: &Hash, code: &str, hash: &[u8]) -> bool {
    keys.verify(PURPOSE, &[&phone_index[..], code.as_bytes()].concat(), hash)
}

/// Takes a code in for a number, in place of the one before, and counts its message.
///
/// # Errors
/// When too many were asked for, or too many messages were sent: nothing has changed then.
pub fn keep(
    transaction: &mut Transaction<'_>,
    (phone_index, code_hash): (&Hash, &Hash),
    (uses, keys, budget): (&[Use], &KeyRing, Budget),
    now_ms: i64,
) -> Result<(), Limited> {
    count(transaction, uses, now_ms)?;
    budget.take(transaction, keys, Purpose::SignIn, now_ms)?;
    transaction.execute(
        "INSERT INTO sign_in_code (phone_index, code_hash, expires_ms, tries_left) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (phone_index) DO UPDATE SET code_hash = excluded.code_hash, expires_ms = excluded.expires_ms, \
         tries_left = excluded.tries_left, attempt_hash = NULL, session_id = NULL",
        &[phone_index, code_hash, &(now_ms + VALID_MS), &TRIES_MAX],
    )?;
    Ok(())
}

/// Somebody who tries a code.
pub struct Attempt {
    /// Finds the number.
    pub phone_index: Hash,
    /// The number, sealed.
    pub phone: Vec<u8>,
    /// What was typed.
    pub code: String,
    /// Hash of the attempt's own random number, when it has one.
    pub attempt_hash: Option<Hash>,
    /// The session to begin.
    pub session: NewSession,
    /// Of the session that this browser has had until now.
    pub earlier_token_hash: Option<[u8; 32]>,
    /// What is counted.
    pub uses: Vec<Use>,
}

/// What came of an attempt. That a try was used up is kept also when the code was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The code was right: the session has begun.
    SignedIn {
        /// Since when the account is there, milliseconds since 1970 UTC.
        created_ms: i64,
    },
    /// The code was wrong; so many tries are left.
    Wrong {
        /// How many.
        tries_left: i64,
    },
    /// There is no code for this number that can still be used.
    NoCode,
}

/// Tries a code, and signs in when it is the right one.
///
/// # Errors
/// When too many were tried, and those of the database.
pub fn sign_in(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    attempt: &Attempt,
) -> Result<Outcome, Limited> {
    let now_ms = attempt.session.now_ms;
    count(transaction, &attempt.uses, now_ms)?;
    // One statement takes the try: a hundred guesses at once are a hundred tries.
    let row = transaction.query_optional(
        "UPDATE sign_in_code SET tries_left = tries_left - 1 \
         WHERE phone_index = $1 AND expires_ms > $2 AND tries_left > 0 \
         RETURNING code_hash, tries_left, attempt_hash, session_id",
        &[&attempt.phone_index, &now_ms],
    )?;
    let Some(row) = row else { return Ok(Outcome::NoCode) };
    let (code_hash, tries_left) = (row.get::<Vec<u8>>(0)?, row.get::<i64>(1)?);
    let (used_by, begun) = (row.get::<Option<Vec<u8>>>(2)?, row.get::<Option<i64>>(3)?);
    if !is_right(keys, &attempt.phone_index, &attempt.code, &code_hash) {
        return Ok(if tries_left == 0 { Outcome::NoCode } else { Outcome::Wrong { tries_left } });
    }
    let is_again = attempt.attempt_hash.is_some_and(|hash| used_by.as_deref() == Some(&hash[..]));
    if used_by.is_some() && !is_again {
        return Ok(Outcome::NoCode);
    }
    if let Some(begun) = begun {
        // Of this account alone: the number of a session that has ended may have become another's.
        transaction.execute(
            "DELETE FROM session WHERE id = $1 \
             AND account_id = (SELECT id FROM account WHERE phone_index = $2)",
            &[&begun, &attempt.phone_index],
        )?;
    }
    Ok(Outcome::SignedIn { created_ms: begin(transaction, attempt, now_ms)? })
}

fn begin(transaction: &mut Transaction<'_>, attempt: &Attempt, now_ms: i64) -> Result<i64, DatabaseError> {
    if let Some(earlier) = &attempt.earlier_token_hash {
        sessions::end_by_token(transaction, earlier)?;
    }
    let account = find_or_open(transaction, &attempt.phone_index, &attempt.phone, now_ms)?;
    let session = sessions::begin(transaction, account, &attempt.session)?;
    // Without a number of its own an attempt cannot come again: a hash of nothing is nobody's.
    let used_by = attempt.attempt_hash.map_or_else(Vec::new, |hash| hash.to_vec());
    transaction.execute(
        "UPDATE sign_in_code SET attempt_hash = $2, session_id = $3 WHERE phone_index = $1",
        &[&attempt.phone_index, &used_by, &session],
    )?;
    transaction.query_one("SELECT created_ms FROM account WHERE id = $1", &[&account.0])?.get(0)
}
