//! Keys that are changed while orders come in.

use super::killed::start;
use super::load::{Buyer, audit};
use super::shopping::{CONFIG, agreed, import, new_id, open_at, path, placed};
use crate::engine::Place;
use crate::shop::{BEGIN_MS, SHELL, Shop};
use crate::shopper::Shopper;
use fairday_server::clock::Clock;
use fairday_server::database::Database;
use fairday_server::privacy::key_file::{KeyArgs, KeyFile};
use fairday_server::privacy::random;
use fairday_server::privacy::rotation::{Patience, forget, rotate};
use fairday_server::privacy::servers::Keeping;
use futures_util::future::join_all;
use std::future::{Future, poll_fn};
use std::path::Path;
use std::pin::pin;
use std::process::Command;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tempfile::TempDir;
use tokio::task::JoinHandle;

const SERVERS: usize = 3;
const STOCK: u32 = 1_000_000;
/// Orders of a buyer in each round.
const ORDERS_AT_ONCE: usize = 3;
const BEAT: Duration = Duration::from_millis(50);
const PATIENCE: Patience = Patience { look: Duration::from_millis(20), silent_looks: 100, looks: 10_000 };
/// A sleeping server is not waited for.
const IMPATIENCE: Patience = Patience { look: Duration::from_millis(1), silent_looks: 3, looks: 100 };

/// Servers of one shop: each has the key file open for itself, as processes do.
struct Servers {
    place: Arc<Place>,
    folder: TempDir,
    clock: Clock,
}

struct Server {
    shop: Shop,
    keeping: Arc<Keeping>,
    /// Of the keeping alone; quotes and sessions have the shop's.
    clock: Clock,
}

impl Servers {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { place: Arc::new(Place::of_shop()), folder, clock: Clock::set_to(BEGIN_MS) }
    }

    fn file(&self) -> KeyFile {
        KeyFile::new(&KeyArgs::default(), self.folder.path())
    }

    async fn database(&self) -> Database {
        Database::open(&self.place.location).await.expect("it opens")
    }

    async fn start(&self, name: &str) -> Server {
        let keys = Arc::new(self.file().open().expect("keys"));
        let shop = open_at(CONFIG, (Arc::clone(&self.place), Arc::clone(&keys), self.clock.clone())).await;
        let clock = Clock::set_to(BEGIN_MS);
        let database = shop.state.database.clone();
        let keeping = Keeping::new(name.to_owned(), database, keys, self.file(), clock.clone());
        keeping.begin().await.expect("it begins");
        Server { shop, keeping: Arc::new(keeping), clock }
    }
}

impl Server {
    fn follow(&self) -> JoinHandle<()> {
        let keeping = Arc::clone(&self.keeping);
        tokio::spawn(async move { keeping.follow(BEAT).await })
    }
}

/// Goes on with `work` so many times, and then lets go of it, as a process that is killed there.
async fn killed_after<T>(steps: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut left = steps;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        work.as_mut().poll(context).map(Some)
    })
    .await
}

#[tokio::test]
async fn an_order_right_after_two_rotations_and_a_forgetting_is_kept() {
    let servers = Servers::new();
    let server = servers.start("one").await;
    import(&server.shop, &[(1290, Some(STOCK))]).await;
    let shopper = Shopper::signed_in(&server.shop, "13800138000").await;
    let following = server.follow();
    let (file, database) = (servers.file(), servers.database().await);
    rotate(&file, &database, 1, PATIENCE).await.expect("rotated");
    rotate(&file, &database, 2, PATIENCE).await.expect("nothing is left to do");
    forget(&file, &database, 3, PATIENCE).await.expect("forgotten");
    let id = placed(&server.shop, &shopper, &[(1, 1)]).await;
    rotate(&file, &database, 4, PATIENCE).await.expect("rotated");
    forget(&file, &database, 5, PATIENCE).await.expect("forgotten");
    let order = shopper.get(&server.shop, &path(&id)).await;
    assert_eq!(order.status, 200, "{}", order.text());
    assert_eq!(order.json()["recipient"]["name"], "张三");
    following.abort();
    let restarted = servers.start("again").await;
    assert_eq!(shopper.get(&restarted.shop, &path(&id)).await.status, 200);
}

