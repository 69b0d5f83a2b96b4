//! Memory that a catalogue took, when another is there.

use super::killed::start;
use super::shopping::{CONFIG, open_at};
use crate::engine::Place;
use crate::shop::SHELL;
use fairday_server::catalogue::model::Product;
use fairday_server::catalogue::sample;
use fairday_server::clock::Clock;
use fairday_server::privacy::key_file::{KeyArgs, KeyFile};
use fairday_server::store::{Batch, Store};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

const PRODUCTS: usize = 3_000;
/// Imports that each change every price.
const CHANGES: i64 = 3;
/// How long the server may take to give memory back.
const PATIENCE: Duration = Duration::from_mins(1);
const LOOK_INTERVAL: Duration = Duration::from_millis(100);

/// The memory that a process has, kB.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("Linux says so");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// The catalogue's revision that a server serves.
fn revision(address: SocketAddr) -> u64 {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n\r\n").expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    let body: Value = serde_json::from_str(answer.split_once("\r\n\r\n").expect("a body").1).expect("JSON");
    body["revision"].as_u64().expect("a number")
}

/// Looks until it is so, or the time is up; whether it is so.
async fn comes(is_so: impl Fn() -> bool) -> bool {
    let began = Instant::now();
    while !is_so() {
        if began.elapsed() > PATIENCE {
            return false;
        }
        tokio::time::sleep(LOOK_INTERVAL).await;
    }
    true
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_gives_back_within_a_minute_what_the_catalogues_before_took() {
    let data = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(data.path().join("dist")).expect("a folder");
    std::fs::write(data.path().join("dist/index.html"), SHELL).expect("written");
    std::fs::write(data.path().join("shop.toml"), CONFIG).expect("written");
    let keys = Arc::new(KeyFile::new(&KeyArgs::default(), data.path()).open().expect("keys are made"));
    let place = Arc::new(Place::of_shop());
    let shop = open_at(CONFIG, (Arc::clone(&place), keys, Clock::default())).await;
    let store = Store::new(shop.state.database.clone());
    let import = async |dearer: i64| {
        let mut catalogue = sample::catalogue(PRODUCTS);
        let variants = |product: &mut Product| {
            product.variants.iter_mut().for_each(|variant| variant.price += dearer);
        };
        catalogue.products.iter_mut().for_each(variants);
        let (profile, products, now_ms) = (catalogue.store, catalogue.products, shop.state.now_ms());
        let batch = Batch { profile, products, withdrawn: vec![], kept: vec![], replace: true, now_ms };
        store.apply(batch).await.expect("imported").revision
    };
    let first = import(0).await;
    let server = start(data.path(), &place.address).await;
    assert!(comes(|| revision(server.address) == first).await, "it serves the first catalogue");
    let before = resident(server.id());
    for change in 1..=CHANGES {
        let next = import(change).await;
        assert!(comes(|| revision(server.address) == next).await, "it serves catalogue {next}");
    }
    let is_back = comes(|| resident(server.id()) * 10 <= before * 13).await;
    assert!(is_back, "{before} kB before, {} kB after {CHANGES} imports", resident(server.id()));
}
