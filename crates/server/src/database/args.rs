//! The option `--database`, the same for every command.

use super::{CONNECTIONS_MAX, CONNECTIONS_MIN, DatabaseError, Location};
use clap::Args;
use std::convert::Infallible;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// Where the database is.
#[derive(Args, Clone, Debug, Default)]
pub struct DatabaseArgs {
    /// The database: a file, sqlite:FILE, or `postgres://USER:PASSWORD@HOST/NAME?sslmode=verify-full` [default:
    /// fairday.db in the data folder]
    // Help would show the variable's value, and an error the option's: it is hidden, and read after clap is done.
    #[arg(long, env = "FAIRDAY_DATABASE", value_name = "DATABASE", hide_env_values = true)]
    database: Option<Address>,
    /// Connections of this process to a `PostgreSQL` server: 4 at least, more where it is far away [default: the processors
    /// here and one, and 6 at least]
    #[arg(long, env = "FAIRDAY_DATABASE_CONNECTIONS", value_name = "COUNT",
        value_parser = clap::value_parser!(u8).range(CONNECTIONS_MIN as i64..=CONNECTIONS_MAX as i64))]
    database_connections: Option<u8>,
}

impl DatabaseArgs {
    /// The database that was named, or the file in the data folder.
    ///
    /// # Errors
    /// In words, when what was named is no database. They do not repeat it.
    pub fn location(&self, data: &Path) -> Result<Location, DatabaseError> {
        let Some(address) = &self.database else { return Ok(Location::in_folder(data)) };
        let mut location = address.0.parse()?;
        if let (Location::Postgres(server), Some(count)) = (&mut location, self.database_connections) {
            server.connections = count.into();
        }
        Ok(location)
    }
}

/// The text of the option, which may have a password in it.
#[derive(Clone)]
struct Address(String);

impl FromStr for Address {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}