#[tokio::test]
async fn a_server_that_slept_through_two_rotations_loses_nothing() {
    let servers = Servers::new();
    let asleep = servers.start("asleep").await;
    import(&asleep.shop, &[(1290, Some(STOCK))]).await;
    let shopper = Shopper::signed_in(&asleep.shop, "13800138000").await;
    let before = placed(&asleep.shop, &shopper, &[(1, 1)]).await;
    let (file, database) = (servers.file(), servers.database().await);
    for now_ms in [1, 2] {
        assert!(rotate(&file, &database, now_ms, IMPATIENCE).await.expect("rotated").is_new);
        assert_eq!(forget(&file, &database, now_ms, IMPATIENCE).await.expect("forgotten").gone.len(), 1);
    }
    // It wakes. What it reads is under a key that it has never heard of.
    assert_eq!(shopper.get(&asleep.shop, &path(&before)).await.status, 200, "it reads the file at once");
    let (id, order) = (new_id(), agreed(&asleep.shop, &shopper, &[(1, 1)]).await);
    let answer = shopper.put(&asleep.shop, &path(&id), &order).await;
    assert_eq!(answer.status, 503, "the database takes nothing under a forgotten key: {}", answer.text());
    assert!(!answer.header("retry-after").is_empty());
    // The refusal alone makes it look: no beat is due for a long time.
    let keeping = Arc::clone(&asleep.keeping);
    let following = tokio::spawn(async move { keeping.follow(Duration::from_hours(1)).await });
    let wait = async {
        while shopper.put(&asleep.shop, &path(&id), &order).await.status != 201 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), wait).await.expect("it is placed in the end");
    following.abort();
    assert_eq!(shopper.get(&asleep.shop, &path(&id)).await.status, 200);
}

#[tokio::test]
async fn without_its_key_an_order_is_put_off_and_fails_nothing_else() {
    let servers = Servers::new();
    let server = servers.start("one").await;
    import(&server.shop, &[(1290, Some(STOCK))]).await;
    let shopper = Shopper::signed_in(&server.shop, "13800138000").await;
    let old = placed(&server.shop, &shopper, &[(1, 1)]).await;
    // Another server, whose copy of the file is of before a rotation that did not wait for it.
    let copy = servers.folder.path().join("copy");
    std::fs::copy(servers.file().path(), &copy).expect("copied");
    let behind = KeyFile::new(&KeyArgs { file: Some(copy.clone()) }, servers.folder.path());
    let keys = Arc::new(behind.open().expect("keys"));
    let other = open_at(CONFIG, (Arc::clone(&servers.place), keys, servers.clock.clone())).await;
    let (file, database) = (servers.file(), servers.database().await);
    rotate(&file, &database, 1, IMPATIENCE).await.expect("rotated");
    let answer = shopper.get(&other, &path(&old)).await;
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(shopper.get(&other, "/api/v1/account").await.status, 503);
    let list = shopper.get(&other, "/api/v1/orders").await;
    assert_eq!((list.status, list.json()["items"][0]["recipient"]["name"].as_str()), (200, Some("")));
    assert_eq!(shopper.get(&other, "/api/v1/addresses").await.status, 200);
    assert_eq!(shopper.get(&other, "/api/v1/account/export").await.status, 200);
    std::fs::copy(file.path(), &copy).expect("copied");
    assert_eq!(shopper.get(&other, &path(&old)).await.status, 200, "it reads the file at once");
}

