//! A server that is killed while orders come in.

use super::load::{Buyer, audit};
use super::shopping::{CONFIG, import, open_at};
use crate::engine::Place;
use crate::shop::SHELL;
use crate::shopper::Shopper;
use fairday_server::clock::Clock;
use fairday_server::privacy::key_file::{KeyArgs, KeyFile};
use fairday_server::privacy::random;
use futures_util::future::join_all;
use serde_json::Value;
use std::cell::Cell;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::pin::pin;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How often it is killed, unless `FAIRDAY_KILLS` says otherwise.
const KILLS: usize = 50;
/// It is killed up to so many milliseconds after orders began to come in, or after it acknowledged the first of them.
const LOAD_MS_MAX: u32 = 250;
const BUYERS: usize = 8;
const STOCK: u32 = 1_000_000;

/// `fairday serve`, in a process of its own.
pub(super) struct Server {
    process: Child,
    pub(super) address: SocketAddr,
}

impl Server {
    /// Starts it, and waits until it says where it listens.
    pub(super) fn start(data: &Path, database: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_fairday"))
            .args(["serve", "--listen", "127.0.0.1:0", "--log", "json", "--log-level", "info"])
            .arg("--data")
            .arg(data)
            .arg("--dist")
            .arg(data.join("dist"))
            .arg("--shop")
            .arg(data.join("shop.toml"))
            .env("FAIRDAY_DATABASE", database)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut log = BufReader::new(process.stderr.take().expect("a pipe")).lines().map_while(Result::ok);
        let mut said = Vec::new();
        let address = log.by_ref().find_map(|line| {
            let address = serving_at(&line);
            said.push(line);
            address
        });
        let address = address.unwrap_or_else(|| panic!("it does not serve: {said:#?}"));
        // Nobody reads the rest; but a full pipe would stop it.
        std::thread::spawn(move || log.for_each(drop));
        Self { process, address }
    }

    pub(super) fn id(&self) -> u32 {
        self.process.id()
    }

    /// SIGKILL: nothing that it would do at its end is done.
    pub(super) fn kill(mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it ends");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn serving_at(line: &str) -> Option<SocketAddr> {
    let line: Value = serde_json::from_str(line).ok()?;
    line["fields"]["message"].as_str()?.strip_prefix("serving at http://")?.parse().ok()
}

pub(super) async fn start(data: &Path, database: &str) -> Server {
    let (data, database) = (data.to_owned(), database.to_owned());
    tokio::task::spawn_blocking(move || Server::start(&data, &database)).await.expect("it serves")
}

#[tokio::test]
async fn a_server_that_is_killed_while_orders_come_in_has_every_order_that_it_acknowledged_and_no_half_one() {
    let kills = std::env::var("FAIRDAY_KILLS").map_or(KILLS, |text| text.parse().expect("a number"));
    let data = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(data.path().join("dist")).expect("a folder");
    std::fs::write(data.path().join("dist/index.html"), SHELL).expect("written");
    std::fs::write(data.path().join("shop.toml"), CONFIG).expect("written");
    let keys = Arc::new(KeyFile::new(&KeyArgs::default(), data.path()).open().expect("keys are made"));
    let place = Arc::new(Place::of_shop());
    let beside = || (Arc::clone(&place), Arc::clone(&keys), Clock::default());
    let mut buyers = Vec::new();
    {
        let shop = open_at(CONFIG, beside()).await;
        import(&shop, &[(1290, Some(STOCK)), (500, Some(STOCK))]).await;
        for index in 0..BUYERS {
            buyers.push(Buyer::new(Shopper::signed_in(&shop, &format!("1380013800{index}")).await));
        }
        shop.state.database.close().await;
    }
    for kill in 0..kills {
        let server = start(data.path(), &place.address).await;
        let acknowledged = Semaphore::new(0);
        let ordering = join_all(buyers.iter_mut().map(|buyer| {
            let (seen, acknowledged) = (Cell::new(buyer.acknowledged.len()), &acknowledged);
            let look = move |buyer: &Buyer| {
                let now = buyer.acknowledged.len();
                acknowledged.add_permits(now - seen.replace(now));
                false
            };
            buyer.order(server.address, look)
        }));
        let killing = async {
            if kill % 2 == 1 {
                // There is load however slow the machine is: two orders in every second life.
                let _orders = acknowledged.acquire_many(2).await.expect("it is never closed");
            }
            // Not a wait for something: the moment is what is tried.
            tokio::time::sleep(Duration::from_millis(random::below(LOAD_MS_MAX).into())).await;
        };
        let mut ordering = pin!(ordering);
        tokio::select! {
            _ = ordering.as_mut() => panic!("every line was cut before anybody killed it"),
            () = killing => {}
        }
        server.kill();
        ordering.await;
    }
    let server = start(data.path(), &place.address).await;
    join_all(buyers.iter_mut().map(|buyer| buyer.order(server.address, Buyer::is_done))).await;
    server.kill();
    let orders: usize = buyers.iter().map(|buyer| buyer.acknowledged.len()).sum();
    let cuts: usize = buyers.iter().map(|buyer| buyer.cuts).sum();
    eprintln!("{kills} times killed, {orders} orders, {cuts} of them cut off on their way");
    assert!(orders >= kills && cuts > 0, "{orders} orders, {cuts} cuts: there was no load");
    audit(&open_at(CONFIG, beside()).await, &buyers, STOCK.into()).await;
}
