//! The options of commands that work on a shop's database, as `serve` has them.

use crate::database::{Class, Database, DatabaseArgs, Location};
use crate::privacy::KeyRing;
use crate::privacy::key_file::{KeyArgs, KeyFile};
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the shop's data is.
#[derive(Args, Clone, Debug)]
pub struct StoreArgs {
    /// Folder of the database (fairday.db) and the keys
    #[arg(long, env = "FAIRDAY_DATA", value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The keys of personal data
    #[command(flatten)]
    pub keys: KeyArgs,
}

impl StoreArgs {
    /// The database, which must be there already, beside a server that may be running.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn open(&self) -> Result<Database, String> {
        let location = self.database.location(&self.data).map_err(|error| format!("--database: {error}."))?;
        if let Location::Sqlite(path) = &location
            && !path.is_file()
        {
            return Err(format!(
                "There is no database {}. Name the shop's folder with --data.",
                path.display()
            ));
        }
        let opened = Database::open(&location).await;
        let database = opened.map_err(|error| format!("{location} cannot be used: {error}."))?;
        Ok(database.for_class(Class::Bulk))
    }

    /// The database and its keys, which must be there already too.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn open_with_keys(&self) -> Result<(Database, Arc<KeyRing>), String> {
        let database = self.open().await?;
        let keys = self.key_file().find_for(&database).await?;
        Ok((database, Arc::new(keys)))
    }

    /// Where the keys are.
    pub fn key_file(&self) -> KeyFile {
        KeyFile::new(&self.keys, &self.data)
    }
}
