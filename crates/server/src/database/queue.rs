//! Where jobs wait for a thread: bounded, and closed when the database is.

use super::DatabaseError;
use super::job::Job;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Jobs that may wait. Beyond this the database is [`Busy`](DatabaseError::Busy): an answer that comes too late is
/// worth less than a quick "try again".
pub const WAITING_MAX: usize = 1024;

/// A queue that several threads may take from.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    news: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Box<dyn Job>>,
    is_closed: bool,
}

impl Queue {
    /// Puts a job at the end.
    ///
    /// # Errors
    /// `Busy` when the queue is full, `Unavailable` when it is closed.
    pub(super) fn put(&self, job: Box<dyn Job>) -> Result<(), DatabaseError> {
        let mut state = self.lock();
        if state.is_closed {
            return Err(closed());
        }
        if state.waiting.len() >= WAITING_MAX {
            return Err(DatabaseError::Busy(format!("{WAITING_MAX} jobs are waiting already")));
        }
        state.waiting.push_back(job);
        drop(state);
        self.news.notify_one();
        Ok(())
    }

    /// Waits for jobs and takes up to `count` of them, oldest first; none when the queue is closed and empty.
    pub(super) fn take(&self, count: usize) -> Vec<Box<dyn Job>> {
        let is_idle = |state: &mut State| state.waiting.is_empty() && !state.is_closed;
        let mut state = self.news.wait_while(self.lock(), is_idle).unwrap_or_else(PoisonError::into_inner);
        let count = count.min(state.waiting.len());
        state.waiting.drain(..count).collect()
    }

    /// Takes nothing more in. What waits is still done.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.news.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code of others runs under the lock, so a poisoned one is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a job gets that comes after the end.
pub(super) fn closed() -> DatabaseError {
    DatabaseError::Unavailable("it has been closed".to_owned())
}
