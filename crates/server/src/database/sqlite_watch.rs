//! Ends what takes too long on a connection to `SQLite`: a job whose time is up, and a job that reads for long while the
//! write-ahead log is too long.

use super::DatabaseError;
use super::limits::Deadlines;
use super::sqlite_log::Log;
use rusqlite::Connection;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Steps of `SQLite`'s machine between two looks: some tens of microseconds.
const STEPS: i32 = 1_000;

/// The time of the job that is being done on one connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch(Arc<Mutex<Option<Time>>>);

#[derive(Clone, Copy, Debug)]
struct Time {
    end: Instant,
    /// From when on the job may go on only while the log is short.
    guest_from: Option<Instant>,
}

impl Watch {
    /// Watches a connection from now on.
    pub(super) fn over(connection: &mut Connection, log: Log) -> rusqlite::Result<Self> {
        let watch = Self::default();
        let watching = watch.clone();
        connection.progress_handler(STEPS, Some(move || watching.is_over(&log)))?;
        Ok(watch)
    }

    /// A job begins. One that reads, and so keeps the log from being cut off, says how long it may do so in any case.
    pub(super) fn begin(&self, deadlines: Deadlines, grace: Option<Duration>) {
        let now = Instant::now();
        self.set(Some(Time { end: now + deadlines.job, guest_from: grace.map(|grace| now + grace) }));
    }

    /// The job is done: its commit is not ended.
    pub(super) fn end(&self) {
        self.set(None);
    }

    /// True when the job must end, asked before each statement: many small ones are never looked at otherwise.
    ///
    /// # Errors
    /// `Busy` when it must.
    pub(super) fn check(&self, log: &Log) -> Result<(), DatabaseError> {
        if self.is_over(log) { Err(too_long()) } else { Ok(()) }
    }

    fn is_over(&self, log: &Log) -> bool {
        let Some(time) = *self.0.lock().unwrap_or_else(PoisonError::into_inner) else { return false };
        let now = Instant::now();
        now >= time.end || time.guest_from.is_some_and(|from| now >= from && log.is_too_long())
    }

    fn set(&self, time: Option<Time>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = time;
    }
}

/// The job was ended.
pub(super) fn too_long() -> DatabaseError {
    DatabaseError::Busy("the work took too long and was ended".to_owned())
}
