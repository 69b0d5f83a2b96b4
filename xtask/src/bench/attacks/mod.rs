//! Attacks on the server, and what another visitor feels of each. An attack that does no harm is the success; nothing here is
//! asserted, because times depend on the machine.

mod account;
mod browse;
mod client;
mod load;
mod process;
mod shopper;
mod visitor;

use std::ffi::OsStr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::{Reading, Subject};
use crate::server::{DemoServer, build_release, import_demo};
use crate::workspace::{Workspace, fresh_folder};
use client::Client;
use process::{Usage, Watch, ensure_files, usage};
use visitor::{Times, Visitor, short, visit_for};

/// The name of the measurement.
pub(super) const NAME: &str = "attacks";
/// The path of the server that is attacked, when that is not to be built for release first.
const SERVER: &str = "FAIRDAY_BENCH_SERVER";
/// The path of an older server, to be attacked in the same run; it is shown under the name of its file.
const BEFORE: &str = "FAIRDAY_BENCH_BEFORE";
/// The configuration of the older server's shop, when it cannot read the demo's as it is now.
const SHOP_BEFORE: &str = "FAIRDAY_BENCH_BEFORE_SHOP";
/// Names of attacks between commas, when not all are to run.
const ONLY: &str = "FAIRDAY_BENCH_ATTACKS";
/// How long the visitor looks around before.
const IDLE: Duration = Duration::from_secs(5);
/// A visit after the attack, repeated until it is as before.
const LOOK: Duration = Duration::from_secs(1);
/// How long that is waited for.
const BACK_MAX: Duration = Duration::from_secs(40);
/// As before is: the slowest hundredth is at most so many times what it was.
const AS_BEFORE: f64 = 3.0;
/// Connections of the largest attack, of the visitor, and some for everything else.
const FILES_NEEDED: u64 = 3_000;

pub(super) const CONDITIONS: &str = "One server with the demo catalogue, started anew for each attack, on the same cores as the \
attacker and as the visitor, who asks for a search, the home page's data and the health check in turns, 20 a second, each on a \
connection of its own and timed from when it was due; a request that fails counts as 30 s. Memory is resident memory, the most \
during the attack beside what it was before. The aims: the visitor's p99 at most 3 times what it is idle, memory at most 2 times, \
everything back within 10 s of the end.";

/// The attacked server.
struct Target<'a> {
    workspace: &'a Workspace,
    server: DemoServer,
    client: Client,
    data: PathBuf,
}

impl Target<'_> {
    fn url(&self, path: &str) -> String {
        self.server.url(path)
    }
}

struct Attack {
    name: &'static str,
    what: &'static str,
    run: fn(&Target) -> Result<String>,
}

const ATTACKS: [Attack; 10] = [
    Attack { name: "limits", what: "Limits never seen, 10 a second", run: browse::unseen_limits },
    Attack { name: "dropped", what: "Limits never seen, dropped after 20 ms", run: browse::dropped },
    Attack { name: "slow", what: "2,000 connections that read nothing", run: browse::slow_readers },
    Attack { name: "silent", what: "2,100 connections that say nothing", run: browse::silent },
    Attack { name: "stock", what: "Orders of all there is", run: account::empty_the_shop },
    Attack { name: "cancel", what: "Ordering and cancelling", run: account::place_and_cancel },
    Attack { name: "refused", what: "Orders that are refused", run: account::refused_orders },
    Attack { name: "exports", what: "Exports that are not read", run: account::exports },
    Attack { name: "coupons", what: "Guessing coupons", run: account::coupon_guesses },
    Attack { name: "load", what: "1,000 phones", run: load::thousand_phones },
];

/// A server to attack.
struct Version {
    program: PathBuf,
    /// Of its folder.
    name: &'static str,
    /// Its shop's configuration, when that is not the demo's.
    shop: Option<String>,
}

/// The outcome of an attack.
struct Outcome {
    idle: Times,
    during: Times,
    before: Usage,
    most: Usage,
    /// How long after its end the visitor was served as before; nothing when that was not waited for any longer.
    back: Option<Duration>,
    said: String,
}

