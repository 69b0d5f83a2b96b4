//! Sessions: where an account is signed in.
//!
//! A session is a random token of 256 bits in a cookie. The database has its hash alone, so that nobody who reads the
//! database can sign in with what they find.

use super::AccountId;
use crate::database::{DatabaseError, Row, Transaction};
use crate::privacy::random;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::fmt;

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// A session that is not used for so long ends.
pub const IDLE_MS_MAX: i64 = 90 * DAY_MS;
/// A session ends after so long in any case.
pub const AGE_MS_MAX: i64 = 365 * DAY_MS;
/// How often it is written that a session is used.
pub const SEEN_MS: i64 = HOUR_MS;
/// Most sessions of an account; one more ends the one that was used longest ago.
pub const SESSIONS_MAX: i64 = 20;
const TOKEN_BYTES: usize = 32;

/// What is in the cookie. Shown in no dump.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one.
    pub fn generate() -> Self {
        Self(URL_SAFE_NO_PAD.encode(random::bytes::<TOKEN_BYTES>()))
    }

    /// The token in a cookie, if it can be one.
    pub fn parse(text: &str) -> Option<Self> {
        let is_token = text.len() == (TOKEN_BYTES * 8).div_ceil(6)
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        is_token.then(|| Self(text.to_owned()))
    }

    /// As it goes into the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database has of it. It has 256 random bits, so that a plain hash tells nothing.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A session to begin.
#[derive(Clone)]
pub struct NewSession {
    /// Names it in URLs: 128 random bits in hexadecimal digits.
    pub public_id: String,
    /// Of its token.
    pub token_hash: [u8; 32],
    /// What it is, for its owner.
    pub device: String,
    /// Now.
    pub now_ms: i64,
}

impl NewSession {
    /// A session with this token.
    pub fn new(token: &Token, device: String, now_ms: i64) -> Self {
        let public_id = format!("{:032x}", u128::from_be_bytes(random::bytes()));
        Self { public_id, token_hash: token.hash(), device, now_ms }
    }
}

/// A session that holds, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Names it within the database.
    pub id: i64,
    /// Who is signed in.
    pub account: AccountId,
    created_ms: i64,
    seen_ms: i64,
}

impl Found {
    /// Whether it is time to write that it is used.
    pub fn is_to_be_touched(&self, now_ms: i64) -> bool {
        now_ms - self.seen_ms >= SEEN_MS
    }
}

/// Begins a session and gives its number.
///
/// # Errors
/// Those of the database.
pub fn begin(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    new: &NewSession,
) -> Result<i64, DatabaseError> {
    transaction.execute(
        "DELETE FROM session WHERE account_id = $1 AND id NOT IN \
         (SELECT id FROM session WHERE account_id = $1 AND expires_ms > $2 ORDER BY seen_ms DESC, id DESC LIMIT $3)",
        &[&account.0, &new.now_ms, &(SESSIONS_MAX - 1)],
    )?;
    let row = transaction.query_one(
        "INSERT INTO session (public_id, account_id, token_hash, device, created_ms, seen_ms, expires_ms) \
         VALUES ($1, $2, $3, $4, $5, $5, $6) RETURNING id",
        &[&new.public_id, &account.0, &new.token_hash, &new.device, &new.now_ms, &(new.now_ms + IDLE_MS_MAX)],
    )?;
    row.get(0)
}

/// The session of a token.
///
/// # Errors
/// Those of the database.
pub fn find(
    transaction: &mut Transaction<'_>,
    token_hash: &[u8; 32],
    now_ms: i64,
) -> Result<Option<Found>, DatabaseError> {
    let row = transaction.query_optional(
        "SELECT id, account_id, created_ms, seen_ms FROM session WHERE token_hash = $1 AND expires_ms > $2",
        &[token_hash, &now_ms],
    )?;
    row.map(|row| {
        let account = AccountId(row.get(1)?);
        Ok(Found { id: row.get(0)?, account, created_ms: row.get(2)?, seen_ms: row.get(3)? })
    })
    .transpose()
}

