//! The engine in the process: one thread that writes, a few that read, one file. What requests write shares a commit; a job of
//! the background has its own, so that a request waits for one such job at the most.

use super::error::of_sqlite;
use super::job::Job;
use super::migrations;
use super::queue::{Next, Queue};
use super::sqlite_file;
use super::sqlite_log::Log;
use super::sqlite_watch::Watch;
use super::transaction::{Engine, Kind, Transaction, check_only, check_text, miscounted};
use super::value::{Field, Row, Value};
use super::{DatabaseError, Limits, Lots, Mode};
use crate::private_files;
use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection};
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

/// How long opening waits for another process that is writing. An import of 10,000 products holds the lock for a few
/// seconds. Jobs wait as long as their class may.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// Threads that read. The catalogue is served from memory, so few are ever needed.
pub const READERS: usize = 4;
/// Jobs that share one commit. More would make the first wait for the last without sparing the disk much.
pub const BATCH_MAX: usize = 128;
/// Pages that the writing connection keeps in memory at the most, kB. A transaction that changes more than fit writes some of
/// them to the log more than once.
const WRITER_CACHE_KB: i64 = 16 * 1024;
/// Prepared statements that a connection keeps.
const STATEMENTS_MAX: usize = 256;
/// The log's file is cut back to this whenever the log begins anew, bytes.
const LOG_KEPT_BYTES_MAX: i64 = 4 * 1024 * 1024;
/// How often the writer looks at the log while nothing is written.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);
/// A thread that reads has nothing to look at.
const READER_PATIENCE: Duration = Duration::from_hours(1);
/// A first start by several processes may find the file locked in a way that the busy timeout does not cover.
const OPEN_TRIES_MAX: u32 = 100;
const OPEN_PAUSE: Duration = Duration::from_millis(20);

/// A connection with what bounds it.
pub(super) struct Line {
    connection: Connection,
    watch: Watch,
    log: Log,
}

/// The connections to a file.
pub(super) struct Opened {
    pub(super) writer: Line,
    pub(super) readers: Vec<Line>,
}

/// Opens the file, making it and its folder when they are missing, and brings its tables up to date.
pub(super) fn open(path: &Path, limits: &Limits) -> Result<Opened, DatabaseError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_files::make_folder(folder).map_err(|error| {
            DatabaseError::Unavailable(format!("the folder {} cannot be made: {error}", folder.display()))
        })?;
    }
    sqlite_file::prepare(path)?;
    let line = || {
        let (mut connection, log) = (connect(path)?, Log::of(path, limits));
        let watch = Watch::over(&mut connection, log.clone()).map_err(|error| of_sqlite(&error))?;
        Ok::<_, DatabaseError>(Line { connection, watch, log })
    };
    let writer = line()?;
    // Less than nothing: kB, and not pages.
    let sized = writer.connection.pragma_update(None, "cache_size", -WRITER_CACHE_KB);
    sized.map_err(|error| of_sqlite(&error))?;
    migrate(&writer)?;
    let mut readers = Vec::new();
    for _ in 0..READERS {
        let reader = line()?;
        let bounded = reader.connection.pragma_update(None, "query_only", true);
        bounded.map_err(|error| of_sqlite(&error))?;
        readers.push(reader);
    }
    Ok(Opened { writer, readers })
}

fn connect(path: &Path) -> Result<Connection, DatabaseError> {
    let mut tries = 1;
    loop {
        match try_connect(path) {
            Err(error) if is_locked(&error) && tries < OPEN_TRIES_MAX => {
                tries += 1;
                std::thread::sleep(OPEN_PAUSE);
            }
            outcome => return outcome.map_err(|error| of_sqlite(&error)),
        }
    }
}

fn is_locked(error: &rusqlite::Error) -> bool {
    matches!(of_sqlite(error), DatabaseError::Busy(_))
}

fn try_connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // What is committed survives a power cut: an order that was confirmed cannot be lost.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "journal_size_limit", LOG_KEPT_BYTES_MAX)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    Ok(connection)
}

