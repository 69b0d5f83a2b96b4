//! What is measured inside the server, by its own examples: each says its results as JSON in its last line.

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Reading, Subject, grouped, median};
use crate::command::program;

/// How often each example is run; it repeats its work many times in a run.
const RUNS: usize = 3;
/// Products of the sample catalogue.
const PRODUCTS: &str = "10000";

pub(super) const RENDER_CONDITIONS: &str = "From the catalogue in memory to the first screen as HTML with its data, \
without compressing it, one thread, a sample catalogue of 10,000 products, 2,000 times a run. The server does this once for each page and \
revision, and then sends what it has kept.";
pub(super) const SEARCH_CONDITIONS: &str = "A sample catalogue of 10,000 products in Chinese and English, one thread; \
16 queries, each 200 times a run: Chinese words and single characters, pinyin and its initials, English, a typo, \
nothing found.";

/// A page's rendering time.
pub(super) fn measure_rendering(subject: &Subject) -> Result<Vec<Reading>> {
    let runs = run(subject, "render_bench")?;
    let microseconds = |what: &str, name: &str| -> Result<Reading> {
        Ok(reading(what, format!("{} µs", grouped(middle(&runs, name)?))))
    };
    Ok(vec![
        microseconds("home page, p50", "home_p50_us")?,
        microseconds("home page, p99", "home_p99_us")?,
        microseconds("product page, p50", "product_p50_us")?,
        microseconds("product page, p99", "product_p99_us")?,
        microseconds("page of a category, 24 cards, p50", "category_p50_us")?,
        microseconds("page of a category, 24 cards, p99", "category_p99_us")?,
    ])
}

/// Search over a large catalogue, and what it costs to have it.
pub(super) fn measure_search(subject: &Subject) -> Result<Vec<Reading>> {
    let runs = run(subject, "search_bench")?;
    let value = |name: &str| middle(&runs, name);
    Ok(vec![
        reading("a search, p50", format!("{} µs", grouped(value("p50_us")?))),
        reading("a search, p99", format!("{} µs", grouped(value("p99_us")?))),
        reading("the slowest of the 16 queries, p99", format!("{} µs", grouped(value("slowest_p99_us")?))),
        reading("making the catalogue ready to serve, search index included", {
            format!("{} ms", grouped(value("build_ms")?))
        }),
        reading("memory of the search index", format!("{} kB", grouped(value("index_kb")?))),
        reading("memory that making it ready adds to the process", {
            format!("{} kB", grouped(value("resident_kb")?))
        }),
    ])
}

fn reading(what: &str, median: String) -> Reading {
    Reading { what: what.to_owned(), median, runs: RUNS, beside: None }
}

fn run(subject: &Subject, example: &str) -> Result<Vec<Value>> {
    (0..RUNS).map(|_| once(subject, example).with_context(|| format!("running {example}"))).collect()
}

fn once(subject: &Subject, example: &str) -> Result<Value> {
    let output = program(subject.programs.join("examples").join(example))
        .arg(PRODUCTS)
        .output()
        .context("starting it")?;
    anyhow::ensure!(output.status.success(), "it failed ({})", output.status);
    let said = String::from_utf8(output.stdout)?;
    serde_json::from_str(said.lines().last().context("it said nothing")?).context("reading its last line")
}

/// The median of a value over all runs.
fn middle(runs: &[Value], name: &str) -> Result<f64> {
    let values: Option<Vec<f64>> = runs.iter().map(|run| run[name].as_f64()).collect();
    values.map(median).with_context(|| format!("{name} was not measured"))
}
