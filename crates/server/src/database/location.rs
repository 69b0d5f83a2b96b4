//! Where the database is: `--database`.

use super::DatabaseError;
use percent_encoding::percent_decode_str;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;
use tokio_postgres::config::{Host, SslMode};

/// How long an address of a `PostgreSQL` server may take to accept a connection, unless the URL says otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a connection may be silent before it is checked, and how long sent data may stay unanswered.
const SILENCE_MAX: Duration = Duration::from_secs(10);

/// Where a database is. Printed without its password.
#[derive(Clone)]
pub enum Location {
    /// A file of the engine in this process.
    Sqlite(PathBuf),
    /// A `PostgreSQL` server.
    Postgres(Box<Server>),
}

/// How to reach a `PostgreSQL` server.
#[derive(Clone)]
pub struct Server {
    pub(super) config: tokio_postgres::Config,
    pub(super) security: Security,
    /// Connections of this process, and so jobs at the same time.
    pub(super) connections: usize,
}

/// The most connections of a process. A server allows 100 of all processes together, unless told otherwise.
pub const CONNECTIONS_MAX: usize = 64;

/// The fewest connections of a process: one for each lane of jobs (`lanes.rs`).
pub const CONNECTIONS_MIN: usize = 4;

/// The fewest connections when nothing is said: three for orders, and one for each other lane.
const CONNECTIONS_USUAL_MIN: usize = 6;

/// As many connections as there are processors and one, but no fewer than six, of which orders have half: more only stand in
/// the way of each other and of who browses, where the server is near.
pub fn connections() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    processors.saturating_add(1).clamp(CONNECTIONS_USUAL_MIN, CONNECTIONS_MAX)
}

/// How much a connection to `PostgreSQL` is protected, in libpq's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Security {
    /// `sslmode=disable`.
    None,
    /// `prefer` and `require`: encrypted (if the server can, or in any case), whoever the server is.
    Encrypted,
    /// `verify-full`: and the server has proved its name, to the system's authorities or to those in this file.
    Verified { authorities: Option<PathBuf> },
}

impl Location {
    /// The file `fairday.db` in a data folder: what a shop has when nothing else is said.
    pub fn in_folder(data: &Path) -> Self {
        Self::Sqlite(data.join("fairday.db"))
    }
}

impl FromStr for Location {
    type Err = DatabaseError;

