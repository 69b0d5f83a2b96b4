//! Reminding shoppers who ask for it of what is due: by message to the account's phone number, and by notification on their
//! phones.
//!
//! What is chosen stands in [`choice`]. What is to be reminded of is claimed first ([`claim`]): a row with a unique key for
//! each instalment and number of days, and in the same transaction a row for each way that it goes. Then it is sent
//! ([`send`]), at least once: a process that is killed after sending and before noting it sends again. Whether anything is
//! still owed, and how much, is read when it is sent, and so is where to: the rows of reminders say nothing of anybody.

pub mod choice;
mod claim;
mod ready;
mod send;
mod words;

pub use send::{BACKOFF_MS, MESSAGE_AGE_MS_MAX, PARALLEL_MAX, TRIES_MAX};
pub use words::Words;

use super::{Credit, CreditError};
use crate::clock::Clock;
use crate::database::{DatabaseError, Transaction};
use crate::lease::{self, Holder};
use crate::push::Push;
use crate::shop_config::RemindersConfig;
use crate::sms::Sms;
use fairday_credit::{Date, UtcOffset};
use std::time::Duration;

/// How often is looked for messages to send.
pub const LOOK_INTERVAL: Duration = Duration::from_secs(5);
/// How often is looked for something to remind of, milliseconds.
pub const CLAIM_INTERVAL_MS: i64 = 10 * 60_000;
/// The hour at which nothing more goes out by itself, in the shop's time zone.
pub const UNTIL_HOUR: u32 = 21;
/// How many days ago what is reminded of by hand can have been, at most.
pub const AS_OF_DAYS_MAX: i32 = 7;
/// For how many days after something was due it is kept that it was reminded of.
pub const KEPT_DAYS: i32 = 90;
/// The name of the lease.
const LEASE: &str = "credit reminders";
/// How long one process reminds alone, milliseconds: longer than a batch takes.
const LEASE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * 60 * 1000;

/// The time at each batch, milliseconds since 1970 UTC; none when it is not the time for reminding any more.
pub trait Now: Fn() -> Option<i64> {}

impl<F: Fn() -> Option<i64>> Now for F {}

/// What reminding works with.
#[derive(Clone)]
pub struct Reminding {
    /// The loans, and the time.
    pub credit: Credit,
    /// What sends messages.
    pub sms: Sms,
    /// What sends notifications, if the shop does.
    pub push: Option<Push>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reminded {
    /// Things that are due of which shoppers are now reminded.
    pub claimed: usize,
    /// Messages and notifications that were sent.
    pub sent: usize,
    /// Those that were given up.
    pub failed: usize,
    /// Those that are tried again later.
    pub put_off: usize,
}

/// Why nobody was reminded, or not everybody.
#[derive(Debug, thiserror::Error)]
pub enum RemindError {
    /// Another process does it.
    #[error("another process is sending reminders")]
    Busy,
    /// The shop's configuration says nothing of reminders.
    #[error("the shop sends no reminders: its configuration has no [credit.reminders]")]
    Never,
    /// The day has not come, or was long ago.
    #[error("reminders are sent for today, or for one of the {AS_OF_DAYS_MAX} days before")]
    OtherDay,
    /// The database, or the clock.
    #[error(transparent)]
    Credit(#[from] CreditError),
}

impl From<DatabaseError> for RemindError {
    fn from(error: DatabaseError) -> Self {
        Self::Credit(error.into())
    }
}

impl Reminding {
    /// Reminds as the shop's configuration says, with this to send messages.
    ///
    /// # Errors
    /// A sentence for the operator, when notifications cannot be sent from this machine.
    pub fn new(credit: Credit, sms: Sms) -> Result<Self, String> {
        let push = credit.config.reminders.as_ref().and_then(|reminders| reminders.push.clone());
        let push = push.map(Push::new).transpose()?;
        Ok(Self { credit, sms, push })
    }

