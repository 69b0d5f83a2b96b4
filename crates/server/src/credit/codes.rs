//! Signing codes: six digits that are sent to the account's phone and sign exactly the terms that they were asked for.
//!
//! What is kept of a code is a keyed hash of it with the digest of the terms: for other terms the same six digits are wrong.

use super::{Credit, CreditError, agreement};
use crate::accounts::codes::{RESEND_MS, SENT_TO_NUMBER, TRIES_MAX, VALID_MS, generate, is_code};
use crate::accounts::rate_limit::{Limit, Limited, Use, count};
use crate::accounts::{AccountId, PHONE_PLACE, Phone};
use crate::database::{SealedBytes, Transaction};
use crate::privacy::KeyRing;
use crate::privacy::keys::Hash;
use crate::sms::Budget;
use crate::sms::budget::{Purpose, note_spent};
use fairday_contract::AgreementId;
use fairday_credit::agreement::{Refused, State};
use std::sync::Arc;

const PURPOSE: &str = "credit_code";
/// Codes tried by an account, right or wrong.
pub const TRIED: Limit = Limit { name: "credit/try/account/day", most: 20, window_ms: 24 * 60 * 60 * 1000 };

/// Signing codes for a number: whoever has signed in just now can sign at once. Over hours and days they are messages to the
/// same number as those to sign in with, and count together.
const fn sent([_, in_an_hour, in_a_day]: [Limit; 3]) -> [Limit; 3] {
    [Limit { name: "credit/code/number/minute", most: 1, window_ms: RESEND_MS }, in_an_hour, in_a_day]
}

/// A code, and where to send it. Shown in no dump.
pub struct SigningCode {
    /// The account's phone number.
    pub phone: Phone,
    /// Six digits.
    pub code: String,
}

fn hash(keys: &KeyRing, agreement: &AgreementId, digest: &[u8; 32], code: &str) -> Hash {
    keys.sign(PURPOSE, &[agreement.as_str().as_bytes(), digest, code.as_bytes()].concat())
}

impl Credit {
    /// Makes a code for the terms of an agreement that is offered, in place of the one before, and counts its message.
    ///
    /// # Errors
    /// `NotFound`, `Limited`; `Refused` when it is signed already.
    pub async fn signing_code(
        &self,
        account: AccountId,
        id: AgreementId,
        budget: Budget,
    ) -> Result<SigningCode, CreditError> {
        let (keys, now_ms, code) = (Arc::clone(&self.keys), self.now_ms, generate());
        let made = code.clone();
        let job = move |transaction: &mut Transaction<'_>| {
            let stored = agreement::own(transaction, account, &id)?;
            if stored.state != State::Offered {
                return Err(CreditError::Refused(Refused::NotInThisState));
            }
            let row = transaction.query_one("SELECT phone FROM account WHERE id = $1", &[&account.0])?;
            let sealed = row.get::<Option<SealedBytes>>(0)?.ok_or(CreditError::NoAccount)?;
            let phone = keys.open_text(PHONE_PLACE, &sealed)?;
            let phone = Phone::parse(&phone).map_err(|_| CreditError::Corrupt("the account's phone"))?;
            let uses = sent(SENT_TO_NUMBER).map(|limit| Use::new(&keys, limit, &phone.e164()));
            count(transaction, &uses, now_ms)?;
            budget.take(transaction, &keys, Purpose::Signing, now_ms)?;
            transaction.execute(
                "INSERT INTO credit_code (agreement, code_hash, expires_ms, tries_left) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (agreement) DO UPDATE SET code_hash = excluded.code_hash, \
                 expires_ms = excluded.expires_ms, tries_left = excluded.tries_left",
                &[&stored.number, &hash(&keys, &id, &stored.digest, &made), &(now_ms + VALID_MS), &TRIES_MAX],
            )?;
            Ok(phone)
        };
        let phone = self.database.write(job).await;
        if let Err(CreditError::Limited(Limited::SmsSpent(spent))) = &phone {
            note_spent(&self.database, spent, now_ms).await?;
        }
        Ok(SigningCode { phone: phone?, code })
    }

    /// Takes one try of a code, in a transaction of its own: it counts also when nothing is signed afterwards. An agreement
    /// that is signed already needs no code.
    pub(super) async fn try_code(
        &self,
        account: AccountId,
        id: &AgreementId,
        (digest, code): ([u8; 32], &str),
    ) -> Result<(), CreditError> {
        if !is_code(code) {
            return Err(CreditError::field("code", "is six digits"));
        }
        let (hash, id) = (hash(&self.keys, id, &digest, code), id.clone());
        let tried = Use::new(&self.keys, TRIED, &account.0.to_string());
        let now_ms = self.now_ms;
        let job = move |transaction: &mut Transaction<'_>| -> Result<Tried, CreditError> {
            let stored = agreement::own(transaction, account, &id)?;
            if stored.state != State::Offered {
                return Ok(Tried::NotNeeded);
            }
            count(transaction, &[tried], now_ms)?;
            let row = transaction.query_optional(
                "UPDATE credit_code SET tries_left = tries_left - 1 \
                 WHERE agreement = $1 AND expires_ms > $2 AND tries_left > 0 RETURNING code_hash, tries_left",
                &[&stored.number, &now_ms],
            )?;
            let Some(row) = row else { return Ok(Tried::NoCode) };
            let (right, tries_left) = (row.get::<Vec<u8>>(0)? == hash, row.get(1)?);
            Ok(if right { Tried::Right } else { Tried::Wrong(tries_left) })
        };
        match self.database.write(job).await? {
            Tried::Right | Tried::NotNeeded => Ok(()),
            Tried::Wrong(0) | Tried::NoCode => Err(CreditError::NoCode),
            Tried::Wrong(tries_left) => Err(CreditError::WrongCode { tries_left }),
        }
    }
}

enum Tried {
    Right,
    Wrong(i64),
    NoCode,
    NotNeeded,
}

/// Uses up a code in the transaction that signs: it signs once.
pub(super) fn use_up(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    stored: &agreement::Stored,
    code: &str,
) -> Result<(), CreditError> {
    let hash = hash(keys, &stored.id, &stored.digest, code);
    let used = transaction.execute(
        "DELETE FROM credit_code WHERE agreement = $1 AND code_hash = $2",
        &[&stored.number, &hash],
    )?;
    if used == 1 { Ok(()) } else { Err(CreditError::NoCode) }
}
