//! What the tables forbid, and what many at once cannot break.

use super::ENGINE;
use crate::{Outcome, Shelf, put};
use fairday_server::database::{DatabaseError, Transaction};

#[tokio::test]
async fn something_that_must_be_unique_and_is_there_is_a_conflict() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    shelf.database.write(|transaction| put(transaction, 1, "soap")).await.unwrap();
    for (id, name) in [(1, "other"), (2, "soap")] {
        let error = shelf.database.write(move |transaction| put(transaction, id, name)).await.unwrap_err();
        assert!(error.is_unique_violation() && !error.is_temporary(), "{error:?}");
        assert!(!error.to_string().contains("soap"), "no values of rows: {error}");
    }
    assert_eq!(shelf.ids().await, [1]);
}

#[tokio::test]
async fn another_rule_of_the_tables_is_no_conflict() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    let below_nothing = |transaction: &mut Transaction<'_>| {
        transaction.execute("INSERT INTO goods (id, left_over) VALUES (1, -1)", &[])
    };
    let error = shelf.database.write::<_, DatabaseError>(below_nothing).await.unwrap_err();
    assert!(matches!(error, DatabaseError::Constraint(_)), "{error:?}");
}

#[tokio::test]
async fn a_row_that_names_none_is_told_apart() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    let of_nobody = |transaction: &mut Transaction<'_>| {
        transaction.execute(
            "INSERT INTO address (account_id, id, entry, is_default, saved_ms) VALUES (1, 'a', $1, 0, 0)",
            &[&[0_u8].as_slice()],
        )
    };
    let error = shelf.database.write::<_, DatabaseError>(of_nobody).await.unwrap_err();
    assert!(matches!(error, DatabaseError::Reference(_)), "{error:?}");
}

#[tokio::test]
async fn what_is_there_already_can_be_left_in_the_same_job() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    let put_once = |transaction: &mut Transaction<'_>| {
        transaction.execute("INSERT INTO goods (id) VALUES ($1) ON CONFLICT (id) DO NOTHING", &[&7_i64])
    };
    assert_eq!(shelf.database.write::<_, DatabaseError>(put_once).await, Ok(1));
    assert_eq!(shelf.database.write::<_, DatabaseError>(put_once).await, Ok(0));
}

#[tokio::test]
async fn two_hundred_buyers_of_ten_units_get_exactly_ten() {
    let Some(shelf) = Shelf::new(ENGINE).await else { return };
    shelf.execute("CREATE TABLE sale (buyer BIGINT PRIMARY KEY)").await;
    shelf.execute("INSERT INTO goods (id, left_over) VALUES (1, 10)").await;
    let buyers: Vec<_> = (0_i64..200)
        .map(|buyer| {
            let database = shelf.database.clone();
            let buy = move |transaction: &mut Transaction<'_>| -> Outcome<bool> {
                let sql = "UPDATE goods SET left_over = left_over - $1 WHERE id = $2 AND left_over >= $1";
                let is_bought = transaction.execute(sql, &[&1_i64, &1_i64])? == 1;
                if is_bought {
                    transaction.execute("INSERT INTO sale (buyer) VALUES ($1)", &[&buyer])?;
                }
                Ok(is_bought)
            };
            tokio::spawn(async move { database.write(buy).await })
        })
        .collect();
    let mut bought = 0;
    for buyer in buyers {
        bought += u32::from(buyer.await.unwrap().unwrap());
    }
    let left = |transaction: &mut Transaction<'_>| -> Outcome<(i64, i64)> {
        let sales = transaction.query_one("SELECT COUNT(*) FROM sale", &[])?.get(0)?;
        Ok((sales, transaction.query_one("SELECT left_over FROM goods", &[])?.get(0)?))
    };
    assert_eq!((bought, shelf.database.read(left).await.unwrap()), (10, (10, 0)));
}
