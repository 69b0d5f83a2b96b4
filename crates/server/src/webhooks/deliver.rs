//! Delivering what is to be told. Whatever answers 2xx has it; all else is tried again, later each time.

use super::outbox::{Waiting, due};
use super::waiting::GIVEN_UP;
use crate::alarms::{self, Alarm, Kind};
use crate::clock::Clock;
use crate::database::{Database, DatabaseError, Transaction};
use crate::lease::{self, Holder};
use crate::outbound::Outbound;
use crate::privacy::random;
use crate::shop_config::WebhookEndpoint;
use http::Request;
use http::header::CONTENT_TYPE;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often is looked for something to tell.
pub const LOOK_INTERVAL: Duration = Duration::from_secs(1);
/// Most messages on their way at once; of one order always one.
pub const PARALLEL_MAX: u32 = 8;
/// How long one process delivers alone, milliseconds. A request may take 10 seconds
/// ([`REQUEST_TIME_MAX`](crate::outbound::REQUEST_TIME_MAX)), so it ends before this does.
pub const LEASE_MS: i64 = 60_000;
/// How often a message is tried before it is given up: for about a day.
pub const TRIES_MAX: u32 = 15;
/// How long after the first failure it is tried again, milliseconds. Twice as long after each further one.
pub const BACKOFF_MS: i64 = 5_000;
/// The longest wait between two tries, milliseconds.
pub const BACKOFF_MS_MAX: i64 = 6 * 60 * 60 * 1000;
/// How long what was given up is kept for `fairday webhooks retry`, milliseconds.
pub const DEAD_KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// How often is looked what was given up that long ago, milliseconds.
const FORGET_EVERY_MS: i64 = 60 * 60 * 1000;
const LEASE: &str = "webhooks";

/// What this works with.
#[derive(Clone)]
pub struct Delivery {
    /// Where the messages wait.
    pub database: Database,
    /// What sends them.
    pub outbound: Outbound,
    /// Where they go.
    pub endpoint: WebhookEndpoint,
    /// Which process this is.
    pub holder: Holder,
}

impl Delivery {
    /// Sends what is due at `now_ms`, at most [`PARALLEL_MAX`]; how many were tried. Nothing when another process delivers.
    ///
    /// # Errors
    /// Those of the database. What was sent and could not be noted is sent again.
    pub async fn deliver(&self, now_ms: i64) -> Result<usize, DatabaseError> {
        let look = move |transaction: &mut Transaction<'_>| due(transaction, now_ms, PARALLEL_MAX);
        if self.database.read(look).await?.is_empty()
            || !lease::take(&self.database, LEASE, self.holder, now_ms, LEASE_MS).await?
        {
            return Ok(0);
        }
        // Whoever held the lease before may have delivered some of it.
        let waiting = self.database.read(look).await?;
        let count = waiting.len();
        let mut sending = JoinSet::new();
        for message in waiting {
            let this = self.clone();
            sending.spawn(async move { this.send(message, now_ms).await });
        }
        while let Some(sent) = sending.join_next().await {
            sent.unwrap_or(Err(DatabaseError::Panicked))?;
        }
        Ok(count)
    }

    async fn send(&self, message: Waiting, now_ms: i64) -> Result<(), DatabaseError> {
        let body = serde_json::to_vec(&message.notice).expect("wire types are plain data");
        let mut request = Request::post(&self.endpoint.url).header(CONTENT_TYPE, "application/json");
        for (name, value) in self.endpoint.secret.headers(&message.notice.event, now_ms, &body) {
            request = request.header(name, value);
        }
        let request = request.body(body).expect("the address was read with the configuration");
        let failure = match self.outbound.send(request).await {
            Ok(answer) if answer.status.is_success() => None,
            Ok(answer) => Some(format!("status {}", answer.status.as_u16())),
            Err(error) => Some(error.to_string()),
        };
        let Some(failure) = failure else {
            let id = message.id;
            let done = move |transaction: &mut Transaction<'_>| {
                transaction.execute("DELETE FROM webhook WHERE id = $1", &[&id])
            };
            return self.database.write(done).await.map(|_| ());
        };
        self.put_off(message, failure, now_ms).await
    }

    async fn put_off(&self, message: Waiting, failure: String, now_ms: i64) -> Result<(), DatabaseError> {
        let tries = message.tries + 1;
        let dead_ms = (tries >= TRIES_MAX).then_some(now_ms);
        let next_ms = now_ms + backoff_ms(tries, random::below);
        let order = message.notice.number;
        tracing::warn!(
            order,
            tries,
            failure,
            is_dead = dead_ms.is_some(),
            "a change of an order could not be told"
        );
        let job = move |transaction: &mut Transaction<'_>| {
            if dead_ms.is_some() {
                let detail = format!("The last one is of order {order}: {failure}.");
                alarms::raise(transaction, &Alarm::new(Kind::WebhookGivenUp, GIVEN_UP, detail), now_ms)?;
            }
            transaction.execute(
                "UPDATE webhook SET tries = $1, next_ms = $2, dead_ms = $3, failure = $4 WHERE id = $5 AND tries = $6",
                &[&tries, &next_ms, &dead_ms, &failure, &message.id, &message.tries],
            )
        };
        self.database.write(job).await.map(|_| ())
    }

    /// Forgets what was given up long ago.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn forget(&self, now_ms: i64) -> Result<(), DatabaseError> {
        let before_ms = now_ms - DEAD_KEPT_MS;
        let job = move |transaction: &mut Transaction<'_>| {
            transaction.execute("DELETE FROM webhook WHERE dead_ms < $1", &[&before_ms])
        };
        self.database.write(job).await.map(|_| ())
    }

    /// Delivers for as long as the server runs.
    pub async fn follow(self, clock: Clock) {
        let mut ticks = tokio::time::interval(LOOK_INTERVAL);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut forgotten_ms = None;
        loop {
            ticks.tick().await;
            let now_ms = clock.now_ms();
            if forgotten_ms.is_none_or(|before_ms| now_ms - before_ms >= FORGET_EVERY_MS) {
                forgotten_ms = Some(now_ms);
                if let Err(error) = self.forget(now_ms).await {
                    tracing::warn!(%error, "what was given up cannot be forgotten");
                }
            }
            // What failed is due later, so this ends.
            while match self.deliver(clock.now_ms()).await {
                Ok(count) => count > 0,
                Err(error) => {
                    tracing::warn!(%error, "changes of orders cannot be told");
                    false
                }
            } {}
        }
    }
}

/// How long to wait after so many tries, milliseconds: twice as long each time, and up to a quarter more by chance, so that
/// many messages do not come back at once. `below` gives a random number below another.
pub(crate) fn backoff_ms(tries: u32, below: impl Fn(u32) -> u32) -> i64 {
    let doubled = BACKOFF_MS.saturating_mul(1 << tries.saturating_sub(1).min(30)).min(BACKOFF_MS_MAX);
    doubled + i64::from(below(u32::try_from(doubled / 4).unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_get_longer_up_to_six_hours_and_end_after_about_a_day() {
        let least: Vec<i64> = (1..TRIES_MAX).map(|tries| backoff_ms(tries, |_| 0)).collect();
        assert_eq!(least[..3], [5_000, 10_000, 20_000]);
        assert_eq!(least.last(), Some(&BACKOFF_MS_MAX));
        let hours = least.iter().sum::<i64>() / 3_600_000;
        assert!((16..=30).contains(&hours), "{hours}");
        assert!(backoff_ms(u32::MAX, |bound| bound - 1) < BACKOFF_MS_MAX * 5 / 4);
    }
}
