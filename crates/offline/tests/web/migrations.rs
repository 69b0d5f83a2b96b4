//! Databases of other versions of the app.

use crate::browser;
use fairday_offline::db::migrations::STEPS;
use fairday_offline::db::{Db, KEPT, PRODUCTS, PROGRESS, READINGS, WORDS, Write};
use wasm_bindgen_test::wasm_bindgen_test;

/// What each version of the database but the newest had: a step that is added adds a line here.
const STORES_BEFORE: [&[&str]; STEPS.len()] = [&[], &["kept"]];

/// The database of a new phone.
async fn fresh() -> String {
    browser::reset().await;
    _ = Db::default().keys(KEPT).await;
    browser::database().await
}

#[wasm_bindgen_test]
async fn a_database_of_every_earlier_version_becomes_as_a_new_one_and_keeps_what_is_in_it() {
    let fresh = fresh().await;
    assert!(fresh.starts_with(&format!("{} ", STEPS.len())), "{fresh}");
    for (version, stores) in STORES_BEFORE.iter().enumerate() {
        browser::reset().await;
        if version > 0 {
            let stores = stores.iter().map(ToString::to_string).collect();
            browser::make_version(version as u32, stores).await;
        }
        let db = Db::default();
        for store in [KEPT, PRODUCTS, WORDS, READINGS, PROGRESS] {
            let kept = stores.contains(&store).then(|| format!("of version {version}"));
            assert_eq!(db.get(store, "old").await, kept, "{store} of version {version}");
            let write = Write::Put(store, "new".to_owned(), "1".to_owned());
            db.write(&[write]).await.expect("room");
        }
        assert!(!db.is_memory());
        assert_eq!(Db::default().get(PROGRESS, "new").await.as_deref(), Some("1"));
        assert_eq!(browser::database().await, fresh, "from version {version}");
    }
}

#[wasm_bindgen_test]
async fn a_database_of_a_newer_app_is_left_alone() {
    browser::reset().await;
    browser::make_version(99, vec![KEPT.to_owned(), "later".to_owned()]).await;
    let db = Db::default();
    db.write(&[Write::Put(KEPT, "/".to_owned(), "1".to_owned())]).await.expect("memory");
    assert!(db.is_memory());
    assert_eq!(db.get(KEPT, "/").await.as_deref(), Some("1"));
    assert_eq!(browser::database().await, "99 kept later");
}