/// Writes that a session is used, which puts its end off.
///
/// # Errors
/// Those of the database.
pub fn touch(transaction: &mut Transaction<'_>, found: &Found, now_ms: i64) -> Result<(), DatabaseError> {
    let expires_ms = (now_ms + IDLE_MS_MAX).min(found.created_ms + AGE_MS_MAX);
    transaction.execute(
        "UPDATE session SET seen_ms = $2, expires_ms = $3 WHERE id = $1 AND seen_ms < $2",
        &[&found.id, &now_ms, &expires_ms],
    )?;
    Ok(())
}

/// Ends the session of a token, if there is one. The attempt that began it begins no other.
///
/// # Errors
/// Those of the database.
pub fn end_by_token(transaction: &mut Transaction<'_>, token_hash: &[u8; 32]) -> Result<u64, DatabaseError> {
    transaction.execute(
        "DELETE FROM sign_in_code WHERE session_id = (SELECT id FROM session WHERE token_hash = $1)",
        &[token_hash],
    )?;
    transaction.execute("DELETE FROM session WHERE token_hash = $1", &[token_hash])
}

/// A session, for its owner to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Names it within the database.
    pub id: i64,
    /// Names it in URLs.
    pub public_id: String,
    /// What it is.
    pub device: String,
    /// Begun at.
    pub created_ms: i64,
    /// Used last, to the hour.
    pub seen_ms: i64,
}

/// The sessions of an account that hold, the one used last first.
///
/// # Errors
/// Those of the database.
pub fn list(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    now_ms: i64,
) -> Result<Vec<Listed>, DatabaseError> {
    let rows = transaction.query(
        "SELECT id, public_id, device, created_ms, seen_ms FROM session WHERE account_id = $1 AND expires_ms > $2 \
         ORDER BY seen_ms DESC, id DESC",
        &[&account.0, &now_ms],
    )?;
    let read = |row: &Row| {
        let (id, public_id, device) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Listed { id, public_id, device, created_ms: row.get(3)?, seen_ms: row.get(4)? })
    };
    rows.iter().map(read).collect()
}

/// The number of an account's session that is named so in URLs. Another account's is none.
///
/// # Errors
/// Those of the database.
pub fn number(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    public_id: &str,
) -> Result<Option<i64>, DatabaseError> {
    if public_id.len() != 32 || !public_id.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let row = transaction.query_optional(
        "SELECT id FROM session WHERE public_id = $1 AND account_id = $2",
        &[&public_id, &account.0],
    )?;
    row.map(|row| row.get(0)).transpose()
}

/// What a session is named in URLs and lists.
///
/// # Errors
/// Those of the database.
pub fn public_id(transaction: &mut Transaction<'_>, id: i64) -> Result<Option<String>, DatabaseError> {
    let row = transaction.query_optional("SELECT public_id FROM session WHERE id = $1", &[&id])?;
    row.map(|row| row.get(0)).transpose()
}

/// Ends a session of an account. The attempt that began it, sent again, begins no other.
///
/// # Errors
/// Those of the database.
pub fn end(transaction: &mut Transaction<'_>, account: AccountId, id: i64) -> Result<u64, DatabaseError> {
    transaction.execute(
        "DELETE FROM sign_in_code WHERE session_id = $1 \
         AND phone_index = (SELECT phone_index FROM account WHERE id = $2)",
        &[&id, &account.0],
    )?;
    transaction.execute("DELETE FROM session WHERE id = $1 AND account_id = $2", &[&id, &account.0])
}

/// Ends all sessions of an account. Codes that were sent to its number, to sign in or to sign terms, and attempts that used
/// one hold no more: whoever has them cannot come back with them.
///
/// # Errors
/// Those of the database.
pub fn end_all(transaction: &mut Transaction<'_>, account: AccountId) -> Result<u64, DatabaseError> {
    // Before the sessions: an attempt that is under way is waited for here, and what it began is ended below.
    for sql in [
        "DELETE FROM sign_in_code WHERE phone_index = (SELECT phone_index FROM account WHERE id = $1)",
        "DELETE FROM credit_code WHERE agreement IN (SELECT number FROM credit_agreement WHERE account_id = $1)",
    ] {
        transaction.execute(sql, &[&account.0])?;
    }
    transaction.execute("DELETE FROM session WHERE account_id = $1", &[&account.0])
}
