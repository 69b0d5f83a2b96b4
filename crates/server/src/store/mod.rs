//! The catalogue in the database.

mod apply;
mod document;
mod load;
mod matching;
mod write;

pub use apply::{Batch, ImportOutcome};

use crate::catalogue::model::Catalogue;
use crate::database::{Class, Database, DatabaseError, Location, Transaction};

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be opened, read or written.
    #[error(transparent)]
    Database(#[from] DatabaseError),
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

/// The catalogue's store. Cheap to clone: clones share the database.
#[derive(Clone, Debug)]
pub struct Store {
    database: Database,
}

impl Store {
    /// Opens the database and brings its tables up to date.
    ///
    /// # Errors
    /// Those of [`Database::open`].
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        Ok(Self::new(Database::open(location).await?))
    }

    /// The catalogue in this database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// The database, for what else is kept in it.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let ping = |transaction: &mut Transaction<'_>| transaction.query_one("SELECT 1", &[]).map(|_| ());
        Ok(self.database.read::<_, DatabaseError>(ping).await?)
    }

    /// The catalogue's revision; 0 before the first import. Cheap: a server asks every second to notice an import
    /// made by another process.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn revision(&self) -> Result<u64, StoreError> {
        let revision = |transaction: &mut Transaction<'_>| {
            let row = transaction.query_optional("SELECT revision FROM catalogue WHERE id = 1", &[])?;
            Ok::<_, StoreError>(row.map_or(Ok(0), |row| row.get::<i64>(0))? as u64)
        };
        self.database.read(revision).await
    }

    /// Everything that is for sale; `None` before the first import.
    ///
    /// # Errors
    /// When the database does not answer, or holds what this version cannot read.
    pub async fn load_catalogue(&self) -> Result<Option<Catalogue>, StoreError> {
        // One job: an import that ends between two of the reads is seen by none of them.
        self.database.for_class(Class::Background).read(load::catalogue).await
    }

    /// Brings the catalogue to what `batch` says: all of it, or nothing when anything fails. The revision grows by one
    /// if that changes anything.
    ///
    /// # Errors
    /// When the catalogue is kept in another currency or language and the batch does not replace it, and when the
    /// database cannot be written.
    pub async fn apply(&self, batch: Batch) -> Result<ImportOutcome, StoreError> {
        let bulk = self.database.for_class(Class::Bulk);
        bulk.write(move |transaction| apply::apply(transaction, &batch)).await
    }

    /// Closes the database.
    pub async fn close(&self) {
        self.database.close().await;
    }
}
