//! Tables are brought up to date once, and never by a program that does not know them.

use super::ENGINE;
use crate::engine::Place;
use fairday_server::database::{Database, DatabaseError, Transaction};

async fn change(database: &Database, sql: &'static str) {
    let change = move |transaction: &mut Transaction<'_>| transaction.execute(sql, &[]);
    database.write::<_, DatabaseError>(change).await.unwrap();
}

async fn refusal(place: &Place) -> String {
    let refused = Database::open(&place.location).await.unwrap_err();
    assert!(matches!(refused, DatabaseError::Migration(_)), "{refused:?}");
    refused.to_string()
}

#[tokio::test]
async fn several_processes_that_start_at_once_make_the_tables_once() {
    let Some(place) = Place::new(ENGINE) else { return };
    let starts: Vec<_> = (0..6)
        .map(|_| {
            let location = place.location.clone();
            tokio::spawn(async move { Database::open(&location).await })
        })
        .collect();
    for start in starts {
        start.await.unwrap().unwrap();
    }
    let database = Database::open(&place.location).await.unwrap();
    let steps = |transaction: &mut Transaction<'_>| {
        transaction.query_one("SELECT COUNT(*), MIN(version) FROM migration", &[])
    };
    let row = database.read::<_, DatabaseError>(steps).await.unwrap();
    assert!(row.get::<i64>(0).unwrap() >= 2);
    assert_eq!(row.get(1), Ok(1_i64));
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_in_words() {
    let Some(place) = Place::new(ENGINE) else { return };
    let database = Database::open(&place.location).await.unwrap();
    change(&database, "INSERT INTO migration VALUES (9999, 'later', '', 0)").await;
    assert!(refusal(&place).await.contains("use a newer one"));
}

#[tokio::test]
async fn a_migration_that_was_edited_is_refused_in_words() {
    let Some(place) = Place::new(ENGINE) else { return };
    let database = Database::open(&place.location).await.unwrap();
    change(&database, "UPDATE migration SET checksum = 'other' WHERE version = 2").await;
    let refusal = refusal(&place).await;
    assert!(refusal.contains("version 2 (history)") && refusal.contains("edited"), "{refusal}");
}
