//! `PostgreSQL`: threads with a connection each, one transaction a job.

mod connection;
mod connector;
mod session;

pub(super) use connector::Connector;

use super::DatabaseError;
use super::job::Job;
use super::queue::{Next, Queue};
use connection::{Connection, Outcome};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How often a job is begun again that met others (a deadlock, a serialization failure).
pub const TRIES_MAX: u32 = 10;
/// The pause before the second try; it doubles each time up to the longest.
const PAUSE: Duration = Duration::from_millis(10);
const PAUSE_MAX: Duration = Duration::from_secs(1);
/// A thread without a job has nothing to look at.
const PATIENCE: Duration = Duration::from_hours(1);

/// A thread with one connection. Ends when the queue does.
pub(super) fn do_jobs(connector: &Connector, queue: &Queue) {
    let mut connection = None;
    loop {
        match queue.take(1, PATIENCE) {
            Next::Work(mut taken) => {
                for mut job in std::mem::take(&mut taken.jobs) {
                    if job.begin() {
                        let outcome = attempt(connector, &mut connection, job.as_mut());
                        job.settle(outcome);
                    }
                }
            }
            Next::Quiet => {}
            Next::Closed => return,
        }
    }
}

/// Runs the job until it is done or its time is up, on a new connection if the old one is lost. What was begun and not
/// committed can always be begun again.
fn attempt(
    connector: &Connector,
    slot: &mut Option<Connection>,
    job: &mut dyn Job,
) -> Result<(), DatabaseError> {
    let until = Instant::now() + job.deadlines().job;
    let mut tries = 0;
    let mut may_reopen = true;
    loop {
        let (connection, is_new) = connector.ready(slot, until)?;
        may_reopen &= !is_new;
        let outcome = connection.run(job, until);
        if connection.is_silent() {
            // A job may also be too slow on a server that answers: then nothing is said about the other connections.
            if connection.heard_at().elapsed() >= job.deadlines().statement {
                connector.fell_silent();
            }
            connector.give_up(slot, true);
        }
        match outcome {
            Outcome::Done(result) => return result,
            Outcome::Collided(error) => {
                tries += 1;
                let pause = pause(tries);
                if tries >= TRIES_MAX || Instant::now() + pause >= until {
                    return Err(error);
                }
                std::thread::sleep(pause);
            }
            Outcome::Lost(error) => {
                connector.give_up(slot, false);
                if !std::mem::take(&mut may_reopen) {
                    return Err(error);
                }
            }
            Outcome::Unknown(text) => {
                connector.give_up(slot, false);
                return Err(DatabaseError::Unknown(text));
            }
        }
    }
}

/// How long to let the others pass: longer each time, and never the same for two.
fn pause(tries: u32) -> Duration {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let longest = PAUSE_MAX.min(PAUSE * 2_u32.saturating_pow(tries));
    longest.mul_f64(f64::from(now.subsec_micros() % 1000) / 1000.0)
}
