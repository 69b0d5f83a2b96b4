//! How many listings a second the server hands out, beside nginx with the same bytes as a file.

use anyhow::{Context, Result, bail, ensure};

use super::nginx::{Nginx, StaticAnswer};
use super::{Reading, Subject, grouped, median};
use crate::command::program;
use crate::server::{AccessLog, DemoServer, brotli_body};
use crate::setup;

const LISTING: &str = "/api/v1/products?limit=24";
const STATIC_LISTING: &str = "/listing";
/// Rounds of each server, in turns, so that whatever else the machine does falls on both.
const ROUNDS: usize = 5;
const ROUND_SECONDS: u32 = 3;
const WARM_UP_SECONDS: u32 = 1;
const CONNECTIONS: u32 = 32;
const CLIENT_THREADS: u32 = 2;

pub(super) const CONDITIONS: &str = "The server as an operator runs it beside nginx with the same bytes as a \
ready-compressed file; both on all cores, asked in turns by `wrk` on the same machine: 32 connections, 3 seconds a \
round. The server also writes its security headers, a request id and its metrics; nginx does not.";

pub(super) fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let tools = setup::load_tools(subject.workspace)?;
    let mut readings = Vec::new();
    for (log, name) in [(AccessLog::Off, "logs off"), (AccessLog::On, "a log line for each request")] {
        let server = DemoServer::start_program(subject.workspace, &subject.server(), log)?;
        let listing = brotli_body(&server.url(LISTING))?;
        let answer = StaticAnswer { path: STATIC_LISTING, media_type: "application/json", brotli: &listing };
        let nginx = Nginx::start(subject.workspace, &tools.nginx, &[answer], None, log)?;
        let (ours, theirs) = (server.url(LISTING), nginx.url(STATIC_LISTING));
        ensure!(brotli_body(&theirs)? == listing, "nginx does not send the same bytes");

        let wrk = |url: &str, seconds| requests_per_second(&tools.wrk, url, seconds);
        wrk(&ours, WARM_UP_SECONDS)?;
        wrk(&theirs, WARM_UP_SECONDS)?;
        let (mut fairday, mut file) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            fairday.push(wrk(&ours, ROUND_SECONDS)?);
            file.push(wrk(&theirs, ROUND_SECONDS)?);
        }
        // The middle of the rounds' ratios: neighbours in time had the machine in the same state.
        let ratio = median(fairday.iter().zip(&file).map(|(ours, theirs)| ours / theirs).collect());
        let (fairday, file) = (median(fairday), median(file));
        readings.push(Reading {
            what: format!("`{LISTING}`, {} bytes, {name}", listing.len()),
            median: format!("{} requests/s", grouped(fairday)),
            runs: ROUNDS,
            beside: Some(format!("nginx, a file: {} requests/s; {ratio:.2} of it", grouped(file))),
        });
    }
    Ok(readings)
}

fn requests_per_second(wrk: &std::path::Path, url: &str, seconds: u32) -> Result<f64> {
    let output = program(wrk)
        .args(["--threads", &CLIENT_THREADS.to_string(), "--connections", &CONNECTIONS.to_string()])
        .args(["--duration", &format!("{seconds}s"), "--header", "Accept-Encoding: br", url])
        .output()
        .context("starting wrk")?;
    ensure!(output.status.success(), "wrk failed: {}", String::from_utf8_lossy(&output.stderr));
    rate(&String::from_utf8_lossy(&output.stdout))
}

/// The rate in what wrk says; refused when some of the answers were none.
fn rate(said: &str) -> Result<f64> {
    if let Some(line) = said.lines().find(|line| line.contains("Non-2xx") || line.contains("Socket errors")) {
        bail!("not every request was answered: {}", line.trim());
    }
    let rate = said.lines().find_map(|line| line.strip_prefix("Requests/sec:"));
    rate.context("wrk gave no rate")?.trim().parse().context("wrk gave a rate that is no number")
}

#[cfg(test)]
mod tests {
    use super::rate;

    #[test]
    fn a_rate_counts_only_when_every_request_was_answered() {
        let said = "  12 requests in 5.00s, 1.00MB read\nRequests/sec:   2345.67\nTransfer/sec: 1.00MB\n";
        assert_eq!(rate(said).ok(), Some(2345.67));
        assert!(rate(&format!("  Non-2xx or 3xx responses: 3\n{said}")).is_err());
        assert!(rate(&format!("  Socket errors: connect 0, read 1, write 0, timeout 0\n{said}")).is_err());
        assert!(rate("unable to connect").is_err());
    }
}
