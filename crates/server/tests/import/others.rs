//! Files that are not Shopify's: WooCommerce's export, plain lists, workbooks, other systems'.

use super::shop::{Shop, reasons};
use fairday_server::import::{ImportError, NotShown, StockUnknown, Unshown};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[tokio::test]
async fn a_plain_list_becomes_a_shop() {
    let Some(shop) = Shop::new().await else { return };
    let report = shop.import("名称,价格,库存,图片,分类\n搪瓷杯,12.90,20,,家居 > 杯子\n地垫,3,无货,,\n雨伞,25块,有货,,\n").await;
    assert_eq!(reasons(&report), [""; 0]);
    assert!(report.is_clean() && report.to_string().contains("plain list of goods"), "{report}");
    let cup = shop.product("搪瓷杯").await;
    assert_eq!((cup.variants[0].price, cup.variants[0].stock), (1290, Some(20)));
    assert_eq!(cup.category.iter().map(|part| part.default.as_str()).collect::<Vec<_>>(), ["家居", "杯子"]);
    assert_eq!(shop.product("地垫").await.variants[0].stock, Some(0));
    assert_eq!(shop.product("雨伞").await.variants[0].stock, None);
}

#[tokio::test]
async fn an_english_list_and_its_next_edition_are_the_same_products() {
    let Some(shop) = Shop::new().await else { return };
    shop.import("SKU,Name,Price,Stock\nC-1,Cup,12.90,2\nM-1,Mat,3,4\n").await;
    let before = shop.product("c-1").await;
    let report = shop.import("Name,SKU,Stock,Price\nMat,M-1,4,3\nBig cup,C-1,2,12.90\n").await;
    assert_eq!((report.added, report.updated, report.unchanged), (0, 1, 1));
    let after = shop.product("c-1").await;
    assert_eq!((after.title.default.as_str(), after.variants[0].id), ("Big cup", before.variants[0].id));
}

#[tokio::test]
async fn a_woocommerce_export_becomes_a_shop() {
    let Some(shop) = Shop::new().await else { return };
    let report = shop
        .import(
            "ID,Type,SKU,Name,Published,\"Visibility in catalog\",Description,\"In stock?\",Stock,\"Sale price\",\"Regular price\",\
             Categories,Parent,\"Attribute 1 name\",\"Attribute 1 value(s)\"\n\
             1,simple,CUP,Cup,1,visible,<p>Enamel</p>,1,7,9,12,Home,,Material,Enamel\n\
             2,variable,,Shirt,1,visible,,1,,,,Clothes,,Size,\"S, M\"\n\
             3,variation,,Shirt - S,1,visible,,1,3,,20,,id:2,Size,S\n\
             4,variation,,Shirt - M,1,visible,,1,,,21,,id:2,Size,M\n\
             5,simple,X,Secret,-1,visible,,1,,,1,,,,\n\
             6,grouped,G,Set,1,visible,,1,,,,,,,\n",
        )
        .await;
    assert_eq!(reasons(&report), [""; 0]);
    assert_eq!(shop.handles().await, ["cup", "shirt"]);
    let cup = shop.product("cup").await;
    assert_eq!((cup.variants[0].price, cup.variants[0].compare_at, cup.variants[0].stock), (900, Some(1200), Some(7)));
    assert_eq!(cup.specs[0].0.default, "Material");
    let shirt = shop.product("shirt").await;
    assert_eq!(shirt.options[0].values.len(), 2);
    assert_eq!(shirt.variants.iter().map(|variant| variant.stock).collect::<Vec<_>>(), [Some(3), None]);
    let hidden = |reason| report.not_shown.iter().find(|some: &&NotShown| some.reason == reason).map(|some| some.count);
    assert_eq!((hidden(Unshown::Draft), hidden(Unshown::NotOurs)), (Some(1), Some(1)), "{report}");
}

