//! How a shopper wants to be reminded. Nobody is who has not said so.

use super::super::{Credit, CreditError};
use crate::accounts::AccountId;
use crate::accounts::rate_limit::{Limit, Use, count};
use crate::database::{DatabaseError, Transaction};
use crate::hex::hex;
use crate::privacy::KeyRing;
use crate::push::encrypt::{InvalidKey, Recipient};
use fairday_contract::{Locale, PushSubscription, Reminders, RemindersOffered};
use std::sync::Arc;

/// How often an account can choose.
pub const CHOSEN: Limit =
    Limit { name: "credit/reminders/account/day", most: 50, window_ms: 24 * 60 * 60 * 1000 };

/// The most phones and browsers of an account that get notifications.
pub const PHONES_MAX: i64 = 5;
/// Where subscriptions are sealed.
pub const SUBSCRIPTION_PLACE: &str = "credit_push.subscription";
/// What the hashes that find subscriptions are made for.
const ENDPOINT_PURPOSE: &str = "credit_push.endpoint";

/// What a shopper has chosen.
#[derive(Clone)]
pub struct Wish {
    /// Whether messages go to the account's phone number.
    pub sms: bool,
    /// Where notifications for the phone that asks go, if it is to get any.
    pub push: Option<PushSubscription>,
    /// In which language.
    pub locale: Locale,
}

/// A subscription that can be kept.
struct Kept {
    index: Vec<u8>,
    sealed: Vec<u8>,
}

impl Credit {
    /// How this account is reminded, as it is seen from one of its sessions. `sms` says whether the shop has a way to send
    /// messages.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn reminders(
        &self,
        account: AccountId,
        session: i64,
        sms: bool,
    ) -> Result<Reminders, CreditError> {
        let (offered, now_ms) = (self.reminders_offered(sms), self.now_ms);
        let look = move |transaction: &mut Transaction<'_>| {
            chosen(transaction, (account, session), now_ms, &offered)
        };
        Ok(self.database.read::<_, DatabaseError>(look).await?)
    }

    /// Chooses how this account is reminded, in place of what was chosen before.
    ///
    /// # Errors
    /// `Invalid`; `TooManyPhones`; `Limited`; `NoAccount` when the account or the session has ended in the meantime.
    pub async fn choose_reminders(
        &self,
        account: AccountId,
        session: i64,
        wish: Wish,
    ) -> Result<(), CreditError> {
        let kept = wish.push.as_ref().map(|subscription| self.kept(subscription)).transpose()?;
        let (keys, now_ms) = (Arc::clone(&self.keys), self.now_ms);
        let job = move |transaction: &mut Transaction<'_>| {
            let phone = kept.as_ref().map(|kept| format!("push {}", hex(&kept.index)));
            transaction.lock_all(&phone.into_iter().chain([account.lock()]).collect::<Vec<_>>())?;
            hold_session(transaction, account, session)?;
            count(transaction, &[Use::new(&keys, CHOSEN, &account.0.to_string())], now_ms)?;
            transaction.execute(
                "INSERT INTO credit_reminders (account_id, sms, locale, at_ms) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (account_id) DO UPDATE SET sms = $2, locale = $3, at_ms = $4",
                &[&account.0, &i64::from(wish.sms), &wish.locale.tag(), &now_ms],
            )?;
            transaction.execute("DELETE FROM credit_push_lost WHERE session_id = $1", &[&session])?;
            let Some(kept) = &kept else {
                transaction.execute("DELETE FROM credit_push WHERE session_id = $1", &[&session])?;
                return Ok(());
            };
            put_phone(transaction, (account, session), kept, (wish.locale, now_ms))
        };
        self.database.write(job).await
    }

    /// What is kept of a subscription that is at a push service of the list.
    fn kept(&self, subscription: &PushSubscription) -> Result<Kept, CreditError> {
        let config = self.config.reminders.as_ref().and_then(|reminders| reminders.push.as_ref());
        let config = config
            .ok_or_else(|| CreditError::field("push", "is left out: this shop sends no notifications"))?;
        let Some(endpoint) = config.services.endpoint(&subscription.endpoint) else {
            let detail = "is not at a push service that this shop sends to";
            return Err(CreditError::field("push.endpoint", detail));
        };
        let keys = &subscription.keys;
        Recipient::parse(&keys.p256dh, &keys.auth).map_err(|wrong| match wrong {
            InvalidKey::P256dh => {
                CreditError::field("push.keys.p256dh", "is a public key on P-256, 65 bytes in base64url")
            }
            InvalidKey::Auth => CreditError::field("push.keys.auth", "is 16 bytes in base64url"),
        })?;
        let plain = serde_json::to_vec(subscription).map_err(|_| CreditError::Corrupt("a subscription"))?;
        let index = self.keys.index(ENDPOINT_PURPOSE, &endpoint.to_string()).to_vec();
        Ok(Kept { index, sealed: self.keys.seal(SUBSCRIPTION_PLACE, &plain) })
    }

    fn reminders_offered(&self, sms: bool) -> RemindersOffered {
        let Some(config) = &self.config.reminders else { return RemindersOffered::default() };
        RemindersOffered {
            sms,
            push_key: config.push.as_ref().map(|push| push.key.public_text()),
            days_before: config.days_before.clone(),
            day_after: config.day_after,
            hour: config.hour,
        }
    }
}

