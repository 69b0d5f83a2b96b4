//! `PostgreSQL`: threads with a connection each, one transaction a job.

use super::error::{is_collision, is_known_not_committed, of_postgres, with_causes};
use super::job::Job;
use super::location::Server;
use super::postgres_value::{kind, parameter, row};
use super::queue::Queue;
use super::transaction::{Engine, Kind, Step, Transaction, check_only, check_text, miscounted, placeholders};
use super::value::{Row, Value};
use super::{DatabaseError, Mode, migrations, tls};
use futures_util::future::{join_all, join3};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Error, NoTls, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How often a job is begun again that met others (a deadlock, a serialization failure).
pub const TRIES_MAX: u32 = 10;
/// The pause before the second try; it doubles each time up to the longest.
const PAUSE: Duration = Duration::from_millis(10);
const PAUSE_MAX: Duration = Duration::from_secs(1);
/// Prepared statements that a connection keeps.
const STATEMENTS_MAX: usize = 256;

/// Statements that are sent before the answer to the first is waited for. Few enough that `join_all` asks them in turn.
const TOGETHER: usize = 16;
/// How long a connection is given to say goodbye.
const GOODBYE: Duration = Duration::from_secs(1);

const BEGIN_WRITE: &str = "START TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE";
/// All queries of one job see the same moment, as on `SQLite`.
const BEGIN_READ: &str = "START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

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

type Statements = HashMap<&'static str, Vec<(Vec<Type>, Statement)>>;

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
        let (has_begun, has_collided) = (session.state != State::Refused, session.has_collided);
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

/// Whether the server has begun the transaction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not before it is needed: it is begun together with the first statement.
    NotYet,
    Begun,
    /// A statement of its own needs no transaction.
    Alone,
    Refused,
}

/// A transaction.
struct Session<'a> {
    connection: &'a mut Connection,
    mode: Mode,
    state: State,
    /// Locks that are taken together with the next statement, before it.
    locks: Vec<(Statement, i64)>,
    has_collided: bool,
}

impl<'a> Session<'a> {
    fn new(connection: &'a mut Connection, mode: Mode) -> Self {
        Self { connection, mode, state: State::NotYet, locks: Vec::new(), has_collided: false }
    }

    /// Asks the server; in the same breath, before it, begins the transaction and takes the locks, if that is still to be
    /// done.
    fn ask<T>(&mut self, ask: impl AsyncFnOnce(&Client) -> Result<T, Error>) -> Result<T, DatabaseError> {
        let (client, runtime) = (self.connection.client(), &self.connection.runtime);
        let opening = match (self.state, self.mode) {
            (State::NotYet, Mode::Write) => Some(BEGIN_WRITE),
            (State::NotYet, Mode::Read) => Some(BEGIN_READ),
            _ => None,
        };
        let locks = std::mem::take(&mut self.locks);
        let result = if opening.is_none() && locks.is_empty() {
            runtime.block_on(ask(client))
        } else {
            let begun = async {
                match opening {
                    Some(sql) => client.batch_execute(sql).await,
                    None => Ok(()),
                }
            };
            let locked = locks.iter().map(async |(statement, key)| client.execute(statement, &[key]).await);
            // Each is asked before what stands after it.
            let (begun, locked, result) = runtime.block_on(join3(begun, join_all(locked), ask(client)));
            if self.state == State::NotYet {
                self.state = if begun.is_ok() { State::Begun } else { State::Refused };
            }
            let locked = locked.into_iter().collect::<Result<Vec<u64>, Error>>();
            begun.and(locked).and(result)
        };
        result.map_err(|error| self.failed(&error))
    }

    /// A job of one statement has no other, and begins no transaction for it.
    fn admit(&mut self, sql: &str) -> Result<(), DatabaseError> {
        if self.mode == Mode::ReadOne {
            check_only(sql, self.state == State::NotYet)?;
            self.state = State::Alone;
        }
        Ok(())
    }

    /// Commits, or undoes.
    fn end(self, sql: &str) -> Result<(), Error> {
        if self.state == State::Begun { self.connection.say(sql) } else { Ok(()) }
    }

