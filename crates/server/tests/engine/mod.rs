//! A database of its own for each test, on either engine, gone when the test ends.

#![allow(dead_code)] // each test binary uses its part

use fairday_server::database::{Deadlines, Limits, Location};
use std::io::Write;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

/// The modules of a test program once for each engine: each names the engine as `ENGINE` of the module around it.
#[allow(unused_macros)] // as above
macro_rules! on_both_engines {
    ($($module:ident),+) => {
        on_both_engines!(@ sqlite Sqlite $($module)+);
        on_both_engines!(@ postgres Postgres $($module)+);
    };
    (@ $name:ident $engine:ident $($module:ident)+) => {
        #[path = "."]
        mod $name {
            pub(crate) const ENGINE: crate::engine::Engine = crate::engine::Engine::$engine;

            $(mod $module;)+
        }
    };
}

/// The URL of a `PostgreSQL` server where tests may make databases. `cargo xtask test` starts one.
const SERVER: &str = "FAIRDAY_TEST_POSTGRES";

/// Numbers the databases of this process.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// It is said once that tests are skipped.
static SAID: Once = Once::new();

/// What a test is to run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// What the shops of API tests run on: `SQLite`, or `PostgreSQL` when `FAIRDAY_TEST_SHOPS` is `postgres`. The whole suite
    /// is run once on each.
    pub(crate) fn of_shops() -> Self {
        match std::env::var("FAIRDAY_TEST_SHOPS").as_deref() {
            Ok("postgres") => Self::Postgres,
            Ok(other) if other != "sqlite" => panic!("FAIRDAY_TEST_SHOPS is sqlite or postgres, not {other}"),
            _ => Self::Sqlite,
        }
    }
}

/// Where a test's database is.
pub(crate) struct Place {
    pub(crate) location: Location,
    /// The file of `SQLite`, or the URL.
    pub(crate) address: String,
    _folder: TempDir,
    on_server: Option<OnServer>,
}

/// A database on the server.
struct OnServer {
    server: String,
    dropped_by: String,
}

fn new_name() -> String {
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let time = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").subsec_nanos();
    format!("fairday_{}_{time}_{count}", std::process::id())
}

impl Place {
    /// A new, empty database; nothing, and a line that says so, where there is no server for it.
    pub(crate) fn new(engine: Engine) -> Option<Self> {
        let folder = TempDir::new().expect("a folder");
        if engine == Engine::Sqlite {
            let address = folder.path().join("db/shop.db").display().to_string();
            return Some(Self::at(address, folder, None));
        }
        let Ok(server) = std::env::var(SERVER) else {
            SAID.call_once(|| {
                // Not `println!`, which the tests' runner keeps to itself.
                let _ = writeln!(std::io::stderr(), "skipped on PostgreSQL: {SERVER} is not set");
            });
            return None;
        };
        let name = new_name();
        on_server(&server, format!("CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"));
        let (address, options) = server.split_once('?').unwrap_or((&server, ""));
        let (host, _) = address.rsplit_once('/').expect("a URL with the name of a database");
        let address = format!("{host}/{name}?{options}");
        Some(Self::at(
            address,
            folder,
            Some(OnServer {
                server: server.clone(),
                dropped_by: format!("DROP DATABASE {name} WITH (FORCE)"),
            }),
        ))
    }

    /// A new, empty database for a shop. On `PostgreSQL` it is a schema of its own in the server's database, which is made and
    /// dropped in a fraction of the time.
    pub(crate) fn of_shop() -> Self {
        if Engine::of_shops() == Engine::Sqlite {
            return Self::new(Engine::Sqlite).expect("it is always there");
        }
        let server = std::env::var(SERVER).unwrap_or_else(|_| panic!("FAIRDAY_TEST_SHOPS needs {SERVER}"));
        let name = new_name();
        on_server(&server, format!("CREATE SCHEMA {name}"));
        let mark = if server.contains('?') { '&' } else { '?' };
        let address = format!("{server}{mark}options=-csearch_path%3D{name}");
        let folder = TempDir::new().expect("a folder");
        Self::at(
            address,
            folder,
            Some(OnServer { server, dropped_by: format!("DROP SCHEMA {name} CASCADE") }),
        )
    }

    fn at(address: String, folder: TempDir, on_server: Option<OnServer>) -> Self {
        let location = address.parse().expect("a location");
        Self { location, address, _folder: folder, on_server }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(OnServer { server, dropped_by }) = &self.on_server {
            on_server(server, dropped_by.clone());
        }
    }
}

/// Runs statements on a server, on a connection of its own.
pub(crate) fn on_server(url: &str, sql: String) {
    let url = url.to_owned();
    // A thread of its own: the client waits in a way that asynchronous tests forbid.
    let run = move || {
        let mut client = postgres::Client::connect(&url, postgres::NoTls).expect("the test server answers");
        client.batch_execute(&sql).expect("the test server obeys");
    };
    std::thread::spawn(run).join().expect("it ran");
}

/// Deadlines that are not met however slow the machine is, for tests that are not about deadlines.
pub(crate) fn patient() -> Limits {
    let usual = Limits::default();
    let long = Duration::from_mins(2);
    let requests = Deadlines { wait: long, lock: long, statement: long, job: long, idle: long };
    Limits { requests, ..usual }
}

/// The one number that a question comes to, asked on a connection of its own.
pub(crate) async fn number(url: &str, sql: &'static str) -> i64 {
    let url = url.to_owned();
    let ask = move || {
        let mut client = postgres::Client::connect(&url, postgres::NoTls).expect("the test server answers");
        client.query_one(sql, &[]).expect("the test server obeys").get(0)
    };
    tokio::task::spawn_blocking(ask).await.expect("it ran")
}

/// Waits until so many jobs wait for a lock in this database.
pub(crate) async fn until_stuck(url: &str, jobs: i64) {
    let stuck = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    while number(url, stuck).await < jobs {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A transaction of somebody else, which holds what it has changed until this is dropped, and then undoes it.
pub(crate) struct Held {
    let_go: Option<std::sync::mpsc::Sender<()>>,
    holder: Option<std::thread::JoinHandle<()>>,
}

impl Held {
    pub(crate) async fn by(url: &str, sql: &'static str) -> Self {
        let url = url.to_owned();
        let (let_go, told) = std::sync::mpsc::channel::<()>();
        let (has_it, holds) = tokio::sync::oneshot::channel();
        let hold = move || {
            let mut client =
                postgres::Client::connect(&url, postgres::NoTls).expect("the test server answers");
            client.batch_execute(&format!("BEGIN; {sql}")).expect("the test server obeys");
            let _ = has_it.send(());
            let _ = told.recv();
        };
        let holder = Some(std::thread::spawn(hold));
        holds.await.expect("it is held");
        Self { let_go: Some(let_go), holder }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.let_go.take());
        if let Some(holder) = self.holder.take() {
            let _ = holder.join();
        }
    }
}
