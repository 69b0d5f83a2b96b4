//! What the whole store costs on the phone: bytes on the wire, storage, time, memory.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Reading, Subject, grouped, journeys, median};
use crate::command::{loudly, program};
use crate::workspace::fresh_folder;

const RUNS: usize = 3;
const PRODUCTS: u32 = 5_000;
pub(super) const CONDITIONS: &str = "Chromium, 360x640, on this machine's loopback and processor: a sample catalogue of \
5,000 products in Chinese and English. The copy is made piece by piece while the app runs; then the network is cut and \
16 searches are made as a shopper does, from sending the form to the cards on the page. The first search also reads the \
copy and builds its index.";

pub(super) fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let workspace = subject.workspace;
    let data = workspace.scratch().join("sample-data");
    fresh_folder(&data)?;
    let mut cargo = program("cargo");
    cargo
        .args(["run", "--quiet", "--package", "fairday-server", "--example", "sample_shop", "--"])
        .arg(&data)
        .arg(PRODUCTS.to_string())
        .current_dir(&workspace.root);
    loudly("making the sample shop", &mut cargo)?;
    let figures = journeys::run_with(subject, "offline.mjs", &[&RUNS.to_string()], &data)?;
    let middle = |name: &str| -> Result<f64> {
        let values = figures[name].as_array().with_context(|| format!("no {name}"))?;
        ensure!(values.len() == RUNS, "{} runs instead of {RUNS}", values.len());
        Ok(median(values.iter().filter_map(Value::as_f64).collect()))
    };
    let row = |what: &str, median: String, beside: Option<String>| Reading {
        what: what.to_owned(),
        median,
        runs: RUNS,
        beside,
    };
    let kilobytes = |name: &str| -> Result<String> { Ok(format!("{} kB", grouped(middle(name)? / 1_000.0))) };
    let milliseconds = |name: &str| -> Result<String> { Ok(format!("{:.0} ms", middle(name)?)) };
    let server = middle("serverSearchMs")?;
    let beside =
        format!("the server over loopback: {server:.1} ms; {:.1} times that", middle("searchMs")? / server);
    let pieces = format!("{} pieces", grouped(middle("pieces")?));
    Ok(vec![
        row("the whole store on the wire, without pictures", kilobytes("syncBytes")?, Some(pieces)),
        row("until all of it is on the phone", milliseconds("syncMs")?, None),
        row("storage it takes", kilobytes("storedBytes")?, None),
        row("the first search without network", milliseconds("firstSearchMs")?, None),
        row("the searches after it", format!("{:.1} ms", middle("searchMs")?), Some(beside)),
        row("the slowest of them", milliseconds("slowestSearchMs")?, None),
        row("wasm memory of the worker while it answers", kilobytes("workerBytes")?, None),
    ])
}
