//! What an import makes of a good file, and of the next one.

use super::shop::{HEADER, Shop, reasons};
use fairday_contract::Locale;
use fairday_server::catalogue::model::Product;
use fairday_server::import::ImportError;
use fairday_server::store::{Store, StoreError};

#[tokio::test]
async fn a_new_store_has_no_catalogue_and_answers() {
    let Some(shop) = Shop::new().await else { return };
    assert!(shop.store.load_catalogue().await.unwrap().is_none());
    assert_eq!(shop.store.revision().await.unwrap(), 0);
    shop.store.ping().await.unwrap();
}

#[tokio::test]
async fn variants_in_rows_that_repeat_the_handle_are_one_product_even_when_not_adjacent() {
    let Some(shop) = Shop::new().await else { return };
    let csv = format!(
        "{HEADER}cup,Cup,12.90,Colour,Red,C-1,shopify,5,deny\nmat,Mat,1\ncup,,13.50,,Blue,C-2,shopify,-2,deny\n\
         cup,,14,,Green,C-3,shopify,3,continue\ncup,,14,,White,,,7,deny\n"
    );
    let report = shop.import(csv).await;
    assert_eq!(reasons(&report), [""; 0]);
    assert_eq!((report.rows, report.added, report.products, report.revision), (5, 2, 2, 1));
    assert_eq!(shop.handles().await, ["cup", "mat"]);
    let cup = shop.product("cup").await;
    let prices: Vec<i64> = cup.variants.iter().map(|variant| variant.price).collect();
    assert_eq!(prices, [1290, 1350, 1400, 1400]);
    let stock: Vec<Option<u32>> = cup.variants.iter().map(|variant| variant.stock).collect();
    assert_eq!(stock, [Some(5), Some(0), None, None], "oversold is none left; selling on is not counted");
    assert_eq!(cup.options[0].values.len(), 4);
    assert!(shop.product("mat").await.options.is_empty());
}

#[tokio::test]
async fn importing_the_same_file_again_changes_nothing() {
    let Some(shop) = Shop::new().await else { return };
    let csv = format!("{HEADER}cup,Cup,12.90,Colour,Red,C-1\ncup,,13,,Blue,C-2\nmat,Mat,3\n");
    shop.import(&csv).await;
    let before = shop.catalogue().await;
    let report = shop.import(&csv).await;
    assert_eq!((report.added, report.updated, report.unchanged, report.revision), (0, 0, 2, 1));
    assert_eq!(shop.catalogue().await, before);
}

#[tokio::test]
async fn a_changed_file_updates_and_variant_ids_stay() {
    let Some(shop) = Shop::new().await else { return };
    shop.import(format!("{HEADER}cup,Cup,12.90,Colour,Red,C-1\ncup,,13,,Blue,C-2\nmat,Mat,3\n")).await;
    let before = shop.product("cup").await;
    let report = shop.import(format!("{HEADER}cup,Big cup,15,Colour,Navy,C-2\ncup,,11,,Red,C-1\n")).await;
    assert_eq!((report.added, report.updated, report.withdrawn, report.revision), (0, 1, 0, 2));
    let after = shop.product("cup").await;
    assert_eq!(after.title.default, "Big cup");
    assert_eq!(after.created_ms, before.created_ms);
    assert_eq!(after.variants[0].id, before.variants[1].id);
    assert_eq!(after.variants[1].id, before.variants[0].id);
    assert_eq!(shop.handles().await, ["cup", "mat"], "what is not in the file stays");
}

#[tokio::test]
async fn a_variant_that_was_away_comes_back_with_its_id() {
    let Some(shop) = Shop::new().await else { return };
    let both = format!("{HEADER}cup,Cup,12,Colour,Red,C-1\ncup,,13,,Blue,C-2\n");
    shop.import(&both).await;
    let before = shop.product("cup").await;
    shop.import(format!("{HEADER}cup,Cup,12,Colour,Red,C-1\n")).await;
    assert_eq!(shop.product("cup").await.variants.len(), 1);
    shop.import(&both).await;
    let after = shop.product("cup").await;
    assert_eq!(Product { record: before.record, ..after }, before);
}

#[tokio::test]
async fn the_history_tells_a_new_price_from_a_new_look() {
    let Some(shop) = Shop::new().await else { return };
    shop.import(format!("{HEADER}cup,Cup,12,Colour,Red,C-1,shopify,5,deny\nmat,Mat,3\n")).await;
    let begun = shop.catalogue().await.epoch_ms;
    let history = async || {
        let record = shop.product("cup").await.record;
        (record.revision, record.shown_revision)
    };
    assert_eq!(history().await, (1, 1));
    shop.import(format!("{HEADER}cup,Cup,13,Colour,Red,C-1,shopify,5,deny\n")).await;
    assert_eq!(history().await, (2, 1), "a price");
    shop.import(format!("{HEADER}cup,Cup,13,Colour,Red,C-1,shopify,4,deny\n")).await;
    assert_eq!(history().await, (3, 1), "stock");
    shop.import(format!("{HEADER}cup,Mug,13,Colour,Red,C-1,shopify,4,deny\n")).await;
    assert_eq!(history().await, (4, 4), "a name");
    shop.import(format!("{HEADER}cup,Mug,13,Colour,Red,C-1,shopify,4,deny\ncup,,13,,Blue,C-2\n")).await;
    assert_eq!(history().await, (5, 5), "a variant more");
    shop.import(format!("{HEADER}cup,Mug,13,Colour,Red,C-1,shopify,4,deny,,,archived\n")).await;
    let after = shop.catalogue().await;
    let gone: Vec<_> = after.gone.iter().map(|gone| (gone.handle.as_str(), gone.record.revision)).collect();
    assert_eq!(gone, [("cup", 6)]);
    assert_eq!(after.epoch_ms, begun, "it is the same catalogue still");
}

