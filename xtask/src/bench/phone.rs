//! What a shopper waits for, in Chromium slowed down to a cheap phone on a bad line.

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Reading, Subject};
use crate::command::program;
use crate::setup;

/// Every run starts a fresh browser with nothing cached.
const RUNS: &str = "5";
const CONDITIONS: &str = "cold, 360x640, 400 kbit/s, 400 ms, CPU 6x slower";

pub(super) fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let browsers = setup::browsers(subject.workspace)?;
    setup::install_end_to_end_packages(subject.workspace)?;
    let output = program("node")
        .arg(subject.workspace.root.join("tests/bench/phone.mjs"))
        .args([&subject.server.url("/"), RUNS])
        .env("FAIRDAY_CHROMIUM", browsers.chromium)
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("starting node")?;
    anyhow::ensure!(output.status.success(), "the browser run failed ({})", output.status);
    let medians: Value =
        serde_json::from_slice(&output.stdout).context("reading what the browser run measured")?;
    let reading = |what: &str, name: &str| -> Result<Reading> {
        let value =
            medians[name].as_f64().with_context(|| format!("the browser run did not measure {name}"))?;
        Ok(Reading { what: what.into(), value: format!("{value:.0} ms"), conditions: CONDITIONS.into() })
    };
    Ok(vec![
        reading("product page, first paint", "firstPaint")?,
        reading("product page, largest paint", "largestPaint")?,
        reading("product page, a tap on \"add to cart\" made at first paint has worked", "tapWorked")?,
    ])
}
