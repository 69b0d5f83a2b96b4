//! What a job works with.

use super::value::{Row, ToValue, Value};
use super::{DatabaseError, Lots};

/// A statement with its values.
pub type Step<'a> = (&'static str, Vec<Value<'a>>);

/// What an engine does within one open transaction.
pub(super) trait Engine {
    fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, DatabaseError>;
    /// See [`Transaction::execute_all`].
    fn execute_all(&mut self, steps: &[Step<'_>]) -> Result<Vec<u64>, DatabaseError> {
        steps.iter().map(|(sql, values)| self.execute(sql, values)).collect()
    }
    fn query(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, DatabaseError>;
    /// Runs the statement for all rows, whose values stand one after the other.
    fn execute_lot(&mut self, lots: &Lots, values: &[Value<'_>]) -> Result<u64, DatabaseError>;
    /// See [`Transaction::next_numbers`].
    fn next_numbers(&mut self, table: &'static str, count: usize) -> Result<Vec<i64>, DatabaseError>;
    /// Several statements without values; of a migration.
    fn batch(&mut self, sql: &str) -> Result<(), DatabaseError>;
    /// See [`Transaction::lock`].
    fn lock(&mut self, what: &str) -> Result<(), DatabaseError>;
    /// See [`Transaction::lock_all`].
    fn lock_all(&mut self, what: &[String]) -> Result<(), DatabaseError>;
    fn kind(&self) -> Kind;
}

/// The engines, for the little that differs between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Sqlite,
    Postgres,
}

/// An open transaction. Placeholders are `$1`, `$2` … on both engines; SQL is `&'static str`, so that nothing from
/// outside can become a part of it.
///
/// The first statement that fails ends the transaction, on both engines alike: later ones give the same error, and so
/// does the job, even if it says `Ok`. Where a row may be there already, say `ON CONFLICT … DO NOTHING` and look at the
/// count.
pub struct Transaction<'a> {
    engine: &'a mut dyn Engine,
    failure: Option<DatabaseError>,
}

impl<'a> Transaction<'a> {
    pub(super) fn new(engine: &'a mut dyn Engine) -> Self {
        Self { engine, failure: None }
    }

    /// Runs a statement and says how many rows it changed.
    ///
    /// # Errors
    /// See [`DatabaseError`].
    pub fn execute(&mut self, sql: &'static str, values: &[&dyn ToValue]) -> Result<u64, DatabaseError> {
        let values = bound(values);
        self.guarded(|engine| engine.execute(sql, &values))
    }

    /// Runs these statements in this order, and says how many rows each changed. A server is not waited for between them, so
    /// many cost little more than one: for what is done whatever the statement before came to, where the counts are looked
    /// at in the end and the job fails if one is wrong.
    ///
    /// # Errors
    /// See [`DatabaseError`]; that of the first which fails.
    pub fn execute_all(&mut self, steps: &[Step<'_>]) -> Result<Vec<u64>, DatabaseError> {
        self.guarded(|engine| engine.execute_all(steps))
    }

    /// All rows of an answer.
    ///
    /// # Errors
    /// See [`DatabaseError`].
    pub fn query(&mut self, sql: &'static str, values: &[&dyn ToValue]) -> Result<Vec<Row>, DatabaseError> {
        let values = bound(values);
        self.guarded(|engine| engine.query(sql, &values))
    }

    /// The row of an answer that has one or none.
    ///
    /// # Errors
    /// See [`DatabaseError`]; `Sql` when there are more.
    pub fn query_optional(
        &mut self,
        sql: &'static str,
        values: &[&dyn ToValue],
    ) -> Result<Option<Row>, DatabaseError> {
        let mut rows = self.query(sql, values)?;
        let row = rows.pop();
        if rows.is_empty() { Ok(row) } else { Err(DatabaseError::Sql("more than one row".to_owned())) }
    }

    /// The row of an answer that always has one.
    ///
    /// # Errors
    /// See [`DatabaseError`]; `Sql` when there is none, or more.
    pub fn query_one(&mut self, sql: &'static str, values: &[&dyn ToValue]) -> Result<Row, DatabaseError> {
        let row = self.query_optional(sql, values)?;
        row.ok_or_else(|| DatabaseError::Sql("no row".to_owned()))
    }

    /// So many numbers that no row of the table has or will get, for rows of a lot, whose key is `number INTEGER PRIMARY KEY`.
    /// Those that are not used are left out. For tables from which no row is taken away.
    ///
    /// # Errors
    /// See [`DatabaseError`].
    pub fn next_numbers(&mut self, table: &'static str, count: usize) -> Result<Vec<i64>, DatabaseError> {
        self.guarded(|engine| engine.next_numbers(table, count))
    }

    /// Waits until no other writing transaction holds `what`, such as `"shopper 17"`, and holds it until the end of this
    /// one. For a rule over several rows that no single conditional `UPDATE` can keep. On `SQLite` there is only one
    /// writer anyway. Jobs that lock several things lock them in the same order.
    ///
    /// # Errors
    /// `Busy` when it takes too long.
    pub fn lock(&mut self, what: &str) -> Result<(), DatabaseError> {
        self.guarded(|engine| engine.lock(what))
    }

    /// The same for several things at once. They are locked in an order of their own, the same for every job.
    ///
    /// # Errors
    /// As [`lock`](Self::lock).
    pub fn lock_all(&mut self, what: &[String]) -> Result<(), DatabaseError> {
        self.guarded(|engine| engine.lock_all(what))
    }

    /// See [`Lots::execute`].
    pub(super) fn execute_lot(&mut self, lots: &Lots, values: &[&dyn ToValue]) -> Result<u64, DatabaseError> {
        let values = bound(values);
        self.guarded(|engine| engine.execute_lot(lots, &values))
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.guarded(|engine| engine.batch(sql))
    }

    pub(super) fn kind(&self) -> Kind {
        self.engine.kind()
    }

    /// The first failure of the engine, if there was one.
    pub(super) fn into_failure(self) -> Option<DatabaseError> {
        self.failure
    }

    fn guarded<T>(
        &mut self,
        work: impl FnOnce(&mut dyn Engine) -> Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        let result = work(self.engine);
        if let Err(error) = &result {
            self.failure = Some(error.clone());
        }
        result
    }
}

fn bound<'a>(values: &[&'a dyn ToValue]) -> Vec<Value<'a>> {
    values.iter().map(|value| value.to_value()).collect()
}

/// A job that said that it needs one statement may run that one, and it must be a question.
pub(super) fn check_only(sql: &str, is_first: bool) -> Result<(), DatabaseError> {
    if is_first && sql.starts_with("SELECT ") {
        return Ok(());
    }
    Err(DatabaseError::Sql("a job of one statement ran another, or one that is no SELECT".to_owned()))
}

/// `PostgreSQL` keeps no NUL in a text, so neither does `SQLite`.
pub(super) fn check_text(text: &str) -> Result<(), DatabaseError> {
    if text.contains('\0') {
        return Err(DatabaseError::Sql("a text with a NUL character".to_owned()));
    }
    Ok(())
}

/// The highest number of a placeholder in the statement.
pub(super) fn placeholders(sql: &str) -> usize {
    let number = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest[..end].parse().unwrap_or(0)
    };
    sql.split('$').skip(1).map(number).max().unwrap_or(0)
}

/// The number of values is not that of the placeholders.
pub(super) fn miscounted() -> DatabaseError {
    DatabaseError::Sql("the placeholders are not $1, $2 … for exactly the values given".to_owned())
}
