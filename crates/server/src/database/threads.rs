//! The threads of a database.

use super::lanes::Shares;
use super::queue::Queue;
use super::transaction::Kind;
use super::{CONNECTIONS_MAX, CONNECTIONS_MIN, DatabaseError, Limits, postgres, sqlite};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// The threads that do the jobs, and where jobs wait for them.
pub(super) struct Threads {
    pub(super) kind: Kind,
    pub(super) limits: Limits,
    pub(super) writes: Arc<Queue>,
    pub(super) reads: Arc<Queue>,
    running: Mutex<Vec<JoinHandle<()>>>,
    pub(super) name: String,
}

impl Threads {
    pub(super) fn on_sqlite(
        opened: sqlite::Opened,
        name: String,
        limits: &Limits,
    ) -> Result<Self, DatabaseError> {
        let writes = Arc::new(Queue::new(Shares::of_writer()));
        let reads = Arc::new(Queue::new(Shares::of_readers(opened.readers.len())));
        let threads =
            Self { kind: Kind::Sqlite, limits: *limits, writes, reads, running: Mutex::default(), name };
        let (line, queue) = (opened.writer, Arc::clone(&threads.writes));
        threads.start("database writer", move || sqlite::write_jobs(&line, &queue))?;
        for reader in opened.readers {
            let queue = Arc::clone(&threads.reads);
            threads.start("database reader", move || sqlite::read_jobs(&reader, &queue))?;
        }
        Ok(threads)
    }

    pub(super) fn on_postgres(
        connector: &postgres::Connector,
        connections: usize,
        name: String,
        limits: &Limits,
    ) -> Result<Self, DatabaseError> {
        let connections = connections.clamp(CONNECTIONS_MIN, CONNECTIONS_MAX);
        let queue = Arc::new(Queue::new(Shares::of_postgres(connections)));
        let (writes, reads) = (Arc::clone(&queue), queue);
        let threads =
            Self { kind: Kind::Postgres, limits: *limits, writes, reads, running: Mutex::default(), name };
        for _ in 0..connections {
            let (connector, queue) = (connector.clone(), Arc::clone(&threads.writes));
            threads.start("database", move || postgres::do_jobs(&connector, &queue))?;
        }
        Ok(threads)
    }

    fn start(&self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), DatabaseError> {
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(work)
            .map_err(|error| DatabaseError::Unavailable(format!("no thread for it: {error}")))?;
        self.running.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }

    /// The threads, to wait for their end.
    pub(super) fn take_running(&self) -> Vec<JoinHandle<()>> {
        std::mem::take(&mut *self.running.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes no more jobs; those that wait are still done.
    pub(super) fn close(&self) {
        self.writes.close();
        self.reads.close();
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.close();
    }
}