/// Looks without a lock first: a start must not wait for another process that writes when there is nothing to do.
fn migrate(line: &Line) -> Result<(), DatabaseError> {
    let is_current = in_transaction(line, "BEGIN", migrations::is_current)?;
    if is_current { Ok(()) } else { in_transaction(line, "BEGIN IMMEDIATE", migrations::run) }
}

fn in_transaction<T>(
    line: &Line,
    begin: &str,
    work: impl FnOnce(&mut Transaction<'_>) -> Result<T, DatabaseError>,
) -> Result<T, DatabaseError> {
    let connection = &line.connection;
    statement(connection, begin)?;
    let mut session = Session { line, is_one: false, has_asked: false };
    let outcome = work(&mut Transaction::new(&mut session))
        .and_then(|done| statement(connection, "COMMIT").map(|()| done));
    if outcome.is_err() {
        undo(connection);
    }
    outcome
}

/// The writing thread. Ends when the queue does.
pub(super) fn write_jobs(line: &Line, queue: &Queue) {
    let mut patience = BUSY_TIMEOUT;
    loop {
        match queue.take(BATCH_MAX, LOOK_INTERVAL) {
            Next::Work(mut taken) => {
                taken.jobs.retain(|job| job.begin());
                if let Some(job) = taken.jobs.first() {
                    patience = job.deadlines().wait;
                    // Setting it cannot fail on an open connection.
                    let _ = line.connection.busy_timeout(patience);
                }
                write_together(line, std::mem::take(&mut taken.jobs));
            }
            Next::Quiet => {}
            Next::Closed => return,
        }
        line.log.keep_short(&line.connection, patience);
    }
}

/// Does the jobs in one transaction, and tells the callers after it was committed.
fn write_together(line: &Line, mut jobs: Vec<Box<dyn Job>>) {
    if jobs.is_empty() {
        return;
    }
    let connection = &line.connection;
    match try_together(line, &mut jobs) {
        Ok(outcomes) => {
            for (job, outcome) in jobs.into_iter().zip(outcomes) {
                job.settle(outcome);
            }
        }
        // One of them has cost the others their transaction, by filling the disk for example: each gets its own.
        Err(Lost { error: _, at: Stage::Work }) if jobs.len() > 1 => {
            undo(connection);
            for job in jobs {
                write_together(line, vec![job]);
            }
        }
        Err(lost) => {
            undo(connection);
            for job in jobs {
                job.settle(Err(lost.error.clone()));
            }
        }
    }
}

/// The transaction of a batch is gone, and with it what all its jobs did.
struct Lost {
    error: DatabaseError,
    at: Stage,
}

enum Stage {
    Begin,
    Work,
    Commit,
}

fn try_together(line: &Line, jobs: &mut [Box<dyn Job>]) -> Result<Vec<Result<(), DatabaseError>>, Lost> {
    let connection = &line.connection;
    let lost = |at: Stage| move |error| Lost { error, at };
    // IMMEDIATE takes the write lock at once. A transaction that reads first and then writes would fail without waiting
    // for the busy timeout.
    statement(connection, "BEGIN IMMEDIATE").map_err(lost(Stage::Begin))?;
    // A job that is alone needs no savepoint, which costs a large import a second copy of what it changes.
    let is_alone = jobs.len() == 1;
    let mut outcomes = Vec::with_capacity(jobs.len());
    let mut is_anything_kept = false;
    for job in jobs {
        if !is_alone {
            statement(connection, "SAVEPOINT job").map_err(lost(Stage::Work))?;
        }
        let (is_ok, failure) = run(line, job.as_mut());
        if connection.is_autocommit() {
            // SQLite itself undid everything, as it may when the disk is full.
            let error =
                failure.unwrap_or_else(|| DatabaseError::Sql("a job ended its transaction".to_owned()));
            return Err(Lost { error, at: Stage::Work });
        }
        let is_kept = is_ok && failure.is_none();
        is_anything_kept |= is_kept;
        if !is_alone {
            if !is_kept {
                statement(connection, "ROLLBACK TO job").map_err(lost(Stage::Work))?;
            }
            statement(connection, "RELEASE job").map_err(lost(Stage::Work))?;
        }
        // A job that failed says so itself; one that overlooked a failure is told.
        outcomes.push(if is_ok { failure.map_or(Ok(()), Err) } else { Ok(()) });
    }
    if !is_anything_kept {
        undo(connection);
        return Ok(outcomes);
    }
    statement(connection, "COMMIT").map_err(|error| Lost { error: uncertain(error), at: Stage::Commit })?;
    Ok(outcomes)
}

/// Does the job within its time. Reading keeps the log from being cut off, so a job that reads has less of it while the log is
/// too long.
fn run(line: &Line, job: &mut dyn Job) -> (bool, Option<DatabaseError>) {
    let mode = job.mode();
    let mut session = Session { line, is_one: mode == Mode::ReadOne, has_asked: false };
    let mut transaction = Transaction::new(&mut session);
    line.watch.begin(job.deadlines(), (mode != Mode::Write).then_some(line.log.grace));
    let is_ok = job.run(&mut transaction);
    line.watch.end();
    (is_ok, transaction.into_failure())
}

/// A disk that fails in the middle of a commit may have written it, and a restart may then find it.
fn uncertain(error: DatabaseError) -> DatabaseError {
    if let DatabaseError::Unavailable(text) = error { DatabaseError::Unknown(text) } else { error }
}

/// A reading thread. Ends when the queue does.
pub(super) fn read_jobs(line: &Line, queue: &Queue) {
    loop {
        match queue.take(1, READER_PATIENCE) {
            Next::Work(mut taken) => {
                let begun = std::mem::take(&mut taken.jobs).into_iter().filter(|job| job.begin());
                begun.for_each(|job| read(line, job));
            }
            Next::Quiet => {}
            Next::Closed => return,
        }
    }
}

fn read(line: &Line, mut job: Box<dyn Job>) {
    let is_one = job.mode() == Mode::ReadOne;
    let begun = if is_one { Ok(()) } else { statement(&line.connection, "BEGIN") };
    let outcome = begun.and_then(|()| {
        let (is_ok, failure) = run(line, job.as_mut());
        if is_ok { failure.map_or(Ok(()), Err) } else { Ok(()) }
    });
    undo(&line.connection);
    job.settle(outcome);
}

fn statement(connection: &Connection, sql: &str) -> Result<(), DatabaseError> {
    let mut statement = connection.prepare_cached(sql).map_err(|error| of_sqlite(&error))?;
    statement.raw_execute().map(|_| ()).map_err(|error| of_sqlite(&error))
}

/// Undoes the open transaction, if there is one. If that fails, the next `BEGIN` says why.
fn undo(connection: &Connection) {
    if !connection.is_autocommit() {
        let _ = connection.execute_batch("ROLLBACK");
    }
}

/// An open transaction, or one statement without.
struct Session<'a> {
    line: &'a Line,
    is_one: bool,
    has_asked: bool,
}