    /// The same at another time.
    fn at(&self, now_ms: i64) -> Self {
        Self { credit: Credit { now_ms, ..self.credit.clone() }, ..self.clone() }
    }

    /// Reminds of everything that it is time to remind of on `as_of`, and sends what waits, for as long as `now` says. Again it
    /// sends nothing.
    ///
    /// # Errors
    /// [`RemindError`]. What was claimed by then is sent by the next run.
    pub async fn remind(&self, holder: Holder, as_of: Date, now: &impl Now) -> Result<Reminded, RemindError> {
        let config = self.config()?;
        if !(0..=AS_OF_DAYS_MAX).contains(&self.credit.today()?.days_since(as_of)) {
            return Err(RemindError::OtherDay);
        }
        self.hold(holder, LEASE_MS).await?;
        self.forget(as_of).await?;
        let claimed = self.claim(config, (holder, now), as_of).await?;
        let sent = self.send_waiting(holder, now).await?;
        // Given back, so that the next process need not wait for its end.
        self.hold(holder, 0).await?;
        Ok(Reminded { claimed, ..sent })
    }

    /// Does it for as long as the server runs, in the hours for it.
    pub async fn follow(self, clock: Clock, holder: Holder) {
        let mut ticks = tokio::time::interval(LOOK_INTERVAL);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut claimed_ms = i64::MIN;
        loop {
            ticks.tick().await;
            let now = || Some(clock.now_ms()).filter(|now_ms| self.at(*now_ms).is_time());
            let Some(now_ms) = now() else { continue };
            let is_claiming = now_ms.saturating_sub(claimed_ms) >= CLAIM_INTERVAL_MS;
            match self.at(now_ms).follow_once(holder, is_claiming, &now).await {
                Ok(done) => {
                    if is_claiming {
                        claimed_ms = now_ms;
                    }
                    if done != Reminded::default() {
                        tracing::info!(?done, "shoppers were reminded of what is due");
                    }
                }
                Err(RemindError::Busy) => {}
                Err(error) => tracing::warn!(%error, "shoppers cannot be reminded of what is due"),
            }
        }
    }

    /// Claims and sends, or sends what waits alone.
    async fn follow_once(
        &self,
        holder: Holder,
        is_claiming: bool,
        now: &impl Now,
    ) -> Result<Reminded, RemindError> {
        if is_claiming {
            return self.remind(holder, self.credit.today()?, now).await;
        }
        if self.waiting().await?.is_empty() {
            return Ok(Reminded::default());
        }
        let sent = self.send_waiting(holder, now).await?;
        self.hold(holder, 0).await?;
        Ok(sent)
    }

    /// Whether it is one of the hours for it, in the shop's time zone.
    pub fn is_time(&self) -> bool {
        let Ok(config) = self.config() else { return false };
        let (Ok(today), Ok(offset)) =
            (self.credit.today(), UtcOffset::minutes_east(self.credit.config.utc_offset))
        else {
            return false;
        };
        let hours = (self.credit.now_ms - today.begins_utc_ms(offset)) / HOUR_MS;
        (i64::from(config.hour)..i64::from(UNTIL_HOUR)).contains(&hours)
    }

    fn config(&self) -> Result<&RemindersConfig, RemindError> {
        self.credit.config.reminders.as_ref().ok_or(RemindError::Never)
    }

    async fn hold(&self, holder: Holder, ms: i64) -> Result<(), RemindError> {
        let is_ours = lease::take(&self.credit.database, LEASE, holder, self.credit.now_ms, ms).await?;
        if is_ours { Ok(()) } else { Err(RemindError::Busy) }
    }

    /// Forgets what was due long ago.
    async fn forget(&self, as_of: Date) -> Result<(), RemindError> {
        let before = as_of.days_since_1970() - KEPT_DAYS;
        let job = move |transaction: &mut Transaction<'_>| {
            transaction.execute("DELETE FROM credit_reminder WHERE due_day < $1", &[&before])
        };
        self.credit.database.write::<_, DatabaseError>(job).await?;
        Ok(())
    }
}
