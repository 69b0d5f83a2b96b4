//! The database: `SQLite` in this process, or a `PostgreSQL` server, with the same migrations and the same queries.
//!
//! A unit of work is a *job*: a plain synchronous closure over a [`Transaction`]. It is done whole or not at all, and it
//! may be run more than once (a deadlock, a lost connection, a neighbour in the same batch that filled the disk), so it
//! must have no effect outside the transaction: no mail, no counter, no time or random number that must stay the same;
//! take those before and move them in.
//!
//! **Nobody waits for ever.** A database handle has a [`Class`], which says what kind of work its jobs are
//! ([`Database::for_class`]). The class decides two things. Its [`Deadlines`] bound how long a job waits to be begun and how
//! long it takes; a job that waited for too long is dropped and not done late. Its lane (`lanes.rs`) bounds how many threads
//! its jobs hold: orders that all wait for one row hold half of the connections, and sessions are still looked up on the
//! others. On `PostgreSQL` the server itself ends a statement that waits or runs for too long. If the server says nothing at
//! all, the connection is thrown away and the next job gets a new one (`postgres/connector.rs`). On `SQLite` a statement that
//! runs for too long is ended by its own thread (`sqlite_watch.rs`), and the writer keeps the write-ahead log short
//! (`sqlite_log.rs`).
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
mod lanes;
mod limits;
mod location;
mod lots;
mod migrations;
mod postgres;
mod postgres_value;
mod queue;
mod sqlite;
mod sqlite_file;
mod sqlite_log;
mod sqlite_watch;
mod threads;
mod tls;
mod transaction;
mod value;

pub use args::DatabaseArgs;
pub use error::DatabaseError;
pub use limits::{Class, Deadlines, Limits};
pub use location::{CONNECTIONS_MAX, CONNECTIONS_MIN, Location, Server, connections};
pub use lots::Lots;
pub use postgres::TRIES_MAX;
pub use queue::WAITING_MAX;
pub use sqlite::{BATCH_MAX, BUSY_TIMEOUT, READERS};
pub use transaction::{Step, Transaction};
pub use value::{Field, FromField, Row, SealedBytes, ToValue, Value};

use job::{Ticket, Work};
use lanes::Lane;
use std::sync::Arc;
use threads::Threads;
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
    class: Class,
}

impl Database {
    /// Opens a database, making it where it is a file that is missing, and brings its tables up to date.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be reached or made, `Corrupt` when it is no database, `Migration` when it is of a
    /// newer version.
    pub async fn open(location: &Location) -> Result<Self, DatabaseError> {
        Self::open_with(location, Limits::default()).await
    }

    /// The same with other limits.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with(location: &Location, limits: Limits) -> Result<Self, DatabaseError> {
        let place = location.clone();
        let opened = tokio::task::spawn_blocking(move || match place {
            Location::Sqlite(path) => {
                Threads::on_sqlite(sqlite::open(&path, &limits)?, path.display().to_string(), &limits)
            }
            Location::Postgres(server) => {
                let connector = postgres::Connector::open(&server, &limits)?;
                Threads::on_postgres(&connector, server.connections, server.to_string(), &limits)
            }
        });
        let threads = opened.await.map_err(|_| DatabaseError::Panicked)??;
        Ok(Self { threads: Arc::new(threads), class: Class::default() })
    }

    /// The same database for jobs of another class.
    #[must_use]
    pub fn for_class(&self, class: Class) -> Self {
        Self { threads: Arc::clone(&self.threads), class }
    }

    /// Does a job that may write. When it gives `Err`, it has changed nothing. When this comes back with `Ok`, the work
    /// is on the disk. If the caller goes away, the job may be done or not.
    ///
    /// # Errors
    /// The job's own, and [`DatabaseError`] when the database could not do it: `Busy` when the job could not be begun within
    /// its class's time or took too long, `Unavailable` when a server did not answer in time, `Unknown` when that was the
    /// answer to the commit.
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
        let running = self.threads.take_running();
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
        let (caller, mut answer) = oneshot::channel();
        let queue = match mode {
            Mode::Read | Mode::ReadOne => &self.threads.reads,
            Mode::Write => &self.threads.writes,
        };
        let (deadlines, ticket) = (self.threads.limits.of(self.class), Ticket::default());
        let work = Work::new(mode, deadlines, ticket.clone(), job, caller);
        queue.put(Lane::of(self.threads.kind, self.class, mode), Box::new(work))?;
        let result = match tokio::time::timeout(deadlines.wait, &mut answer).await {
            Ok(result) => result,
            Err(_) if ticket.take() => {
                let waited = deadlines.wait.as_secs_f32();
                return Err(
                    DatabaseError::Busy(format!("the work could not be begun within {waited} s")).into()
                );
            }
            // It was begun, and has its own deadline.
            Err(_) => answer.await,
        };
        result.unwrap_or_else(|_| Err(queue::closed().into()))
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Database").field(&self.threads.name).field(&self.class).finish()
    }
}
