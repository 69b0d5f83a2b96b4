//! What only the engine in the process can be asked.

use crate::engine::{Engine, Place};
use crate::{Outcome, Shelf, put};
use fairday_server::database::{
    Class, Database, DatabaseError, Deadlines, Limits, Location, Transaction, WAITING_MAX,
};
use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

/// A job that keeps the writer busy until `release`. When this comes back it has begun.
async fn hold(shelf: &Shelf) -> (Arc<Barrier>, tokio::task::JoinHandle<Outcome<()>>) {
    let barrier = Arc::new(Barrier::new(2));
    let (database, held) = (shelf.database.clone(), Arc::clone(&barrier));
    let held = tokio::spawn(async move {
        database
            .write(move |_| {
                held.wait();
                held.wait();
                Ok(())
            })
            .await
    });
    release(Arc::clone(&barrier)).await;
    (barrier, held)
}

async fn release(go_on: Arc<Barrier>) {
    tokio::task::spawn_blocking(move || go_on.wait()).await.unwrap();
}

#[tokio::test]
async fn when_too_many_wait_the_next_is_told_so_at_once_and_reading_goes_on() {
    // However slow the machine is, they wait.
    let usual = Limits::default();
    let requests = Deadlines { wait: Duration::from_mins(10), ..usual.requests };
    let shelf = Shelf::with(Engine::Sqlite, &Limits { requests, ..usual }).await.unwrap();
    let (go_on, held) = hold(&shelf).await;
    let waiting: Vec<_> = (0_i64..)
        .take(2 * WAITING_MAX)
        .map(|id| {
            let database = shelf.database.clone();
            tokio::spawn(async move {
                database.write(move |transaction| put(transaction, id, None::<&str>)).await
            })
        })
        .collect();
    tokio::task::yield_now().await;
    assert_eq!(shelf.ids().await, [0; 0], "others still read");
    release(go_on).await;
    held.await.unwrap().unwrap();
    let mut done = 0;
    for job in waiting {
        match job.await.unwrap() {
            Ok(_) => done += 1,
            Err(error) => assert!(matches!(error, DatabaseError::Busy(_)) && error.is_temporary(), "{error}"),
        }
    }
    assert!((WAITING_MAX..2 * WAITING_MAX).contains(&done), "{done}");
    assert_eq!(shelf.ids().await.len(), done, "and what was refused was not done");
}

#[tokio::test]
async fn a_job_that_nobody_waits_for_any_more_is_not_begun() {
    let shelf = Shelf::new(Engine::Sqlite).await.unwrap();
    let (go_on, held) = hold(&shelf).await;
    let database = shelf.database.clone();
    let left =
        tokio::spawn(async move { database.write(|transaction| put(transaction, 1, None::<&str>)).await });
    tokio::task::yield_now().await;
    left.abort();
    assert!(left.await.unwrap_err().is_cancelled());
    release(go_on).await;
    held.await.unwrap().unwrap();
    shelf.database.write(|transaction| put(transaction, 2, None::<&str>)).await.unwrap();
    assert_eq!(shelf.ids().await, [2]);
}

/// Fills the file with rows that take a page each.
fn fill(transaction: &mut Transaction<'_>, id: i64) -> Outcome<u64> {
    put(transaction, id, format!("{id}{}", "x".repeat(4000)))
}

#[tokio::test]
async fn on_a_full_disk_writing_says_so_reading_goes_on_and_room_is_all_it_needs() {
    let shelf = Shelf::new(Engine::Sqlite).await.unwrap();
    shelf.database.write(|transaction| put(transaction, 1, "kept")).await.unwrap();
    let set =
        |sql: &'static str| shelf.database.write(move |transaction| transaction.query(sql, &[]).map(|_| ()));
    set("PRAGMA max_page_count = 40").await.unwrap();
    let much = |transaction: &mut Transaction<'_>| -> Outcome<()> {
        (100..300).try_for_each(|id| fill(transaction, id).map(|_| ()))
    };
    let (full, small) = tokio::join!(
        shelf.database.write(much),
        shelf.database.write(|transaction| put(transaction, 2, "small"))
    );
    assert_eq!(full, Err(DatabaseError::Full));
    assert!(full.unwrap_err().is_temporary());
    assert_eq!(small, Ok(1), "a small one beside it finds room");
    assert_eq!(shelf.ids().await, [1, 2]);
    set("PRAGMA max_page_count = 100000").await.unwrap();
    shelf.database.write(much).await.unwrap();
    assert_eq!(shelf.ids().await.len(), 202);
}