impl Session<'_> {
    fn bound(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<CachedStatement<'_>, DatabaseError> {
        if self.is_one {
            check_only(sql, !std::mem::replace(&mut self.has_asked, true))?;
        }
        self.line.watch.check(&self.line.log)?;
        let mut statement = self.line.connection.prepare_cached(sql).map_err(|error| of_sqlite(&error))?;
        let places = places(sql, &statement);
        bind_all(&mut statement, &places, values)?;
        Ok(statement)
    }
}

/// By where the text of a statement is, and how long.
type Places = HashMap<(usize, usize), Rc<[usize]>>;

thread_local! {
    /// For each statement the numbers of its placeholders in the order in which they first appear.
    /// `SQLite` takes `$2` for a name, counts names in that order, and looks through all of them for each.
    static PLACES: RefCell<Places> = RefCell::default();
}

fn places(sql: &'static str, statement: &CachedStatement<'_>) -> Rc<[usize]> {
    PLACES.with_borrow_mut(|known| {
        let place = |index| {
            let name = statement.parameter_name(index).and_then(|name| name.strip_prefix('$'));
            name.and_then(|number| number.parse::<usize>().ok()).unwrap_or(0)
        };
        let all = || (1..=statement.parameter_count()).map(place).collect();
        Rc::clone(known.entry((sql.as_ptr().addr(), sql.len())).or_insert_with(all))
    })
}

