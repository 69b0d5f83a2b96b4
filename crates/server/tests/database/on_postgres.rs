//! What only a server can do: go away, and come back.

use crate::engine::{Engine, on_server};
use crate::{Outcome, Shelf, put};
use fairday_server::database::{Class, Database, DatabaseError, Location, Transaction, connections};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

/// Ends every connection of the shelf's database, as a restart of the server does.
async fn cut(shelf: &Shelf) {
    let url = shelf.place.address.clone();
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    tokio::task::spawn_blocking(move || on_server(&url, sql.to_owned())).await.unwrap();
}

/// Opens every connection that the pool may have: each kind of job has one of its own, and reading has the rest.
pub(crate) async fn warm(database: &Database) {
    let together = Arc::new(Barrier::new(connections()));
    let own = [Class::Personal, Class::Orders, Class::Background].map(Some);
    let jobs: Vec<_> = (0..connections())
        .map(|index| {
            let (class, together) = (own.get(index).copied().flatten(), Arc::clone(&together));
            let database = database.for_class(class.unwrap_or_default());
            let job = move |transaction: &mut Transaction<'_>| -> Outcome<()> {
                transaction.query("SELECT 1", &[])?;
                together.wait();
                Ok(())
            };
            tokio::spawn(async move {
                if class.is_some() { database.write(job).await } else { database.read(job).await }
            })
        })
        .collect();
    for job in jobs {
        job.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn after_the_server_has_cut_every_connection_jobs_go_on_and_are_done_once() {
    let Some(shelf) = Shelf::new(Engine::Postgres).await else { return };
    for round in 0..3_i64 {
        warm(&shelf.database).await;
        cut(&shelf).await;
        for index in 0..10 {
            let id = round * 10 + index;
            shelf.database.write(move |transaction| put(transaction, id, None::<&str>)).await.unwrap();
        }
    }
    assert_eq!(shelf.ids().await, (0..30).collect::<Vec<i64>>());
}

#[tokio::test]
async fn a_job_whose_connection_is_cut_in_the_middle_is_begun_again() {
    let Some(shelf) = Shelf::new(Engine::Postgres).await else { return };
    let (runs, is_cut) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
    let (url, counted) = (shelf.place.address.clone(), Arc::clone(&runs));
    warm(&shelf.database).await;
    let job = move |transaction: &mut Transaction<'_>| {
        counted.fetch_add(1, Ordering::Relaxed);
        put(transaction, 1, "first")?;
        if !is_cut.swap(true, Ordering::Relaxed) {
            let pid: i64 = transaction.query_one("SELECT pg_backend_pid()", &[])?.get(0)?;
            on_server(&url, format!("SELECT pg_terminate_backend({pid})"));
        }
        put(transaction, 2, "second")
    };
    assert_eq!(shelf.database.write::<_, DatabaseError>(job).await, Ok(1));
    assert_eq!(runs.load(Ordering::Relaxed), 2);
    assert_eq!(shelf.ids().await, [1, 2]);
}

#[tokio::test]
async fn a_commit_on_a_connection_that_was_cut_is_not_known_to_be_done() {
    let Some(shelf) = Shelf::new(Engine::Postgres).await else { return };
    let url = shelf.place.address.clone();
    let job = move |transaction: &mut Transaction<'_>| -> Outcome<()> {
        put(transaction, 1, "first")?;
        let pid: i64 = transaction.query_one("SELECT pg_backend_pid()", &[])?.get(0)?;
        on_server(&url, format!("SELECT pg_terminate_backend({pid})"));
        Ok(())
    };
    let outcome = shelf.database.write(job).await;
    assert!(
        matches!(&outcome, Err(error @ DatabaseError::Unknown(_)) if error.is_temporary()),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable_in_words_without_the_password() {
    // Nobody listens at a port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let location: Location = format!("postgres://shop:s3cret@127.0.0.1:{port}/fairday").parse().unwrap();
    let error = Database::open(&location).await.unwrap_err();
    assert!(matches!(error, DatabaseError::Unavailable(_)) && error.is_temporary(), "{error:?}");
    assert!(
        error.to_string().contains(&port.to_string()) && !format!("{error:?}").contains("s3cret"),
        "{error}"
    );
}

#[tokio::test]
async fn while_the_server_is_away_jobs_are_unavailable_and_afterwards_they_are_done() {
    let Some(shelf) = Shelf::new(Engine::Postgres).await else { return };
    warm(&shelf.database).await;
    let name = shelf.place.address.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
    let server = std::env::var("FAIRDAY_TEST_POSTGRES").unwrap();
    let allow = async |is_allowed: bool| {
        let (server, sql) = (server.clone(), format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {is_allowed}"));
        tokio::task::spawn_blocking(move || on_server(&server, sql)).await.unwrap();
    };
    allow(false).await;
    let url = server.clone();
    let sql = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    tokio::task::spawn_blocking(move || on_server(&url, sql)).await.unwrap();
    for id in 0..20 {
        let outcome = shelf.database.write(move |transaction| put(transaction, id, None::<&str>)).await;
        assert!(matches!(&outcome, Err(error) if error.is_temporary()), "{outcome:?}");
    }
    allow(true).await;
    // After some failures there is a short pause in which nobody tries.
    let first = |transaction: &mut Transaction<'_>| put(transaction, 19, None::<&str>);
    while let Err(error) = shelf.database.write::<_, DatabaseError>(first).await {
        assert!(error.is_temporary(), "{error}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for id in 20..40 {
        shelf.database.write(move |transaction| put(transaction, id, None::<&str>)).await.unwrap();
    }
    assert_eq!(shelf.ids().await, (19..40).collect::<Vec<i64>>());
}

#[tokio::test]
async fn jobs_that_lock_each_other_out_are_both_done_and_each_once() {
    let Some(shelf) = Shelf::new(Engine::Postgres).await else { return };
    shelf.execute("INSERT INTO goods (id, left_over) VALUES (1, 0), (2, 0)").await;
    let runs = Arc::new(AtomicU32::new(0));
    let each_has_one = Arc::new(Barrier::new(2));
    let cross = |first: i64, second: i64| {
        let (runs, each_has_one) = (Arc::clone(&runs), Arc::clone(&each_has_one));
        let is_first_run = AtomicBool::new(true);
        let job = move |transaction: &mut Transaction<'_>| {
            runs.fetch_add(1, Ordering::Relaxed);
            let sql = "UPDATE goods SET left_over = left_over + 1 WHERE id = $1";
            transaction.execute(sql, &[&first])?;
            if is_first_run.swap(false, Ordering::Relaxed) {
                each_has_one.wait();
            }
            transaction.execute(sql, &[&second])
        };
        shelf.database.write::<_, DatabaseError>(job)
    };
    assert_eq!(tokio::join!(cross(1, 2), cross(2, 1)), (Ok(1), Ok(1)));
    assert!(runs.load(Ordering::Relaxed) > 2, "one of them was begun again");
    let sum = |transaction: &mut Transaction<'_>| -> Outcome<i64> {
        transaction.query_one("SELECT CAST(SUM(left_over) AS BIGINT) FROM goods", &[])?.get(0)
    };
    assert_eq!(shelf.database.read(sum).await, Ok(4));
}
