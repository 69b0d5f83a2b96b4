//! A database made before the program kept its own list of migrations.

use crate::Outcome;
use crate::engine::{Engine, Place};
use fairday_server::accounts::PHONE_PLACE;
use fairday_server::database::{Database, DatabaseError, Transaction};
use fairday_server::privacy::key_file::{KeyArgs, KeyFile};
use fairday_server::privacy::keys::KeyId;
use fairday_server::privacy::rotation::{Patience, give_up, rotate};
use sha2::{Digest, Sha384};

const STEPS: [(i64, &str, &str); 2] = [
    (1, "catalogue", include_str!("../../migrations/0001_catalogue.sql")),
    (2, "history", include_str!("../../migrations/0002_history.sql")),
];

/// The list as it was kept then.
const LIST: &str = "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, \
                    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, \
                    checksum BLOB NOT NULL, execution_time BIGINT NOT NULL)";

/// A database that has had so many of the steps, with a shop in it.
fn old(steps: usize) -> (Place, rusqlite::Connection) {
    let place = Place::new(Engine::Sqlite).unwrap();
    std::fs::create_dir_all(std::path::Path::new(&place.address).parent().unwrap()).unwrap();
    let old = rusqlite::Connection::open(&place.address).unwrap();
    old.execute_batch(LIST).unwrap();
    for (version, name, sql) in &STEPS[..steps] {
        old.execute_batch(sql).unwrap();
        let checksum = Sha384::digest(sql).to_vec();
        old.execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (?, ?, 1, ?, 7)",
            rusqlite::params![version, name, checksum],
        )
        .unwrap();
    }
    old.execute_batch(
        "INSERT INTO catalogue (id, currency, default_locale, name, revision, updated_ms) \
         VALUES (1, 'CNY', 'zh-CN', '{\"default\":\"老店\"}', 7, 1000)",
    )
    .unwrap();
    (place, old)
}

async fn refused(place: &Place) -> String {
    let error = Database::open(&place.location).await.unwrap_err();
    assert!(matches!(error, DatabaseError::Migration(_)), "{error:?}");
    error.to_string()
}

#[tokio::test]
async fn a_database_of_each_earlier_version_is_carried_over_with_what_is_in_it() {
    for steps in 1..=STEPS.len() {
        let (place, old) = old(steps);
        drop(old);
        for _ in 0..2 {
            let database = Database::open(&place.location).await.unwrap();
            let look = |transaction: &mut Transaction<'_>| -> Outcome<_> {
                let list = "SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'";
                let shop =
                    transaction.query_one("SELECT revision, updated_ms, epoch_ms FROM catalogue", &[])?;
                let steps = transaction.query("SELECT version, name FROM migration ORDER BY version", &[])?;
                Ok((shop, steps, transaction.query_one(list, &[])?.get::<i64>(0)?))
            };
            let (shop, steps, lists) = database.read(look).await.unwrap();
            assert_eq!((shop.get(0), shop.get(1)), (Ok(7_i64), Ok(1000_i64)));
            assert!(steps.len() >= STEPS.len());
            for ((version, name, _), row) in STEPS.iter().zip(&steps) {
                assert_eq!((row.get(0), row.get(1)), (Ok(*version), Ok((*name).to_owned())));
            }
            assert_eq!(lists, 0, "a program of that time does not take this database for its own");
            database.close().await;
        }
    }
}

#[tokio::test]
async fn an_earlier_database_whose_step_was_another_or_is_unknown_or_unfinished_is_refused_and_left_alone() {
    for (sql, word) in [
        ("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 2", "edited"),
        ("UPDATE _sqlx_migrations SET version = 77 WHERE version = 2", "newer"),
        ("UPDATE _sqlx_migrations SET success = 0 WHERE version = 2", "not finished"),
    ] {
        let (place, old) = old(2);
        old.execute_batch(sql).unwrap();
        let refusal = refused(&place).await;
        assert!(refusal.contains(word), "{refusal}");
        let lists = "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('migration', '_sqlx_migrations')";
        let lists: i64 = old.query_row(lists, [], |row| row.get(0)).unwrap();
        assert_eq!(lists, 1, "{word}: nothing was changed");
    }
}

/// The steps before there were states of keys.
const BEFORE_STATES: [(i64, &str, &str); 11] = [
    STEPS[0],
    STEPS[1],
    (3, "accounts", include_str!("../../migrations/0003_accounts.sql")),
    (4, "addresses", include_str!("../../migrations/0004_addresses.sql")),
    (5, "orders", include_str!("../../migrations/0005_orders.sql")),
    (6, "webhooks", include_str!("../../migrations/0006_webhooks.sql")),
    (7, "credit", include_str!("../../migrations/0007_credit.sql")),
    (8, "repayments", include_str!("../../migrations/0008_repayments.sql")),
    (9, "reminders", include_str!("../../migrations/0009_reminders.sql")),
    (10, "unpaid", include_str!("../../migrations/0010_unpaid.sql")),
    (11, "standing", include_str!("../../migrations/0011_standing.sql")),
];

#[tokio::test]
async fn rows_of_before_there_were_states_name_their_keys() {
    let place = Place::new(Engine::Sqlite).unwrap();
    let data = std::path::Path::new(&place.address).parent().unwrap();
    std::fs::create_dir_all(data).unwrap();
    let file = KeyFile::new(&KeyArgs::default(), data);
    let keys = file.open().unwrap();
    let old = rusqlite::Connection::open(&place.address).unwrap();
    old.execute_batch(LIST).unwrap();
    for (version, name, sql) in BEFORE_STATES {
        old.execute_batch(sql).unwrap();
        let checksum = Sha384::digest(sql).to_vec();
        old.execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (?, ?, 1, ?, 7)",
            rusqlite::params![version, name, checksum],
        )
        .unwrap();
    }
    // One row as it should be; one under a key that was lost; one of an account that was deleted.
    for phone in [Some(keys.seal(PHONE_PLACE, b"13800138000")), Some(vec![0xab; 64]), None] {
        old.execute("INSERT INTO account (phone, created_ms) VALUES (?, 0)", [phone]).unwrap();
    }
    drop(old);
    let database = Database::open(&place.location).await.unwrap();
    let why = file.open_for(&database).await.unwrap_err();
    assert!(why.contains("the key abababab") && why.contains("give-up"), "{why}");
    let lost = KeyId::parse("abababab").unwrap();
    assert_eq!(give_up(&file, &database, lost, 1, Patience::default()).await.unwrap(), 1);
    let again = file.open_for(&database).await.unwrap();
    assert_eq!(again.current(), keys.current());
    let done = rotate(&file, &database, 2, Patience::default()).await.unwrap();
    assert_eq!((done.is_new, done.resealed.rows, done.resealed.unreadable), (true, 1, 1));
}
