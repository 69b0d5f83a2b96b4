//! Records in the browser's database.

use crate::browser;
use fairday_offline::db::{Db, DbError, KEPT, PRODUCTS, PROGRESS, Write};
use wasm_bindgen_test::wasm_bindgen_test;

fn put(store: &'static str, key: &str, text: &str) -> Write {
    Write::Put(store, key.to_owned(), text.to_owned())
}

#[wasm_bindgen_test]
async fn what_was_written_is_there_when_the_shop_is_opened_again() {
    browser::reset().await;
    let db = Db::default();
    db.write(&[put(KEPT, "/", "首页 \"1\"\n"), put(PRODUCTS, "rice", "{}")]).await.expect("room");
    drop(db);
    let db = Db::default();
    assert_eq!(db.get(KEPT, "/").await.as_deref(), Some("首页 \"1\"\n"));
    assert_eq!(db.get(PRODUCTS, "rice").await.as_deref(), Some("{}"));
    assert_eq!(db.get(PRODUCTS, "salt").await, None);
    assert!(!db.is_memory());
}

#[wasm_bindgen_test]
async fn all_that_is_written_together_is_there_or_nothing_of_it() {
    browser::reset().await;
    let db = Db::default();
    db.write(&[put(PROGRESS, "p", "1")]).await.expect("room");
    let other = Write::Expect(PROGRESS, "p".to_owned(), Some("2".to_owned()));
    let refused = db.write(&[put(PRODUCTS, "rice", "{}"), other, Write::Clear(PROGRESS)]).await;
    assert_eq!(refused, Err(DbError::Changed));
    assert_eq!(db.keys(PRODUCTS).await, Vec::<String>::new());
    assert_eq!(db.get(PROGRESS, "p").await.as_deref(), Some("1"));
    let same = Write::Expect(PROGRESS, "p".to_owned(), Some("1".to_owned()));
    let writes = [same, put(PRODUCTS, "rice", "{}"), Write::Delete(PROGRESS, "p".to_owned())];
    db.write(&writes).await.expect("as expected");
    assert_eq!(db.keys(PRODUCTS).await, ["rice"]);
    assert_eq!(db.get(PROGRESS, "p").await, None);
}

#[wasm_bindgen_test]
async fn a_write_that_breaks_in_the_middle_is_made_whole_or_leaves_nothing() {
    browser::reset().await;
    let db = Db::default();
    browser::fail_put(2);
    let both = [put(PRODUCTS, "rice", "1"), put(PRODUCTS, "salt", "1")];
    db.write(&both).await.expect("the second attempt");
    assert_eq!(db.keys(PRODUCTS).await, ["rice", "salt"]);
    assert!(!db.is_memory(), "the database is still the one used");
    assert_eq!(Db::default().keys(PRODUCTS).await, ["rice", "salt"], "in the database, not in memory");
}

#[wasm_bindgen_test]
async fn every_record_comes_once_and_in_order_however_many_there_are() {
    browser::reset().await;
    let db = Db::default();
    let key = |n: usize| format!("{n:04}");
    let all: Vec<Write> = (0..1_001).map(|n| put(PRODUCTS, &key(n), &key(n))).collect();
    db.write(&all).await.expect("room");
    let mut found = Vec::new();
    db.each(PRODUCTS, |record| found.push(record)).await;
    assert_eq!(found, (0..1_001).map(key).collect::<Vec<_>>());
}

#[wasm_bindgen_test]
async fn two_connections_do_not_hold_each_other_up() {
    browser::reset().await;
    let (one, other) = (Db::default(), Db::default());
    one.write(&[put(KEPT, "/", "1")]).await.expect("room");
    other.write(&[put(KEPT, "/", "2")]).await.expect("room");
    assert_eq!(one.get(KEPT, "/").await.as_deref(), Some("2"));
}

#[wasm_bindgen_test]
async fn a_database_deleted_underneath_is_made_anew() {
    browser::reset().await;
    let db = Db::default();
    db.write(&[put(KEPT, "/", "1")]).await.expect("room");
    browser::reset().await; // fails when the connection does not let go
    assert_eq!(db.get(KEPT, "/").await, None);
    db.write(&[put(KEPT, "/", "2")]).await.expect("room");
    assert_eq!(Db::default().get(KEPT, "/").await.as_deref(), Some("2"));
}

#[wasm_bindgen_test]
async fn a_phone_without_a_database_keeps_everything_as_long_as_the_visit_lasts() {
    browser::reset().await;
    browser::refuse_databases();
    let db = Db::default();
    assert_eq!(db.get(KEPT, "/").await, None);
    assert!(db.is_memory());
    db.write(&[put(KEPT, "/", "1"), put(KEPT, "/c", "2")]).await.expect("memory");
    assert_eq!(db.get(KEPT, "/").await.as_deref(), Some("1"));
    assert_eq!(db.keys(KEPT).await, ["/", "/c"]);
    let changed = Write::Expect(KEPT, "/".to_owned(), None);
    assert_eq!(db.write(&[Write::Clear(KEPT), changed]).await, Err(DbError::Changed));
    assert_eq!(db.keys(KEPT).await.len(), 2);
    let mut all = Vec::new();
    db.each(KEPT, |record| all.push(record)).await;
    assert_eq!(all, ["1", "2"]);
}

#[wasm_bindgen_test]
async fn a_database_that_breaks_during_the_visit_gives_way_to_memory() {
    browser::reset().await;
    let db = Db::default();
    db.write(&[put(KEPT, "/", "1")]).await.expect("room");
    browser::reset().await;
    browser::refuse_databases();
    db.write(&[put(KEPT, "/", "2")]).await.expect("memory");
    assert!(db.is_memory());
    assert_eq!(db.get(KEPT, "/").await.as_deref(), Some("2"));
}