#[tokio::test]
async fn replace_withdraws_what_is_not_in_the_file_and_takes_its_order() {
    let Some(shop) = Shop::new().await else { return };
    shop.import(format!("{HEADER}a,A,1\nb,B,2\nc,C,3\n")).await;
    let mut options = shop.options(format!("{HEADER}c,C,3\na,A,1\n").as_bytes());
    options.replace = true;
    let report = shop.run(options.clone()).await.unwrap();
    assert_eq!((report.withdrawn, report.products, report.revision), (1, 2, 2));
    assert_eq!(shop.handles().await, ["c", "a"]);
    assert_eq!(shop.run(options).await.unwrap().revision, 2);
}

#[tokio::test]
async fn replace_keeps_a_product_whose_rows_cannot_be_read() {
    let Some(shop) = Shop::new().await else { return };
    shop.import(format!("{HEADER}a,A,1\nb,B,2\n")).await;
    let mut options = shop.options(format!("{HEADER}a,A,1\nb,B,free\n").as_bytes());
    options.replace = true;
    let report = shop.run(options).await.unwrap();
    assert_eq!(report.problems.count(), 2);
    assert_eq!(shop.handles().await, ["a", "b"]);
}

#[tokio::test]
async fn only_what_is_active_and_published_is_shown() {
    let Some(shop) = Shop::new().await else { return };
    let row =
        |handle: &str, status: &str, published: &str| format!("{handle},T,1,,,,,,,,,{status},{published}\n");
    let all = ["a", "b", "c", "d", "e"].map(|handle| row(handle, "active", "true")).concat();
    shop.import(format!("{HEADER}{all}")).await;
    let next = [
        row("a", "draft", "true"),
        row("b", "Archived", ""),
        row("c", "active", "FALSE"),
        row("d", "", "0"),
        row("e", "Active", "TRUE"),
        row("new", "draft", "true"),
    ];
    let report = shop.import(format!("{HEADER}{}", next.concat())).await;
    assert_eq!((report.withdrawn, report.unchanged, report.problems.count()), (4, 1, 0));
    assert_eq!(shop.handles().await, ["e"]);
}

#[tokio::test]
async fn a_file_of_drafts_alone_is_no_first_catalogue() {
    let Some(shop) = Shop::new().await else { return };
    let outcome = shop.try_import("Handle,Title,Variant Price,Status\na,A,1,draft\n").await;
    assert!(matches!(outcome, Err(ImportError::Nothing(_))));
}

#[tokio::test]
async fn another_currency_is_refused_until_the_catalogue_is_replaced() {
    let Some(shop) = Shop::new().await else { return };
    shop.import(format!("{HEADER}a,A,12.90\nb,B,1\n")).await;
    let mut options = shop.options(format!("{HEADER}a,A,1980\n").as_bytes());
    options.currency = Some("JPY".parse().unwrap());
    let refused = shop.run(options.clone()).await.unwrap_err();
    assert!(matches!(refused, ImportError::Store(StoreError::OtherBasis { .. })));
    assert!(refused.to_string().contains("--replace"), "{refused}");
    assert_eq!(shop.catalogue().await.revision, 1);
    options.replace = true;
    shop.run(options).await.unwrap();
    let catalogue = shop.catalogue().await;
    assert_eq!(catalogue.store.currency.code(), "JPY");
    assert_eq!(catalogue.products.len(), 1, "no price in the old currency is left");
    assert_eq!(catalogue.products[0].variants[0].price, 1980);
}

#[tokio::test]
async fn the_currency_and_the_name_stay_when_a_later_import_does_not_say() {
    let Some(shop) = Shop::new().await else { return };
    let mut options = shop.options(format!("{HEADER}a,A,12.90\n").as_bytes());
    options.currency = Some("USD".parse().unwrap());
    options.store_name = Some("老王杂货".into());
    options.store_name_en = Some("Wang's".into());
    shop.run(options).await.unwrap();
    shop.import(format!("{HEADER}a,A,13\n")).await;
    let store = shop.catalogue().await.store;
    assert_eq!(store.currency.code(), "USD");
    assert_eq!((store.name.default.as_str(), store.name.get(Locale::En)), ("老王杂货", "Wang's"));
}

#[tokio::test]
async fn a_second_process_sees_the_revision_of_the_first() {
    let Some(shop) = Shop::new().await else { return };
    let other = Store::open(&shop.place.location).await.unwrap();
    shop.import(format!("{HEADER}a,A,1\n")).await;
    assert_eq!(other.revision().await.unwrap(), 1);
    assert_eq!(other.load_catalogue().await.unwrap().unwrap().products.len(), 1);
}

#[tokio::test]
async fn a_reduced_price_counts_only_when_it_is_reduced() {
    let Some(shop) = Shop::new().await else { return };
    let csv =
        "Handle,Title,Variant Price,Variant Compare At Price\na,A,10,12\nb,B,10,10\nc,C,10,0\nd,D,10,soon\n";
    let report = shop.import(csv).await;
    assert_eq!(shop.product("a").await.variants[0].compare_at, Some(1200));
    for handle in ["b", "c", "d"] {
        assert_eq!(shop.product(handle).await.variants[0].compare_at, None);
    }
    assert_eq!(reasons(&report), ["line 5: the Compare At Price \"soon\" is not a number and is left out"]);
}