#[tokio::test]
async fn another_systems_file_is_refused_by_its_name() {
    let Some(shop) = Shop::new().await else { return };
    let refused = shop.try_import("sku,store_view_code,attribute_set_code,product_type,name,price\nA,,Default,simple,A,1\n").await;
    let error = refused.unwrap_err();
    assert!(matches!(error, ImportError::OtherSystem { system: "Magento" }), "{error}");
    assert!(error.to_string().contains("name, price, stock"), "{error}");
}

/// The smallest workbook: one sheet of a list with one product.
fn workbook() -> Vec<u8> {
    const PARTS: [(&str, &str); 4] = [
        ("_rels/.rels", r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Goods" sheetId="1" r:id="s1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ("xl/worksheets/sheet1.xml", r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c><c r="B1" t="inlineStr"><is><t>价格</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>搪瓷杯</t></is></c><c r="B2"><v>12.9</v></c></row></sheetData></worksheet>"#),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in PARTS {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_workbook_becomes_a_shop() {
    let Some(shop) = Shop::new().await else { return };
    let report = shop.import(workbook()).await;
    assert!(report.is_clean(), "{report}");
    assert_eq!(shop.product("搪瓷杯").await.variants[0].price, 1290);
    let old = shop.try_import(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").await.unwrap_err();
    assert!(old.to_string().contains("save it as .xlsx"), "{old}");
}

const COUNTED: &str = "Handle,Title,Variant Price,Variant Inventory Tracker,Variant Inventory Policy\n\
                       a,A,1,shopify,deny\nb,B,1,shopify,deny\nc,C,1,shopify,continue\nd,D,1,,deny\n";

#[tokio::test]
async fn goods_that_are_counted_without_a_count_are_sold_out_and_the_report_says_so_once() {
    let Some(shop) = Shop::new().await else { return };
    let report = shop.import(COUNTED).await;
    let stock = async |handle| shop.product(handle).await.variants[0].stock;
    assert_eq!([stock("a").await, stock("b").await, stock("c").await, stock("d").await], [Some(0), Some(0), None, None]);
    assert_eq!(report.problems.count(), 1);
    let told = reasons(&report).join("");
    assert!(told.contains("--stock-unknown=available") && told.contains("(2 rows: a, b)"), "{told}");
}

#[tokio::test]
async fn the_merchant_can_say_what_becomes_of_goods_without_a_count() {
    let Some(shop) = Shop::new().await else { return };
    for (choice, stock) in [(StockUnknown::Available, None), (StockUnknown::SoldOut, Some(0))] {
        let mut options = shop.options(COUNTED.as_bytes());
        options.stock_unknown = Some(choice);
        let report = shop.run(options).await.unwrap();
        assert!(report.is_clean(), "{report}");
        assert_eq!(shop.product("a").await.variants[0].stock, stock);
    }
}

#[tokio::test]
async fn yes_and_no_are_not_the_names_of_a_tracker_or_a_policy() {
    let Some(shop) = Shop::new().await else { return };
    let report = shop
        .import(
            "URL handle,Title,Price,Inventory tracker,Inventory quantity,Continue selling when out of stock\n\
             a,A,1,FALSE,5,FALSE\nb,B,1,TRUE,5,FALSE\nc,C,1,TRUE,5,TRUE\nd,D,1,shopify,5,perhaps\n",
        )
        .await;
    let stock = async |handle| shop.product(handle).await.variants[0].stock;
    assert_eq!([stock("a").await, stock("b").await, stock("c").await, stock("d").await], [None, Some(5), None, Some(5)]);
    assert!(reasons(&report).join("").contains("\"perhaps\""), "{report}");
}

#[tokio::test]
async fn quantities_without_a_tracker_column_are_counted() {
    let Some(shop) = Shop::new().await else { return };
    shop.import("Handle,Title,Variant Price,Variant Inventory Qty\na,A,1,0\nb,B,1,\n").await;
    assert_eq!(shop.product("a").await.variants[0].stock, Some(0));
    assert_eq!(shop.product("b").await.variants[0].stock, None);
}