/// The names of the attacks that are to run; none when all are.
fn only() -> Vec<String> {
    let names = std::env::var(ONLY).unwrap_or_default();
    names.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Whether some attacks were chosen and not all.
pub(super) fn are_some_chosen() -> bool {
    !only().is_empty()
}

pub(super) fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    ensure_files(FILES_NEEDED)?;
    let program = match std::env::var_os(SERVER) {
        Some(path) => PathBuf::from(path),
        None => build_release(subject.workspace)?.join("fairday"),
    };
    let server = Version { program, name: "now", shop: None };
    let only = only();
    if let Some(unknown) = only.iter().find(|name| !ATTACKS.iter().any(|attack| attack.name == name.as_str()))
    {
        let names: Vec<&str> = ATTACKS.iter().map(|attack| attack.name).collect();
        bail!("{ONLY}: there is no attack `{unknown}`, but {}", names.join(", "));
    }
    let older = std::env::var_os(BEFORE).map(PathBuf::from);
    let older =
        older.map(|program| Version { program, name: "before", shop: std::env::var(SHOP_BEFORE).ok() });
    let mut readings = Vec::new();
    for attack in
        ATTACKS.iter().filter(|attack| only.is_empty() || only.iter().any(|name| name == attack.name))
    {
        eprintln!("  {}", attack.what);
        let before = older.as_ref().map(|older| suffer(subject, older, attack)).transpose()?;
        let now = suffer(subject, &server, attack)?;
        readings.extend(told(
            attack,
            &now,
            older.as_ref().and_then(|older| older.program.file_name()).zip(before.as_ref()),
        ));
    }
    Ok(readings)
}

/// Starts a server anew and attacks it.
fn suffer(subject: &Subject, version: &Version, attack: &Attack) -> Result<Outcome> {
    let Version { program, name, shop } = version;
    let folder = subject.workspace.scratch().join("attacked").join(name);
    let (demo, data, dist) = (folder.join("demo"), folder.join("data"), folder.join("dist"));
    std::fs::create_dir_all(&demo)?;
    import_demo(subject.workspace, program, &demo)?;
    fresh_folder(&data)?;
    for file in std::fs::read_dir(&demo)? {
        let file = file?;
        if file.file_type()?.is_file() {
            std::fs::copy(file.path(), data.join(file.file_name())).context("copying the demo's database")?;
        }
    }
    // The front end's files are not what is attacked.
    fresh_folder(&dist)?;
    std::fs::write(dist.join("index.html"), "<!doctype html><title>Fairday</title>")?;
    let mut variables = vec![("FAIRDAY_LOG_LEVEL", "error")];
    variables.extend(shop.iter().map(|shop| ("FAIRDAY_SHOP", shop.as_str())));
    let server = DemoServer::start_with(subject.workspace, program, &data, &dist, &variables)?;
    let client = Client { address: server.address() };
    let process = server.id();
    let target = Target { workspace: subject.workspace, server, client, data };
    // The first visit fills the caches.
    visit_for(&target.client, LOOK);
    let idle = visit_for(&target.client, IDLE);
    let before = usage(process)?;
    let (watch, visitor) = (Watch::start(process), Visitor::start(&target.client));
    let said = (attack.run)(&target).unwrap_or_else(|error| format!("ended early: {error:#}"));
    let end = Instant::now();
    let during = visitor.stop();
    let back = back(&target.client, &idle, end);
    Ok(Outcome { idle, during, before, most: watch.stop(), back, said })
}

/// Waits until the visitor is served as before.
fn back(client: &Client, idle: &Times, end: Instant) -> Option<Duration> {
    loop {
        let begin = end.elapsed();
        if visit_for(client, LOOK).percentile(99) <= AS_BEFORE * idle.percentile(99) {
            return Some(begin);
        }
        if begin > BACK_MAX {
            return None;
        }
    }
}

/// What an attack came to, beside what it came to at the older program of this name.
fn told(attack: &Attack, now: &Outcome, older: Option<(&OsStr, &Outcome)>) -> [Reading; 2] {
    let ratio = |outcome: &Outcome| outcome.during.percentile(99) / outcome.idle.percentile(99);
    let felt = |outcome: &Outcome| {
        let back = outcome
            .back
            .map_or("not back".to_owned(), |back| format!("back after {} s", short(back.as_secs_f64())));
        format!("idle {}: {:.1} times it; {back}; {}", outcome.idle.shown(), ratio(outcome), outcome.said)
    };
    let taken = |outcome: &Outcome| {
        let (before, most) = (outcome.before, outcome.most);
        let times = most.memory_mb / before.memory_mb;
        format!(
            "idle {} MB: {times:.1} times it; {} threads, idle {}",
            short(before.memory_mb),
            most.threads,
            before.threads
        )
    };
    let memory = |outcome: &Outcome| format!("{} MB", short(outcome.most.memory_mb));
    let beside = |tell: &dyn Fn(&Outcome) -> String, value: &dyn Fn(&Outcome) -> String| {
        let older = older.map(|(name, older)| {
            format!(". Before, `{}`: {}; {}", name.to_string_lossy(), value(older), tell(older))
        });
        Some(format!("{}{}", tell(now), older.unwrap_or_default()))
    };
    let times = |outcome: &Outcome| outcome.during.shown();
    [
        Reading {
            what: format!("{}: another visitor", attack.what),
            median: times(now),
            runs: now.during.count(),
            beside: beside(&felt, &times),
        },
        Reading {
            what: format!("{}: memory", attack.what),
            median: memory(now),
            runs: 1,
            beside: beside(&taken, &memory),
        },
    ]
}
