//! Orders a second on both engines, beside what the engine does with the least there is to do, and what browsing feels of it.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Reading, Subject, grouped, median};
use crate::command::program;
use crate::postgres::{Durability, Postgres};
use crate::setup;
use crate::workspace::fresh_folder;

const RUNS: usize = 3;
/// As many as shoppers order at once (`crates/server/examples/order_bench.rs`).
const CLIENTS: &str = "64";
const PGBENCH_SECONDS: &str = "6";

pub(super) const CONDITIONS: &str = "Server and clients in one process on the same two cores, over HTTP: 64 shoppers who order \
two goods each without a pause, every order durable before it is answered. SQLite is compared with single rows committed one by one \
by one thread into a file beside it, `synchronous=FULL` both; PostgreSQL (`fsync=on`, on the same machine) with pgbench's \
simple-update and as many clients. Browsing: 200 lists a second for 5 seconds, each at its own time whether or not the one before was \
answered, timed from when it was due; first alone, then while orders run as fast as they can, which takes all of both cores.";

pub(super) fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let mut readings = Vec::new();
    let folder = subject.workspace.scratch().join("order-bench");
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        fresh_folder(&folder)?;
        let run = once(subject, &folder.join("shop.db").display().to_string())?;
        let commits = run["commits_per_s"].as_f64().context("commits were not measured")?;
        runs.push((run, commits));
    }
    readings.extend(of_engine("SQLite", "single-row commits", &runs)?);
    fresh_folder(&folder)?;
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let server = Postgres::start(subject.workspace, Durability::On)?;
        let run = once(subject, &server.url())?;
        runs.push((run, simple_updates(subject, &server)?));
    }
    readings.extend(of_engine("PostgreSQL", "pgbench simple-update", &runs)?);
    Ok(readings)
}

fn of_engine(engine: &str, other: &str, runs: &[(Value, f64)]) -> Result<[Reading; 2]> {
    let all = |name: &str| -> Result<Vec<f64>> {
        let value = |(run, _): &(Value, f64)| run[name].as_f64();
        runs.iter().map(value).collect::<Option<Vec<_>>>().with_context(|| format!("{name} was not measured"))
    };
    let (rates, beside) = (all("orders_per_s")?, runs.iter().map(|(_, rate)| *rate).collect::<Vec<_>>());
    let ratio = median(rates.iter().zip(&beside).map(|(ours, theirs)| ours / theirs).collect());
    let orders = Reading {
        what: format!("{engine}: orders"),
        median: format!("{} orders/s", grouped(median(rates))),
        runs: RUNS,
        beside: Some(format!("{other}: {}/s; {ratio:.2} of it", grouped(median(beside)))),
    };
    let (busy, idle) = (all("busy_p99_us")?, all("idle_p99_us")?);
    let ratio = median(busy.iter().zip(&idle).map(|(busy, idle)| busy / idle).collect());
    let browsing = Reading {
        what: format!("{engine}: browsing while orders run, p99"),
        median: format!("{} µs", grouped(median(busy))),
        runs: RUNS,
        beside: Some(format!("without orders: {} µs; {ratio:.1} times it", grouped(median(idle)))),
    };
    Ok([orders, browsing])
}

fn once(subject: &Subject, database: &str) -> Result<Value> {
    let bench = subject.programs.join("examples/order_bench");
    let output = program(bench).arg(database).output().context("starting order_bench")?;
    ensure!(output.status.success(), "order_bench failed: {}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout)?;
    serde_json::from_str(said.lines().last().context("it said nothing")?).context("reading its last line")
}

/// Transactions a second of pgbench's simplest script that writes.
fn simple_updates(subject: &Subject, server: &Postgres) -> Result<f64> {
    let pgbench = setup::postgres(subject.workspace)?.join("pgbench");
    let run = |arguments: &[&str]| pgbench_once(&pgbench, server, arguments);
    run(&["--initialize", "--quiet", "--scale", "10"])?;
    let said = run(&[
        "--builtin",
        "simple-update",
        "--no-vacuum",
        "--client",
        CLIENTS,
        "--jobs",
        "2",
        "--time",
        PGBENCH_SECONDS,
    ])?;
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    rate.context("pgbench gave no rate")
}

fn pgbench_once(pgbench: &Path, server: &Postgres, arguments: &[&str]) -> Result<String> {
    let output = program(pgbench).args(arguments).arg(server.url()).output().context("starting pgbench")?;
    ensure!(output.status.success(), "pgbench failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
