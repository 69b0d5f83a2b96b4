//! Measures orders: `cargo run --release -p fairday-server --example order_bench DATABASE`, where the database is an empty file's
//! path or a URL of `PostgreSQL`. Server and clients are one process and share its processors. The last line is JSON, for
//! programs.

#![allow(clippy::print_stdout)] // its purpose

use fairday_server::accounts::sessions::{self, NewSession, Token};
use fairday_server::accounts::{PHONE_PLACE, PHONE_PURPOSE, Phone, find_or_open};
use fairday_server::catalogue::{Snapshot, sample};
use fairday_server::clock::Clock;
use fairday_server::database::{Database, DatabaseError, Location};
use fairday_server::http::dist::Dist;
use fairday_server::http::serve::{ConnectionLimits, serve};
use fairday_server::http::{AppState, HttpConfig, Services};
use fairday_server::privacy::KeyRing;
use fairday_server::shop_config::ShopConfig;
use fairday_server::store::{Batch, Store};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::error::Error;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Shoppers who order without a pause.
const BUYERS: usize = 64;
/// Shoppers who browse, each at its own pace whether or not there is an answer.
const BROWSERS: u32 = 20;
const BROWSE_EVERY: Duration = Duration::from_millis(100);
const WARM_UP: Duration = Duration::from_secs(1);
const PHASE: Duration = Duration::from_secs(5);
const PRODUCTS: usize = 1_000;
const STOCK: u32 = 100_000_000;
const BROWSED: &str = "/api/v1/products?limit=24&sort=price_asc";

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A connection that is used again and again.
struct Line(BufReader<TcpStream>);

