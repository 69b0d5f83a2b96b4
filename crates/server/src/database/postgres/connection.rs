//! One connection to a `PostgreSQL` server, and a job's transaction on it.

use super::super::error::{is_collision, is_known_not_committed, of_postgres, with_causes};
use super::super::job::Job;
use super::super::limits::Deadlines;
use super::super::transaction::Transaction;
use super::super::{DatabaseError, Mode, migrations};
use super::session::{Session, Statements};
use std::cell::Cell;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Error};

/// How long a connection is given to say goodbye.
const GOODBYE: Duration = Duration::from_secs(1);
/// How long the end of a transaction may take at least, however late the job is: a commit that is not waited for may be done
/// all the same, and nobody knows.
const END_MIN: Duration = Duration::from_secs(2);

/// How long the answer of a server that ended a statement may take to be here.
const ON_THE_WAY: Duration = Duration::from_secs(2);

/// The deadlines that the server itself keeps on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ServerLimits {
    lock: Duration,
    statement: Duration,
    idle: Duration,
}

impl ServerLimits {
    pub(super) const fn of(deadlines: Deadlines) -> Self {
        Self { lock: deadlines.lock, statement: deadlines.statement, idle: deadlines.idle }
    }

    /// How long the answer to a statement may take: the server ends the statement before.
    pub(super) fn answer(self) -> Duration {
        self.statement + ON_THE_WAY
    }

    /// The statements that set them.
    pub(super) fn sql(self) -> String {
        format!(
            "SET lock_timeout = {}; SET statement_timeout = {}; SET idle_in_transaction_session_timeout = {}",
            self.lock.as_millis(),
            self.statement.as_millis(),
            self.idle.as_millis()
        )
    }
}

/// The end of a transaction.
pub(super) enum Outcome {
    /// It came to its end, committed or undone.
    Done(Result<(), DatabaseError>),
    /// It met others and was undone by the server.
    Collided(DatabaseError),
    /// The connection was lost before the commit, so it was undone.
    Lost(DatabaseError),
    /// The connection was lost, or fell silent, during the commit.
    Unknown(String),
}

/// A connection with its prepared statements. Between two jobs nothing happens on it; while a job waits for an answer, its
/// thread drives it.
pub(super) struct Connection {
    /// There until it is dropped.
    client: Option<Client>,
    /// The task that reads from the line and writes to it.
    task: JoinHandle<Result<(), Error>>,
    runtime: Runtime,
    pub(super) statements: Statements,
    /// The deadlines that the server was told.
    pub(super) limits: ServerLimits,
    heard_at: Cell<Instant>,
    is_silent: Cell<bool>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        // Without its client the task says goodbye to the server and ends.
        drop(self.client.take());
        let task = &mut self.task;
        let _ = self.runtime.block_on(async { tokio::time::timeout(GOODBYE, task).await });
    }
}

impl Connection {
    pub(super) fn new(
        client: Client,
        task: JoinHandle<Result<(), Error>>,
        runtime: Runtime,
        limits: ServerLimits,
    ) -> Self {
        Self {
            client: Some(client),
            task,
            runtime,
            statements: Statements::default(),
            limits,
            heard_at: Cell::new(Instant::now()),
            is_silent: Cell::new(false),
        }
    }

    pub(super) fn client(&self) -> &Client {
        self.client.as_ref().expect("it is there until the connection is dropped")
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client().is_closed()
    }

    /// True when an answer did not come in time. Nothing may be asked on it any more: the answer would be the old one.
    pub(super) fn is_silent(&self) -> bool {
        self.is_silent.get()
    }

    /// When the server last answered.
    pub(super) fn heard_at(&self) -> Instant {
        self.heard_at.get()
    }

    /// Waits for an answer; none when it does not come in time.
    pub(super) fn drive<T>(&self, until: Instant, answer: impl Future<Output = T>) -> Option<T> {
        let came = self.runtime.block_on(async { tokio::time::timeout_at(until.into(), answer).await }).ok();
        match came {
            Some(_) => self.heard_at.set(Instant::now()),
            None => self.is_silent.set(true),
        }
        came
    }

    /// The lock is of the server, so that of several processes that start at once one does the work.
    pub(super) fn migrate(&mut self, deadlines: Deadlines) -> Result<(), DatabaseError> {
        let until = Instant::now() + deadlines.job;
        let mut session = Session::new(self, Mode::Write, deadlines, until);
        let mut transaction = Transaction::new(&mut session);
        transaction.lock("fairday migrations")?;
        migrations::run(&mut transaction)?;
        session.end("COMMIT", until).ok_or_else(silent)?.map_err(|error| of_postgres(&error))
    }

    /// Does the job, until its time is up.
    pub(super) fn run(&mut self, job: &mut dyn Job, until: Instant) -> Outcome {
        let mode = job.mode();
        let mut session = Session::new(self, mode, job.deadlines(), until);
        let mut transaction = Transaction::new(&mut session);
        let is_ok = job.run(&mut transaction);
        let failure = transaction.into_failure();
        let (has_begun, has_collided, is_silent) =
            (session.has_begun(), session.has_collided(), session.is_silent());
        let end_until = until.max(Instant::now() + END_MIN);
        if is_ok && failure.is_none() && mode == Mode::Write {
            return match session.end("COMMIT", end_until) {
                Some(Ok(())) => Outcome::Done(Ok(())),
                Some(Err(error)) if is_collision(&error) => Outcome::Collided(of_postgres(&error)),
                Some(Err(error)) if is_known_not_committed(&error) => Outcome::Done(Err(of_postgres(&error))),
                Some(Err(error)) => Outcome::Unknown(with_causes(&error)),
                None => Outcome::Unknown(SILENT.to_owned()),
            };
        }
        // Without a commit the server undoes everything, at once or when it notices that nobody is there.
        let undone = if is_silent { None } else { session.end("ROLLBACK", end_until) };
        match failure {
            Some(error) if is_silent => Outcome::Done(Err(error)),
            Some(error) if has_collided => Outcome::Collided(error),
            Some(error) if !has_begun => Outcome::Lost(error),
            Some(error @ DatabaseError::Unavailable(_)) => Outcome::Lost(error),
            // A job that failed says so itself; one that overlooked a failure is told.
            Some(error) if is_ok => Outcome::Done(Err(error)),
            // An answer read before the connection went is whole.
            _ => {
                drop(undone);
                Outcome::Done(Ok(()))
            }
        }
    }
}

const SILENT: &str = "the server has not answered in time";

/// An answer did not come in time.
pub(super) fn silent() -> DatabaseError {
    DatabaseError::Unavailable(SILENT.to_owned())
}