    fn failed(&mut self, error: &Error) -> DatabaseError {
        self.has_collided |= is_collision(error);
        if self.mode == Mode::Write && error.code() == Some(&SqlState::READ_ONLY_SQL_TRANSACTION) {
            // Another server has taken over and this one only follows: a new connection may find the other.
            return DatabaseError::Unavailable("the server only reads".to_owned());
        }
        of_postgres(error)
    }

    /// The prepared statement for values of these types.
    fn prepared(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Statement, DatabaseError> {
        let is_same = |types: &[Type]| types.iter().cloned().eq(values.iter().map(kind));
        let statements = &self.connection.statements;
        let known = statements.get(sql).and_then(|known| known.iter().find(|(types, _)| is_same(types)));
        if let Some((_, statement)) = known {
            return Ok(statement.clone());
        }
        if placeholders(sql) != values.len() {
            return Err(miscounted()); // which the server would let pass
        }
        if statements.len() >= STATEMENTS_MAX {
            self.connection.statements.clear();
        }
        let types: Vec<Type> = values.iter().map(kind).collect();
        let statement = self.ask(async |client| client.prepare_typed(sql, &types).await)?;
        self.connection.statements.entry(sql).or_default().push((types, statement.clone()));
        Ok(statement)
    }
}

/// A NUL would be refused by the server, and end the connection's transaction.
fn check(values: &[Value<'_>]) -> Result<(), DatabaseError> {
    values.iter().try_for_each(|value| match value {
        Value::Text(Some(text)) => check_text(text),
        _ => Ok(()),
    })
}

/// The number that `PostgreSQL` knows a lock by.
fn lock_key(what: &str) -> i64 {
    let digest = Sha256::digest(what.as_bytes());
    let mut key = [0; 8];
    key.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(key)
}

impl Engine for Session<'_> {
    fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, DatabaseError> {
        self.admit(sql)?;
        check(values)?;
        let statement = self.prepared(sql, values)?;
        let parameters: Vec<_> = values.iter().map(parameter).collect();
        self.ask(async |client| client.execute(&statement, &parameters).await)
    }

    fn execute_all(&mut self, steps: &[Step<'_>]) -> Result<Vec<u64>, DatabaseError> {
        let mut counts = Vec::with_capacity(steps.len());
        for steps in steps.chunks(TOGETHER) {
            let mut asked = Vec::with_capacity(steps.len());
            for (sql, values) in steps {
                self.admit(sql)?;
                check(values)?;
                asked.push((self.prepared(sql, values)?, values.iter().map(parameter).collect::<Vec<_>>()));
            }
            // After a failure the server refuses what follows: the first failure is the reason.
            counts.extend(self.ask(async |client| {
                let all = asked.iter().map(|(statement, values)| client.execute(statement, values));
                join_all(all).await.into_iter().collect::<Result<Vec<u64>, Error>>()
            })?);
        }
        Ok(counts)
    }

    fn query(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, DatabaseError> {
        self.admit(sql)?;
        check(values)?;
        let statement = self.prepared(sql, values)?;
        let parameters: Vec<_> = values.iter().map(parameter).collect();
        let rows = self.ask(async |client| client.query(&statement, &parameters).await)?;
        rows.iter().map(row).collect()
    }

    fn batch(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.admit(sql)?;
        self.ask(async |client| client.batch_execute(sql).await)
    }

    fn lock(&mut self, what: &str) -> Result<(), DatabaseError> {
        let key = lock_key(what);
        let statement = self.prepared("SELECT pg_advisory_xact_lock($1)", &[Value::Integer(Some(key))])?;
        self.locks.push((statement, key));
        Ok(())
    }

    fn lock_all(&mut self, what: &[String]) -> Result<(), DatabaseError> {
        // By their numbers, so that no two jobs wait for each other; they go with the next statement.
        let mut keys: Vec<(i64, &String)> = what.iter().map(|one| (lock_key(one), one)).collect();
        keys.sort_unstable();
        keys.into_iter().try_for_each(|(_, one)| self.lock(one))
    }

    fn kind(&self) -> Kind {
        Kind::Postgres
    }
}
