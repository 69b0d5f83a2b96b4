//! What Lighthouse says of the shop with its mobile profile.

use anyhow::{Context, Result};
use serde_json::Value;

use super::phone::product_in_stock;
use super::{Reading, Subject, median};
use crate::command::program;
use crate::server::{AccessLog, DemoServer, text};
use crate::setup;

/// Times differ from run to run, and with them the score of performance.
const RUNS: usize = 3;
pub(super) const CONDITIONS: &str = "Lighthouse's mobile profile with its simulated line and its processor 4 times \
slower, nothing cached, on pages of the demo catalogue served without a proxy. Beside each score stands what cost \
points in the middle run. Only performance depends on the machine: what it loses is the moment in which the app's wasm is \
compiled and takes the page over, which Lighthouse multiplies by four together with whatever else the machine is doing.";
const SCORES: [(&str, &str); 4] = [
    ("performance", "performance"),
    ("accessibility", "accessibility"),
    ("best-practices", "best practices"),
    ("seo", "SEO"),
];

pub(super) fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let browsers = setup::browsers(subject.workspace)?;
    setup::install_measuring_packages(subject.workspace)?;
    let server = DemoServer::start_program(subject.workspace, &subject.server(), AccessLog::Off)?;
    let categories: Value = serde_json::from_str(&text(&server.url("/api/v1/categories"))?)?;
    let category = categories[0]["slug"].as_str().context("the catalogue has no category")?;
    let pages = [
        ("home", server.url("/")),
        ("a category", server.url(&format!("/c/{category}"))),
        ("a product", product_in_stock(&server)?),
    ];
    let output = program("node")
        .arg(subject.workspace.root.join("tests/bench/lighthouse.mjs"))
        .arg(RUNS.to_string())
        .args(pages.iter().map(|(_, address)| address))
        .env("FAIRDAY_CHROMIUM", browsers.chromium)
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("starting node")?;
    anyhow::ensure!(output.status.success(), "Lighthouse failed ({})", output.status);
    let examined: Value = serde_json::from_slice(&output.stdout).context("reading what Lighthouse said")?;
    pages.iter().enumerate().map(|(at, (page, _))| reading(page, &examined[at])).collect()
}

/// `runs` has, for each run, the scores by name and what points were lost by.
fn reading(page: &str, runs: &Value) -> Result<Reading> {
    let runs = runs.as_array().context("a page was not examined")?;
    let mut scores = Vec::new();
    for (name, words) in SCORES {
        let values = runs.iter().filter_map(|run| run["scores"][name].as_f64()).collect();
        scores.push(format!("{words} {}", median(values)));
    }
    // That of the run whose performance is in the middle: the other scores do not differ from run to run.
    let mut sorted: Vec<&Value> = runs.iter().collect();
    sorted.sort_by_key(|run| run["scores"]["performance"].as_u64());
    let lost = sorted[sorted.len() / 2]["lost"].as_object().context("a run says what was lost")?;
    let lost: Vec<String> = lost
        .iter()
        .map(|(check, of)| format!("{check} {} ({})", of["score"], of["says"].as_str().unwrap_or_default()))
        .collect();
    let beside = (!lost.is_empty()).then(|| lost.join("; "));
    Ok(Reading { what: page.to_owned(), median: scores.join(", "), runs: runs.len(), beside })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::reading;

    #[test]
    fn the_scores_are_those_in_the_middle_and_what_cost_points_is_named() {
        let run = |performance: u8, check: &str| {
            json!({
                "scores": { "performance": performance, "accessibility": 100, "best-practices": 100, "seo": 100 },
                "lost": { check: { "score": 0.5, "says": "3 s" } },
            })
        };
        let runs = json!([run(90, "slowest"), run(100, "fastest"), run(98, "usual")]);
        let reading = reading("home", &runs).expect("scores");
        assert_eq!(reading.median, "performance 98, accessibility 100, best practices 100, SEO 100");
        assert_eq!(reading.beside.as_deref(), Some("usual 0.5 (3 s)"));
    }
}
