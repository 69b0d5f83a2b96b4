//! Reservations that come to nothing end by themselves: orders that are paid at the hand-over and that nobody confirms or
//! collects. Their goods are for sale again, their owners see that they were cancelled and why, and other systems are told.
//!
//! An order on phone credit ends by the terms of its agreement, and one that is paid online by
//! [`unpaid`](super::payment::unpaid).

use super::OrderError;
use super::advance::{By, Wish, advance};
use super::payment::Payments;
use super::status::name;
use crate::alarms::{self, Alarm, Kind};
use crate::clock::Clock;
use crate::database::{Database, DatabaseError, Row, Transaction};
use crate::lease::{self, Holder};
use crate::privacy::KeyRing;
use crate::shop_config::OrderLimits;
use fairday_contract::{OrderId, OrderStatus};
use std::sync::Arc;
use std::time::Duration;

/// How often is looked.
pub const LOOK_INTERVAL: Duration = Duration::from_mins(1);
/// How long one process does this alone, milliseconds. Longer than a batch takes.
pub const LEASE_MS: i64 = 60_000;
/// Most orders of a rule that are cancelled in one go.
pub const BATCH_MAX: u32 = 50;
const LEASE: &str = "lapsed reservations";

/// When orders that are at a status lapse, and what their owners read then. The language of a shopper is not kept with an
/// order, so both are said.
struct Rule {
    status: OrderStatus,
    wait_ms: i64,
    note: &'static str,
}

/// The parts it works with.
#[derive(Clone)]
pub struct Lapsing {
    /// Where orders are.
    pub database: Database,
    /// The keys that open them.
    pub keys: Arc<KeyRing>,
    /// The rules of payments.
    pub payments: Payments,
    /// How long orders wait.
    pub limits: OrderLimits,
    /// Which process this is.
    pub holder: Holder,
}

impl Lapsing {
    /// Cancels what has waited too long at `now_ms`; how many. Nothing when another process does it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn cancel(&self, now_ms: i64) -> Result<usize, OrderError> {
        let rules = [
            Rule {
                status: OrderStatus::Placed,
                wait_ms: self.limits.unconfirmed_ms,
                note: "商店一直没有确认,订单已自动取消。 The shop did not confirm it in time.",
            },
            Rule {
                status: OrderStatus::Ready,
                wait_ms: self.limits.uncollected_ms,
                note: "一直没有来取,订单已自动取消。 It was not collected in time.",
            },
        ];
        let mut count = 0;
        for rule in rules {
            count += self.cancel_by(&rule, now_ms).await?;
        }
        Ok(count)
    }

    async fn cancel_by(&self, rule: &Rule, now_ms: i64) -> Result<usize, OrderError> {
        let until_ms = now_ms - rule.wait_ms;
        if self.late(rule.status, until_ms).await?.is_empty()
            || !lease::take(&self.database, LEASE, self.holder, now_ms, LEASE_MS).await?
        {
            return Ok(0);
        }
        let mut count = 0;
        for id in self.late(rule.status, until_ms).await? {
            let shown = id.clone();
            let id: OrderId = id.parse().map_err(|_| OrderError::Corrupt("its id"))?;
            let (by, to) = (By::Lapsed { status: rule.status, until_ms }, OrderStatus::Cancelled);
            let wish = Wish { id, by, to, note: rule.note.to_owned(), tracking: None, now_ms };
            match advance(&self.database, &self.keys, &self.payments, wish).await {
                Ok(_) => count += 1,
                // Moved by somebody since it was looked at.
                Err(OrderError::NotPossibleNow | OrderError::Changing) => {}
                Err(OrderError::Database(error)) => return Err(error.into()),
                // One that cannot be read must not keep the others.
                Err(error) => {
                    let detail = format!("Its reservation has lapsed and cannot be cancelled: {error}.");
                    let alarm = Alarm::new(Kind::Stuck, format!("order {shown}"), detail);
                    alarms::report(&self.database, alarm, now_ms).await;
                }
            }
        }
        Ok(count)
    }

    async fn late(&self, status: OrderStatus, until_ms: i64) -> Result<Vec<String>, DatabaseError> {
        let look = move |transaction: &mut Transaction<'_>| {
            let rows = transaction.query(
                "SELECT id FROM orders WHERE status = $1 AND status_ms <= $2 AND payment_status = 'on_hand_over' \
                 AND payment_method <> 'phone_credit' ORDER BY number LIMIT $3",
                &[&name(status), &until_ms, &BATCH_MAX],
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
                Ok(orders) => tracing::info!(orders, "reservations that had lapsed were cancelled"),
                Err(error) => tracing::warn!(%error, "reservations that have lapsed cannot be cancelled"),
            }
        }
    }
}
