//! Real catalogues, where a folder of them is at hand: named by `FAIRDAY_SHARED`, or `../shared` beside the repository.

use super::shop::Shop;
use fairday_server::import::{ImportOptions, ImportReport};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("FAIRDAY_SHARED").map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no folder of real catalogues (FAIRDAY_SHARED)");
    None
}

/// Has the folder's tool write its catalogues as Shopify files.
fn written(shared: &Path, into: &Path) -> bool {
    let tool = shared.join("tools/catalogue_to_shopify_csv.py");
    let outcome = Command::new("python3").arg("-B").arg(tool).arg(into).output();
    let is_written = outcome.is_ok_and(|output| output.status.success());
    if !is_written {
        println!("skipped: python3 could not write the catalogues");
    }
    is_written
}

async fn import(shop: &Shop, file: PathBuf, images: Option<PathBuf>, currency: &str) -> ImportReport {
    let started = Instant::now();
    let options = ImportOptions {
        file,
        images,
        pictures_out: shop.pictures(),
        currency: Some(currency.parse().unwrap()),
        ..ImportOptions::default()
    };
    let report = shop.run(options).await.unwrap();
    println!("{:.0} ms for\n{report}", started.elapsed().as_secs_f64() * 1000.0);
    report
}

#[tokio::test]
async fn real_catalogues_are_imported_whole_and_again_without_change() {
    let Some(shared) = shared() else { return };
    let csv = tempfile::TempDir::new().unwrap();
    if !written(&shared, csv.path()) {
        return;
    }
    let images = shared.join("data/spree-catalogue/images");
    for (name, images, currency, products) in [
        ("litemall-zh.csv", None, "CNY", 239),
        ("spree.csv", Some(images), "USD", 37),
        ("phones.csv", None, "INR", 758),
    ] {
        let Some(shop) = Shop::new().await else { return };
        let first = import(&shop, csv.path().join(name), images.clone(), currency).await;
        assert_eq!(first.products, products, "{name}");
        let before = shop.catalogue().await;
        let again = import(&shop, csv.path().join(name), images, currency).await;
        assert_eq!((again.unchanged, again.revision, again.pictures_made), (products, 1, 0), "{name}");
        assert_eq!(shop.catalogue().await, before, "{name}");
        if name == "spree.csv" {
            assert!(first.pictures_made > 80, "{first}");
            assert!(before.products.iter().all(|product| !product.pictures.is_empty()));
            let mean = mean_bytes(&shop.pictures(), "-320.webp");
            println!("a picture 320 px wide has {mean} bytes");
            assert!((2_000..=10_000).contains(&mean), "a picture 320 px wide has {mean} bytes");
        }
    }
}

fn mean_bytes(folder: &Path, ending: &str) -> u64 {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let sizes: Vec<u64> = files
        .filter(|file| file.file_name().to_string_lossy().ends_with(ending))
        .map(|file| file.metadata().unwrap().len())
        .collect();
    sizes.iter().sum::<u64>() / sizes.len() as u64
}

#[tokio::test]
async fn a_real_shopify_export_is_imported() {
    let Some(shared) = shared() else { return };
    let Some(shop) = Shop::new().await else { return };
    let report = import(&shop, shared.join("data/shopify-csv/Product-data.csv"), None, "USD").await;
    assert!(report.products > 10, "{report}");
    assert_eq!(shop.product("floor-lamp").await.variants[0].price, 6999);
    let gloves = shop.product("gardening-gloves").await;
    assert_eq!(gloves.options[0].values.len(), gloves.variants.len());
}
