//! How a shopper wants to be reminded. Nobody is who has not said so.

use super::super::{Credit, CreditError};
use crate::accounts::AccountId;
use crate::accounts::rate_limit::{Limit, Use, count};
use crate::database::{DatabaseError, Transaction};
use fairday_contract::{Locale, Reminders, RemindersOffered};
use std::sync::Arc;

/// How often an account can choose.
pub const CHOSEN: Limit =
    Limit { name: "credit/reminders/account/day", most: 50, window_ms: 24 * 60 * 60 * 1000 };

/// What a shopper has chosen.
#[derive(Clone)]
pub struct Wish {
    /// Whether messages go to the account's phone number.
    pub sms: bool,
    /// In which language.
    pub locale: Locale,
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
    /// `Limited`; `NoAccount` when the account or the session has ended in the meantime.
    pub async fn choose_reminders(
        &self,
        account: AccountId,
        session: i64,
        wish: Wish,
    ) -> Result<(), CreditError> {
        let (keys, now_ms) = (Arc::clone(&self.keys), self.now_ms);
        let job = move |transaction: &mut Transaction<'_>| {
            transaction.lock(&account.lock())?;
            hold_session(transaction, account, session)?;
            count(transaction, &[Use::new(&keys, CHOSEN, &account.0.to_string())], now_ms)?;
            transaction.execute(
                "INSERT INTO credit_reminders (account_id, sms, locale, at_ms) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (account_id) DO UPDATE SET sms = $2, locale = $3, at_ms = $4",
                &[&account.0, &i64::from(wish.sms), &wish.locale.tag(), &now_ms],
            )?;
            Ok(())
        };
        self.database.write(job).await
    }

    fn reminders_offered(&self, sms: bool) -> RemindersOffered {
        let Some(config) = &self.config.reminders else { return RemindersOffered::default() };
        RemindersOffered {
            sms,
            push_key: None,
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
         WHERE credit_push.account_id = $1 AND expires_ms > $3)",
        &[&account.0, &session, &now_ms],
    )?;
    let phones: i64 = row.get(2)?;
    Ok(Reminders {
        sms: row.get::<i64>(0)? > 0,
        push: row.get::<i64>(1)? > 0,
        phones: u32::try_from(phones).unwrap_or(u32::MAX),
        offered: offered.clone(),
    })
}
