//! `PostgreSQL`: threads with a connection each, one transaction a job.

use super::error::{is_collision, is_known_not_committed, of_postgres, with_causes};
use super::job::Job;
use super::location::Server;
use super::postgres_value::{kind, parameter, row};
use super::queue::Queue;
use super::transaction::{Engine, Kind, Transaction, check_text, miscounted, placeholders};
use super::value::{Row, ToValue, Value};
use super::{DatabaseError, Mode, migrations, tls};
use postgres::error::SqlState;
use postgres::types::Type;
use postgres::{Client, IsolationLevel, NoTls, Statement};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Connections of this process, and so jobs at the same time. A server allows 100 of all processes together, unless
/// told otherwise.
pub const CONNECTIONS_MAX: usize = 8;
/// How often a job is begun again that met others (a deadlock, a serialization failure).
pub const TRIES_MAX: u32 = 10;
/// The pause before the second try; it doubles each time up to the longest.
const PAUSE: Duration = Duration::from_millis(10);
const PAUSE_MAX: Duration = Duration::from_secs(1);
/// Prepared statements that a connection keeps.
const STATEMENTS_MAX: usize = 256;

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
        let config = &self.server.config;
        let client = match &self.tls {
            Some(tls) => config.connect(tls.clone()),
            None => config.connect(NoTls),
        };
        // Whatever the reason, the next job tries again.
        let unavailable = |error: postgres::Error| {
            DatabaseError::Unavailable(format!("{} cannot be reached: {}", self.server, with_causes(&error)))
        };
        let mut client = client.map_err(unavailable)?;
        client.batch_execute(SET_UP).map_err(unavailable)?;
        Ok(Connection { client, statements: Statements::default() })
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
            Some(connection) if !connection.client.is_closed() => connection,
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

/// A connection with its prepared statements.
struct Connection {
    client: Client,
    statements: Statements,
}

impl Connection {
    fn check_encoding(&mut self) -> Result<(), DatabaseError> {
        let row = self.client.query_one("SHOW server_encoding", &[]).map_err(|error| of_postgres(&error))?;
        let encoding: String = row.try_get(0).map_err(|error| of_postgres(&error))?;
        if encoding == "UTF8" {
            return Ok(());
        }
        Err(DatabaseError::Location(format!(
            "the database must be made with the encoding UTF8, not {encoding}"
        )))
    }

    /// The lock is of the server, so that of several processes that start at once one does the work.
    fn migrate(&mut self) -> Result<(), DatabaseError> {
        let mut session = self.begin(Mode::Write).map_err(|error| of_postgres(&error))?;
        let mut transaction = Transaction::new(&mut session);
        transaction.lock("fairday migrations")?;
        migrations::run(&mut transaction)?;
        session.transaction.commit().map_err(|error| of_postgres(&error))
    }

