//! What the server keeps on disk: an `SQLite` file beside it.
//!
//! The SQL is kept to what `PostgreSQL` also understands wherever that costs nothing.

mod apply;
mod document;
mod load;
mod matching;
mod migrations;
mod write;

pub use apply::{Batch, ImportOutcome};

use crate::catalogue::model::Catalogue;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a statement waits for another process that is writing. An import of 10,000 products holds the lock for a
/// few seconds.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// Open connections. Catalogue reads are served from memory, so few are ever needed.
pub const CONNECTIONS_MAX: u32 = 4;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder for the file cannot be made.
    #[error("the folder of the database {path} cannot be made: {source}")]
    Folder {
        /// The database file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database cannot be opened, read or written.
    #[error("the database cannot be used: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables cannot be brought up to date.
    #[error("the database cannot be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// What is stored is not what this version writes.
    #[error("the database holds something this version cannot read: {0}")]
    Corrupt(String),
    /// The catalogue is kept in another currency or language.
    #[error(
        "the catalogue is kept in {have} and the import is in {given}: import with the same, or replace the whole \
         catalogue with --replace"
    )]
    OtherBasis {
        /// What the catalogue has.
        have: String,
        /// What the import has.
        given: String,
    },
}

/// The store. Cheap to clone: clones share the connections.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
}

impl Store {
    /// Opens the database at `path`, making it and its folder when they are missing, and brings its tables up to date.
    ///
    /// # Errors
    /// When the file cannot be made or opened, is not a database, or is of a newer version.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|source| StoreError::Folder { path: path.to_owned(), source })?;
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A power cut can lose the last import (never half of it), which can be repeated. Orders cannot: whoever
            // adds them changes this to FULL.
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS_MAX).connect_with(options).await?;
        migrations::run(&pool).await?;
        Ok(Self { pool })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// The catalogue's revision; 0 before the first import. Cheap: a server asks every second to notice an import
    /// made by another process.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn revision(&self) -> Result<u64, StoreError> {
        let revision: Option<i64> = sqlx::query_scalar("SELECT revision FROM catalogue WHERE id = 1")
            .fetch_optional(&self.pool)
            .await?;
        Ok(revision.map_or(0, |revision| revision as u64))
    }

    /// Everything that is for sale; `None` before the first import.
    ///
    /// # Errors
    /// When the database does not answer, or holds what this version cannot read.
    pub async fn load_catalogue(&self) -> Result<Option<Catalogue>, StoreError> {
        // One transaction: an import that ends between two of the reads is seen by none of them.
        let mut transaction = self.pool.begin().await?;
        let catalogue = load::catalogue(&mut transaction).await?;
        transaction.commit().await?;
        Ok(catalogue)
    }

    /// Brings the catalogue to what `batch` says: all of it, or nothing when anything fails. The revision grows by one
    /// if that changes anything.
    ///
    /// # Errors
    /// When the catalogue is kept in another currency or language and the batch does not replace it, and when the
    /// database cannot be written.
    pub async fn apply(&self, batch: &Batch) -> Result<ImportOutcome, StoreError> {
        // IMMEDIATE takes the write lock at once. A transaction that reads first and then writes would fail with
        // "database is locked" without waiting for the busy timeout.
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let outcome = apply::apply(&mut transaction, batch).await?;
        transaction.commit().await?;
        Ok(outcome)
    }

    /// Closes every connection; `SQLite` then folds its log into the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
