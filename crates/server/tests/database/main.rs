//! The database, on both engines: what is kept, what is undone, and what callers are told.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed
#![allow(clippy::duplicate_mod)] // the same tests on two engines

#[macro_use]
#[path = "../engine/mod.rs"]
mod engine;

mod log;
mod mistyped;
mod on_postgres;
mod on_sqlite;
mod silence;
mod upgrades;

on_both_engines!(deadlines, jobs, migrations, rules, values);

use engine::{Engine, Place};
use fairday_server::database::{Class, Database, DatabaseError, Limits, ToValue, Transaction};

/// A job's result in tests.
type Outcome<T> = Result<T, DatabaseError>;

/// A shelf with one table for a test to play with.
struct Shelf {
    place: Place,
    database: Database,
}

impl Shelf {
    /// None where there is no server for it.
    async fn new(engine: Engine) -> Option<Self> {
        Self::with(engine, &Limits::default()).await
    }

    async fn with(engine: Engine, limits: &Limits) -> Option<Self> {
        let place = Place::new(engine)?;
        let database = Database::open_with(&place.location, *limits).await.unwrap();
        let shelf = Self { place, database };
        shelf
            .execute("CREATE TABLE goods (id BIGINT PRIMARY KEY, name TEXT UNIQUE, left_over BIGINT CHECK (left_over >= 0))")
            .await;
        Some(shelf)
    }

    async fn execute(&self, sql: &'static str) {
        // However short the deadlines of the test are.
        self.database
            .for_class(Class::Bulk)
            .write(move |transaction| transaction.execute(sql, &[]).map(|_| ()))
            .await
            .unwrap_or_else(|error: DatabaseError| panic!("{sql}: {error}"));
    }

    async fn ids(&self) -> Vec<i64> {
        ids(&self.database).await
    }
}

async fn ids(database: &Database) -> Vec<i64> {
    database
        .read::<_, DatabaseError>(|transaction| {
            transaction.query("SELECT id FROM goods ORDER BY id", &[])?.iter().map(|row| row.get(0)).collect()
        })
        .await
        .unwrap()
}

/// Puts a row on the shelf.
fn put(transaction: &mut Transaction<'_>, id: i64, name: impl ToValue) -> Outcome<u64> {
    transaction.execute("INSERT INTO goods (id, name, left_over) VALUES ($1, $2, 0)", &[&id, &name])
}
