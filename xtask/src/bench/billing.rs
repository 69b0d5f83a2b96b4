//! The monthly billing run on both engines, beside what the engine itself has for as many rows.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Reading, Subject, grouped, median};
use crate::command::program;
use crate::postgres::{Durability, Postgres};
use crate::workspace::fresh_folder;

/// One is long enough: the run alone takes from half a minute to minutes.
const RUNS: usize = 1;
/// As many agreements as a shop that covers a province may have. `FAIRDAY_BENCH_AGREEMENTS` says otherwise.
const AGREEMENTS: &str = "1000000";

pub(super) const CONDITIONS: &str = "Agreements of a handset with a plan, each of an account of its own, two bills paid, the third \
due for all of them (`crates/server/examples/billing_bench.rs`): for each, the run reads where it stands, works out what is due, \
adds an entry of three transfers and writes its row, 512 in a transaction, every transaction durable. Beside it, in the same run, \
what the engine itself has for many rows takes as many new entries and transfers and nothing else, 1,024 entries in a transaction, \
as durable: SQLite prepared statements on one thread (`synchronous=FULL` both), PostgreSQL (`fsync=on`, on the same machine) COPY. \
They go into empty tables with the same columns and keys but without conditions and references to other tables, aim 0.3 of that; \
and into the books themselves, which have them, and where each new row has its place in the middle of indexes that are full.";

pub(super) fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let folder = subject.workspace.scratch().join("billing-bench");
    let mut on_sqlite = Vec::new();
    for _ in 0..RUNS {
        fresh_folder(&folder)?;
        on_sqlite.push(once(subject, &folder.join("shop.db").display().to_string())?);
    }
    fresh_folder(&folder)?;
    let mut on_postgres = Vec::new();
    for _ in 0..RUNS {
        let server = Postgres::start(subject.workspace, Durability::On)?;
        on_postgres.push(once(subject, &server.url())?);
    }
    Ok(vec![
        of_engine("SQLite", "prepared inserts", &on_sqlite)?,
        of_engine("PostgreSQL", "COPY", &on_postgres)?,
    ])
}

fn of_engine(engine: &str, other: &str, runs: &[Value]) -> Result<Reading> {
    let all = |name: &str| -> Result<Vec<f64>> {
        let values = runs.iter().map(|run| run[name].as_f64());
        values.collect::<Option<Vec<_>>>().with_context(|| format!("{name} was not measured"))
    };
    let (count, ratio) = (median(all("agreements")?), median(all("ratio")?));
    Ok(Reading {
        what: format!("{engine}: a month's bills of {} agreements", grouped(count)),
        median: format!("{} agreements/s", grouped(median(all("billed_per_s")?))),
        runs: runs.len(),
        beside: Some(format!(
            "{other} into empty tables: {}/s; {ratio:.2} of it; into the books: {}/s; {:.2} of it",
            grouped(median(all("bulk_per_s")?)),
            grouped(median(all("books_per_s")?)),
            median(all("books_ratio")?),
        )),
    })
}

fn once(subject: &Subject, database: &str) -> Result<Value> {
    let bench = subject.programs.join("examples/billing_bench");
    let count = std::env::var("FAIRDAY_BENCH_AGREEMENTS").unwrap_or_else(|_| AGREEMENTS.to_owned());
    let output = program(bench).arg(database).arg(count).output().context("starting billing_bench")?;
    ensure!(output.status.success(), "billing_bench failed: {}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout)?;
    serde_json::from_str(said.lines().last().context("it said nothing")?).context("reading its last line")
}
