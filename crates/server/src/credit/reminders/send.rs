//! Sending what was claimed. What cannot be sent is tried again, later each time, for some hours.

use super::super::{Credit, CreditError};
use super::ready::{Ready, To};
use super::{LEASE_MS, Now, RemindError, Reminded, Reminding, Words};
use crate::accounts::rate_limit::Limited;
use crate::alarms::{self, Alarm, Kind};
use crate::database::{DatabaseError, Row, Transaction};
use crate::lease::Holder;
use crate::privacy::KeyError;
use crate::push::{Notification, Pushed};
use crate::sms::budget::{Purpose, note_spent};
use crate::sms::{NotReminded, Reminder};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fairday::route::{Place, Route};
use fairday_contract::AgreementId;
use fairday_credit::Date;
use futures_util::future::join_all;
use std::sync::Arc;

/// Most messages on their way at once.
pub const PARALLEL_MAX: u32 = 8;
/// How often a message is tried before it is given up.
pub const TRIES_MAX: u32 = 5;
/// How long after the first failure it is tried again, milliseconds. Twice as long after each further one.
pub const BACKOFF_MS: i64 = 60_000;
/// A message that could not be sent for so long is given up, milliseconds: what it says would be of another day.
pub const MESSAGE_AGE_MS_MAX: i64 = 3 * 60 * 60 * 1000;

/// What the names are made for that push services are told of agreements.
const TOPIC_PURPOSE: &str = "credit_push.topic";
/// The longest topic there can be is 32 characters.
const TOPIC_BYTES: usize = 24;

/// A message whose time has come.
#[derive(Clone, Copy)]
pub(super) struct Waiting {
    number: i64,
    pub(super) agreement: i64,
    pub(super) due: Date,
    tries: u32,
    claimed_ms: i64,
    pub(super) way: Way,
}

/// How it goes.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Sms,
    /// To this phone; to none when it has gone.
    Push(Option<i64>),
}

/// What came of one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Sent,
    /// Another try may help, not before so many milliseconds.
    Later(i64),
    /// No other try helps.
    Failed,
    /// Paid, or not wanted any more.
    Void,
}

impl Outcome {
    const fn code(self) -> Option<&'static str> {
        match self {
            Self::Sent => Some("sent"),
            Self::Failed => Some("failed"),
            Self::Void => Some("void"),
            Self::Later(_) => None,
        }
    }
}

impl Reminding {
    /// Sends what waits, until nothing does whose time has come, or it is not the time for it any more.
    pub(super) async fn send_waiting(&self, holder: Holder, now: &impl Now) -> Result<Reminded, RemindError> {
        let mut done = Reminded::default();
        loop {
            let Some(now_ms) = now() else { return Ok(done) };
            let at = self.at(now_ms);
            at.hold(holder, LEASE_MS).await?;
            let waiting = at.waiting().await?;
            if waiting.is_empty() {
                return Ok(done);
            }
            for outcome in join_all(waiting.iter().map(|one| at.send_one(*one))).await {
                match outcome? {
                    Outcome::Sent => done.sent += 1,
                    Outcome::Failed => done.failed += 1,
                    Outcome::Later(_) => done.put_off += 1,
                    Outcome::Void => {}
                }
            }
        }
    }

