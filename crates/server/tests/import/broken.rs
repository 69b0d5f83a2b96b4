//! A corpus of broken files: what is left of each, and what the merchant is told, stand beside it in `*.expected`.

use super::shop::{Shop, reasons};
use fairday_server::catalogue::model::Product;
use fairday_server::import::limits::PROBLEMS_LISTED_MAX;
use std::fmt::Write;
use std::path::Path;

fn describe(product: &Product) -> String {
    let variants: Vec<String> = product
        .variants
        .iter()
        .map(|variant| {
            let choice = variant.choice.iter().zip(&product.options);
            let values: Vec<&str> =
                choice.map(|(index, option)| option.values[usize::from(*index)].default.as_str()).collect();
            format!("{} {}", values.join("/"), variant.price).trim().to_owned()
        })
        .collect();
    format!("{} \"{}\": {}", product.handle, product.title.default, variants.join(", "))
}

/// None where there is no server for the database.
async fn outcome(csv: &[u8]) -> Option<String> {
    let shop = Shop::new().await?;
    let report = match shop.try_import(csv).await {
        Ok(report) => report,
        Err(error) => return Some(format!("{error}\n")),
    };
    let mut text = String::new();
    for product in shop.catalogue().await.products {
        writeln!(text, "{}", describe(&product)).unwrap();
    }
    for reason in reasons(&report) {
        writeln!(text, "{reason}").unwrap();
    }
    Some(text)
}

#[tokio::test]
async fn every_broken_file_comes_to_what_is_written_beside_it() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/corpus");
    let mut files: Vec<_> = std::fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "csv"));
    files.sort();
    assert!(files.len() >= 8, "the corpus is there");
    for file in files {
        let Some(found) = outcome(&std::fs::read(&file).unwrap()).await else { return };
        let beside = file.with_extension("expected");
        if std::env::var_os("FAIRDAY_WRITE_EXPECTED").is_some() {
            std::fs::write(&beside, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        assert_eq!(found, expected, "{}", file.display());
    }
}

#[tokio::test]
async fn a_report_lists_so_many_problems_and_counts_the_rest() {
    let Some(shop) = Shop::new().await else { return };
    let rows: String = (0..PROBLEMS_LISTED_MAX + 20).map(|_| ",nameless,1\n").collect();
    let report = shop.import(format!("Handle,Title,Variant Price\na,A,1\n{rows}")).await;
    assert_eq!(report.problems.listed().len(), PROBLEMS_LISTED_MAX);
    assert_eq!(report.problems.count(), PROBLEMS_LISTED_MAX + 20);
    assert!(report.to_string().contains("and 20 more"), "{report}");
}

#[tokio::test]
async fn a_product_keeps_as_many_variants_pictures_and_tags_as_the_limits_say() {
    let Some(shop) = Shop::new().await else { return };
    let rows: Vec<String> = (0..2_060).map(|number| format!("a,A,1,Size,{number},{number}.jpg,\n")).collect();
    let rows = rows.concat();
    let tags: Vec<String> = (0..80).map(|number| format!("t{number}")).collect();
    let tags = tags.join(",");
    let csv = format!(
        "Handle,Title,Variant Price,Option1 Name,Option1 Value,Image Src,Tags\n{rows}a,,,,,,\"{tags}\"\n"
    );
    let report = shop.import(csv).await;
    let product = shop.product("a").await;
    assert_eq!((product.variants.len(), product.tags.len()), (2_048, 50));
    let told = reasons(&report).join("\n");
    for limit in [
        "the product a has more than 2048 variants: 12 are left out",
        "the product a has more than 20 pictures",
        "the product a has more than 50 tags",
    ] {
        assert!(told.contains(limit), "{told}");
    }
}

#[tokio::test]
async fn a_field_beyond_the_limit_costs_its_row_alone() {
    let Some(shop) = Shop::new().await else { return };
    let long = "字".repeat(200_000);
    let report = shop.import(format!("Handle,Title,Variant Price\na,{long},1\nb,B,1\n")).await;
    assert_eq!(shop.handles().await, ["b"]);
    assert!(reasons(&report)[0].starts_with("line 2: a field is longer than"), "{}", report.problems.count());
}
