//! Nobody waits for ever.

use super::ENGINE;
use crate::engine::{Engine, Held, until_stuck};
use crate::{Outcome, Shelf, put};
use fairday_server::database::{Class, Database, DatabaseError, Deadlines, Limits, Transaction, connections};
use std::sync::{Arc, Barrier};
use std::time::Duration;

/// The usual deadlines with others for requests.
fn limits(change: impl FnOnce(&mut Deadlines)) -> Limits {
    let mut limits = Limits::default();
    change(&mut limits.requests);
    limits
}

/// Takes all the time there is.
fn endless(transaction: &mut Transaction<'_>) -> Outcome<()> {
    let sql = match ENGINE {
        Engine::Sqlite => "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n",
        Engine::Postgres => "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_sleep(600)",
    };
    transaction.query(sql, &[]).map(|_| ())
}

fn is_busy<T>(outcome: &Outcome<T>) -> bool {
    matches!(outcome, Err(error @ DatabaseError::Busy(_)) if error.is_temporary())
}

#[tokio::test]
async fn a_job_that_was_not_begun_in_time_is_never_done() {
    let limits = limits(|requests| requests.wait = Duration::from_secs(1));
    let Some(shelf) = Shelf::with(ENGINE, &limits).await else { return };
    let orders = shelf.database.for_class(Class::Orders);
    // Every thread that orders may have.
    let threads = if ENGINE == Engine::Sqlite { 1 } else { connections() / 2 };
    let barrier = Arc::new(Barrier::new(threads + 1));
    let held: Vec<_> = (0..threads)
        .map(|_| {
            let (orders, barrier) = (orders.clone(), Arc::clone(&barrier));
            let job = move |_: &mut Transaction<'_>| -> Outcome<()> {
                barrier.wait();
                barrier.wait();
                Ok(())
            };
            tokio::spawn(async move { orders.write(job).await })
        })
        .collect();
    let wait = |barrier: &Arc<Barrier>| {
        let barrier = Arc::clone(barrier);
        tokio::task::spawn_blocking(move || barrier.wait())
    };
    wait(&barrier).await.unwrap();
    let late = orders.write(|transaction| put(transaction, 1, None::<&str>)).await;
    assert!(is_busy(&late), "{late:?}");
    wait(&barrier).await.unwrap();
    for job in held {
        job.await.unwrap().unwrap();
    }
    orders.write(|transaction| put(transaction, 2, None::<&str>)).await.unwrap();
    assert_eq!(shelf.ids().await, [2]);
}

#[tokio::test]
async fn a_statement_that_runs_for_too_long_is_ended() {
    let limits = limits(|requests| {
        (requests.statement, requests.job) = (Duration::from_millis(700), Duration::from_secs(20));
        if ENGINE == Engine::Sqlite {
            requests.job = Duration::from_millis(500);
        }
    });
    let Some(shelf) = Shelf::with(ENGINE, &limits).await else { return };
    let (reading, one, writing, beside) = tokio::join!(
        shelf.database.read(endless),
        shelf.database.read(endless),
        shelf.database.write(endless),
        shelf.database.write(|transaction| put(transaction, 1, "beside it")),
    );
    assert!(is_busy(&reading) && is_busy(&one) && is_busy(&writing), "{reading:?} {one:?} {writing:?}");
    assert_eq!(beside, Ok(1));
    shelf.database.write(|transaction| put(transaction, 2, "after it")).await.unwrap();
    assert_eq!(shelf.ids().await, [1, 2]);
}

#[tokio::test]
async fn long_work_of_the_background_has_its_own_deadlines() {
    let limits = limits(|requests| {
        (requests.statement, requests.job) = (Duration::from_millis(700), Duration::from_secs(20));
        if ENGINE == Engine::Sqlite {
            requests.job = Duration::from_millis(700);
        }
    });
    let Some(shelf) = Shelf::with(ENGINE, &limits).await else { return };
    let long = |transaction: &mut Transaction<'_>| -> Outcome<()> {
        match ENGINE {
            Engine::Sqlite => {
                std::thread::sleep(Duration::from_secs(1));
                transaction.query("SELECT 1", &[]).map(|_| ())
            }
            Engine::Postgres => transaction.query("SELECT CAST(COUNT(*) AS BIGINT) FROM pg_sleep(1)", &[]).map(|_| ()),
        }
    };
    let told = shelf.database.read(long).await;
    assert!(is_busy(&told), "{told:?}");
    shelf.database.for_class(Class::Background).read(long).await.unwrap();
    shelf.database.for_class(Class::Bulk).write(long).await.unwrap();
    let told = shelf.database.read(long).await;
    assert!(is_busy(&told), "the deadlines of before are not kept: {told:?}");
}

async fn count_up(database: Database, id: i64) -> Outcome<u64> {
    let job = move |transaction: &mut Transaction<'_>| {
        transaction.execute("UPDATE goods SET left_over = left_over + 1 WHERE id = $1", &[&id])
    };
    database.write(job).await
}

#[tokio::test]
async fn orders_that_wait_for_a_row_hold_nobody_else_up() {
    if ENGINE == Engine::Sqlite {
        return; // which has no rows that are locked
    }
    let limits = limits(|requests| {
        let long = Duration::from_mins(1);
        *requests = Deadlines { wait: long, lock: long, statement: long, job: long, idle: long };
    });
    let Some(shelf) = Shelf::with(ENGINE, &limits).await else { return };
    shelf.execute("INSERT INTO goods (id, left_over) VALUES (1, 0), (2, 0)").await;
    let held = Held::by(&shelf.place.address, "UPDATE goods SET left_over = 7 WHERE id = 1").await;
    let orders: Vec<_> = (0..2 * connections())
        .map(|_| tokio::spawn(count_up(shelf.database.for_class(Class::Orders), 1)))
        .collect();
    until_stuck(&shelf.place.address, i64::try_from(connections() / 2).unwrap()).await;
    for _ in 0..10 {
        assert_eq!(shelf.ids().await, [1, 2], "lists are read");
        assert_eq!(count_up(shelf.database.clone(), 2).await, Ok(1), "accounts are written");
        assert_eq!(count_up(shelf.database.for_class(Class::Background), 2).await, Ok(1));
    }
    assert!(orders.iter().all(|order| !order.is_finished()));
    drop(held);
    for order in orders {
        assert_eq!(order.await.unwrap(), Ok(1));
    }
}

#[tokio::test]
async fn who_waits_for_a_row_for_too_long_is_told() {
    if ENGINE == Engine::Sqlite {
        return; // which has no rows that are locked
    }
    let limits = limits(|requests| requests.lock = Duration::from_millis(300));
    let Some(shelf) = Shelf::with(ENGINE, &limits).await else { return };
    shelf.execute("INSERT INTO goods (id, left_over) VALUES (1, 0)").await;
    let held = Held::by(&shelf.place.address, "UPDATE goods SET left_over = 7 WHERE id = 1").await;
    let told = count_up(shelf.database.clone(), 1).await;
    assert!(is_busy(&told), "{told:?}");
    drop(held);
    assert_eq!(count_up(shelf.database.clone(), 1).await, Ok(1));
}
