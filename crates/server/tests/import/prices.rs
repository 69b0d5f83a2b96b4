//! Prices in whole files, and what is not sold at them.

use super::shop::{Shop, reasons};
use fairday_server::import::{ImportError, Unshown};

async fn prices(shop: &Shop, column: &[&str]) -> Vec<Option<i64>> {
    let rows: Vec<String> = column.iter().enumerate().map(|(index, price)| format!("h{index},T,\"{price}\"\n")).collect();
    let mut options = shop.options(format!("Handle,Title,Variant Price\n{}", rows.concat()).as_bytes());
    options.replace = true;
    if shop.run(options).await.is_err() {
        return vec![None; column.len()];
    }
    let products = shop.catalogue().await.products;
    let price = |index| {
        let handle = format!("h{index}");
        products.iter().find(|product| product.handle.as_str() == handle).map(|product| product.variants[0].price)
    };
    (0..column.len()).map(price).collect()
}

#[tokio::test]
async fn a_point_before_three_digits_is_read_as_its_column_says() {
    let Some(shop) = Shop::new().await else { return };
    assert_eq!(prices(&shop, &["1.200", "1.299", "12.345"]).await, [Some(120_000), Some(129_900), Some(1_234_500)]);
    let Some(shop) = Shop::new().await else { return };
    assert_eq!(prices(&shop, &["1.200", "99,90"]).await, [Some(120_000), Some(9990)]);
    let Some(shop) = Shop::new().await else { return };
    assert_eq!(prices(&shop, &["1.200"]).await, [None]);
}

#[tokio::test]
async fn what_stays_unclear_is_said_once_with_a_count() {
    let Some(shop) = Shop::new().await else { return };
    let report = shop.import("Handle,Title,Variant Price\na,A,1.200\nb,B,12.90\nc,C,2.500\n").await;
    assert_eq!(shop.handles().await, ["b"]);
    assert_eq!(report.problems.count(), 1);
    assert!(reasons(&report)[0].contains("in two ways") && reasons(&report)[0].contains("2 rows: 1.200, 2.500"), "{report}");
    let unread = report.not_shown.iter().find(|some| some.reason == Unshown::Unreadable).unwrap();
    assert_eq!((unread.count, unread.names.join(" ")), (2, "a c".to_owned()));
    assert!(!report.is_clean());
}

#[tokio::test]
async fn a_price_in_another_currency_is_read_and_said_once() {
    let Some(shop) = Shop::new().await else { return };
    let csv = "Handle,Title,Variant Price\na,A,HK$88\nb,B,HK$99\nc,C,25块\nd,D,1299元/台\n";
    let report = shop.import(csv).await;
    assert_eq!(shop.product("a").await.variants[0].price, 8800);
    assert_eq!(shop.product("d").await.variants[0].price, 129_900);
    assert_eq!(report.problems.count(), 1);
    assert!(reasons(&report)[0].contains("--currency HKD") && reasons(&report)[0].contains("2 rows"), "{report}");
}

#[tokio::test]
async fn nothing_is_given_away_unless_the_merchant_says_so() {
    let Some(shop) = Shop::new().await else { return };
    let csv = "Handle,Title,Variant Price,Option1 Name,Option1 Value\nfree,Free,0.00,,\ncup,Cup,0,Size,S\ncup,,5,,L\n";
    let report = shop.import(csv).await;
    assert_eq!(shop.handles().await, ["cup"]);
    assert_eq!(shop.product("cup").await.variants.len(), 1);
    let told = report.to_string();
    assert!(told.contains("--allow-free") && told.contains("1 at price 0"), "{told}");
    let mut options = shop.options(csv.as_bytes());
    options.allow_free = true;
    let report = shop.run(options).await.unwrap();
    assert!(report.is_clean(), "{report}");
    assert_eq!(shop.product("free").await.variants[0].price, 0);
    assert_eq!(shop.product("cup").await.variants.len(), 2);
}

#[tokio::test]
async fn a_gift_card_is_no_ordinary_product() {
    let Some(shop) = Shop::new().await else { return };
    let header = "Handle,Title,Variant Price,Gift Card\n";
    shop.import(format!("{header}card,Gift card,50,false\ncup,Cup,5,false\n")).await;
    let report = shop.import(format!("{header}card,Gift card,50,true\ncup,Cup,5,FALSE\n")).await;
    assert_eq!(shop.handles().await, ["cup"]);
    assert!(report.to_string().contains("1 gift cards") && !report.is_clean(), "{report}");
}

#[tokio::test]
async fn what_is_not_for_sale_is_counted_and_named() {
    let Some(shop) = Shop::new().await else { return };
    let report = shop
        .import(
            "Handle,Title,Variant Price,Status,Published\na,A,1,active,true\nb,B,1,draft,true\nc,C,1,draft,\n\
             d,D,1,archived,true\ne,E,1,active,false\n",
        )
        .await;
    let told = report.to_string();
    for line in ["not for sale: 4 products", "2 drafts: b, c", "1 archived: d", "1 not published: e"] {
        assert!(told.contains(line), "{told}");
    }
    assert!(report.is_clean(), "the merchant wants it so");
}

#[tokio::test]
async fn a_file_of_drafts_alone_says_that_it_is_one() {
    let Some(shop) = Shop::new().await else { return };
    let error = shop.try_import("Handle,Title,Variant Price,Status\na,A,1,draft\nb,B,1,draft\n").await.unwrap_err();
    assert!(matches!(error, ImportError::Nothing(_)));
    assert!(error.to_string().contains("2 drafts: a, b"), "{error}");
}

#[tokio::test]
async fn a_missing_column_is_said_once() {
    let Some(shop) = Shop::new().await else { return };
    for (header, row, column) in [
        ("Handle,Title", "T", "price"),
        ("Handle,Variant Price", "1", "name"),
    ] {
        let rows: Vec<String> = (0..50).map(|number| format!("h{number},{row}\n")).collect();
        let error = shop.try_import(format!("{header}\n{}", rows.concat())).await.unwrap_err().to_string();
        assert!(error.contains("problems: 1\n") && error.contains(&format!("no column for the {column}")), "{error}");
        assert!(error.contains("50 rows"), "{error}");
    }
    let rows: Vec<String> = (0..50).map(|number| format!("h{number},T,1,Red\n")).collect();
    let report = shop.import(format!("Handle,Title,Variant Price,Option1 Value\n{}", rows.concat())).await;
    assert_eq!(report.problems.count(), 1, "{report}");
}