    fn begin(&mut self, mode: Mode) -> Result<Session<'_>, postgres::Error> {
        let begin = self.client.build_transaction();
        let transaction = match mode {
            Mode::Write => begin.isolation_level(IsolationLevel::ReadCommitted).read_only(false),
            // All queries of one job see the same moment, as on SQLite.
            Mode::Read => begin.isolation_level(IsolationLevel::RepeatableRead).read_only(true),
        };
        let transaction = transaction.start()?;
        Ok(Session { transaction, statements: &mut self.statements, mode, has_collided: false })
    }

    fn run(&mut self, job: &mut dyn Job) -> Outcome {
        let mode = job.mode();
        let mut session = match self.begin(mode) {
            Ok(session) => session,
            Err(error) => return Outcome::Lost(of_postgres(&error)),
        };
        let mut transaction = Transaction::new(&mut session);
        let is_ok = job.run(&mut transaction);
        let failure = transaction.into_failure();
        let has_collided = session.has_collided;
        if is_ok && failure.is_none() && mode == Mode::Write {
            return match session.transaction.commit() {
                Ok(()) => Outcome::Done(Ok(())),
                Err(error) if is_collision(&error) => Outcome::Collided(of_postgres(&error)),
                Err(error) if is_known_not_committed(&error) => Outcome::Done(Err(of_postgres(&error))),
                Err(error) => Outcome::Unknown(with_causes(&error)),
            };
        }
        let undone = session.transaction.rollback();
        match failure {
            Some(error) if has_collided => Outcome::Collided(error),
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

/// An open transaction.
struct Session<'a> {
    transaction: postgres::Transaction<'a>,
    statements: &'a mut Statements,
    mode: Mode,
    has_collided: bool,
}

impl Session<'_> {
    fn failed(&mut self, error: &postgres::Error) -> DatabaseError {
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
        let known = self.statements.get(sql).and_then(|known| known.iter().find(|(types, _)| is_same(types)));
        if let Some((_, statement)) = known {
            return Ok(statement.clone());
        }
        if placeholders(sql) != values.len() {
            return Err(miscounted()); // which the server would let pass
        }
        if self.statements.len() >= STATEMENTS_MAX {
            self.statements.clear();
        }
        let types: Vec<Type> = values.iter().map(kind).collect();
        let statement = self.transaction.prepare_typed(sql, &types).map_err(|error| self.failed(&error))?;
        self.statements.entry(sql).or_default().push((types, statement.clone()));
        Ok(statement)
    }
}

fn checked<'a>(values: &[&'a dyn ToValue]) -> Result<Vec<Value<'a>>, DatabaseError> {
    let checked = |value: &&'a dyn ToValue| {
        let value = value.to_value();
        if let Value::Text(Some(text)) = value {
            check_text(text)?;
        }
        Ok(value)
    };
    values.iter().map(checked).collect()
}

/// The number that `PostgreSQL` knows a lock by.
fn lock_key(what: &str) -> i64 {
    let digest = Sha256::digest(what.as_bytes());
    let mut key = [0; 8];
    key.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(key)
}

impl Engine for Session<'_> {
    fn execute(&mut self, sql: &'static str, values: &[&dyn ToValue]) -> Result<u64, DatabaseError> {
        let values = checked(values)?;
        let statement = self.prepared(sql, &values)?;
        let parameters: Vec<_> = values.iter().map(parameter).collect();
        self.transaction.execute(&statement, &parameters).map_err(|error| self.failed(&error))
    }

    fn query(&mut self, sql: &'static str, values: &[&dyn ToValue]) -> Result<Vec<Row>, DatabaseError> {
        let values = checked(values)?;
        let statement = self.prepared(sql, &values)?;
        let parameters: Vec<_> = values.iter().map(parameter).collect();
        let rows = self.transaction.query(&statement, &parameters).map_err(|error| self.failed(&error))?;
        rows.iter().map(row).collect()
    }

    fn batch(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.transaction.batch_execute(sql).map_err(|error| self.failed(&error))
    }

    fn lock(&mut self, what: &str) -> Result<(), DatabaseError> {
        self.execute("SELECT pg_advisory_xact_lock($1)", &[&lock_key(what)]).map(|_| ())
    }

    fn lock_all(&mut self, what: &[String]) -> Result<(), DatabaseError> {
        let mut keys: Vec<i64> = what.iter().map(|one| lock_key(one)).collect();
        keys.sort_unstable();
        let keys: Vec<String> = keys.iter().map(i64::to_string).collect();
        // Rows come in the order of the text: nothing sorts or joins them.
        let sql =
            "SELECT pg_advisory_xact_lock(CAST(key AS BIGINT)) FROM regexp_split_to_table($1, ',') AS key";
        if keys.is_empty() { Ok(()) } else { self.execute(sql, &[&keys.join(",")]).map(|_| ()) }
    }

    fn kind(&self) -> Kind {
        Kind::Postgres
    }
}
