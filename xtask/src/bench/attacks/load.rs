//! As many phones as there are on a market day, each with a connection that it keeps.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::Target;
use super::visitor::short;
use crate::bench::nginx::{Nginx, StaticAnswer};
use crate::command::program;
use crate::server::{AccessLog, brotli_body};
use crate::setup;

/// The path that is asked for, without a pause.
const ASKED: &str = "/api/v1/products?limit=24";
/// nginx's own limit for each of its workers is 1,024.
const CONNECTIONS: &str = "1000";
const SECONDS: &str = "8";
/// The same answer as a file of nginx.
const STATIC: &str = "/listing";

/// The slowest hundredth of the shop and of nginx, in one run.
pub(super) fn thousand_phones(target: &Target) -> Result<String> {
    let tools = setup::load_tools(target.workspace)?;
    let ours = target.url(ASKED);
    let answer = brotli_body(&ours)?;
    let ours = slowest(&tools.wrk, &ours)?;
    let listing = StaticAnswer { path: STATIC, media_type: "application/json", brotli: &answer };
    let nginx = Nginx::start(target.workspace, &tools.nginx, &[listing], None, AccessLog::Off)?;
    let theirs = slowest(&tools.wrk, &nginx.url(STATIC))?;
    Ok(format!(
        "{CONNECTIONS} connections that ask without a pause: p99 {} ms, through nginx, a file, {} ms: {:.1} times it",
        short(ours),
        short(theirs),
        ours / theirs
    ))
}

/// The slowest hundredth, in milliseconds.
fn slowest(wrk: &Path, url: &str) -> Result<f64> {
    let output = program(wrk)
        .args([
            "--threads",
            "2",
            "--connections",
            CONNECTIONS,
            "--duration",
            &format!("{SECONDS}s"),
            "--latency",
        ])
        .args(["--timeout", "10s", "--header", "Accept-Encoding: br", url])
        .output()
        .context("starting wrk")?;
    ensure!(output.status.success(), "wrk failed: {}", String::from_utf8_lossy(&output.stderr));
    percentile(&String::from_utf8_lossy(&output.stdout)).context("wrk gave no p99")
}

/// The line `99%  919.00ms` in what wrk says.
fn percentile(said: &str) -> Option<f64> {
    let value = said.lines().find_map(|line| line.trim().strip_prefix("99%"))?.trim();
    let (number, times) = match value.strip_suffix("ms") {
        Some(number) => (number, 1.0),
        None => match value.strip_suffix("us") {
            Some(number) => (number, 0.001),
            None => (value.strip_suffix('s')?, 1000.0),
        },
    };
    Some(number.parse::<f64>().ok()? * times)
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn what_wrk_says_is_read_in_milliseconds() {
        let said = |value: &str| format!("  Latency Distribution\n     50%    1.00ms\n     99%  {value}\n");
        assert_eq!(percentile(&said("919.00ms")), Some(919.0));
        assert_eq!(percentile(&said("1.50s")), Some(1500.0));
        assert!(percentile(&said("250.00us")).is_some_and(|ms| (ms - 0.25).abs() < 1e-9));
        assert_eq!(percentile("unable to connect"), None);
    }
}
