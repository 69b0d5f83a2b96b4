//! How many text messages the shop sends in all, because each costs money and limits for numbers and addresses do not add up
//! to one: many addresses ask for many numbers.
//!
//! Each purpose has a share of its own, so that none takes another's messages: half is for codes to sign in with, which
//! anybody can ask for, a quarter for codes to sign terms with, and a quarter for reminders. Messages are counted in the
//! database, for all servers together and over restarts, before they are sent and whether or not the gateway takes them. A
//! window begins with its first message. Beyond a share nothing is sent until its window ends, and somebody of the shop has
//! one alarm for each window.

use crate::accounts::rate_limit::{Limit, Limited, Use, count};
use crate::alarms::{self, Alarm, Kind};
use crate::database::{Database, DatabaseError, Transaction};
use crate::privacy::KeyRing;

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Messages an hour when nothing is said.
pub const HOUR_MAX: u32 = 600;
/// Messages a day when nothing is said.
pub const DAY_MAX: u32 = 3_000;
/// The least there can be: one message for each share.
pub const LEAST: u32 = 4;
/// The most there can be.
pub const MOST: u32 = 100_000_000;

/// How many messages are sent, for all purposes together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// In an hour; at least [`LEAST`].
    pub hour_max: u32,
    /// In a day; at least [`LEAST`].
    pub day_max: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { hour_max: HOUR_MAX, day_max: DAY_MAX }
    }
}

/// The purpose of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A code to sign in with.
    SignIn,
    /// A code to sign terms with.
    Signing,
    /// A reminder of what is due.
    Reminder,
}

impl Purpose {
    const fn said(self) -> &'static str {
        match self {
            Self::SignIn => "codes to sign in",
            Self::Signing => "codes to sign terms",
            Self::Reminder => "reminders",
        }
    }

    /// Its share of all messages.
    const fn share(self, all: u32) -> u32 {
        let quarter = all / 4;
        match self {
            Self::SignIn => all - 2 * quarter,
            Self::Signing | Self::Reminder => quarter,
        }
    }

    const fn names(self) -> [&'static str; 2] {
        match self {
            Self::SignIn => ["sms/sign_in/hour", "sms/sign_in/day"],
            Self::Signing => ["sms/signing/hour", "sms/signing/day"],
            Self::Reminder => ["sms/reminder/hour", "sms/reminder/day"],
        }
    }
}

/// As many messages were sent as may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    purpose: Purpose,
    limit: Limit,
    /// How long until there are more, milliseconds.
    pub wait_ms: i64,
}

impl Budget {
    /// Counts one message, in the transaction that decides that it is sent. Call it after other limits were counted.
    ///
    /// # Errors
    /// `SmsSpent`: let the job fail with it, and nothing counts; then see [`note_spent`].
    pub fn take(
        self,
        transaction: &mut Transaction<'_>,
        keys: &KeyRing,
        purpose: Purpose,
        now_ms: i64,
    ) -> Result<(), Limited> {
        for limit in self.limits(purpose) {
            match count(transaction, &[Use::new(keys, limit, "all")], now_ms) {
                Err(Limited::TooOften { wait_ms, .. }) => {
                    return Err(Limited::SmsSpent(Spent { purpose, limit, wait_ms }));
                }
                counted => counted?,
            }
        }
        Ok(())
    }

    fn limits(self, purpose: Purpose) -> [Limit; 2] {
        let [hour, day] = purpose.names();
        let limit =
            |name, all, window_ms| Limit { name, most: i64::from(purpose.share(all).max(1)), window_ms };
        [limit(hour, self.hour_max, HOUR_MS), limit(day, self.day_max, DAY_MS)]
    }
}

/// Raises the alarm that a share is spent, once for each window.
///
/// # Errors
/// Those of the database.
pub async fn note_spent(database: &Database, spent: &Spent, now_ms: i64) -> Result<(), DatabaseError> {
    let Spent { purpose, limit, wait_ms } = spent;
    let (window, most) = (if limit.window_ms == HOUR_MS { "an hour" } else { "a day" }, limit.most);
    let detail = format!("All {most} messages of {window} were sent; no more until the window ends.");
    let alarm = Alarm::new(Kind::SmsBudgetSpent, format!("{}, {window}", purpose.said()), detail);
    let began_ms = now_ms + wait_ms - limit.window_ms;
    alarms::raise_once_since(database, alarm, (began_ms, now_ms)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_make_up_the_whole_and_none_is_empty() {
        for all in [LEAST, 5, 6, 7, 600, 3_001, MOST] {
            let shares = [Purpose::SignIn, Purpose::Signing, Purpose::Reminder].map(|one| one.share(all));
            assert_eq!(shares.iter().sum::<u32>(), all);
            assert!(shares.iter().all(|share| *share > 0), "{shares:?}");
        }
    }
}
