//! A name that leads to something else than a shop's database: it is refused, and nothing about it changes.

use fairday_server::database::{Database, DatabaseError, Location};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What is in a file, who may use it, and what is beside it.
type State = (Vec<u8>, u32, Vec<PathBuf>);

fn state(path: &Path) -> State {
    let mut beside: Vec<PathBuf> =
        std::fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path()).collect();
    beside.sort();
    (std::fs::read(path).unwrap(), mode(path), beside)
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode()
}

#[cfg(not(unix))]
fn mode(_: &Path) -> u32 {
    0
}

/// Lets everybody read a file, as a list of the machine's users must be read.
fn open_to_all(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    let _ = path;
}

async fn refusal(path: &Path) -> DatabaseError {
    Database::open(&Location::Sqlite(path.to_owned())).await.unwrap_err()
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_nothing_about_it_changes() {
    let folder = TempDir::new().unwrap();
    for text in ["x", "root:x:0:0:root:/root:/bin/sh\n", &"Dear merchant, this is a letter. ".repeat(200)] {
        let path = folder.path().join("letter.db");
        std::fs::write(&path, text).unwrap();
        open_to_all(&path);
        let before = state(&path);
        let refused = refusal(&path).await;
        assert!(matches!(refused, DatabaseError::Corrupt(_)), "{refused:?}");
        assert_eq!(state(&path), before, "{text:.40}");
    }
}

#[tokio::test]
async fn the_database_of_another_program_is_refused_and_nothing_about_it_changes() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("history of another's #1.db");
    for journal in ["DELETE", "WAL"] {
        let other = rusqlite::Connection::open(&path).unwrap();
        other.pragma_update(None, "journal_mode", journal).unwrap();
        other.execute_batch("CREATE TABLE IF NOT EXISTS visit (page TEXT)").unwrap();
        drop(other);
        open_to_all(&path);
        let before = state(&path);
        let refused = refusal(&path).await;
        assert!(refused.to_string().contains("another program"), "{refused}");
        assert_eq!(state(&path), before, "{journal}");
    }
}

#[tokio::test]
async fn an_empty_file_is_no_new_shop() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("fairday.db");
    std::fs::write(&path, "").unwrap();
    open_to_all(&path);
    let before = state(&path);
    let refused = refusal(&path).await.to_string();
    assert!(refused.contains("put your copy of the database there"), "{refused}");
    assert_eq!(state(&path), before);
    std::fs::remove_file(&path).unwrap();
    Database::open(&Location::Sqlite(path)).await.expect("without it a shop begins").close().await;
}

#[tokio::test]
async fn a_folder_is_no_database() {
    let folder = TempDir::new().unwrap();
    let refused = refusal(folder.path()).await.to_string();
    assert!(refused.contains("it is no file"), "{refused}");
}

#[tokio::test]
async fn several_first_starts_at_once_make_one_database_and_leave_nothing_beside_it() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("fairday.db");
    let starts: Vec<_> = (0..6)
        .map(|_| {
            let place = Location::Sqlite(path.clone());
            tokio::spawn(async move { Database::open(&place).await })
        })
        .collect();
    for start in starts {
        start.await.unwrap().expect("it starts").close().await;
    }
    assert_eq!(state(&path).2, [path], "no drafts are left");
}
