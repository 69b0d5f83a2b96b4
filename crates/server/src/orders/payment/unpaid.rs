//! Orders that are not paid in time are cancelled, so that others can have what they set aside.

use super::Payments;
use crate::alarms::{self, Alarm, Kind};
use crate::clock::Clock;
use crate::database::{Database, DatabaseError, Row, Transaction};
use crate::lease::{self, Holder};
use crate::orders::OrderError;
use crate::orders::advance::{By, Wish, advance};
use crate::privacy::KeyRing;
use fairday_contract::{OrderId, OrderStatus};
use std::sync::Arc;
use std::time::Duration;

pub use super::online::wait_ms;

/// How often is looked.
pub const LOOK_INTERVAL: Duration = Duration::from_secs(15);
/// How long one process does this alone, milliseconds. Longer than a batch takes.
pub const LEASE_MS: i64 = 60_000;
/// Most orders that are cancelled in one go.
pub const BATCH_MAX: u32 = 50;
const LEASE: &str = "unpaid orders";

/// What this works with.
#[derive(Clone)]
pub struct Unpaid {
    /// Where orders are.
    pub database: Database,
    /// What opens them.
    pub keys: Arc<KeyRing>,
    /// The rules of payments.
    pub payments: Payments,
    /// How long an order waits, milliseconds.
    pub wait_ms: i64,
    /// Which process this is.
    pub holder: Holder,
}

impl Unpaid {
    /// Cancels orders that were not paid in time at `now_ms`; how many. Nothing when another process does it.
    ///
    /// # Errors
    /// Those of the database, and when an order cannot be read.
    pub async fn cancel(&self, now_ms: i64) -> Result<usize, OrderError> {
        if self.late(now_ms).await?.is_empty()
            || !lease::take(&self.database, LEASE, self.holder, now_ms, LEASE_MS).await?
        {
            return Ok(0);
        }
        let mut count = 0;
        for id in self.late(now_ms).await? {
            let shown = id.clone();
            let id: OrderId = id.parse().map_err(|_| OrderError::Corrupt("its id"))?;
            let (by, to) = (By::Unpaid, OrderStatus::Cancelled);
            let wish = Wish { id, by, to, note: String::new(), tracking: None, now_ms };
            match advance(&self.database, &self.keys, &self.payments, wish).await {
                Ok(_) => count += 1,
                // Paid, or cancelled by somebody, since it was looked at.
                Err(OrderError::NotPossibleNow | OrderError::Changing) => {}
                Err(OrderError::Database(error)) => return Err(error.into()),
                // One that cannot be read must not keep the others.
                Err(error) => {
                    let detail = format!("It was not paid in time and cannot be cancelled: {error}.");
                    let alarm = Alarm::new(Kind::Stuck, format!("order {shown}"), detail);
                    alarms::report(&self.database, alarm, now_ms).await;
                }
            }
        }
        Ok(count)
    }

    async fn late(&self, now_ms: i64) -> Result<Vec<String>, DatabaseError> {
        let before_ms = now_ms - self.wait_ms;
        let look = move |transaction: &mut Transaction<'_>| {
            let rows = transaction.query(
                "SELECT id FROM orders WHERE payment_status IN ('pending', 'failed') AND status = 'placed' \
                 AND placed_ms <= $1 AND NOT EXISTS (SELECT 1 FROM alarm \
                 WHERE held_order = orders.number AND done_ms IS NULL) ORDER BY placed_ms LIMIT $2",
                &[&before_ms, &BATCH_MAX],
            )?;
            rows.iter().map(|row: &Row| row.get(0)).collect()
        };
        self.database.read(look).await
    }

    /// Does this for as long as the server runs.
    pub async fn follow(self, clock: Clock) {
        let mut ticks = tokio::time::interval(LOOK_INTERVAL);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match self.cancel(clock.now_ms()).await {
                Ok(0) => {}
                Ok(orders) => tracing::info!(orders, "orders that were not paid in time were cancelled"),
                Err(error) => tracing::warn!(%error, "orders that were not paid in time cannot be cancelled"),
            }
        }
    }
}
