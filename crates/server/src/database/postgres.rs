//! `PostgreSQL`: threads with a connection each, one transaction a job.

mod session;

use super::error::{is_collision, is_known_not_committed, of_postgres, with_causes};
use super::job::Job;
use super::location::Server;
use super::queue::Queue;
use super::transaction::Transaction;
use super::{DatabaseError, Mode, migrations, tls};
use session::{Session, Statements};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Error, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How often a job is begun again that met others (a deadlock, a serialization failure).
pub const TRIES_MAX: u32 = 10;
/// The pause before the second try; it doubles each time up to the longest.
const PAUSE: Duration = Duration::from_millis(10);
const PAUSE_MAX: Duration = Duration::from_secs(1);
/// How long a connection is given to say goodbye.
const GOODBYE: Duration = Duration::from_secs(1);

/// For each connection: nobody waits for ever for a lock, a process that vanished holds none for ever, and what is
/// committed is on the server's disk even where the server is set up to be careless.
const SET_UP: &str = "SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '120s'; \
                      SELECT set_config('synchronous_commit', 'on', false) \
                      WHERE current_setting('synchronous_commit') = 'off'";

/// How to open connections.
#[derive(Clone)]
pub(super) struct Connector {
    server: Server,
    tls: Option<MakeRustlsConnect>,
}

impl Connector {
    /// Reaches the server and brings the tables up to date.
    pub(super) fn open(server: &Server) -> Result<Self, DatabaseError> {
        let connector = Self { server: server.clone(), tls: tls::connector(&server.security)? };
        let mut connection = connector.connect()?;
        connection.check_encoding()?;
        connection.migrate()?;
        Ok(connector)
    }

    fn connect(&self) -> Result<Connection, DatabaseError> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| DatabaseError::Unavailable(error.to_string()))?;
        let config = &self.server.config;
        let connected = runtime.block_on(async {
            let (client, task) = if let Some(tls) = &self.tls {
                let (client, connection) = config.connect(tls.clone()).await?;
                (client, tokio::spawn(connection))
            } else {
                let (client, connection) = config.connect(NoTls).await?;
                (client, tokio::spawn(connection))
            };
            client.batch_execute(SET_UP).await?;
            Ok((client, task))
        });
        // Whatever the reason, the next job tries again.
        let (client, task) = connected.map_err(|error: Error| {
            DatabaseError::Unavailable(format!("{} cannot be reached: {}", self.server, with_causes(&error)))
        })?;
        Ok(Connection { client: Some(client), task, runtime, statements: Statements::default() })
    }
}

/// A thread with one connection. Ends when the queue does.
pub(super) fn do_jobs(connector: &Connector, queue: &Queue) {
    let mut connection = None;
    while let Some(mut job) = queue.take(1).pop() {
        if job.is_abandoned() {
            continue;
        }
        let outcome = attempt(connector, &mut connection, job.as_mut());
        job.settle(outcome);
    }
}

/// Runs the job until it is done, on a new connection if the old one is lost. What was begun and not committed can
/// always be begun again.
fn attempt(
    connector: &Connector,
    slot: &mut Option<Connection>,
    job: &mut dyn Job,
) -> Result<(), DatabaseError> {
    let mut tries = 0;
    let mut may_reopen = true;
    loop {
        let connection = match slot {
            Some(connection) if !connection.is_closed() => connection,
            _ => {
                may_reopen = false;
                slot.insert(connector.connect()?)
            }
        };
        match connection.run(job) {
            Outcome::Done(result) => return result,
            Outcome::Collided(error) => {
                tries += 1;
                if tries >= TRIES_MAX {
                    return Err(error);
                }
                std::thread::sleep(pause(tries));
            }
            Outcome::Lost(error) => {
                *slot = None;
                if !std::mem::take(&mut may_reopen) {
                    return Err(error);
                }
            }
            Outcome::Unknown(text) => {
                *slot = None;
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

/// What became of a transaction.
enum Outcome {
    /// It came to its end, committed or undone.
    Done(Result<(), DatabaseError>),
    /// It met others and was undone by the server.
    Collided(DatabaseError),
    /// The connection was lost before the commit, so it was undone.
    Lost(DatabaseError),
    /// The connection was lost during the commit.
    Unknown(String),
}

/// A connection with its prepared statements. Between two jobs nothing happens on it; while a job waits for an answer, its
/// thread drives it.
struct Connection {
    /// There until it is dropped.
    client: Option<Client>,
    /// What reads from the line and writes to it.
    task: JoinHandle<Result<(), Error>>,
    runtime: Runtime,
    statements: Statements,
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
    fn client(&self) -> &Client {
        self.client.as_ref().expect("it is there until the connection is dropped")
    }

    fn is_closed(&self) -> bool {
        self.client().is_closed()
    }

    /// Says this and nothing else.
    fn say(&self, sql: &str) -> Result<(), Error> {
        self.runtime.block_on(self.client().batch_execute(sql))
    }

    fn check_encoding(&mut self) -> Result<(), DatabaseError> {
        let asked = self.runtime.block_on(self.client().query_one("SHOW server_encoding", &[]));
        let encoding =
            asked.and_then(|row| row.try_get::<_, String>(0)).map_err(|error| of_postgres(&error))?;
        if encoding == "UTF8" {
            return Ok(());
        }
        Err(DatabaseError::Location(format!(
            "the database must be made with the encoding UTF8, not {encoding}"
        )))
    }

    /// The lock is of the server, so that of several processes that start at once one does the work.
    fn migrate(&mut self) -> Result<(), DatabaseError> {
        let mut session = Session::new(self, Mode::Write);
        let mut transaction = Transaction::new(&mut session);
        transaction.lock("fairday migrations")?;
        migrations::run(&mut transaction)?;
        session.end("COMMIT").map_err(|error| of_postgres(&error))
    }

    fn run(&mut self, job: &mut dyn Job) -> Outcome {
        let mode = job.mode();
        let mut session = Session::new(self, mode);
        let mut transaction = Transaction::new(&mut session);
        let is_ok = job.run(&mut transaction);
        let failure = transaction.into_failure();
        let (has_begun, has_collided) = (session.has_begun(), session.has_collided());
        if is_ok && failure.is_none() && mode == Mode::Write {
            return match session.end("COMMIT") {
                Ok(()) => Outcome::Done(Ok(())),
                Err(error) if is_collision(&error) => Outcome::Collided(of_postgres(&error)),
                Err(error) if is_known_not_committed(&error) => Outcome::Done(Err(of_postgres(&error))),
                Err(error) => Outcome::Unknown(with_causes(&error)),
            };
        }
        let undone = session.end("ROLLBACK");
        match failure {
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
