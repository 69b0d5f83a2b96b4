//! Files of other shops, and lists, in Shopify's form.

use super::*;
use crate::import::columns::{Columns, Field};
use crate::import::records::Records;
use proptest::prelude::*;

const TODAY: &str = "2026-01-31";

fn translated(csv: &str) -> Result<Translated, ImportError> {
    translate(Records::new(csv).collect(), TODAY)
}

/// What each row has in these columns.
fn rows(csv: &str, fields: &[Field]) -> Vec<Vec<String>> {
    let translated = translated(csv).expect("a file that is read");
    let columns = Columns::from_header(&translated.header);
    let rows = translated.records.iter().map(|record| record.fields.as_ref().expect("a good row"));
    rows.map(|row| fields.iter().map(|field| columns.get(row, *field).to_owned()).collect()).collect()
}

fn system(csv: &str) -> String {
    translated(csv).err().map_or_else(String::new, |error| error.to_string())
}

#[test]
fn another_shops_file_is_known_by_its_headings() {
    let magento = "sku,store_view_code,attribute_set_code,product_type,categories,name,price,qty\n";
    assert!(system(magento).contains("Magento"), "{}", system(magento));
    let vendure =
        "name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand\n";
    assert!(system(vendure).contains("Vendure"));
    let presta = "Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;Quantity\n";
    assert!(system(presta).contains("PrestaShop"));
    let presta = "Product ID;Image;Name;Reference;Category;Price (tax excl.);Quantity;Status\n";
    assert!(system(presta).contains("PrestaShop"));
    let taobao = "宝贝名称\t宝贝类目\t宝贝价格\t宝贝数量\t宝贝描述\n";
    assert!(system(taobao).contains("Taobao"));
    let taobao = "version 1.00\ntitle\tcid\tseller_cids\tstuff_status\tprice\n";
    assert!(system(taobao).contains("Taobao"));
    assert!(system(magento).contains("名称、价格"), "and the merchant is told what to do");
    assert!(system("brand,model,price_inr\n").contains("\"price_inr\""));
}

#[test]
fn a_plain_list_is_read_under_chinese_and_english_headings() {
    let fields = [Field::Handle, Field::Title, Field::Price, Field::Quantity, Field::ImageSrc, Field::Type];
    let expected = ["搪瓷杯", "搪瓷杯", "12.90", "20", "cup.jpg", "家居 > 杯子"];
    for header in [
        "名称,价格,库存,图片,分类",
        "商品名称,售价(元),库存数量,主图,商品分类",
        "Name,Price,Stock,Picture,Category",
    ] {
        let csv = format!("{header}\n搪瓷杯,12.90,20件,cup.jpg,家居 > 杯子\n");
        assert_eq!(rows(&csv, &fields), [expected], "{header}");
    }
    assert_eq!(
        rows("2026年价目表,,\n,,\n名称,价格,库存\n地垫,3,有货\n", &fields[..4]),
        [["地垫", "地垫", "3", ""]]
    );
}

#[test]
fn a_list_says_how_it_was_read() {
    let translated = translated("名称,价格,备注\n杯,1,x\n").expect("a list");
    let note = translated.notes.join(" ");
    for words in
        ["\"名称\" for Title", "\"价格\" for Variant Price", "not used: \"备注\"", "no column for stock"]
    {
        assert!(note.contains(words), "{note}");
    }
}

#[test]
fn sizes_of_a_list_are_variants_and_merged_names_go_on() {
    let fields = [Field::Handle, Field::OptionName(0), Field::OptionValue(0), Field::Price];
    let csv = "名称,颜色,价格\n毛巾,红,5\n,蓝,6\n雨伞,黑,20\n";
    assert_eq!(
        rows(csv, &fields),
        [["毛巾", "颜色", "红", "5"], ["毛巾", "颜色", "蓝", "6"], ["雨伞", "颜色", "黑", "20"]]
    );
}

