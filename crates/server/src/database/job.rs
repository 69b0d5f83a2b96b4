//! A unit of work without its types, so that one queue can hold all of them.

use super::limits::Deadlines;
use super::transaction::Transaction;
use super::{DatabaseError, Mode};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::oneshot;

/// A unit of work on its way through a database thread.
pub(super) trait Job: Send {
    /// Whether it only reads.
    fn mode(&self) -> Mode;

    /// How long it may take.
    fn deadlines(&self) -> Deadlines;

    /// True when nobody waits for it any more.
    fn is_abandoned(&self) -> bool;

    /// Says that a thread does it from now on; false when nobody waits for it, and then it must not be done.
    fn begin(&self) -> bool;

    /// Does the work inside a transaction; may be called again when that transaction was undone. Whether the work is
    /// to be kept.
    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool;

    /// Tells the caller: what the last run came to, or, instead of it, why the database could not do it.
    fn settle(self: Box<Self>, outcome: Result<(), DatabaseError>);
}

/// Decides between the thread that begins a job and the caller who waits for it no longer: the first has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Ticket(Arc<AtomicBool>);

impl Ticket {
    /// True when nobody was faster.
    pub(super) fn take(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }
}

/// A closure, what its last run gave, and who waits for it.
pub(super) struct Work<F, T, E> {
    mode: Mode,
    deadlines: Deadlines,
    ticket: Ticket,
    job: F,
    result: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Work<F, T, E> {
    pub(super) fn new(
        mode: Mode,
        deadlines: Deadlines,
        ticket: Ticket,
        job: F,
        caller: oneshot::Sender<Result<T, E>>,
    ) -> Self {
        Self { mode, deadlines, ticket, job, result: None, caller }
    }
}

impl<F, T, E> Job for Work<F, T, E>
where
    F: Fn(&mut Transaction<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<DatabaseError> + Send,
{
    fn mode(&self) -> Mode {
        self.mode
    }

    fn deadlines(&self) -> Deadlines {
        self.deadlines
    }

    fn is_abandoned(&self) -> bool {
        self.caller.is_closed()
    }

    fn begin(&self) -> bool {
        !self.is_abandoned() && self.ticket.take()
    }

    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool {
        // A panic leaves nothing half done that is used again: the transaction is undone.
        let result = catch_unwind(AssertUnwindSafe(|| (self.job)(transaction)))
            .unwrap_or_else(|_| Err(DatabaseError::Panicked.into()));
        let is_kept = result.is_ok();
        self.result = Some(result);
        is_kept
    }

    fn settle(self: Box<Self>, outcome: Result<(), DatabaseError>) {
        let result = match (outcome, self.result) {
            (Err(error), _) => Err(error.into()),
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(DatabaseError::Panicked.into()),
        };
        // A caller that has gone away needs no answer.
        let _ = self.caller.send(result);
    }
}
