//! The length of `SQLite`'s write-ahead log.
//!
//! A commit appends to the log, and `SQLite` copies the log into the file from time to time. It begins the log anew only when
//! nobody reads from it. So a job that reads for long, or readers that overlap without end, would let it grow until the disk is
//! full. Two rules bound it:
//!
//! - From [`Limits::log_large`] on, the writer copies the whole log and cuts it off, for which it waits a moment for those
//!   who read ([`keep_short`](Log::keep_short)). It looks after each commit, and also while nothing happens.
//! - Beyond [`Limits::log_max`], a job that reads for longer than [`Limits::log_grace`] is ended (`sqlite_watch.rs`), also
//!   one of another process of this program. It can be done again.
//!
//! A single large transaction, such as an import, is in the log as a whole until it is committed. A program of somebody else
//! that keeps a transaction open cannot be ended; the log is cut off when it is through, and until then the server's log
//! says so.

use super::Limits;
use rusqlite::Connection;
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long the writer waits for those who read when it cuts the log off. Nothing is written meanwhile.
const WAIT_MAX: Duration = Duration::from_millis(100);
/// The pause between two tries to cut it off.
const PAUSE: Duration = Duration::from_secs(1);
/// How often it is said that the log cannot be cut off.
const WARNING_PAUSE: Duration = Duration::from_mins(1);

/// Where the log is, and how long it may get.
#[derive(Clone, Debug)]
pub(super) struct Log {
    file: PathBuf,
    large: u64,
    max: u64,
    /// How long a job may read although the log is too long.
    pub(super) grace: Duration,
    next_try: Cell<Option<Instant>>,
    next_warning: Cell<Option<Instant>>,
}

impl Log {
    /// Of the database in this file.
    pub(super) fn of(database: &Path, limits: &Limits) -> Self {
        let mut file = database.as_os_str().to_owned();
        file.push("-wal");
        Self {
            file: file.into(),
            large: limits.log_large,
            max: limits.log_max,
            grace: limits.log_grace,
            next_try: Cell::default(),
            next_warning: Cell::default(),
        }
    }

    /// True when it is so long that nobody may read for long.
    pub(super) fn is_too_long(&self) -> bool {
        self.bytes() > self.max
    }

    /// Cuts the log off if it is large. `usual_wait` is the connection's own patience with other processes.
    pub(super) fn keep_short(&self, connection: &Connection, usual_wait: Duration) {
        let now = Instant::now();
        if self.next_try.get().is_some_and(|next| now < next) || self.bytes() <= self.large {
            return;
        }
        self.next_try.set(Some(now + PAUSE));
        let cut = connection.busy_timeout(WAIT_MAX).and_then(|()| {
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0))
        });
        let is_reset = connection.busy_timeout(usual_wait);
        if let Err(error) = cut.and(is_reset) {
            tracing::warn!(%error, "the database's log could not be cut off");
        }
        if self.is_too_long() && self.next_warning.get().is_none_or(|next| now >= next) {
            self.next_warning.set(Some(now + WARNING_PAUSE));
            tracing::warn!(
                bytes = self.bytes(),
                "the database's log cannot be cut off: a program has been reading {} for long",
                self.file.display()
            );
        }
    }

    /// How long it is; nothing while there is none.
    fn bytes(&self) -> u64 {
        std::fs::metadata(&self.file).map_or(0, |file| file.len())
    }
}