/// Keeps the session from ending before the transaction does.
fn hold_session(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    session: i64,
) -> Result<(), CreditError> {
    let held = transaction.execute(
        "UPDATE session SET seen_ms = seen_ms WHERE id = $1 AND account_id = $2 \
         AND EXISTS (SELECT 1 FROM account WHERE account.id = $2 AND phone IS NOT NULL)",
        &[&session, &account.0],
    )?;
    if held == 1 { Ok(()) } else { Err(CreditError::NoAccount) }
}

/// A phone belongs to who is signed in on it: whoever had its notifications before has them no more.
fn put_phone(
    transaction: &mut Transaction<'_>,
    (account, session): (AccountId, i64),
    kept: &Kept,
    (locale, now_ms): (Locale, i64),
) -> Result<(), CreditError> {
    transaction.execute(
        "DELETE FROM credit_push WHERE endpoint_index = $1 AND session_id <> $2",
        &[&kept.index, &session],
    )?;
    let row = transaction.query_one(
        "SELECT COUNT(*) FROM credit_push JOIN session ON session.id = session_id \
         WHERE credit_push.account_id = $1 AND session_id <> $2 AND expires_ms > $3",
        &[&account.0, &session, &now_ms],
    )?;
    if row.get::<i64>(0)? >= PHONES_MAX {
        return Err(CreditError::TooManyPhones);
    }
    transaction.execute(
        "INSERT INTO credit_push (account_id, session_id, endpoint_index, subscription, locale, at_ms) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (session_id) DO UPDATE \
         SET endpoint_index = $3, subscription = $4, locale = $5, at_ms = $6",
        &[&account.0, &session, &kept.index, &kept.sealed, &locale.tag(), &now_ms],
    )?;
    Ok(())
}

/// The subscription that is sealed here.
///
/// # Errors
/// When it cannot be opened.
pub(super) fn open(keys: &KeyRing, sealed: &[u8]) -> Result<PushSubscription, CreditError> {
    let plain = keys.open(SUBSCRIPTION_PLACE, sealed)?;
    serde_json::from_slice(&plain).map_err(|_| CreditError::Corrupt("a subscription"))
}

fn chosen(
    transaction: &mut Transaction<'_>,
    (account, session): (AccountId, i64),
    now_ms: i64,
    offered: &RemindersOffered,
) -> Result<Reminders, DatabaseError> {
    let row = transaction.query_one(
        "SELECT (SELECT COUNT(*) FROM credit_reminders WHERE account_id = $1 AND sms = 1), \
         (SELECT COUNT(*) FROM credit_push WHERE account_id = $1 AND session_id = $2), \
         (SELECT COUNT(*) FROM credit_push JOIN session ON session.id = session_id \
         WHERE credit_push.account_id = $1 AND expires_ms > $3), \
         (SELECT COUNT(*) FROM credit_push_lost WHERE session_id = $2), \
         (SELECT locale FROM credit_reminders WHERE account_id = $1)",
        &[&account.0, &session, &now_ms],
    )?;
    let phones: i64 = row.get(2)?;
    Ok(Reminders {
        sms: row.get::<i64>(0)? > 0,
        push: row.get::<i64>(1)? > 0,
        phones: u32::try_from(phones).unwrap_or(u32::MAX),
        push_lost: row.get::<i64>(3)? > 0,
        locale: row.get::<Option<String>>(4)?.as_deref().and_then(Locale::from_tag),
        offered: offered.clone(),
    })
}