    /// Messages whose time has come.
    pub(super) async fn waiting(&self) -> Result<Vec<Waiting>, CreditError> {
        let now_ms = self.credit.now_ms;
        let look = move |transaction: &mut Transaction<'_>| {
            transaction.query(
                "SELECT credit_reminder_message.number, agreement, due_day, tries, at_ms, way, push \
                 FROM credit_reminder_message JOIN credit_reminder ON credit_reminder.number = reminder \
                 WHERE done_ms IS NULL AND next_ms <= $1 ORDER BY next_ms, credit_reminder_message.number LIMIT $2",
                &[&now_ms, &PARALLEL_MAX],
            )
        };
        let rows = self.credit.database.read::<_, DatabaseError>(look).await?;
        rows.iter().map(waiting).collect()
    }

    async fn send_one(&self, message: Waiting) -> Result<Outcome, CreditError> {
        let is_over = self.credit.now_ms - message.claimed_ms > MESSAGE_AGE_MS_MAX;
        let outcome = match self.credit.ready(message).await {
            _ if is_over => Outcome::Failed,
            Ok(None) => Outcome::Void,
            Ok(Some(ready)) => self.send(ready).await?,
            Err(CreditError::Database(error)) => return Err(error.into()),
            // The key is on its way to this server, or another server has it.
            Err(CreditError::Key(KeyError::UnknownKey(_))) => Outcome::Later(0),
            // One that cannot be read must not keep the others.
            Err(error) => {
                let detail = format!("Its shopper cannot be reminded: {error}.");
                let alarm = Alarm::new(Kind::Stuck, format!("agreement {}", message.agreement), detail);
                alarms::report(&self.credit.database, alarm, self.credit.now_ms).await;
                Outcome::Failed
            }
        };
        let outcome = limited(outcome, message, self.credit.now_ms);
        self.credit.note_sent(message, outcome).await?;
        Ok(outcome)
    }

    async fn send(&self, Ready { to, locale, words, agreement }: Ready) -> Result<Outcome, CreditError> {
        let Words { title, sentence, amount, day } = words;
        let (subscription, number, sealed) = match to {
            To::Number(phone) => {
                if let Some(wait_ms) = self.sms_spent().await? {
                    return Ok(Outcome::Later(wait_ms));
                }
                let sent = self.sms.remind(Reminder { phone, locale, text: sentence, amount, day }).await;
                let Err(error) = sent else { return Ok(Outcome::Sent) };
                tracing::warn!(%error, "a reminder could not be sent by SMS");
                return Ok(match error {
                    NotReminded::Yet(_) => Outcome::Later(0),
                    NotReminded::Ever(_) => Outcome::Failed,
                });
            }
            To::Phone { subscription, number, sealed } => (subscription, number, sealed),
        };
        let Some(push) = &self.push else { return Ok(Outcome::Void) };
        let topic = self.topic(&agreement);
        let path = Place { locale, route: Route::Agreement(agreement) }.url();
        let notification =
            Notification { title, body: &sentence, path: &path, tag: &topic, lang: locale.tag() };
        Ok(match push.send(&subscription, &notification, &topic, self.credit.now_ms).await {
            Pushed::Sent => Outcome::Sent,
            Pushed::Later(least_ms) => Outcome::Later(least_ms),
            Pushed::Refused => Outcome::Failed,
            Pushed::Gone => {
                self.credit.forget_phone(number, sealed).await?;
                Outcome::Void
            }
        })
    }

    /// Counts a message; how long to wait, milliseconds, when as many were sent as may be.
    async fn sms_spent(&self) -> Result<Option<i64>, CreditError> {
        let (keys, budget, now_ms) = (Arc::clone(&self.credit.keys), self.sms.budget(), self.credit.now_ms);
        let job = move |transaction: &mut Transaction<'_>| {
            budget.take(transaction, &keys, Purpose::Reminder, now_ms)
        };
        match self.credit.database.write(job).await {
            Ok(()) => Ok(None),
            Err(Limited::SmsSpent(spent)) => {
                note_spent(&self.credit.database, &spent, now_ms).await?;
                Ok(Some(spent.wait_ms))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// A name for the agreement that says nothing to anybody else: a later reminder takes the place of an earlier one.
    fn topic(&self, agreement: &AgreementId) -> String {
        let hash = self.credit.keys.sign(TOPIC_PURPOSE, agreement.as_str().as_bytes());
        URL_SAFE_NO_PAD.encode(&hash[..TOPIC_BYTES])
    }
}

/// Nothing is tried for ever.
fn limited(outcome: Outcome, message: Waiting, now_ms: i64) -> Outcome {
    let Outcome::Later(least_ms) = outcome else { return outcome };
    let wait_ms = least_ms.max(BACKOFF_MS << message.tries.min(TRIES_MAX));
    let is_over = now_ms + wait_ms - message.claimed_ms > MESSAGE_AGE_MS_MAX;
    if message.tries + 1 >= TRIES_MAX || is_over { Outcome::Failed } else { Outcome::Later(wait_ms) }
}

impl Credit {
    /// Sends no more notifications to a phone whose push service let go of it, and notes that for its page, unless the phone
    /// has asked again since.
    async fn forget_phone(&self, number: i64, sealed: Vec<u8>) -> Result<(), CreditError> {
        let now_ms = self.now_ms;
        let job = move |transaction: &mut Transaction<'_>| {
            let sql = "DELETE FROM credit_push WHERE number = $1 AND subscription = $2 RETURNING session_id";
            let Some(row) = transaction.query_optional(sql, &[&number, &sealed])? else { return Ok(()) };
            let sql = "INSERT INTO credit_push_lost (session_id, at_ms) VALUES ($1, $2) \
                       ON CONFLICT (session_id) DO UPDATE SET at_ms = excluded.at_ms";
            transaction.execute(sql, &[&row.get::<i64>(0)?, &now_ms])?;
            Ok(())
        };
        self.database.write::<_, DatabaseError>(job).await?;
        Ok(())
    }

    async fn note_sent(&self, message: Waiting, outcome: Outcome) -> Result<(), CreditError> {
        let now_ms = self.now_ms;
        let job = move |transaction: &mut Transaction<'_>| match outcome {
            Outcome::Later(wait_ms) => transaction.execute(
                "UPDATE credit_reminder_message SET tries = $1, next_ms = $2 \
                 WHERE number = $3 AND tries = $4",
                &[&(message.tries + 1), &(now_ms + wait_ms), &message.number, &message.tries],
            ),
            done => transaction.execute(
                "UPDATE credit_reminder_message SET done_ms = $1, outcome = $2 \
                 WHERE number = $3 AND done_ms IS NULL",
                &[&now_ms, &done.code(), &message.number],
            ),
        };
        self.database.write::<_, DatabaseError>(job).await?;
        Ok(())
    }
}

fn waiting(row: &Row) -> Result<Waiting, CreditError> {
    let corrupt = |_| CreditError::Corrupt("a reminder");
    let due = i32::try_from(row.get::<i64>(2)?).map_err(corrupt)?;
    Ok(Waiting {
        number: row.get(0)?,
        agreement: row.get(1)?,
        due: Date::from_days_since_1970(due)?,
        tries: u32::try_from(row.get::<i64>(3)?).map_err(corrupt)?,
        claimed_ms: row.get(4)?,
        way: match row.get::<String>(5)?.as_str() {
            "sms" => Way::Sms,
            _ => Way::Push(row.get(6)?),
        },
    })
}
