//! A shop of its own for each test, in a folder that goes away with it.

use fairday_server::catalogue::model::{Catalogue, Product};
use super::ENGINE;
use crate::engine::Place;
use fairday_server::database::{DatabaseError, Transaction};
use fairday_server::import::{ImportError, ImportOptions, ImportReport, run};
use fairday_server::store::Store;
use std::path::PathBuf;
use tempfile::TempDir;

pub(crate) const HEADER: &str = "Handle,Title,Variant Price,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,\
                                 Variant Inventory Qty,Variant Inventory Policy,Image Src,Variant Image,Status,Published\n";

pub(crate) struct Shop {
    pub(crate) folder: TempDir,
    pub(crate) place: Place,
    pub(crate) store: Store,
}

impl Shop {
    /// An empty shop; none where there is no server for its database.
    pub(crate) async fn new() -> Option<Self> {
        let place = Place::new(ENGINE)?;
        let folder = TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join("images")).unwrap();
        let store = Store::open(&place.location).await.unwrap();
        Some(Self { folder, place, store })
    }

    /// Changes the database behind the store's back.
    pub(crate) async fn execute(&self, sql: &'static str) {
        let job = move |transaction: &mut Transaction<'_>| transaction.execute(sql, &[]);
        self.store.database().write::<_, DatabaseError>(job).await.unwrap();
    }

    pub(crate) fn options(&self, csv: &[u8]) -> ImportOptions {
        let file = self.folder.path().join("products.csv");
        std::fs::write(&file, csv).unwrap();
        ImportOptions {
            file,
            images: Some(self.folder.path().join("images")),
            pictures_out: self.pictures(),
            ..ImportOptions::default()
        }
    }

    pub(crate) fn pictures(&self) -> PathBuf {
        self.folder.path().join("pictures")
    }

    pub(crate) fn put_image(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.path().join("images").join(name), bytes).unwrap();
    }

    pub(crate) async fn run(&self, options: ImportOptions) -> Result<ImportReport, ImportError> {
        run(&self.store, options, |_| ()).await
    }

    pub(crate) async fn try_import(&self, csv: impl AsRef<[u8]>) -> Result<ImportReport, ImportError> {
        self.run(self.options(csv.as_ref())).await
    }

    pub(crate) async fn import(&self, csv: impl AsRef<[u8]>) -> ImportReport {
        self.try_import(csv).await.unwrap()
    }

    pub(crate) async fn catalogue(&self) -> Catalogue {
        self.store.load_catalogue().await.unwrap().expect("there is a catalogue")
    }

    pub(crate) async fn product(&self, handle: &str) -> Product {
        let products = self.catalogue().await.products;
        products
            .into_iter()
            .find(|product| product.handle.as_str() == handle)
            .expect("the product is for sale")
    }

    pub(crate) async fn handles(&self) -> Vec<String> {
        self.catalogue().await.products.into_iter().map(|product| product.handle.into()).collect()
    }
}

pub(crate) fn reasons(report: &ImportReport) -> Vec<String> {
    report.problems.listed().iter().map(ToString::to_string).collect()
}
