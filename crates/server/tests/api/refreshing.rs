use crate::engine::{Engine, Place};
use crate::shop::Shop;
use fairday_server::catalogue::model::Catalogue;
use fairday_server::catalogue::sample;
use fairday_server::refresh::{CatalogueSource, empty_catalogue, first_snapshot, follow};
use fairday_server::store::{Batch, Store};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A source that says what the test tells it to.
#[derive(Clone)]
struct Told(Arc<Mutex<Result<Option<Catalogue>, &'static str>>>);

impl CatalogueSource for Told {
    type Error = &'static str;

    async fn revision(&self) -> Result<u64, &'static str> {
        self.load().await.map(|catalogue| catalogue.map_or(0, |catalogue| catalogue.revision))
    }

    async fn load(&self) -> Result<Option<Catalogue>, &'static str> {
        self.0.lock().expect("not poisoned").clone()
    }
}

async fn until(shop: &Shop, what: impl Fn(&serde_json::Value) -> bool) {
    let watch = async {
        while !what(&shop.json("/healthz").await) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), watch).await.expect("it comes to pass");
}

#[tokio::test]
async fn an_import_is_served_without_a_restart_and_a_failing_source_changes_nothing() {
    let shop = Shop::open().await;
    let told = Told(Arc::new(Mutex::new(Ok(Some(sample::catalogue(120))))));
    let following = tokio::spawn(follow(told.clone(), Arc::clone(&shop.state), Duration::from_millis(5)));
    *told.0.lock().expect("not poisoned") = Ok(Some(Catalogue { revision: 2, ..sample::catalogue(5) }));
    until(&shop, |health| health["revision"] == 2).await;
    assert_eq!(shop.json("/api/v1/products").await["total"], 5);
    *told.0.lock().expect("not poisoned") = Err("the disk is gone");
    until(&shop, |health| health["ready"] == false).await;
    assert_eq!(shop.json("/api/v1/products").await["total"], 5);
    *told.0.lock().expect("not poisoned") = Ok(Some(Catalogue { revision: 3, ..sample::catalogue(6) }));
    until(&shop, |health| health["revision"] == 3 && health["ready"] == true).await;
    following.abort();
}

#[tokio::test]
async fn before_the_first_import_the_shop_is_empty() {
    let snapshot = first_snapshot(&Told(Arc::new(Mutex::new(Ok(None))))).await.expect("reads");
    assert_eq!((snapshot.revision(), snapshot.handles().len()), (0, 0));
}

/// Everything that the sample shop with so many products sells, as an import says it.
fn import_of(count: usize) -> Batch {
    let Catalogue { store, products, updated_ms, .. } = sample::catalogue(count);
    Batch { profile: store, products, withdrawn: vec![], kept: vec![], replace: true, now_ms: updated_ms }
}

async fn several_servers_on_one_database_follow_an_import(engine: Engine) {
    let Some(place) = Place::new(engine) else { return };
    let open = async || Store::open(&place.location).await.expect("it opens");
    let importer = open().await;
    importer.apply(import_of(3)).await.expect("imported");
    let mut servers = Vec::new();
    for _ in 0..3 {
        let shop = Shop::selling(empty_catalogue()).await;
        let following = tokio::spawn(follow(open().await, Arc::clone(&shop.state), Duration::from_millis(5)));
        servers.push((shop, following));
    }
    for (revision, products) in [(1, 3), (2, 7), (3, 4)] {
        if revision > 1 {
            let outcome = importer.apply(import_of(products)).await.expect("imported");
            assert_eq!(outcome.revision, revision);
        }
        for (shop, _) in &servers {
            until(shop, |health| health["revision"] == revision && health["ready"] == true).await;
            assert_eq!(shop.json("/api/v1/products").await["total"], products);
        }
    }
    for (_, following) in servers {
        following.abort();
    }
}

#[tokio::test]
async fn several_servers_on_one_file_follow_an_import() {
    several_servers_on_one_database_follow_an_import(Engine::Sqlite).await;
}

#[tokio::test]
async fn several_servers_on_one_postgresql_follow_an_import() {
    several_servers_on_one_database_follow_an_import(Engine::Postgres).await;
}
