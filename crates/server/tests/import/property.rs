//! Whatever the bytes, the importer answers, and touches the catalogue only when it says so.

use super::shop::{HEADER, Shop};
use fairday_server::import::ImportError;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Each case is a whole import into a real database.
const CASES: u32 = 150;

fn files() -> impl Strategy<Value = Vec<u8>> {
    let cell = prop_oneof![
        Just("a".to_owned()),
        Just("new".to_owned()),
        Just("12.90".to_owned()),
        Just("-1".to_owned()),
        Just("\"".to_owned()),
        Just("\n".to_owned()),
        Just("\"x\ny\"".to_owned()),
        Just(",".to_owned()),
        Just("draft".to_owned()),
        Just("<p>".to_owned()),
        Just("\u{0}".to_owned()),
        ".{0,8}",
    ];
    let like_csv = prop::collection::vec(prop::collection::vec(cell, 0..14), 0..8).prop_map(|rows| {
        let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        format!("{HEADER}{}", rows.join("\n")).into_bytes()
    });
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(any::<u8>(), 0..200).prop_map(|bytes| [HEADER.as_bytes(), &bytes].concat()),
        like_csv,
    ]
}

#[test]
fn no_bytes_panic_and_no_failed_import_changes_the_catalogue() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Some(shop) = runtime.block_on(Shop::new()) else { return };
    runtime.block_on(shop.import(format!("{HEADER}a,A,1\nb,B,2\n")));
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&files(), |bytes| {
            runtime.block_on(async {
                let before = shop.catalogue().await;
                let outcome = shop.try_import(&bytes).await;
                let after = shop.catalogue().await;
                match outcome {
                    Ok(report) if report.added + report.updated + report.withdrawn > 0 => {
                        prop_assert_eq!(after.revision, before.revision + 1);
                        prop_assert!(after.products.iter().all(|product| !product.variants.is_empty()));
                    }
                    Ok(_) => prop_assert_eq!(after, before),
                    Err(ImportError::Stopped) => {
                        prop_assert!(false, "the importer panicked");
                    }
                    Err(_) => prop_assert_eq!(after, before),
                }
                Ok(())
            })
        })
        .unwrap();
}
