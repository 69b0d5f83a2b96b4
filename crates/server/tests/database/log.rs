//! `SQLite`'s write-ahead log stays short.

use crate::engine::Engine;
use crate::{Outcome, Shelf, put};
use fairday_server::database::{DatabaseError, Limits, Transaction};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// From here on the writer cuts the log off.
const LARGE: u64 = 1 << 20;
/// Beyond this nobody reads for long.
const MAX: u64 = 2 << 20;
/// A log of this length is not cut off at all: how long it gets until a reader has noticed depends on the machine.
const HOPELESS: u64 = 256 << 20;

async fn shelf() -> (Shelf, PathBuf) {
    let limits =
        Limits { log_large: LARGE, log_max: MAX, log_grace: Duration::from_millis(50), ..Limits::default() };
    let shelf = Shelf::with(Engine::Sqlite, &limits).await.unwrap();
    let log = PathBuf::from(format!("{}-wal", shelf.place.address));
    (shelf, log)
}

fn bytes(log: &Path) -> u64 {
    std::fs::metadata(log).map_or(0, |file| file.len())
}

/// Writes 100 kB.
async fn write(shelf: &Shelf, first: i64) {
    let job = move |transaction: &mut Transaction<'_>| -> Outcome<()> {
        (first..first + 25)
            .try_for_each(|id| put(transaction, id, format!("{id}{}", "x".repeat(4000))).map(|_| ()))
    };
    shelf.database.write(job).await.unwrap();
}

/// The log gets short without anybody writing.
async fn until_short(log: &Path) {
    while bytes(log) > LARGE {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_long_reader_does_not_let_the_log_grow_without_end() {
    let (shelf, log) = shelf().await;
    write(&shelf, 0).await;
    let (database, is_reading) = (shelf.database.clone(), Arc::new(AtomicBool::new(false)));
    let begun = Arc::clone(&is_reading);
    let reading = tokio::spawn(async move {
        let endless = move |transaction: &mut Transaction<'_>| -> Outcome<()> {
            transaction.query("SELECT COUNT(*) FROM goods", &[])?;
            begun.store(true, Ordering::Release);
            let sql =
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";
            transaction.query(sql, &[]).map(|_| ())
        };
        database.read(endless).await
    });
    while !is_reading.load(Ordering::Acquire) {
        tokio::task::yield_now().await;
    }
    let (mut longest, mut id) = (0, 100);
    while !reading.is_finished() {
        write(&shelf, id).await;
        id += 25;
        longest = longest.max(bytes(&log));
        assert!(longest < HOPELESS, "{longest}");
    }
    assert!(longest > MAX, "the reader was ended for its sake: {longest}");
    let told = reading.await.unwrap();
    assert!(matches!(told, Err(DatabaseError::Busy(_))), "{told:?}");
    until_short(&log).await;
}

#[tokio::test]
async fn readers_that_overlap_without_end_do_not_let_the_log_grow() {
    let (shelf, log) = shelf().await;
    let is_over = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let (database, is_over) = (shelf.database.clone(), Arc::clone(&is_over));
            tokio::spawn(async move {
                while !is_over.load(Ordering::Acquire) {
                    let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) \
                               SELECT COUNT(*) FROM n, (SELECT COUNT(*) FROM goods)";
                    let some =
                        move |transaction: &mut Transaction<'_>| transaction.query(sql, &[]).map(|_| ());
                    let read = database.read::<_, DatabaseError>(some).await;
                    // On a slow machine it may last too long.
                    assert!(matches!(read, Ok(()) | Err(DatabaseError::Busy(_))), "{read:?}");
                }
            })
        })
        .collect();
    // It is cut off again and again, though somebody is reading at every moment.
    let (mut cuts, mut before, mut id) = (0, 0, 0);
    while cuts < 3 {
        write(&shelf, id).await;
        id += 25;
        let now = bytes(&log);
        cuts += u32::from(now < before);
        before = now;
        assert!(now < HOPELESS, "{now}");
    }
    is_over.store(true, Ordering::Release);
    for reader in readers {
        reader.await.unwrap();
    }
    until_short(&log).await;
}

#[tokio::test]
async fn the_log_is_cut_off_when_another_program_has_read_for_long() {
    let (shelf, log) = shelf().await;
    write(&shelf, 0).await;
    let other = rusqlite::Connection::open(&shelf.place.address).unwrap();
    other.execute_batch("BEGIN").unwrap();
    let count = || other.query_row("SELECT COUNT(*) FROM goods", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count(), 25);
    for id in (100..1100).step_by(25) {
        write(&shelf, id).await;
    }
    assert_eq!(count(), 25, "it still sees its moment");
    assert!(bytes(&log) > MAX, "it cannot be ended");
    other.execute_batch("COMMIT").unwrap();
    until_short(&log).await;
    assert_eq!(count(), 1025);
}