#[tokio::test]
async fn keys_change_under_load_and_whatever_is_killed_loses_nothing() {
    let servers = Servers::new();
    let (file, database) = (servers.file(), servers.database().await);
    let mut running = Vec::new();
    for index in 0..SERVERS {
        running.push(servers.start(&format!("server {index}")).await);
    }
    let goods = [(1290, Some(STOCK)), (500, Some(STOCK))];
    import(&running[0].shop, &goods).await;
    let mut buyers = Vec::new();
    for (index, server) in running.iter().enumerate() {
        super::shopping::refresh(&server.shop).await;
        buyers.push(Buyer::new(Shopper::signed_in(&server.shop, &format!("1380013800{index}")).await));
    }
    let following: Vec<_> = running.iter().map(Server::follow).collect();
    let (mut steps, mut rotations) = (1, 0);
    // Killed at every step, until one comes to its end without.
    loop {
        for server in &running {
            // A year to and fro.
            server.clock.advance(i64::from(random::below(730)) * 86_400_000 - 365 * 86_400_000);
        }
        let now_ms = i64::from(random::below(u32::MAX)) * 1000;
        let ordering = join_all(buyers.iter_mut().zip(&running).map(|(buyer, server)| {
            let enough = buyer.acknowledged.len() + ORDERS_AT_ONCE;
            buyer.order(server.shop.address, move |buyer| {
                buyer.is_done() && buyer.acknowledged.len() >= enough
            })
        }));
        let changing = async {
            let rotated = killed_after(steps, rotate(&file, &database, now_ms, PATIENCE)).await;
            (rotated, killed_after(steps, forget(&file, &database, now_ms, PATIENCE)).await)
        };
        let (_, (rotated, forgotten)) = tokio::join!(ordering, changing);
        rotations += u32::from(rotated.is_some_and(|done| done.expect("rotated").is_new));
        if let Some(done) = forgotten {
            done.expect("forgotten");
            if rotations > 1 {
                break;
            }
        }
        steps += if steps < 40 { 1 } else { 40 };
    }
    following.iter().for_each(JoinHandle::abort);
    let orders: usize = buyers.iter().map(|buyer| buyer.acknowledged.len()).sum();
    let put_off: usize = buyers.iter().map(|buyer| buyer.put_off).sum();
    eprintln!("{orders} orders, {put_off} times put off");
    assert!(orders > 0 && put_off <= orders, "{orders} orders, {put_off} times put off");
    let restarted = servers.start("restarted").await;
    audit(&restarted.shop, &buyers, STOCK.into()).await;
}

async fn keys(data: &Path, database: &str, command: &'static str) -> String {
    let mut fairday = Command::new(env!("CARGO_BIN_EXE_fairday"));
    fairday.args(["keys", command, "--data"]).arg(data).env("FAIRDAY_DATABASE", database);
    let done =
        tokio::task::spawn_blocking(move || fairday.output().expect("it runs")).await.expect("it ends");
    let complaint = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && complaint.is_empty(), "{command}: {complaint}");
    String::from_utf8(done.stdout).expect("text")
}

#[tokio::test]
async fn the_commands_work_beside_a_server_and_without() {
    let data = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(data.path().join("dist")).expect("a folder");
    std::fs::write(data.path().join("dist/index.html"), SHELL).expect("written");
    std::fs::write(data.path().join("shop.toml"), CONFIG).expect("written");
    let place = Arc::new(Place::of_shop());
    let file = KeyFile::new(&KeyArgs::default(), data.path());
    let ring = Arc::new(file.open().expect("keys are made"));
    let first = ring.current();
    let mut buyer = {
        let shop = open_at(CONFIG, (Arc::clone(&place), ring, Clock::default())).await;
        import(&shop, &[(1290, Some(STOCK)), (500, Some(STOCK))]).await;
        Buyer::new(Shopper::signed_in(&shop, "13800138000").await)
    };
    let server = start(data.path(), &place.address).await;
    let listed = keys(data.path(), &place.address, "list").await;
    assert!(listed.contains(&format!("{first}: 1 row, active")) && listed.contains("seals with"), "{listed}");
    let said = keys(data.path(), &place.address, "rotate").await;
    assert!(said.contains("The new key"), "{said}");
    let said = keys(data.path(), &place.address, "forget").await;
    assert!(said.contains(&format!("Forgotten: {first}.")), "{said}");
    buyer.order(server.address, |buyer| buyer.acknowledged.len() == 3).await;
    server.kill();
    let listed = keys(data.path(), &place.address, "list").await;
    assert!(!listed.contains(&format!("{first}:")) && listed.contains(", active"), "{listed}");
    let shop = open_at(CONFIG, (place, Arc::new(file.open().expect("keys")), Clock::default())).await;
    audit(&shop, &[buyer], STOCK.into()).await;
}
