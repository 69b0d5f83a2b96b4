//! What the end-to-end tests' browser measures on whole visits: without network, and over a long time.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Build, Reading, Subject, beside_older, grouped, median};
use crate::command::program;
use crate::server::{demo_data, older_demo_data};
use crate::setup;

/// Every run starts a browser anew with the profile that the first visit left.
const REPEAT_RUNS: usize = 5;
pub(super) const REPEAT_CONDITIONS: &str = "Chromium started anew with the profile of one visit, 360x640, CPU 6 times \
slower, both servers stopped, so that no byte comes from the network; the page of a product that was seen. Beside it, in \
turns with it: a plain static page of the same size as the shop's page, kept and answered by a service worker of ten \
lines, with a button that counts.";
pub(super) const MEMORY_CONDITIONS: &str = "Chromium, 360x640, a journey of 200 steps in one page: home, categories, lists \
in every order, products, search, cart, settings and back; the second hundred goes the same way again. Measured after a \
collection of garbage; the heap has the browser's own test support in it. The worker that keeps the store on \
the phone is stopped when it has had nothing to do for a minute; here it always has. Beside it: after the first hundred steps.";

pub(super) fn measure_repeat(subject: &Subject) -> Result<Vec<Reading>> {
    let visits = run(subject, "repeat.mjs", &[&REPEAT_RUNS.to_string()])?;
    let older = run_older(subject, "repeat.mjs", &[&REPEAT_RUNS.to_string()])?;
    let middle = |visits: &Value, page: &str, name: &str| -> Result<f64> {
        let values = visits[page][name].as_array().with_context(|| format!("no {name} of {page}"))?;
        ensure!(values.len() == REPEAT_RUNS, "{} runs instead of {REPEAT_RUNS}", values.len());
        Ok(median(values.iter().filter_map(Value::as_f64).collect()))
    };
    let row = |what: &str, name: &str| -> Result<Reading> {
        let (shop, plain) = (middle(&visits, "shop", name)?, middle(&visits, "plain", name)?);
        let mut beside = format!("plain page: {} ms; {:.2} times that", grouped(plain), shop / plain);
        if let Some(older) = &older {
            beside.push_str(&beside_older("the shop", shop, middle(older, "shop", name)?, "ms"));
        }
        let median = format!("{} ms", grouped(shop));
        Ok(Reading { what: what.to_owned(), median, runs: REPEAT_RUNS, beside: Some(beside) })
    };
    Ok(vec![
        row("first paint, target 600 ms", "firstPaint")?,
        row(
            "the moment a tap on \"add to cart\" made right after it has worked, target 1,000 ms",
            "tapWorked",
        )?,
        Reading {
            what: "from the network before first paint".to_owned(),
            median: "0 bytes".to_owned(),
            runs: REPEAT_RUNS,
            beside: Some("there is no server".to_owned()),
        },
    ])
}

pub(super) fn measure_memory(subject: &Subject) -> Result<Vec<Reading>> {
    let samples = run(subject, "memory.mjs", &[])?;
    let samples = samples.as_array().context("no samples")?;
    let older = run_older(subject, "memory.mjs", &[])?;
    let (half, end) = (samples.get(samples.len() / 2 - 1), samples.last());
    let older_end = older.as_ref().and_then(Value::as_array).and_then(|samples| samples.last());
    let bytes = |sample: Option<&Value>, name: &str, of_page: bool| -> Result<f64> {
        let sample = sample.context("no sample")?;
        let workers = sample["workers"].as_array().context("no list of workers")?;
        let workers: f64 = workers.iter().filter_map(|worker| worker[name].as_f64()).sum();
        let page = sample[name].as_f64().with_context(|| format!("no {name}"))?;
        Ok(workers + if of_page { page } else { 0.0 })
    };
    let row = |what: &str, name: &str, of_page: bool| -> Result<Reading> {
        let kilobytes = |bytes: f64| format!("{} kB", grouped(bytes / 1_000.0));
        let (half, end) = (bytes(half, name, of_page)?, bytes(end, name, of_page)?);
        let mut beside = kilobytes(half);
        if older_end.is_some() {
            let before = bytes(older_end, name, of_page)?;
            beside.push_str(&beside_older("at the end", end / 1_000.0, before / 1_000.0, "kB"));
        }
        Ok(Reading { what: what.to_owned(), median: kilobytes(end), runs: 1, beside: Some(beside) })
    };
    Ok(vec![
        row("wasm memory of page and worker, limit 4,000 kB", "wasm", true)?,
        row("of it the worker's", "wasm", false)?,
        row("script heap of page and worker, limit 6,000 kB", "heap", true)?,
        row("of it the worker's", "heap", false)?,
    ])
}

/// What a script of `tests/bench` prints, run as the end-to-end tests are.
pub(super) fn run(subject: &Subject, script: &str, arguments: &[&str]) -> Result<Value> {
    run_with(subject, script, arguments, &demo_data(subject.workspace, &subject.server())?)
}

/// The same with the older build, if there is to be one.
fn run_older(subject: &Subject, script: &str, arguments: &[&str]) -> Result<Option<Value>> {
    let Some(older) = Subject::older() else { return Ok(None) };
    let data = older_demo_data(subject.workspace, &older.server)?;
    run_program(subject, script, arguments, &data, &older).map(Some)
}

/// The same as [`run`], with the shop of another data folder.
pub(super) fn run_with(subject: &Subject, script: &str, arguments: &[&str], data: &Path) -> Result<Value> {
    let build = Build { server: subject.server(), dist: subject.workspace.dist() };
    run_program(subject, script, arguments, data, &build)
}

fn run_program(
    subject: &Subject,
    script: &str,
    arguments: &[&str],
    data: &Path,
    build: &Build,
) -> Result<Value> {
    let workspace = subject.workspace;
    let browsers = setup::browsers(workspace)?;
    setup::install_end_to_end_packages(workspace)?;
    let output = program("node")
        .arg(workspace.root.join("tests/bench").join(script))
        .args(arguments)
        .env("FAIRDAY_BIN", &build.server)
        .env("FAIRDAY_DIST", &build.dist)
        .env("FAIRDAY_DEMO", workspace.root.join("demo"))
        .env("FAIRDAY_DEMO_DATA", data)
        .env("FAIRDAY_CHROMIUM", browsers.chromium)
        .stderr(Stdio::inherit())
        .output()
        .context("starting node")?;
    ensure!(output.status.success(), "the browser run failed ({})", output.status);
    serde_json::from_slice(&output.stdout).context("reading what the browser run measured")
}
