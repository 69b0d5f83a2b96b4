//! What can go wrong with a database, in the classes that callers tell apart.

use rusqlite::ErrorCode;
use tokio_postgres::error::{Severity, SqlState};

/// Why a job was not done. Whatever the reason, the job has changed nothing, except where it says otherwise
/// ([`DatabaseError::Unknown`]). No text in here has a password or a value of a row in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseError {
    /// The database cannot be reached or used now: the server is down or restarting, the disk fails.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// Too much to do at once, or the job waited for a lock or ran for longer than it may.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The disk is full. Reading goes on.
    #[error("the disk of the database is full")]
    Full,
    /// The connection or the disk failed while the job's work was being committed: it was done whole, or not at all.
    /// Repeat it under the same idempotency key.
    #[error("it is not known whether the database kept the change: {0}")]
    Unknown(String),
    /// A value that must be unique is there already. The text names the constraint.
    #[error("the database has that already: {0}")]
    Conflict(String),
    /// A row names one that is not there, or is still named by others. So the database answers, too, to a row that is sealed
    /// under a key which was forgotten while this server slept: the same may be asked again once it has read its keys.
    #[error("the database has no such row to refer to, or a row still refers to it: {0}")]
    Reference(String),
    /// Another rule of the tables was broken (`CHECK`, `NOT NULL`).
    #[error("the database refuses that: {0}")]
    Constraint(String),
    /// The SQL, or what was bound to it or read from it, is wrong: a mistake in this program.
    #[error("a query is wrong: {0}")]
    Sql(String),
    /// The job panicked.
    #[error("the work on the database stopped unexpectedly")]
    Panicked,
    /// What is stored is damaged, or is no database.
    #[error("the database is damaged, or is none: {0}")]
    Corrupt(String),
    /// The tables cannot be brought up to date: they are of a newer version, or a migration was edited.
    #[error("the database cannot be brought up to date: {0}")]
    Migration(String),
    /// Not the place of a database.
    #[error("{0}")]
    Location(String),
}

impl DatabaseError {
    /// Whether the same may succeed a little later: for HTTP a 503 with `Retry-After`. All else is a mistake of this
    /// program, a broken rule, or needs an operator.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Busy(_) | Self::Full | Self::Unknown(_))
    }

    /// Whether a row is in the way, and not the database: another job may well be done.
    pub fn is_of_a_row(&self) -> bool {
        matches!(self, Self::Conflict(_) | Self::Reference(_) | Self::Constraint(_))
    }

    /// Whether something that must be unique is there already.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Conflict(_))
    }
}

/// `SQLite`'s error, in our classes.
pub(super) fn of_sqlite(error: &rusqlite::Error) -> DatabaseError {
    let (failure, message) = match error {
        rusqlite::Error::SqliteFailure(failure, message) => (*failure, message.clone()),
        rusqlite::Error::SqlInputError { error, msg, .. } => (*error, Some(msg.clone())),
        other => return DatabaseError::Sql(other.to_string()),
    };
    let text = message.unwrap_or_else(|| failure.to_string());
    match failure.code {
        ErrorCode::ConstraintViolation => match failure.extended_code {
            rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
            | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | rusqlite::ffi::SQLITE_CONSTRAINT_ROWID => DatabaseError::Conflict(text),
            rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY => DatabaseError::Reference(text),
            _ => DatabaseError::Constraint(text),
        },
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
            DatabaseError::Busy(text)
        }
        // Only `sqlite_watch` ends statements.
        ErrorCode::OperationInterrupted => super::sqlite_watch::too_long(),
        ErrorCode::DiskFull => DatabaseError::Full,
        ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::OutOfMemory
        | ErrorCode::PermissionDenied => DatabaseError::Unavailable(text),
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => DatabaseError::Corrupt(text),
        _ => DatabaseError::Sql(text),
    }
}

/// `PostgreSQL`'s error, in our classes.
pub(super) fn of_postgres(error: &tokio_postgres::Error) -> DatabaseError {
    let Some(failure) = error.as_db_error() else {
        return if is_programming_mistake(error) {
            DatabaseError::Sql(with_causes(error))
        } else {
            DatabaseError::Unavailable(with_causes(error))
        };
    };
    let code = failure.code();
    // Only the message: the detail beside it repeats values of the row.
    let text = failure.message().to_owned();
    if *code == SqlState::UNIQUE_VIOLATION {
        return DatabaseError::Conflict(text);
    }
    if *code == SqlState::FOREIGN_KEY_VIOLATION {
        return DatabaseError::Reference(text);
    }
    if [SqlState::LOCK_NOT_AVAILABLE, SqlState::QUERY_CANCELED].contains(code) {
        return DatabaseError::Busy(text);
    }
    if *code == SqlState::DISK_FULL {
        return DatabaseError::Full;
    }
    // The first two characters are the class.
    match code.code().get(..2).unwrap_or_default() {
        "23" => DatabaseError::Constraint(text),
        "40" => DatabaseError::Busy(text),
        // Connections, credentials, no such database, idle for too long, resources, an operator, the system.
        "08" | "28" | "3D" | "53" | "57" | "58" => DatabaseError::Unavailable(text),
        "25" if *code == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => DatabaseError::Unavailable(text),
        "XX" => DatabaseError::Corrupt(text),
        _ => DatabaseError::Sql(text),
    }
}

/// Whether the transaction met others and was ended by the server, so that the job can simply be run again.
pub(super) fn is_collision(error: &tokio_postgres::Error) -> bool {
    error.code().is_some_and(|code| {
        [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED].contains(code)
    })
}

/// Whether the server said plainly that the commit did not happen. When it ends the connection instead, nobody knows.
pub(super) fn is_known_not_committed(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|failure| {
        failure.parsed_severity() == Some(Severity::Error) && !failure.code().code().starts_with("57")
    })
}

/// The client itself refused: a value that does not fit its column, a wrong number of values.
fn is_programming_mistake(error: &tokio_postgres::Error) -> bool {
    let text = error.to_string();
    ["error serializing", "error deserializing", "expected", "query returned", "invalid column"]
        .iter()
        .any(|start| text.starts_with(start))
}

/// The error with what caused it, because the outermost sentence alone says little.
pub(super) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
