//! What a message says now, and where it goes.

use super::super::agreement;
use super::super::{Credit, CreditError};
use super::claim::left;
use super::send::{Waiting, Way};
use super::{Words, choice};
use crate::accounts::{AccountId, PHONE_PLACE, Phone};
use crate::database::{SealedBytes, Transaction};
use crate::privacy::KeyRing;
use fairday_contract::{AgreementId, Locale, Money, PushSubscription};
use fairday_credit::Date;
use std::sync::Arc;

/// What is to be sent, and where to.
pub(super) struct Ready {
    pub(super) to: To,
    pub(super) locale: Locale,
    pub(super) words: Words,
    pub(super) agreement: AgreementId,
}

/// Where it goes.
pub(super) enum To {
    Number(Phone),
    Phone { subscription: PushSubscription, number: i64, sealed: Vec<u8> },
}

impl Credit {
    /// What a message says now and where it goes; nothing when there is nothing to say or nobody wants it any more.
    pub(super) async fn ready(&self, message: Waiting) -> Result<Option<Ready>, CreditError> {
        let (keys, now_ms, lender) = (Arc::clone(&self.keys), self.now_ms, self.config.lender.clone());
        let today = self.today()?;
        let look = move |transaction: &mut Transaction<'_>| {
            ready(transaction, &keys, message, (&lender, today, now_ms))
        };
        self.database.read(look).await
    }
}

fn ready(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    message: Waiting,
    (lender, today, now_ms): (&str, Date, i64),
) -> Result<Option<Ready>, CreditError> {
    let stored = agreement::numbered(transaction, message.agreement)?;
    let Some(left) = left(transaction, keys, &stored, message.due, now_ms)? else { return Ok(None) };
    let to = match message.way {
        Way::Sms => number_of(transaction, keys, stored.account)?,
        Way::Push(None) => None,
        Way::Push(Some(number)) => phone_of(transaction, keys, (stored.account, number), now_ms)?,
    };
    let Some((to, locale)) = to else { return Ok(None) };
    let currency = stored.read_sheet()?.terms.currency;
    let currency = currency.parse().map_err(|_| CreditError::Corrupt("its currency"))?;
    let words = Words::new(locale, lender, Money::new(left, currency), message.due, today);
    Ok(Some(Ready { to, locale, words, agreement: stored.id }))
}

/// The number of an account that wants messages there, and their language.
fn number_of(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    account: AccountId,
) -> Result<Option<(To, Locale)>, CreditError> {
    let row = transaction.query_optional(
        "SELECT phone, locale FROM credit_reminders JOIN account ON account.id = account_id \
         WHERE account_id = $1 AND sms = 1 AND phone IS NOT NULL",
        &[&account.0],
    )?;
    let Some(row) = row else { return Ok(None) };
    let phone = keys.open_text(PHONE_PLACE, &row.get::<SealedBytes>(0)?)?;
    let phone = Phone::parse(&phone).map_err(|_| CreditError::Corrupt("its owner's number"))?;
    Ok(Some((To::Number(phone), Locale::from_tag(&row.get::<String>(1)?).unwrap_or_default())))
}

/// A phone of an account that is signed in and wants notifications, and their language.
fn phone_of(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    (account, number): (AccountId, i64),
    now_ms: i64,
) -> Result<Option<(To, Locale)>, CreditError> {
    let row = transaction.query_optional(
        "SELECT subscription, locale FROM credit_push JOIN session ON session.id = session_id \
         WHERE number = $1 AND credit_push.account_id = $2 AND expires_ms > $3",
        &[&number, &account.0, &now_ms],
    )?;
    let Some(row) = row else { return Ok(None) };
    let SealedBytes(sealed) = row.get(0)?;
    let to = To::Phone { subscription: choice::open(keys, &sealed)?, number, sealed };
    Ok(Some((to, Locale::from_tag(&row.get::<String>(1)?).unwrap_or_default())))
}
