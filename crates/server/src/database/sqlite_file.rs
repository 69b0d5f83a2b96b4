//! The file of the engine in the process, before the engine opens it: it is made, or recognised as a shop's.
//!
//! A mistyped name may be any file of the machine. So nothing about a file is changed, and its permissions neither, before
//! the file is known to be a shop's database.

use super::DatabaseError;
use super::error::of_sqlite;
use crate::privacy::random;
use crate::private_files;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How every file of `SQLite` begins.
const BEGINNING: &[u8; 16] = b"SQLite format 3\0";
/// What stands in a file's header to say which program it belongs to: "Fair".
const APPLICATION: i64 = 0x4661_6972;
/// A look can meet another process that writes the same pages: it is repeated a few times.
const LOOKS_MAX: u32 = 5;
const LOOK_PAUSE: Duration = Duration::from_millis(20);
/// In the address of a file these characters stand for themselves.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// Makes the file when it is missing, readable by its owner alone. One that is there must be a shop's database; then what
/// an earlier version made is narrowed. `SQLite` gives the log and its index the mode of the file when it makes them.
///
/// # Errors
/// `Corrupt` when the file is something else, which is left as it is; `Unavailable` when it cannot be made or read.
pub(super) fn prepare(path: &Path) -> Result<(), DatabaseError> {
    if !is_there(path)? {
        make(path)?;
    }
    recognise(path)?;
    for end in ["", "-wal", "-shm", "-journal"] {
        let name = with_end(path, end);
        if let Err(error) = private_files::narrow(&name) {
            tracing::warn!(path = %name.display(), %error, "others on this machine can use this file: chmod 600 it");
        }
    }
    Ok(())
}

fn is_there(path: &Path) -> Result<bool, DatabaseError> {
    path.try_exists().map_err(|error| unavailable(path, "looked for", &error))
}

/// Makes a database without tables under another name, and gives it the real name when it is on the disk: an empty file
/// under the real name is therefore never the beginning of a shop.
fn make(path: &Path) -> Result<(), DatabaseError> {
    let cannot = |error: &std::io::Error| unavailable(path, "made", error);
    let draft = with_end(path, &format!(".{:08x}", u32::from_le_bytes(random::bytes())));
    private_files::options().create_new(true).open(&draft).map_err(|error| cannot(&error))?;
    let begun = Connection::open(&draft)
        .and_then(|connection| connection.pragma_update(None, "application_id", APPLICATION));
    // A link, unlike a rename, never takes the place of a file that another process has made in the meantime.
    let linked = begun.map(|()| std::fs::hard_link(&draft, path));
    let _ = std::fs::remove_file(&draft);
    match linked.map_err(|error| of_sqlite(&error))? {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(cannot(&error)),
        _ => private_files::sync_folder_of(path).map_err(|error| cannot(&error)),
    }
}

/// Looks at the file without changing it.
fn recognise(path: &Path) -> Result<(), DatabaseError> {
    let cannot = |error: &std::io::Error| unavailable(path, "read", error);
    let found = std::fs::metadata(path).map_err(|error| cannot(&error))?;
    if !found.is_file() {
        return Err(DatabaseError::Corrupt("it is no file".to_owned()));
    }
    if found.len() == 0 {
        return Err(DatabaseError::Corrupt(
            "the file is empty, as after a copy that failed: put your copy of the database there, or remove the empty file to \
             begin a new shop"
                .to_owned(),
        ));
    }
    let mut beginning = [0; BEGINNING.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut beginning));
    match read {
        Err(error) if error.kind() != ErrorKind::UnexpectedEof => return Err(cannot(&error)),
        _ if beginning != *BEGINNING => {
            return Err(DatabaseError::Corrupt("the file is not a database".to_owned()));
        }
        _ => {}
    }
    let mut looks = 1;
    loop {
        match is_of_a_shop(path) {
            Ok(true) => return Ok(()),
            Ok(false) => {
                return Err(DatabaseError::Corrupt("it is the database of another program".to_owned()));
            }
            Err(_) if looks < LOOKS_MAX => {
                looks += 1;
                std::thread::sleep(LOOK_PAUSE);
            }
            Err(error) => return Err(of_sqlite(&error)),
        }
    }
}

/// A shop's database has our mark, or, from an earlier version, our tables; or it has no tables yet.
fn is_of_a_shop(path: &Path) -> Result<bool, rusqlite::Error> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // Immutable: neither a log nor a lock is made beside the file.
    let connection = Connection::open_with_flags(format!("file:{}?immutable=1", address(path)), flags)?;
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    if number("PRAGMA application_id")? == APPLICATION || number("SELECT COUNT(*) FROM sqlite_master")? == 0 {
        return Ok(true);
    }
    let ours = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ('migration', '_sqlx_migrations')";
    Ok(number(ours)? > 0 && number("SELECT COUNT(*) FROM sqlite_master WHERE name = 'product'")? > 0)
}

#[cfg(unix)]
fn address(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    // What begins with two slashes would name a machine.
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    percent_encode(absolute.as_os_str().as_bytes(), PLAIN).to_string()
}

#[cfg(not(unix))]
fn address(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    percent_encode(text.as_bytes(), PLAIN).to_string()
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(end);
    PathBuf::from(name)
}

fn unavailable(path: &Path, what: &str, error: &std::io::Error) -> DatabaseError {
    DatabaseError::Unavailable(format!("{} cannot be {what}: {error}", path.display()))
}