#[tokio::test]
async fn what_was_committed_is_safe_from_a_power_cut_and_foreign_keys_are_held() {
    let shelf = Shelf::new(Engine::Sqlite).await.unwrap();
    let settings = |transaction: &mut Transaction<'_>| -> Outcome<(String, i64, i64)> {
        Ok((
            transaction.query_one("PRAGMA journal_mode", &[])?.get(0)?,
            transaction.query_one("PRAGMA synchronous", &[])?.get(0)?,
            transaction.query_one("PRAGMA foreign_keys", &[])?.get(0)?,
        ))
    };
    assert_eq!(shelf.database.write(settings).await, Ok(("wal".to_owned(), 2, 1)));
}

#[tokio::test]
async fn while_another_process_writes_for_long_jobs_wait_and_are_done() {
    let shelf = Shelf::new(Engine::Sqlite).await.unwrap();
    let place: &Place = &shelf.place;
    let other = rusqlite::Connection::open(&place.address).unwrap();
    other.execute_batch("BEGIN IMMEDIATE; INSERT INTO goods (id) VALUES (1)").unwrap();
    let database = shelf.database.clone();
    let waiting =
        tokio::spawn(async move { database.write(|transaction| put(transaction, 2, None::<&str>)).await });
    for _ in 0..20 {
        assert_eq!(shelf.ids().await, [0; 0], "reading does not wait");
    }
    assert!(!waiting.is_finished());
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(waiting.await.unwrap(), Ok(1));
    assert_eq!(shelf.ids().await, [1, 2]);
}

#[tokio::test]
async fn an_order_waits_for_one_job_of_the_background() {
    let shelf = Shelf::new(Engine::Sqlite).await.unwrap();
    let (go_on, held) = hold(&shelf).await;
    let done = Arc::new(Mutex::new(Vec::new()));
    let classes = [Class::Background, Class::Background, Class::Background, Class::Orders, Class::Personal];
    let mut jobs = Vec::new();
    for (id, class) in (0_i64..).zip(classes) {
        let (database, done) = (shelf.database.for_class(class), Arc::clone(&done));
        jobs.push(tokio::spawn(async move {
            let job = move |transaction: &mut Transaction<'_>| {
                done.lock().unwrap().push(class);
                put(transaction, id, None::<&str>)
            };
            database.write::<_, DatabaseError>(job).await
        }));
        // It is in the queue before the next one.
        tokio::task::yield_now().await;
    }
    release(go_on).await;
    held.await.unwrap().unwrap();
    for job in jobs {
        assert_eq!(job.await.unwrap(), Ok(1));
    }
    let done = done.lock().unwrap().clone();
    let order = done.iter().position(|class| *class == Class::Orders).unwrap();
    assert!(order <= 1, "{done:?}");
    assert_eq!(done[order + 1], Class::Personal, "requests share a commit: {done:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_database_is_its_owners_alone_also_one_that_was_not() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("data/fairday.db");
    let named = |end: &str| std::path::PathBuf::from(format!("{}{end}", path.display()));
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let modes = || ["", "-wal", "-shm"].map(|end| mode(&named(end)));
    let database = Database::open(&Location::Sqlite(path.clone())).await.unwrap();
    assert_eq!((modes(), mode(path.parent().unwrap())), ([0o600; 3], 0o700));
    // As an earlier version made them, with the log left behind.
    for end in ["", "-wal", "-shm"] {
        std::fs::set_permissions(named(end), std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    let other = Database::open(&Location::Sqlite(path.clone())).await.unwrap();
    assert_eq!(modes(), [0o600; 3]);
    other.close().await;
    database.close().await;
    let again = Database::open(&Location::Sqlite(path.clone())).await.unwrap();
    assert_eq!(modes(), [0o600; 3], "what is made anew too");
    again.close().await;
}
