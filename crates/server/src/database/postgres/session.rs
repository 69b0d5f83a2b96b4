//! A transaction on a connection to `PostgreSQL`.

use super::super::error::{is_collision, of_postgres};
use super::super::limits::Deadlines;
use super::super::postgres_value::{Column, kind, parameter, row};
use super::super::transaction::{Engine, Kind, Step, check_only, check_text, miscounted, placeholders};
use super::super::value::{Row, Value};
use super::super::{DatabaseError, Lots, Mode};
use super::connection::{Connection, ServerLimits, silent};
use futures_util::future::{join, join_all, join3};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::time::Instant;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Error, Statement};

/// Prepared statements that a connection keeps.
const STATEMENTS_MAX: usize = 256;

/// Statements that are sent before the answer to the first is waited for. Few enough that `join_all` asks them in turn.
const TOGETHER: usize = 16;
/// A list is gone through from its beginning.
const LOCK: &str = "SELECT pg_advisory_xact_lock(key) FROM unnest($1) AS key";
/// The name of the sequence is found once.
const NEXT_NUMBERS: &str = "WITH own AS MATERIALIZED \
                            (SELECT CAST(pg_get_serial_sequence($1, 'number') AS regclass) AS sequence) \
                            SELECT nextval(sequence) FROM own, generate_series(1, $2)";
const BEGIN_WRITE: &str = "START TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE";
/// All queries of one job see the same moment, as on `SQLite`.
const BEGIN_READ: &str = "START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Prepared statements: by their text, for each kinds of values.
pub(super) type Statements = HashMap<&'static str, Vec<(Vec<Type>, Statement)>>;

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
pub(super) struct Session<'a> {
    connection: &'a mut Connection,
    mode: Mode,
    state: State,
    /// Locks that are taken together with the next statement, before it.
    locks: Option<(Statement, Vec<i64>)>,
    has_collided: bool,
    /// The deadlines that the server has to keep.
    limits: ServerLimits,
    /// When the job's time is up.
    until: Instant,
}

impl<'a> Session<'a> {
    pub(super) fn new(
        connection: &'a mut Connection,
        mode: Mode,
        deadlines: Deadlines,
        until: Instant,
    ) -> Self {
        let limits = ServerLimits::of(deadlines);
        Self { connection, mode, state: State::NotYet, locks: None, has_collided: false, limits, until }
    }

