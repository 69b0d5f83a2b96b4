//! Where jobs wait for a thread: in lanes, bounded, and closed when the database is.

use super::DatabaseError;
use super::job::Job;
use super::lanes::{LANES, Lane, Shares};
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Jobs that may wait in a lane. Beyond this the database is [`Busy`](DatabaseError::Busy): an answer that comes too late
/// is worth less than a quick "try again".
pub const WAITING_MAX: usize = 1024;

/// A queue that several threads may take from.
pub(super) struct Queue {
    shares: Shares,
    state: Mutex<State>,
    news: Condvar,
}

#[derive(Default)]
struct State {
    /// With their numbers in the order in which they came.
    waiting: [VecDeque<(u64, Box<dyn Job>)>; LANES],
    /// Threads that work for each lane.
    running: [usize; LANES],
    next_number: u64,
    last: Option<Lane>,
    is_closed: bool,
}

/// The next work of a thread.
pub(super) enum Next<'a> {
    Work(Taken<'a>),
    /// Nothing came in the time given.
    Quiet,
    Closed,
}

/// Jobs of one lane that a thread does. The lane has the thread until this is dropped.
pub(super) struct Taken<'a> {
    pub(super) jobs: Vec<Box<dyn Job>>,
    lane: Lane,
    queue: &'a Queue,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let mut state = self.queue.lock();
        state.running[self.lane as usize] -= 1;
        self.queue.tell(&state);
    }
}

impl Queue {
    pub(super) fn new(shares: Shares) -> Self {
        Self { shares, state: Mutex::default(), news: Condvar::new() }
    }

    /// Puts a job at the end of its lane.
    ///
    /// # Errors
    /// `Busy` when the lane is full, `Unavailable` when the queue is closed.
    pub(super) fn put(&self, lane: Lane, job: Box<dyn Job>) -> Result<(), DatabaseError> {
        // Dropped after the lock is given back.
        let mut abandoned = Vec::new();
        let mut state = self.lock();
        if state.is_closed {
            return Err(closed());
        }
        let number = state.next_number;
        let waiting = &mut state.waiting[lane as usize];
        while waiting.len() >= WAITING_MAX && waiting.front().is_some_and(|(_, job)| job.is_abandoned()) {
            abandoned.extend(waiting.pop_front());
        }
        if waiting.len() >= WAITING_MAX {
            return Err(DatabaseError::Busy(format!("{WAITING_MAX} jobs are waiting already")));
        }
        waiting.push_back((number, job));
        state.next_number += 1;
        drop(state);
        self.news.notify_one();
        Ok(())
    }

    /// Waits for jobs and takes those of one lane, oldest first: one, or up to `count` where they may be done together.
    pub(super) fn take(&self, count: usize, patience: Duration) -> Next<'_> {
        let is_idle = |state: &mut State| self.next_lane(state).is_none() && !state.is_at_its_end();
        let waited = self.news.wait_timeout_while(self.lock(), patience, is_idle);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let Some(lane) = self.next_lane(&state) else {
            return if state.is_at_its_end() { Next::Closed } else { Next::Quiet };
        };
        state.last = Some(lane);
        state.running[lane as usize] += 1;
        let waiting = &mut state.waiting[lane as usize];
        // What no request waits for is done piece by piece, so that requests wait for one piece only.
        let count = if lane == Lane::Background { 1 } else { count.min(waiting.len()) };
        let jobs = waiting.drain(..count).map(|(_, job)| job).collect();
        self.tell(&state);
        Next::Work(Taken { jobs, lane, queue: self })
    }

    /// Takes nothing more in. What waits is still done.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.news.notify_all();
    }

    /// The lane whose turn it is: the one that has waited longest, and the background not twice while others wait.
    fn next_lane(&self, state: &State) -> Option<Lane> {
        let can_go = |lane: &Lane| self.shares.admit(*lane, &state.running);
        let ready = Lane::ALL.into_iter().filter(can_go).filter_map(|lane| {
            let (number, _) = state.waiting[lane as usize].front()?;
            let has_just_been = lane == Lane::Background && state.last == Some(lane);
            Some(((has_just_been, *number), lane))
        });
        ready.min_by_key(|(turn, _)| *turn).map(|(_, lane)| lane)
    }

    /// Wakes a thread that has something to do, and all when there will be nothing more.
    fn tell(&self, state: &State) {
        if state.is_at_its_end() {
            self.news.notify_all();
        } else if self.next_lane(state).is_some() {
            self.news.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code of others runs under the lock, so a poisoned one is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_at_its_end(&self) -> bool {
        self.is_closed && self.waiting.iter().all(VecDeque::is_empty)
    }
}

/// What a job gets that comes after the end.
pub(super) fn closed() -> DatabaseError {
    DatabaseError::Unavailable("it has been closed".to_owned())
}
