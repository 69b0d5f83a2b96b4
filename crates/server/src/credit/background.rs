//! What a server does for phone credit beside the requests: telling the guarantor, and letting offers lapse that nobody
//! signed. Bills are run by `fairday billing run`, when the operator says so.

use super::billing::BATCH;
use super::{Credit, CreditError};
use crate::accounts::AccountId;
use crate::alarms::{self, Alarm, Kind};
use crate::clock::Clock;
use crate::database::Transaction;
use crate::lease::{self, Holder};
use fairday_credit::agreement::State;
use std::time::Duration;

/// How often is looked for something to do.
pub const LOOK_INTERVAL: Duration = Duration::from_secs(5);
/// How long one process lets offers lapse alone, milliseconds: longer than a batch takes.
const LEASE_MS: i64 = 60_000;
const LEASE: &str = "credit offers";

impl Credit {
    /// Does this for as long as the server runs.
    pub async fn follow(mut self, clock: Clock, holder: Holder) {
        let mut ticks = tokio::time::interval(LOOK_INTERVAL);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.now_ms = clock.now_ms();
            if let Err(error) = self.tell_guarantor(holder).await {
                tracing::warn!(%error, "the guarantor cannot be told");
            }
            match self.lapse_offers(holder).await {
                Ok(0) => {}
                Ok(offers) => tracing::info!(offers, "offers of credit that nobody signed have lapsed"),
                Err(error) => tracing::warn!(%error, "offers of credit that nobody signed cannot lapse"),
            }
        }
    }

    /// Lets offers lapse whose last day is over; how many. Nothing when another process does it.
    ///
    /// # Errors
    /// Those of the database, and when the clock is outside the calendar.
    pub async fn lapse_offers(&self, holder: Holder) -> Result<usize, CreditError> {
        let (today, mut count, mut after) = (self.today()?, 0, 0);
        loop {
            let offers = self.offers_over(today.days_since_1970(), after).await?;
            let Some((last, _)) = offers.last() else { return Ok(count) };
            after = *last;
            if !lease::take(&self.database, LEASE, holder, self.now_ms, LEASE_MS).await? {
                return Ok(count);
            }
            for named in offers {
                match self.bill(named, today, self.now_ms).await {
                    Ok(steps) => count += usize::from(steps > 0),
                    Err(CreditError::Database(error)) if !error.is_of_a_row() => return Err(error.into()),
                    // One that cannot be read must not keep the others.
                    Err(error) => {
                        let detail = format!("Its offer is over and cannot lapse: {error}.");
                        let alarm = Alarm::new(Kind::Stuck, format!("agreement {}", named.0), detail);
                        alarms::report(&self.database, alarm, self.now_ms).await;
                    }
                }
            }
        }
    }

    async fn offers_over(&self, day: i32, after: i64) -> Result<Vec<(i64, AccountId)>, CreditError> {
        let look = move |transaction: &mut Transaction<'_>| {
            let rows = transaction.query(
                "SELECT number, account_id FROM credit_agreement \
                 WHERE state = $1 AND check_day <= $2 AND number > $3 ORDER BY number LIMIT $4",
                &[&State::Offered.code(), &day, &after, &BATCH],
            )?;
            rows.iter().map(|row| Ok((row.get(0)?, AccountId(row.get(1)?)))).collect()
        };
        self.database.read(look).await
    }
}