#[test]
fn several_pictures_of_a_cell_are_several_pictures() {
    let csv = "Name,Price,Images\nCup,1,\"a.jpg, https://x.example/b,c.jpg\"\n";
    assert_eq!(rows(csv, &[Field::ImageSrc]), [["a.jpg"], ["https://x.example/b"], ["c.jpg"]]);
    assert_eq!(cells::pictures("Cup, red.jpg"), ["Cup, red.jpg"]);
    assert_eq!(cells::pictures(" a.jpg,,b.jpg;\nc.jpg, "), ["a.jpg", "b.jpg", "c.jpg"]);
}

const WOO: &str = "ID,Type,SKU,Name,Published,\"Visibility in catalog\",\"Short description\",Description,\
\"Date sale price starts\",\"Date sale price ends\",\"In stock?\",Stock,\"Backorders allowed?\",\"Sale price\",\"Regular price\",\
Categories,Tags,Images,Parent,\"Attribute 1 name\",\"Attribute 1 value(s)\"\n";

#[test]
fn a_woocommerce_export_is_read() {
    let csv = format!(
        "{WOO}1,simple,CUP,Cup,1,visible,,One\\nTwo,,,1,7,0,9,12,\"Home > Cups, Gifts\",\"red, new\",\"https://a.example/1.jpg, https://a.example/2.jpg\",,Material,Enamel\n\
         2,variable,SHIRT,Shirt,1,visible,,,,,1,,0,,,Clothes,,s.jpg,,Size,\"S, M\"\n\
         3,variation,,Shirt - S,1,visible,,,,,1,3,0,,20,,,s-s.jpg,SHIRT,Size,S\n\
         4,variation,,Shirt - M,1,visible,,,,2026-01-30,0,,0,5,21,,,,id:2,Size,M\n\
         5,simple,,Draft,-1,visible,,,,,1,,0,,1,,,,,,\n\
         6,external,,Elsewhere,1,visible,,,,,1,,0,,1,,,,,,\n"
    );
    let fields =
        [Field::Handle, Field::Price, Field::CompareAt, Field::Quantity, Field::OptionValue(0), Field::Type];
    assert_eq!(
        rows(&csv, &fields),
        [
            ["cup", "9", "12", "7", "", "Home > Cups"],
            ["cup", "", "", "", "", ""],
            ["shirt", "", "", "", "", "Clothes"],
            ["shirt", "20", "", "3", "S", ""],
            ["shirt", "21", "", "0", "M", ""],
            ["draft", "1", "", "", "", ""],
        ],
        "a sale that is over is none, and the variation that is not in stock has none left"
    );
    let translated = translated(&csv).expect("an export");
    assert_eq!((translated.not_shown.len(), translated.not_shown[0].count), (1, 1));
    assert!(translated.header.iter().any(|name| name.starts_with("Material (product.metafields.spec.")));
    let columns = Columns::from_header(&translated.header);
    let status: Vec<&str> = translated
        .records
        .iter()
        .map(|record| columns.get(record.fields.as_ref().expect("a row"), Field::Status))
        .collect();
    assert_eq!(status[5], "draft");
}

proptest! {
    /// Every row of a list comes through once, with its price, whatever the order of its columns.
    #[test]
    fn no_row_of_a_list_is_lost(
        goods in prop::collection::vec(("[a-z搪瓷]{1,8}", 1_u32..100_000, 0_u32..1000), 1..20), is_turned: bool,
    ) {
        let header = if is_turned { "库存,价格,名称\n" } else { "名称,价格,库存\n" };
        let line = |(name, price, stock): &(String, u32, u32)| {
            if is_turned { format!("{stock},{price},{name}\n") } else { format!("{name},{price},{stock}\n") }
        };
        let csv = format!("{header}{}", goods.iter().map(line).collect::<String>());
        let read = rows(&csv, &[Field::Title, Field::Price, Field::Quantity]);
        let expected: Vec<Vec<String>> =
            goods.iter().map(|(name, price, stock)| vec![name.clone(), price.to_string(), stock.to_string()]).collect();
        prop_assert_eq!(read, expected);
    }
}
