//! Jobs are done whole or not at all.

use super::ENGINE;
use crate::{Outcome, Shelf, ids, put};
use fairday_server::database::{Database, DatabaseError, Transaction};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

#[tokio::test]
async fn a_job_that_fails_is_undone_and_those_beside_it_are_kept() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    let jobs: Vec<_> = (0..40)
        .map(|id| {
            let database = shelf.database.clone();
            tokio::spawn(async move {
                let job = move |transaction: &mut Transaction<'_>| {
                    put(transaction, id, format!("thing {id}"))?;
                    put(transaction, id + 1000, None::<String>)?;
                    if id % 3 == 0 { Err(DatabaseError::Full) } else { Ok(id) }
                };
                database.write(job).await
            })
        })
        .collect();
    let mut expected = Vec::new();
    for (id, job) in (0_i64..).zip(jobs) {
        let outcome = job.await.unwrap();
        if id % 3 == 0 {
            assert_eq!(outcome, Err(DatabaseError::Full));
        } else {
            assert_eq!(outcome, Ok(id));
            expected.extend([id, id + 1000]);
        }
    }
    expected.sort_unstable();
    assert_eq!(shelf.ids().await, expected);
}

#[tokio::test]
async fn a_result_comes_after_the_commit() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    let other = Database::open(&shelf.place.location).await.unwrap();
    for id in 0..50 {
        shelf.database.write(move |transaction| put(transaction, id, None::<&str>)).await.unwrap();
        assert!(ids(&other).await.contains(&id), "what was confirmed is there for others");
    }
}

#[tokio::test]
async fn a_panic_in_a_job_is_an_error_for_its_caller_alone() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    let panics = |transaction: &mut Transaction<'_>| -> Outcome<()> {
        put(transaction, 1, "half")?;
        panic!("as a test");
    };
    for _ in 0..20 {
        let (bad, good) = tokio::join!(
            shelf.database.write(panics),
            shelf.database.write(|transaction| {
                transaction.execute("DELETE FROM goods", &[])?;
                put(transaction, 2, "whole")
            })
        );
        assert_eq!((bad, good), (Err(DatabaseError::Panicked), Ok(1)));
    }
    assert_eq!(shelf.database.read(panics).await.map_err(|error| matches!(error, DatabaseError::Sql(_))), Err(true));
    let panics = |_: &mut Transaction<'_>| -> Outcome<()> { panic!("as a test") };
    assert_eq!(shelf.database.read(panics).await, Err(DatabaseError::Panicked));
    assert_eq!(shelf.ids().await, [2]);
}

#[tokio::test]
async fn a_job_that_overlooks_a_failure_is_undone_and_told() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    let careless = |transaction: &mut Transaction<'_>| -> Outcome<&str> {
        put(transaction, 1, "a")?;
        let again = put(transaction, 1, "b");
        assert!(again.is_err_and(|error| error.is_unique_violation()));
        assert!(put(transaction, 2, "c").is_err_and(|error| error.is_unique_violation()), "it is over");
        Ok("done")
    };
    assert!(shelf.database.write(careless).await.unwrap_err().is_unique_violation());
    assert_eq!(shelf.ids().await, [0; 0]);
}

#[tokio::test]
async fn a_job_that_reads_cannot_write() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    let outcome = shelf.database.read(|transaction| put(transaction, 1, "a")).await;
    assert!(matches!(outcome, Err(DatabaseError::Sql(_))), "{outcome:?}");
    assert!(!outcome.unwrap_err().is_temporary());
    assert_eq!(shelf.ids().await, [0; 0]);
}

