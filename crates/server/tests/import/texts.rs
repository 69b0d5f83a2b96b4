//! Encodings, line ends, delimiters, languages, specifications.

use super::shop::{Shop, reasons};
use encoding_rs::GB18030;
use fairday_contract::Locale;
use fairday_server::import::ImportError;

const CHINESE: &str =
    "Handle,Title,Body (HTML),Variant Price\ncup,搪瓷杯,\"<p>耐摔，\n耐烫</p>\",12.90\nmat,地垫,,3\n";

async fn check_chinese(bytes: &[u8]) {
    let Some(shop) = Shop::new().await else { return };
    let report = shop.import(bytes).await;
    assert_eq!(report.problems.count(), 0, "{report}");
    let cup = shop.product("cup").await;
    assert_eq!(cup.title.default, "搪瓷杯");
    assert_eq!(cup.description_html.default, "<p>耐摔， 耐烫</p>");
    assert_eq!(shop.product("mat").await.variants[0].price, 300);
}

#[tokio::test]
async fn every_encoding_that_merchants_save_in_is_read() {
    check_chinese(CHINESE.as_bytes()).await;
    check_chinese(format!("\u{feff}{CHINESE}").as_bytes()).await;
    check_chinese(&GB18030.encode(CHINESE).0).await;
    let little: Vec<u8> =
        "\u{feff}".encode_utf16().chain(CHINESE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check_chinese(&little).await;
    let big: Vec<u8> =
        "\u{feff}".encode_utf16().chain(CHINESE.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    check_chinese(&big).await;
}

#[tokio::test]
async fn every_line_end_and_delimiter_is_read() {
    check_chinese(CHINESE.replace('\n', "\r\n").as_bytes()).await;
    check_chinese(CHINESE.replace('\n', "\r").as_bytes()).await;
    check_chinese(CHINESE.replace(',', ";").as_bytes()).await;
    check_chinese(CHINESE.replace(',', "\t").as_bytes()).await;
    check_chinese(format!("sep=;\n{}", CHINESE.replace(',', ";")).as_bytes()).await;
    check_chinese(CHINESE.trim_end().as_bytes()).await;
}

#[tokio::test]
async fn one_broken_byte_does_not_turn_a_file_into_gibberish() {
    let Some(shop) = Shop::new().await else { return };
    let mut bytes = b"Handle,Title,Variant Price\n".to_vec();
    for number in 0..20 {
        bytes.extend(format!("h{number},搪瓷杯子,1\n").as_bytes());
    }
    bytes.extend(b"bad,\xe6\x90,1\n");
    let report = shop.import(bytes).await;
    assert_eq!(shop.product("h3").await.title.default, "搪瓷杯子");
    assert_eq!(reasons(&report), ["line 22: some characters cannot be read and are shown as \u{fffd}"]);
}

#[tokio::test]
async fn header_names_are_matched_without_case_or_space_and_unknown_columns_ignored() {
    let Some(shop) = Shop::new().await else { return };
    shop.import(" HANDLE ,colour of the box,title, variant PRICE\na,red,A,1\n").await;
    assert_eq!(shop.product("a").await.title.default, "A");
}

#[tokio::test]
async fn a_file_without_a_handle_column_is_one_clear_error() {
    let Some(shop) = Shop::new().await else { return };
    let error = shop.try_import("label,cost\ncup,1\n").await.unwrap_err();
    assert!(matches!(error, ImportError::NoHandle { .. }));
    assert!(error.to_string().contains("\"label\", \"cost\""), "{error}");
    assert!(matches!(shop.try_import("").await.unwrap_err(), ImportError::NoHandle { .. }));
}

#[tokio::test]
async fn columns_with_a_language_suffix_are_the_text_in_that_language() {
    let Some(shop) = Shop::new().await else { return };
    shop.import(
        "Handle,Title,Title (en),Type,Type (en),Tags,Tags (en),Body (HTML),Body (HTML) (en),Vendor,Vendor (EN),\
         Option1 Name,Option1 Name (en),Option1 Value,Option1 Value (en),Variant Price,\
         屏幕 (product.metafields.spec.screen),Screen (product.metafields.spec.screen) (en),\
         销量 (product.metafields.shop.sold),x (product.metafields.other.x)\n\
         p,手机,Phone,数码 > 手机,Digital > Phones,\"新品,热卖\",\"new,hot\",<p>好</p>,<p>Good</p>,华为,Huawei,\
         颜色,Colour,红,Red,999,6.1 英寸,6.1 inch,1234,y\n\
         p,,,,,,,,,,,,,蓝,Blue,999\n",
    )
    .await;
    let phone = shop.product("p").await;
    let en = |text: &fairday_server::catalogue::model::Localised| text.get(Locale::En).to_owned();
    assert_eq!((phone.title.default.as_str(), en(&phone.title)), ("手机", "Phone".to_owned()));
    assert_eq!(phone.category.iter().map(en).collect::<Vec<_>>(), ["Digital", "Phones"]);
    assert_eq!(phone.tags.iter().map(en).collect::<Vec<_>>(), ["new", "hot"]);
    assert_eq!(en(&phone.description_html), "<p>Good</p>");
    assert_eq!(en(&phone.vendor), "Huawei");
    assert_eq!(en(&phone.options[0].name), "Colour");
    assert_eq!(phone.options[0].values.iter().map(en).collect::<Vec<_>>(), ["Red", "Blue"]);
    assert_eq!(phone.specs.len(), 1);
    assert_eq!((phone.specs[0].0.default.as_str(), phone.specs[0].1.default.as_str()), ("屏幕", "6.1 英寸"));
    assert_eq!((en(&phone.specs[0].0), en(&phone.specs[0].1)), ("Screen".to_owned(), "6.1 inch".to_owned()));
    assert_eq!(phone.sold, 1234);
}

fn path(product: &fairday_server::catalogue::model::Product) -> Vec<String> {
    product.category.iter().map(|part| part.default.clone()).collect()
}

#[tokio::test]
async fn categories_come_from_shopifys_taxonomy_where_there_are_no_types() {
    let Some(shop) = Shop::new().await else { return };
    let report = shop
        .import("Handle,Title,Type,Product Category,Variant Price\na,A,,Home > Lamps,1\nb,B,Uncategorized,Home,1\nc,C,,4567,1\n")
        .await;
    assert_eq!(report.problems.count(), 0, "{report}");
    assert_eq!(path(&shop.product("a").await), ["Home", "Lamps"]);
    assert_eq!(path(&shop.product("b").await), ["Home"]);
    assert!(path(&shop.product("c").await).is_empty());
}

#[tokio::test]
async fn a_merchants_types_and_the_taxonomy_are_not_mixed() {
    let Some(shop) = Shop::new().await else { return };
    let header = "Handle,Title,Type,Product Category,Variant Price\n";
    let typed: String = ["t0", "t1", "t2", "t3"].map(|handle| handle.to_owned() + ",T,Own,Home > Lamps,1\n").concat();
    let report = shop.import(format!("{header}{typed}a,A,,Home,1\n")).await;
    assert_eq!(path(&shop.product("t0").await), ["Own"]);
    assert!(path(&shop.product("a").await).is_empty());
    assert!(reasons(&report)[0].contains("from the column Type, and 1 products have only a Product Category"), "{report}");
    let few: String = ["u0", "u1", "u2", "u3"].map(|handle| handle.to_owned() + ",U,,Home > Lamps,1\n").concat();
    let report = shop.import(format!("{header}{few}b,B,Own,,1\n")).await;
    assert_eq!(path(&shop.product("u0").await), ["Home", "Lamps"]);
    assert!(path(&shop.product("b").await).is_empty());
    assert!(reasons(&report)[0].contains("from the column Product Category"), "{report}");
}

#[tokio::test]
async fn uncategorized_is_no_category() {
    let Some(shop) = Shop::new().await else { return };
    shop.import("Handle,Title,Type,Variant Price\na,A,Uncategorized,1\nb,B,未分类,1\nc,C,Lamps,1\nd,D,UNCATEGORISED > Toys,1\n").await;
    for handle in ["a", "b"] {
        assert!(path(&shop.product(handle).await).is_empty(), "{handle}");
    }
    assert_eq!(path(&shop.product("c").await), ["Lamps"]);
    assert_eq!(path(&shop.product("d").await), ["Toys"]);
}

#[tokio::test]
async fn a_column_that_is_escaped_throughout_is_read_without_that_and_said_so() {
    let Some(shop) = Shop::new().await else { return };
    let report = shop
        .import(
            "Handle,Title,Vendor,Body (HTML),Variant Price\n\
             a,Tom &amp; Jerry,A&B,&lt;p&gt;Good &amp;amp; cheap&lt;/p&gt;,1\n\
             b,30&quot; TV,C &amp; D,&lt;ul&gt;&lt;li&gt;x&lt;/li&gt;&lt;/ul&gt;,1\nc,Plain,E,words,1\n",
        )
        .await;
    assert_eq!(shop.product("a").await.title.default, "Tom & Jerry");
    assert_eq!(shop.product("b").await.title.default, "30\" TV");
    assert_eq!(shop.product("a").await.description_html.default, "<p>Good &amp; cheap</p>");
    assert_eq!(shop.product("b").await.description_html.default, "<ul><li>x</li></ul>");
    assert_eq!(shop.product("b").await.vendor.default, "C &amp; D", "another vendor has a bare &");
    let told = reasons(&report);
    assert_eq!(told.len(), 2, "{report}");
    assert!(told[0].contains("the column Title is escaped as HTML throughout: 2 of its texts"), "{report}");
    assert!(told[1].contains("the column Body (HTML)"), "{report}");
}

#[tokio::test]
async fn a_column_that_has_html_too_means_what_it_says() {
    let Some(shop) = Shop::new().await else { return };
    let report = shop
        .import("Handle,Title,Body (HTML),Variant Price\na,A,&lt;p&gt; begins a paragraph,1\nb,B,<p>x</p>,1\n")
        .await;
    assert_eq!(report.problems.count(), 0, "{report}");
    assert_eq!(shop.product("a").await.description_html.default, "<p>&lt;p&gt; begins a paragraph</p>");
}

#[tokio::test]
async fn a_description_loses_what_could_act_on_its_way_into_the_shop() {
    let Some(shop) = Shop::new().await else { return };
    shop.import("Handle,Title,Body (HTML),Variant Price\na,A,\"<h1>Hi</h1><script>steal()</script><a href=\"\"x\"\">b</a>\",1\n")
        .await;
    assert_eq!(shop.product("a").await.description_html.default, "<h3>Hi</h3>b");
}

#[tokio::test]
async fn an_older_encoding_is_read_and_told_and_the_merchant_can_say_it() {
    let Some(shop) = Shop::new().await else { return };
    let german = "Handle,Title,Variant Price\na,Große Tüte für Äpfel,1\nb,Schöne Schüssel,2\n";
    let bytes = encoding_rs::WINDOWS_1252.encode(german).0.into_owned();
    let report = shop.import(&bytes).await;
    assert_eq!(shop.product("b").await.title.default, "Schöne Schüssel");
    assert!(report.to_string().contains("windows-1252") && report.is_clean(), "{report}");
    let mut options = shop.options(&encoding_rs::BIG5.encode("Handle,Title,Variant Price\na,杯,1\n").0);
    options.encoding = Some(encoding_rs::BIG5);
    shop.run(options).await.unwrap();
    assert_eq!(shop.product("a").await.title.default, "杯");
}

#[tokio::test]
async fn a_file_whose_encoding_is_not_sure_is_refused_and_changes_nothing() {
    let Some(shop) = Shop::new().await else { return };
    let error = shop.try_import(b"Handle,Title,Variant Price\na,Gr\x9a\xa7e,1\n").await.unwrap_err();
    assert!(matches!(error, ImportError::Encoding) && error.to_string().contains("--encoding"), "{error}");
    assert!(shop.store.load_catalogue().await.unwrap().is_none());
}

#[tokio::test]
async fn one_product_however_its_handle_is_spelled() {
    let Some(shop) = Shop::new().await else { return };
    let report = shop
        .import(
            "Handle,Title,Variant Price,Option1 Name,Option1 Value\nBlue-Shirt,Blue shirt,1,Size,S\n\
             blue-shirt,,1,,M\nBLUE-SHIRT,,1,,L\n",
        )
        .await;
    assert_eq!((report.added, report.problems.count()), (1, 0), "{report}");
    assert_eq!(shop.handles().await, ["blue-shirt"]);
    assert_eq!(shop.product("blue-shirt").await.variants.len(), 3);
    let report = shop.import("Handle,Title,Variant Price\nBlue-shirt,Blue shirt,2\n").await;
    assert_eq!((report.added, report.updated), (0, 1));
}

#[tokio::test]
async fn nothing_invisible_comes_into_the_shop() {
    let Some(shop) = Shop::new().await else { return };
    shop.import(
        "Handle,Title,Vendor,Tags,Body (HTML),Variant Price,Option1 Name,Option1 Value,Variant SKU\n\
         cu\u{200b}p,Cup \u{202e}gnp.exe,A\u{feff}B,\u{2066}red,<p>x&#x202e;y\u{202e}</p>,\u{202a}12.90\u{202c},Si\u{ad}ze,S\u{200f},C\u{200b}1\n",
    )
    .await;
    let cup = shop.product("cup").await;
    assert_eq!((cup.title.default.as_str(), cup.vendor.default.as_str()), ("Cup gnp.exe", "AB"));
    assert_eq!((cup.tags[0].default.as_str(), cup.description_html.default.as_str()), ("red", "<p>xy</p>"));
    assert_eq!((cup.options[0].name.default.as_str(), cup.options[0].values[0].default.as_str()), ("Size", "S"));
    assert_eq!((cup.variants[0].sku.as_deref(), cup.variants[0].price), (Some("C1"), 1290));
}