impl Line {
    async fn to(server: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// The status and the body.
    async fn ask(&mut self, head: &str, body: &str) -> Outcome<(u16, Vec<u8>)> {
        let length = body.len();
        let request = format!(
            "{head}\r\nhost: shop\r\nsec-fetch-site: same-origin\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        self.0.get_mut().write_all(request.as_bytes()).await?;
        let (mut line, mut status, mut length) = (String::new(), 0, 0);
        loop {
            line.clear();
            if self.0.read_line(&mut line).await? == 0 {
                return Err(Box::new(std::io::Error::from(ErrorKind::UnexpectedEof)));
            }
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            } else if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.parse()?;
            } else if let Some(rest) = line.strip_prefix("http/1.1 ") {
                status = rest.split(' ').next().unwrap_or_default().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await?;
        Ok((status, body))
    }
}

/// A shopper with a cart.
struct Buyer {
    line: Line,
    head: String,
    wanted: String,
}

impl Buyer {
    async fn new(server: SocketAddr, index: usize, token: &Token) -> Outcome<Self> {
        let line = Line::to(server).await?;
        let head = format!("cookie: __Host-fairday={}\r\ncontent-type: application/json", token.as_str());
        let wanted = json!({"lines": [{"variant": index * 2 + 1, "quantity": 1}, {"variant": index * 2 + 2, "quantity": 2}],
            "delivery": {"method": "door", "region": "130624100"}});
        Ok(Self { line, head, wanted: wanted.to_string() })
    }

    /// The order that agrees to a new quote: a quote makes one order.
    async fn quoted(&mut self) -> Outcome<String> {
        let asked = format!("POST /api/v1/quotes HTTP/1.1\r\n{}", self.head);
        let (status, body) = self.line.ask(&asked, &self.wanted).await?;
        if status != 200 {
            return Err(format!("a quote is refused: {}", String::from_utf8_lossy(&body)).into());
        }
        let quote: Value = serde_json::from_slice(&body)?;
        let mut agreed = json!({"lines": quote["terms"]["lines"].as_array().into_iter().flatten().map(|line| {
            json!({"variant": line["variant"], "quantity": line["quantity"], "price": line["price"]})
        }).collect::<Vec<_>>()});
        for field in ["currency", "delivery", "delivery_fee", "total"] {
            agreed[field] = quote["terms"][field].clone();
        }
        let order = json!({"quote": quote["id"], "agreed": agreed, "payment": "cash_on_delivery", "locale": "zh-CN",
            "recipient": {"name": "张三", "phone": "13800138000", "region": "130624100", "detail": "小学对面"}});
        Ok(order.to_string())
    }

    async fn order(&mut self, number: u64) -> Outcome<()> {
        let order = self.quoted().await?;
        let head = format!("PUT /api/v1/orders/{number:032x} HTTP/1.1\r\n{}", self.head);
        let (status, body) = self.line.ask(&head, &order).await?;
        if status == 201 { Ok(()) } else { Err(String::from_utf8_lossy(&body).into()) }
    }
}

/// A shop where 64 shoppers of one network may order for one number without end.
fn unlimited() -> Outcome<ShopConfig> {
    let text = "[limits]\nunlimited = [\"account\", \"number\", \"network\"]\n";
    ShopConfig::parse(text).map_err(|_| "the bench's configuration is wrong".into())
}

/// A shop with goods enough, and as many shoppers as order.
async fn open(location: &Location) -> Outcome<(SocketAddr, Vec<Token>)> {
    let mut catalogue = sample::catalogue(PRODUCTS);
    for variant in catalogue.products.iter_mut().flat_map(|product| &mut product.variants) {
        variant.stock = Some(STOCK);
    }
    let database = Database::open(location).await?;
    let store = Store::new(database.clone());
    let (profile, products, now_ms) = (catalogue.store, catalogue.products, Clock::default().now_ms());
    store.apply(Batch { profile, products, withdrawn: vec![], kept: vec![], replace: true, now_ms }).await?;
    let snapshot = Snapshot::build(store.load_catalogue().await?.ok_or("nothing was imported")?);
    let keys = KeyRing::generate();
    keys.prove(&database, now_ms).await?;
    let mut tokens = Vec::new();
    for index in 0..BUYERS {
        let phone = Phone::parse(&format!("138{index:08}"))?;
        let (at, sealed) =
            (keys.index(PHONE_PURPOSE, &phone.e164()), keys.seal(PHONE_PLACE, phone.national().as_bytes()));
        let token = Token::generate();
        let session = NewSession::new(&token, String::new(), now_ms);
        let begin = database.write::<_, DatabaseError>(move |transaction| {
            let account = find_or_open(transaction, &at, &sealed, now_ms)?;
            sessions::begin(transaction, account, &session)
        });
        begin.await?;
        tokens.push(token);
    }
    let config = HttpConfig {
        public_url: None,
        metrics_public: false,
        pictures: std::env::temp_dir(),
        is_demo: false,
        shop: Arc::new(unlimited()?),
        admin_token: None,
        trusted_proxies: Vec::new(),
    };
    let state =
        AppState::new(snapshot, config, Dist::of_shell("<!doctype html>"), Services::new(database, keys));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(serve(listener, state, ConnectionLimits::default(), std::future::pending::<()>()));
    Ok((address, tokens))
}

/// Orders until told to stop; how many were placed meanwhile counts up.
async fn order_on(
    buyers: &mut [Buyer],
    placed: &AtomicU64,
    next: &AtomicU64,
    stop: &AtomicBool,
) -> Outcome<()> {
    let each = buyers.iter_mut().map(async |buyer| {
        while !stop.load(Ordering::Relaxed) {
            buyer.order(next.fetch_add(1, Ordering::Relaxed)).await?;
            placed.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    });
    join_all(each).await.into_iter().collect()
}

/// Browses for a while; how long each answer took, from the moment at which it was to be asked for, sorted.
async fn browse(server: SocketAddr) -> Outcome<Vec<Duration>> {
    let begin = Instant::now();
    let each = (0..BROWSERS).map(async |index| {
        let mut line = Line::to(server).await?;
        let (mut due, mut times) = (begin + BROWSE_EVERY * index / BROWSERS, Vec::new());
        while due < begin + PHASE {
            tokio::time::sleep_until(due.into()).await;
            let (status, _) = line.ask(&format!("GET {BROWSED} HTTP/1.1\r\naccept-encoding: br"), "").await?;
            if status != 200 {
                return Err(format!("browsing is answered with {status}").into());
            }
            times.push(due.elapsed());
            due += BROWSE_EVERY;
        }
        Ok(times)
    });
    let times: Outcome<Vec<Vec<Duration>>> = join_all(each).await.into_iter().collect();
    let mut times = times?.concat();
    times.sort_unstable();
    Ok(times)
}

/// How many rows a second this machine writes durably one by one: each a commit with `synchronous=FULL`.
fn single_commits(location: &Location) -> Outcome<Option<f64>> {
    let Location::Sqlite(path) = location else { return Ok(None) };
    let file = path.with_file_name("commits.db");
    let connection = rusqlite::Connection::open(file)?;
    connection.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE row (n INTEGER, text TEXT)",
    )?;
    let mut insert = connection.prepare("INSERT INTO row VALUES (?1, 'a row of about the size of one')")?;
    let (begin, mut count) = (Instant::now(), 0_u32);
    while begin.elapsed() < PHASE {
        insert.execute([count])?;
        count += 1;
    }
    Ok(Some(f64::from(count) / begin.elapsed().as_secs_f64()))
}

fn at(sorted: &[Duration], hundredths: usize) -> f64 {
    sorted[(sorted.len() - 1) * hundredths / 100].as_secs_f64() * 1e6
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let location: Location = std::env::args().nth(1).ok_or("name a database")?.parse()?;
    let (server, tokens) = open(&location).await?;
    let mut buyers = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        buyers.push(Buyer::new(server, index, token).await?);
    }
    let commits = single_commits(&location)?;
    let idle = browse(server).await?;
    let (placed, next, stop) = (AtomicU64::new(0), AtomicU64::new(1), AtomicBool::new(false));
    let ordering = order_on(&mut buyers, &placed, &next, &stop);
    let watching = async {
        tokio::time::sleep(WARM_UP).await;
        let (before, begin) = (placed.load(Ordering::Relaxed), Instant::now());
        tokio::time::sleep(PHASE).await;
        let alone = placed.load(Ordering::Relaxed) - before;
        let alone = u32::try_from(alone).map(f64::from).map(|orders| orders / begin.elapsed().as_secs_f64());
        let busy = browse(server).await;
        stop.store(true, Ordering::Relaxed);
        (alone, busy)
    };
    let (ordered, (rate, busy)) = tokio::join!(ordering, watching);
    ordered?;
    let (rate, busy) = (rate?, busy?);
    println!(
        "{}",
        json!({"orders_per_s": rate, "commits_per_s": commits, "idle_p50_us": at(&idle, 50), "idle_p99_us": at(&idle, 99),
            "busy_p50_us": at(&busy, 50), "busy_p99_us": at(&busy, 99)})
    );
    Ok(())
}