    /// Asks the server; in the same breath, before it, says which deadlines the server is to keep, begins the transaction and
    /// takes the locks, if that is still to be done.
    fn ask<T>(&mut self, ask: impl AsyncFnOnce(&Client) -> Result<T, Error>) -> Result<T, DatabaseError> {
        let (connection, client) = (&*self.connection, self.connection.client());
        let until = self.until.min(Instant::now() + self.limits.answer());
        let opening = match (self.state, self.mode) {
            (State::NotYet, Mode::Write) => Some(BEGIN_WRITE),
            (State::NotYet, Mode::Read) => Some(BEGIN_READ),
            _ => None,
        };
        // Before the transaction, which would undo it with everything else.
        let limits = (connection.limits != self.limits).then(|| self.limits.sql());
        let locks = std::mem::take(&mut self.locks);
        let said = async |sql: Option<&str>| match sql {
            Some(sql) => client.batch_execute(sql).await,
            None => Ok(()),
        };
        let result = if opening.is_none() && locks.is_none() && limits.is_none() {
            connection.drive(until, ask(client)).ok_or_else(silent)?
        } else {
            let locked = async {
                match &locks {
                    Some((statement, keys)) => client.execute(statement, &[keys]).await,
                    None => Ok(0),
                }
            };
            // Each is asked before what stands after it.
            let begun = join(said(limits.as_deref()), said(opening));
            let all = connection.drive(until, join3(begun, locked, ask(client)));
            let ((limited, begun), locked, result) = all.ok_or_else(silent)?;
            if limited.is_ok() {
                self.connection.limits = self.limits;
            }
            if self.state == State::NotYet {
                self.state = if begun.is_ok() { State::Begun } else { State::Refused };
            }
            limited.and(begun).and(locked).and(result)
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

    /// Whether the server could begin it.
    pub(super) fn has_begun(&self) -> bool {
        self.state != State::Refused
    }

    /// Whether it met others.
    pub(super) const fn has_collided(&self) -> bool {
        self.has_collided
    }

    /// True when an answer did not come in time.
    pub(super) fn is_silent(&self) -> bool {
        self.connection.is_silent()
    }

    /// Commits, or undoes; nothing when no answer comes in time.
    pub(super) fn end(self, sql: &str, until: Instant) -> Option<Result<(), Error>> {
        if self.state != State::Begun {
            return Some(Ok(()));
        }
        self.connection.drive(until, self.connection.client().batch_execute(sql))
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
    fn prepared(
        &mut self,
        sql: &'static str,
        types: impl ExactSizeIterator<Item = Type> + Clone,
    ) -> Result<Statement, DatabaseError> {
        let is_same = |known: &[Type]| known.iter().cloned().eq(types.clone());
        let statements = &self.connection.statements;
        let known = statements.get(sql).and_then(|known| known.iter().find(|(types, _)| is_same(types)));
        if let Some((_, statement)) = known {
            return Ok(statement.clone());
        }
        if placeholders(sql) != types.len() {
            return Err(miscounted()); // which the server would let pass
        }
        if statements.len() >= STATEMENTS_MAX {
            self.connection.statements.clear();
        }
        let types: Vec<Type> = types.collect();
        let statement = self.ask(async |client| client.prepare_typed(sql, &types).await)?;
        self.connection.statements.entry(sql).or_default().push((types, statement.clone()));
        Ok(statement)
    }
}

impl Session<'_> {
    /// They are locked in this order together with the next statement, before it.
    fn lock_keys(&mut self, keys: &[i64]) -> Result<(), DatabaseError> {
        let statement = self.prepared(LOCK, std::iter::once(Type::INT8_ARRAY))?;
        self.locks.get_or_insert((statement, Vec::new())).1.extend_from_slice(keys);
        Ok(())
    }

    /// The statement for all rows, and their columns.
    fn lot<'v>(
        &mut self,
        lots: &Lots,
        values: &[Value<'v>],
    ) -> Result<(Statement, Vec<Column<'v>>), DatabaseError> {
        self.admit(lots.many)?;
        check(values)?;
        let columns = Column::all(lots.columns, values)?;
        let statement = self.prepared(lots.many, columns.iter().map(Column::kind))?;
        Ok((statement, columns))
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
        let statement = self.prepared(sql, values.iter().map(kind))?;
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
                asked.push((
                    self.prepared(sql, values.iter().map(kind))?,
                    values.iter().map(parameter).collect::<Vec<_>>(),
                ));
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
        let statement = self.prepared(sql, values.iter().map(kind))?;
        let parameters: Vec<_> = values.iter().map(parameter).collect();
        let rows = self.ask(async |client| client.query(&statement, &parameters).await)?;
        rows.iter().map(row).collect()
    }

    fn execute_lot(&mut self, lots: &Lots, values: &[Value<'_>]) -> Result<u64, DatabaseError> {
        let (statement, columns) = self.lot(lots, values)?;
        let parameters: Vec<_> = columns.iter().map(Column::parameter).collect();
        self.ask(async |client| client.execute(&statement, &parameters).await)
    }

    fn next_numbers(&mut self, table: &'static str, count: usize) -> Result<Vec<i64>, DatabaseError> {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let values = [Value::Text(Some(table)), Value::Integer(Some(count))];
        self.query(NEXT_NUMBERS, &values)?.iter().map(|row| row.get(0)).collect()
    }

    fn batch(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.admit(sql)?;
        self.ask(async |client| client.batch_execute(sql).await)
    }

    fn lock(&mut self, what: &str) -> Result<(), DatabaseError> {
        self.lock_keys(&[lock_key(what)])
    }

    fn lock_all(&mut self, what: &[String]) -> Result<(), DatabaseError> {
        // By their numbers, so that no two jobs wait for each other.
        let mut keys: Vec<i64> = what.iter().map(|one| lock_key(one)).collect();
        keys.sort_unstable();
        self.lock_keys(&keys)
    }

    fn kind(&self) -> Kind {
        Kind::Postgres
    }
}
