//! Messages that the gateway did not take: nobody can sign in without it, so somebody of the shop has an alarm.

use super::Sms;
use crate::alarms::{self, Alarm, Kind};
use crate::clock::Clock;
use crate::database::Database;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How often is looked whether messages failed. They are counted in one alarm while it is open.
pub const LOOK_INTERVAL: Duration = Duration::from_secs(30);

impl Sms {
    /// Raises an alarm when messages have failed since this was last asked.
    pub async fn report_failures(&self, database: &Database, now_ms: i64) {
        let failed = self.failed.swap(0, Ordering::Relaxed);
        if failed > 0 {
            let detail = format!("{failed} were not sent in the last {} seconds.", LOOK_INTERVAL.as_secs());
            alarms::report(database, Alarm::new(Kind::SmsNotSent, "codes", detail), now_ms).await;
        }
    }

    /// Does it for as long as the server runs.
    pub async fn follow_failures(self, database: Database, clock: Clock) {
        let mut ticks = tokio::time::interval(LOOK_INTERVAL);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.report_failures(&database, clock.now_ms()).await;
        }
    }
}