/// `places` has the number of each placeholder, in the order in which they first appear.
fn bind_all(
    statement: &mut CachedStatement<'_>,
    places: &[usize],
    values: &[Value<'_>],
) -> Result<(), DatabaseError> {
    for (index, place) in places.iter().enumerate() {
        let value = place.checked_sub(1).and_then(|place| values.get(place)).ok_or_else(miscounted)?;
        bind(statement, index + 1, *value)?;
    }
    let highest = places.iter().max().copied().unwrap_or(0);
    if highest == values.len() { Ok(()) } else { Err(miscounted()) }
}

fn bind(statement: &mut CachedStatement<'_>, index: usize, value: Value<'_>) -> Result<(), DatabaseError> {
    let bound = match value {
        Value::Integer(number) => statement.raw_bind_parameter(index, number),
        Value::Text(text) => {
            text.map_or(Ok(()), check_text)?;
            statement.raw_bind_parameter(index, text)
        }
        Value::Blob(bytes) => statement.raw_bind_parameter(index, bytes),
    };
    bound.map_err(|error| of_sqlite(&error))
}

impl Engine for Session<'_> {
    fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, DatabaseError> {
        let changed = self.bound(sql, values)?.raw_execute().map_err(|error| of_sqlite(&error))?;
        Ok(changed as u64)
    }

    fn query(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, DatabaseError> {
        let mut statement = self.bound(sql, values)?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        let mut answer = Vec::new();
        while let Some(row) = rows.next().map_err(|error| of_sqlite(&error))? {
            let field = |index| row.get_ref(index).map(field).map_err(|error| of_sqlite(&error));
            answer.push(Row((0..columns).map(field).collect::<Result<_, _>>()?));
        }
        Ok(answer)
    }

    fn execute_lot(&mut self, lots: &Lots, values: &[Value<'_>]) -> Result<u64, DatabaseError> {
        if self.is_one {
            check_only(lots.one, !self.has_asked)?;
        }
        self.line.watch.check(&self.line.log)?;
        let mut statement =
            self.line.connection.prepare_cached(lots.one).map_err(|error| of_sqlite(&error))?;
        let places = places(lots.one, &statement);
        let mut changed = 0;
        for row in values.chunks(lots.columns) {
            bind_all(&mut statement, &places, row)?;
            changed += statement.raw_execute().map_err(|error| of_sqlite(&error))? as u64;
        }
        Ok(changed)
    }

    fn next_numbers(&mut self, table: &'static str, count: usize) -> Result<Vec<i64>, DatabaseError> {
        let sql = format!("SELECT COALESCE(MAX(number), 0) FROM {table}");
        let highest: i64 = self
            .line
            .connection
            .prepare_cached(&sql)
            .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
            .map_err(|error| of_sqlite(&error))?;
        // Nobody else writes before this transaction ends.
        Ok((highest + 1..).take(count).collect())
    }

    fn batch(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.line.connection.execute_batch(sql).map_err(|error| of_sqlite(&error))
    }

    fn lock(&mut self, _what: &str) -> Result<(), DatabaseError> {
        Ok(())
    }

    fn lock_all(&mut self, _what: &[String]) -> Result<(), DatabaseError> {
        Ok(())
    }

    fn kind(&self) -> Kind {
        Kind::Sqlite
    }
}

fn field(value: ValueRef<'_>) -> Field {
    match value {
        ValueRef::Null => Field::Null,
        ValueRef::Integer(number) => Field::Integer(number),
        ValueRef::Text(bytes) => String::from_utf8(bytes.to_vec()).map_or(Field::BrokenText, Field::Text),
        ValueRef::Blob(bytes) => Field::Blob(bytes.to_vec()),
        ValueRef::Real(_) => Field::Fraction,
    }
}
