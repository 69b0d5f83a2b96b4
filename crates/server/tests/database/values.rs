//! What goes in comes out.

use super::ENGINE;
use crate::{Outcome, Shelf};
use fairday_server::database::{DatabaseError, Row, ToValue, Transaction};

async fn there_and_back(shelf: &Shelf, number: Option<i64>, text: Option<String>, bytes: Option<Vec<u8>>) -> Row {
    shelf
        .database
        .write(move |transaction| -> Outcome<Row> {
            transaction.execute("DELETE FROM thing", &[])?;
            // Out of order and twice: a placeholder is its number, not its place.
            let sql = "INSERT INTO thing (bytes, text, number, again) VALUES ($3, $2, $1, $1)";
            transaction.execute(sql, &[&number, &text, &bytes])?;
            transaction.query_one("SELECT number, text, bytes, again, number IS NULL FROM thing", &[])
        })
        .await
        .unwrap()
}

async fn shelf() -> Option<Shelf> {
    let shelf = Shelf::new(ENGINE).await?;
    // As a migration says it, on either engine.
    shelf.execute(match ENGINE {
        crate::Engine::Sqlite => "CREATE TABLE thing (number BIGINT, text TEXT, bytes BLOB, again BIGINT)",
        crate::Engine::Postgres => "CREATE TABLE thing (number BIGINT, text TEXT, bytes BYTEA, again BIGINT)",
    })
    .await;
    Some(shelf)
}

#[tokio::test]
async fn every_number_text_and_byte_comes_back_as_it_was() {
    let Some(shelf) = shelf().await else { return };
    for number in [0, 1, -1, i64::MIN, i64::MAX] {
        let row = there_and_back(&shelf, Some(number), None, None).await;
        assert_eq!((row.get(0), row.get(3)), (Ok(number), Ok(number)));
    }
    for text in ["", "赶集 €’𝒳 🧺", "' \" \\ $1 -- ;", "\u{1}\u{7f}\u{fffd}\u{10ffff}\n\t"] {
        let row = there_and_back(&shelf, None, Some(text.to_owned()), None).await;
        assert_eq!(row.get::<String>(1).as_deref(), Ok(text));
    }
    for bytes in [Vec::new(), vec![0; 3], (0..=255).collect(), vec![0xff; 100_000]] {
        let row = there_and_back(&shelf, None, None, Some(bytes.clone())).await;
        assert_eq!(row.get::<Vec<u8>>(2), Ok(bytes));
    }
}

#[tokio::test]
async fn nothing_comes_back_as_nothing_and_as_no_value() {
    let Some(shelf) = shelf().await else { return };
    let row = there_and_back(&shelf, None, None, None).await;
    assert_eq!((row.get::<Option<i64>>(0), row.get::<Option<String>>(1)), (Ok(None), Ok(None)));
    assert_eq!((row.get::<Option<Vec<u8>>>(2), row.get::<bool>(4)), (Ok(None), Ok(true)));
    assert!(row.get::<i64>(0).is_err() && row.get::<String>(1).is_err() && row.get::<i64>(9).is_err());
}

#[tokio::test]
async fn truth_is_a_number() {
    let Some(shelf) = shelf().await else { return };
    let truths = |transaction: &mut Transaction<'_>| {
        transaction.execute("INSERT INTO thing (number, again) VALUES ($1, $2)", &[&true, &false])?;
        transaction.query_one("SELECT number, again, number = 1, EXISTS (SELECT 1 FROM thing) FROM thing", &[])
    };
    let row = shelf.database.write::<_, DatabaseError>(truths).await.unwrap();
    assert_eq!((row.get(0), row.get(1), row.get(2), row.get(3)), (Ok(true), Ok(false), Ok(true), Ok(true)));
    assert_eq!((row.get::<i64>(0), row.get::<i64>(2)), (Ok(1), Ok(1)));
}

/// A statement and the values for it.
type Attempt = (&'static str, fn() -> Vec<Box<dyn ToValue>>);

#[tokio::test]
async fn what_no_engine_or_only_one_would_take_is_refused_by_both() {
    let Some(shelf) = shelf().await else { return };
    let attempts: [Attempt; 5] = [
        ("INSERT INTO thing (text) VALUES ($1)", || vec![Box::new("a NUL: \0")]),
        ("INSERT INTO thing (number, again) VALUES ($1, $2)", || vec![Box::new(1_i64)]),
        ("INSERT INTO thing (number) VALUES ($1)", || vec![Box::new(1_i64), Box::new(2_i64)]),
        ("INSERT INTO nothing (number) VALUES ($1)", || vec![Box::new(1_i64)]),
        ("INSERT INTO thing (number) VALUES", Vec::new),
    ];
    for (sql, values) in attempts {
        let attempt = move |transaction: &mut Transaction<'_>| {
            let values = values();
            let values: Vec<&dyn ToValue> = values.iter().map(Box::as_ref).collect();
            transaction.execute(sql, &values)
        };
        let outcome = shelf.database.write(attempt).await;
        assert!(matches!(outcome, Err(DatabaseError::Sql(_))), "{sql}: {outcome:?}");
    }
    let fraction = |transaction: &mut Transaction<'_>| transaction.query_one("SELECT 0.5", &[])?.get::<i64>(0);
    assert!(matches!(shelf.database.read(fraction).await, Err(DatabaseError::Sql(_))));
}

#[tokio::test]
async fn an_answer_of_one_row_has_one_row() {
    let Some(shelf) = shelf().await else { return };
    shelf.execute("INSERT INTO thing (number) VALUES (1), (2)").await;
    let asks = |transaction: &mut Transaction<'_>| -> Outcome<_> {
        let none = transaction.query_optional("SELECT number FROM thing WHERE number = $1", &[&3_i64])?;
        let two = transaction.query_optional("SELECT number FROM thing", &[]);
        let missing = transaction.query_one("SELECT number FROM thing WHERE number = 3", &[]);
        Ok((none, two.is_err(), missing.is_err()))
    };
    assert_eq!(shelf.database.read(asks).await, Ok((None, true, true)));
}