    fn from_str(text: &str) -> Result<Self, DatabaseError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(Box::new(server(text)?)));
        }
        // A scheme is at least two letters, so that a drive's letter is none.
        let scheme = text.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| {
            scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+')
        });
        let path = match scheme {
            None => text,
            Some("sqlite") => {
                let path = &text["sqlite:".len()..];
                path.strip_prefix("//").unwrap_or(path)
            }
            Some(other) => {
                return Err(refused(&format!(
                    "{other}: is no database this program knows; name a file, sqlite:FILE, or \
                     postgres://USER:PASSWORD@HOST/NAME"
                )));
            }
        };
        // It may have a password in it, and a file's name is shown.
        if path.contains("://") || path.contains("password=") {
            return Err(refused(
                "this looks like the address of a server: write it as postgres://USER:PASSWORD@HOST/NAME",
            ));
        }
        if path.is_empty() || path == ":memory:" || path.ends_with('/') || path.contains('\0') {
            return Err(refused("a database is a file: name it, such as data/fairday.db"));
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(server) => write!(f, "{server}"),
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = self.config.get_user() {
            write!(f, "{user}@")?;
        }
        for (index, host) in self.config.get_hosts().iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "," })?;
            match host {
                Host::Tcp(name) if name.contains(':') => write!(f, "[{name}]")?,
                Host::Tcp(name) => f.write_str(name)?,
                #[cfg(unix)]
                Host::Unix(path) => write!(f, "{}", path.display())?,
            }
            let ports = self.config.get_ports();
            if let Some(port) = ports.get(index).or(ports.first()) {
                write!(f, ":{port}")?;
            }
        }
        write!(f, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads a `PostgreSQL` URL. What it refuses it does not repeat: there may be a password in it.
fn server(url: &str) -> Result<Server, DatabaseError> {
    let (address, options) = url.split_once('?').unwrap_or((url, ""));
    let who_and_where = address.split_once("://").map_or(address, |(_, rest)| rest);
    let who_and_where = who_and_where.split('/').next().unwrap_or_default();
    if who_and_where.matches('@').count() > 1 {
        // Otherwise the end of the password would be taken for the host, and hosts are shown.
        return Err(refused("an @ in the user's name or the password is written as %40"));
    }
    let (ours, theirs): (Vec<&str>, Vec<&str>) = options
        .split('&')
        .filter(|option| !option.is_empty())
        .partition(|option| option.starts_with("sslmode=") || option.starts_with("sslrootcert="));
    let ours = |name: &str| {
        let value = ours.iter().find_map(|option| option.strip_prefix(name)?.strip_prefix('='))?;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    };
    let (mode, security) = security(ours("sslmode").as_deref(), ours("sslrootcert"))?;
    let mut config: tokio_postgres::Config =
        format!("{address}?{}", theirs.join("&")).parse().map_err(|error| {
            refused(&format!("the address of the PostgreSQL server is wrong: {}", reason(&error)))
        })?;
    if config.get_hosts().is_empty() || config.get_dbname().is_none_or(str::is_empty) {
        return Err(refused(
            "the address of the PostgreSQL server names no host or no database: postgres://USER:PASSWORD@HOST/NAME",
        ));
    }
    config.ssl_mode(mode);
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    config.keepalives_idle(SILENCE_MAX).keepalives_interval(SILENCE_MAX / 3).keepalives_retries(3);
    config.tcp_user_timeout(SILENCE_MAX);
    if config.get_application_name().is_none() {
        config.application_name("fairday");
    }
    Ok(Server { config, security, connections: connections() })
}

fn security(mode: Option<&str>, authorities: Option<String>) -> Result<(SslMode, Security), DatabaseError> {
    let authorities = authorities.filter(|path| path != "system").map(PathBuf::from);
    match mode {
        Some("disable") => Ok((SslMode::Disable, Security::None)),
        None | Some("prefer") if authorities.is_none() => Ok((SslMode::Prefer, Security::Encrypted)),
        Some("require") if authorities.is_none() => Ok((SslMode::Require, Security::Encrypted)),
        Some("verify-full") => Ok((SslMode::Require, Security::Verified { authorities })),
        None | Some("prefer" | "require") => {
            Err(refused("sslrootcert asks for a check that only sslmode=verify-full makes"))
        }
        Some(_) => Err(refused("sslmode is disable, prefer, require or verify-full")),
    }
}

/// Why a URL cannot be read; the causes name options, not their values.
fn reason(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

fn refused(sentence: &str) -> DatabaseError {
    DatabaseError::Location(sentence.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        text.parse::<Location>().map_or_else(|error| format!("refused: {error}"), |place| place.to_string())
    }

    #[test]
    fn a_database_is_a_file_or_a_postgresql_server() {
        for (text, expected) in [
            ("data/fairday.db", "data/fairday.db"),
            ("sqlite:data/fairday.db", "data/fairday.db"),
            ("sqlite:///srv/shop.db", "/srv/shop.db"),
            ("postgres://shop@db.example/fairday", "postgres://shop@db.example:5432/fairday"),
            ("postgresql://shop@[::1]:5433/fairday", "postgres://shop@[::1]:5433/fairday"),
            ("postgres://shop@/fairday?host=/run/postgresql", "postgres://shop@/run/postgresql/fairday"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn nonsense_is_refused_in_words() {
        for text in [
            "",
            "sqlite:",
            ":memory:",
            "sqlite::memory:",
            "data/",
            "mysql://root@localhost/shop",
            "http://shop.example",
            "postgres://",
            "postgres://shop@db.example",
            "postgres://shop@db.example/",
            "postgres://shop@db.example:port/fairday",
            "postgres://shop@db.example/fairday?sslmode=maybe",
            "postgres://shop@db.example/fairday?sslmode=verify-ca",
            "postgres://shop@db.example/fairday?sslmode=require&sslrootcert=/ca.pem",
            "postgres://shop@db.example/fairday?colour=red",
        ] {
            assert!(shown(text).starts_with("refused: "), "{text}: {}", shown(text));
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        for text in [
            "postgres://shop:s3cret@db.example/fairday",
            "postgres://shop@db.example/fairday?password=s3cret",
            "postgres://shop:s3cret@db.example:port/fairday",
            "postgres://shop:s3cret@db.example/fairday?sslmode=s3cret",
            "postgres://shop:s3cret@db.example",
            "postgres://shop:a@s3cret@db.example/fairday",
            "host=db.example user=shop password=s3cret dbname=fairday",
            "postgresq<://shop:s3cret@db.example/fairday",
            "mysql://root:s3cret@localhost/shop",
        ] {
            let place = text.parse::<Location>();
            assert!(!format!("{place:?} {}", shown(text)).contains("s3cret"), "{text}: {place:?}");
        }
    }

    #[test]
    fn security_is_what_libpq_means_by_it() {
        for (options, mode, expected) in [
            ("", SslMode::Prefer, Security::Encrypted),
            ("?sslmode=disable", SslMode::Disable, Security::None),
            ("?sslmode=require", SslMode::Require, Security::Encrypted),
            ("?sslmode=verify-full", SslMode::Require, Security::Verified { authorities: None }),
            (
                "?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&connect_timeout=2",
                SslMode::Require,
                Security::Verified { authorities: Some(PathBuf::from("/etc/ca.pem")) },
            ),
        ] {
            let server = server(&format!("postgres://shop@db.example/fairday{options}")).expect("an address");
            assert_eq!((server.config.get_ssl_mode(), server.security), (mode, expected), "{options}");
        }
    }
}