#[tokio::test]
async fn a_job_of_one_statement_reads_with_it_and_runs_no_other() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    shelf.database.write(|transaction| put(transaction, 7, "a")).await.unwrap();
    let select = "SELECT id FROM goods WHERE id = $1";
    let read = async |ids: &'static [i64]| {
        let job = move |transaction: &mut Transaction<'_>| -> Outcome<i64> {
            ids.iter().map(|id| transaction.query_one(select, &[id])?.get::<i64>(0)).sum()
        };
        shelf.database.read_one(job).await
    };
    assert_eq!(read(&[7]).await.unwrap(), 7);
    assert!(matches!(read(&[7, 7]).await, Err(DatabaseError::Sql(_))), "a second would see another moment");
    let written = shelf.database.read_one(|transaction| put(transaction, 8, "b")).await;
    assert!(matches!(written, Err(DatabaseError::Sql(_))), "{written:?}");
    assert_eq!(read(&[7]).await.unwrap(), 7, "the next one is not held up");
    assert_eq!(shelf.ids().await, [7]);
}

#[tokio::test]
async fn a_job_that_reads_sees_one_moment() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    let (seen, go_on) = (Arc::new(std::sync::Barrier::new(2)), Arc::new(std::sync::Barrier::new(2)));
    let (database, barriers) = (shelf.database.clone(), (Arc::clone(&seen), Arc::clone(&go_on)));
    let reading = tokio::spawn(async move {
        let counts = move |transaction: &mut Transaction<'_>| -> Outcome<(i64, i64)> {
            let sql = "SELECT COUNT(*) FROM goods";
            let first = transaction.query_one(sql, &[])?.get(0)?;
            barriers.0.wait();
            barriers.1.wait();
            Ok((first, transaction.query_one(sql, &[])?.get(0)?))
        };
        database.read(counts).await
    });
    tokio::task::spawn_blocking(move || seen.wait()).await.unwrap();
    shelf.database.write(|transaction| put(transaction, 1, "a")).await.unwrap();
    tokio::task::spawn_blocking(move || go_on.wait()).await.unwrap();
    assert_eq!(reading.await.unwrap(), Ok((0, 0)));
    assert_eq!(shelf.ids().await, [1]);
}

#[tokio::test]
async fn two_processes_that_write_wait_for_each_other() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    let other = Database::open(&shelf.place.location).await.unwrap();
    shelf.execute("INSERT INTO goods (id, left_over) VALUES (1, 0)").await;
    let count_up = |transaction: &mut Transaction<'_>| {
        transaction.lock("goods 1")?;
        let row = transaction.query_one("SELECT left_over FROM goods WHERE id = 1", &[])?;
        let next = row.get::<i64>(0)? + 1;
        transaction.execute("UPDATE goods SET left_over = $1 WHERE id = 1", &[&next])
    };
    let jobs: Vec<_> = (0..100)
        .map(|index| if index % 2 == 0 { shelf.database.clone() } else { other.clone() })
        .map(|database| tokio::spawn(async move { database.write::<_, DatabaseError>(count_up).await }))
        .collect();
    for job in jobs {
        assert_eq!(job.await.unwrap(), Ok(1));
    }
    let left = |transaction: &mut Transaction<'_>| -> Outcome<i64> {
        transaction.query_one("SELECT left_over FROM goods", &[])?.get(0)
    };
    assert_eq!(other.read(left).await, Ok(100), "none was lost");
}

#[tokio::test]
async fn closing_does_what_waits_and_then_refuses() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    let done = Arc::new(AtomicU32::new(0));
    let jobs: Vec<_> = (0..20)
        .map(|id| {
            let (database, done) = (shelf.database.clone(), Arc::clone(&done));
            async move {
                database.write(move |transaction| put(transaction, id, None::<&str>)).await.unwrap();
                done.fetch_add(1, Ordering::Relaxed);
            }
        })
        .map(tokio::spawn)
        .collect();
    tokio::task::yield_now().await;
    shelf.database.close().await;
    for job in jobs {
        job.await.unwrap();
    }
    assert_eq!(done.load(Ordering::Relaxed), 20);
    let late = shelf.database.write(|transaction| put(transaction, 99, None::<&str>)).await.unwrap_err();
    assert!(late.is_temporary(), "{late}");
}
