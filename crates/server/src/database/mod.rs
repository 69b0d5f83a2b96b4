//! The database: `SQLite` in this process, or a `PostgreSQL` server, with the same migrations and the same queries.
//!
//! A unit of work is a *job*: a plain synchronous closure over a [`Transaction`]. It is done whole or not at all, and it
//! may be run more than once (a deadlock, a lost connection, a neighbour in the same batch that filled the disk), so it
//! must have no effect outside the transaction: no mail, no counter, no time or random number that must stay the same;
//! take those before and move them in.
//!
//! **Rules between rows.** Jobs that write see on `PostgreSQL` what others committed before each statement
//! (`READ COMMITTED`). What must hold is therefore part of the statement that changes it, and the count of rows says
//! whether it did: `UPDATE variant SET stock = stock - $1 WHERE id = $2 AND stock >= $1`. A number that was read first may
//! be old by then. Where one statement is not enough, [`Transaction::lock`] comes first. Jobs that read see one moment.
//!
//! **SQL for both engines.** Whole numbers, text and bytes only; truth is a number, 0 or 1 (`WHERE withdrawn = 0`). Say
//! `CAST(SUM(x) AS BIGINT)`, `ON CONFLICT … DO …`, `RETURNING`, `LIMIT`. Do not order or compare texts in SQL (each
//! engine has its own order of letters), and do not use `LIKE`, dates, JSON or `FOR UPDATE`.

mod args;
mod dialect;
mod error;
mod job;
mod location;
mod lots;
mod migrations;
mod postgres;
mod postgres_value;
mod queue;
mod sqlite;
mod tls;
mod transaction;
mod value;

pub use args::DatabaseArgs;
pub use error::DatabaseError;
pub use location::{CONNECTIONS_MAX, Location, Server, connections};
pub use lots::Lots;
pub use postgres::TRIES_MAX;
pub use queue::WAITING_MAX;
pub use sqlite::{BATCH_MAX, BUSY_TIMEOUT, READERS};
pub use transaction::{Step, Transaction};
pub use value::{Field, FromField, Row, ToValue, Value};

use job::Work;
use queue::Queue;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// Whether a job writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Read,
    /// One statement, which sees one moment by itself.
    ReadOne,
    Write,
}

/// A database. Cheap to clone: clones share threads and connections, which end with the last of them.
#[derive(Clone)]
pub struct Database {
    threads: Arc<Threads>,
}

/// The threads that do the jobs, and where jobs wait for them.
struct Threads {
    writes: Arc<Queue>,
    reads: Arc<Queue>,
    running: Mutex<Vec<JoinHandle<()>>>,
    name: String,
}

impl Database {
    /// Opens a database, making it where it is a file that is missing, and brings its tables up to date.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be reached or made, `Corrupt` when it is no database, `Migration` when it is of a
    /// newer version.
    pub async fn open(location: &Location) -> Result<Self, DatabaseError> {
        let place = location.clone();
        let opened = tokio::task::spawn_blocking(move || match place {
            Location::Sqlite(path) => Threads::on_sqlite(sqlite::open(&path)?, path.display().to_string()),
            Location::Postgres(server) => {
                let connector = postgres::Connector::open(&server)?;
                Threads::on_postgres(&connector, server.connections, server.to_string())
            }
        });
        let threads = opened.await.map_err(|_| DatabaseError::Panicked)??;
        Ok(Self { threads: Arc::new(threads) })
    }

    /// Does a job that may write. When it gives `Err`, it has changed nothing. When this comes back with `Ok`, the work
    /// is on the disk. If the caller goes away, the job may be done or not.
    ///
    /// # Errors
    /// The job's own, and [`DatabaseError`] when the database could not do it.
    pub async fn write<T, E>(
        &self,
        job: impl Fn(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        self.run(Mode::Write, job).await
    }

    /// Does a job that only reads. All its queries see the same moment. It waits for no job that writes.
    ///
    /// # Errors
    /// As [`write`](Self::write); [`DatabaseError::Sql`] when the job tries to write.
    pub async fn read<T, E>(
        &self,
        job: impl Fn(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        self.run(Mode::Read, job).await
    }

    /// Does a job that reads with one statement at most, which takes a server half as long as [`read`](Self::read).
    ///
    /// # Errors
    /// As [`write`](Self::write); [`DatabaseError::Sql`] when the job runs a second statement, or one that is no `SELECT`.
    pub async fn read_one<T, E>(
        &self,
        job: impl Fn(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        self.run(Mode::ReadOne, job).await
    }

    /// Takes no more jobs, waits for those that are waiting, and closes the connections; `SQLite` then folds its log
    /// into the file.
    pub async fn close(&self) {
        self.threads.close();
        let running =
            std::mem::take(&mut *self.threads.running.lock().unwrap_or_else(PoisonError::into_inner));
        let ended =
            tokio::task::spawn_blocking(move || running.into_iter().for_each(|thread| drop(thread.join())));
        // Only a runtime that is shutting down does not wait; the threads end all the same.
        let _ = ended.await;
    }

    async fn run<T, E>(
        &self,
        mode: Mode,
        job: impl Fn(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let queue = match mode {
            Mode::Read | Mode::ReadOne => &self.threads.reads,
            Mode::Write => &self.threads.writes,
        };
        queue.put(Box::new(Work::new(mode, job, caller)))?;
        answer.await.unwrap_or_else(|_| Err(queue::closed().into()))
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Database").field(&self.threads.name).finish()
    }
}

impl Threads {
    fn on_sqlite(connections: Vec<rusqlite::Connection>, name: String) -> Result<Self, DatabaseError> {
        let (writes, reads) = (Arc::new(Queue::default()), Arc::new(Queue::default()));
        let threads = Self { writes, reads, running: Mutex::default(), name };
        for (index, connection) in connections.into_iter().enumerate() {
            if index == 0 {
                let queue = Arc::clone(&threads.writes);
                threads.start("database writer", move || sqlite::write_jobs(&connection, &queue))?;
            } else {
                let queue = Arc::clone(&threads.reads);
                threads.start("database reader", move || sqlite::read_jobs(&connection, &queue))?;
            }
        }
        Ok(threads)
    }

    fn on_postgres(
        connector: &postgres::Connector,
        connections: usize,
        name: String,
    ) -> Result<Self, DatabaseError> {
        let queue = Arc::new(Queue::default());
        let threads = Self { writes: Arc::clone(&queue), reads: queue, running: Mutex::default(), name };
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

    fn close(&self) {
        self.writes.close();
        self.reads.close();
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.close();
    }
}
