//! The monthly billing run on both engines, beside what the engine itself has for as many rows.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Reading, Subject, grouped, median};
use crate::command::program;
use crate::postgres::{Durability, Postgres};
use crate::workspace::fresh_folder;

const RUNS: usize = 3;
/// As many agreements as a shop that covers a province may have. `FAIRDAY_BENCH_AGREEMENTS` says otherwise.
const AGREEMENTS: &str = "1000000";

pub(super) const CONDITIONS: &str = "Agreements of a handset with a plan, each of an account of its own, two bills paid, the third \
due for all of them (`crates/server/examples/billing_bench.rs`): for each, the run reads its entries, adds one of three or four \
transfers and writes its row, some hundred in a transaction, every transaction durable. Beside it the same new rows alone go into \
empty tables with the same columns and keys, in transactions as large, by what the engine has for many rows: SQLite by prepared \
statements (`synchronous=FULL` both), PostgreSQL (`fsync=on`, on the same machine) by COPY.";

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
        beside: Some(format!("{other}: {}/s; {ratio:.2} of it", grouped(median(all("bulk_per_s")?)))),
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
