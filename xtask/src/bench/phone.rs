//! What a shopper waits for, in Chromium slowed down to a cheap phone on a bad line.

use anyhow::{Context, Result};
use serde_json::Value;

use super::nginx::{Nginx, StaticAnswer};
use super::{Reading, Subject, grouped, median};
use crate::command::program;
use crate::server::{AccessLog, DemoServer, text};
use crate::{dist, setup};

/// Every run starts a fresh browser with nothing cached.
const RUNS: usize = 5;
pub(super) const CONDITIONS: &str = "Chromium, 360x640, nothing cached, 400 kbit/s, 400 ms, CPU 6 times slower, \
a product of the demo catalogue. Beside it, in turns with it: the same page as a plain file from nginx, equal in bytes, \
its scripts made inert.";
const PLAIN_PAGE: &str = "/plain";

pub(super) fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let browsers = setup::browsers(subject.workspace)?;
    setup::install_end_to_end_packages(subject.workspace)?;
    let nginx = setup::nginx(subject.workspace)?;
    let server = DemoServer::start_program(subject.workspace, &subject.server(), AccessLog::On)?;
    let product = product_in_stock(&server)?;
    let plain = dist::brotli(without_scripts(&text(&product)?).as_bytes())?;
    let answer = StaticAnswer { path: PLAIN_PAGE, media_type: "text/html; charset=utf-8", brotli: &plain };
    // Pictures come from the server, through nginx.
    let behind = server.url("");
    let nginx = Nginx::start(subject.workspace, &nginx, &[answer], Some(&behind), AccessLog::Off)?;
    let output = program("node")
        .arg(subject.workspace.root.join("tests/bench/phone.mjs"))
        .args([&product, &nginx.url(PLAIN_PAGE), &RUNS.to_string()])
        .env("FAIRDAY_CHROMIUM", browsers.chromium)
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("starting node")?;
    anyhow::ensure!(output.status.success(), "the browser run failed ({})", output.status);
    let visits = serde_json::from_slice(&output.stdout).context("reading what the browser run measured")?;
    readings(&visits)
}

/// `visits` has, for the shop and for the plain page, the milliseconds of each run by name.
fn readings(visits: &Value) -> Result<Vec<Reading>> {
    let of = |page: &str, name: &str| -> Result<f64> {
        let values = visits[page][name].as_array().context("no such measurement")?;
        anyhow::ensure!(values.len() == RUNS, "{} runs instead of {RUNS}", values.len());
        Ok(median(values.iter().filter_map(Value::as_f64).collect()))
    };
    let reading = |what: &str, name: &str, compared: bool| -> Result<Reading> {
        let context = || format!("the browser run did not measure {name}");
        let shop = of("shop", name).with_context(context)?;
        let beside = if compared {
            let plain = of("plain", name).with_context(context)?;
            Some(format!("plain page: {} ms; {:.2} times that", grouped(plain), shop / plain))
        } else {
            None
        };
        Ok(Reading { what: what.into(), median: format!("{} ms", grouped(shop)), runs: RUNS, beside })
    };
    Ok(vec![
        reading("first paint, with words and price", "firstPaint", true)?,
        reading("largest paint", "largestPaint", true)?,
        reading("a tap on \"add to cart\" made at first paint is acknowledged", "tapAcknowledged", false)?,
        reading("that tap has worked: the cart shows it", "tapWorked", false)?,
    ])
}

/// The address of a product that can be put into the cart as it stands.
fn product_in_stock(server: &DemoServer) -> Result<String> {
    let list: Value = serde_json::from_str(&text(&server.url("/api/v1/products?limit=24"))?)?;
    let products = list["items"].as_array().context("the listing has no products")?;
    for product in products {
        let handle = product["handle"].as_str().context("a product has no handle")?;
        let address = server.url(&format!("/p/{handle}"));
        let page = text(&address)?;
        let button = page.split_once("id=\"add-to-cart\"").and_then(|(_, rest)| rest.split_once('>'));
        if button.is_some_and(|(attributes, _)| !attributes.contains("aria-disabled")) {
            return Ok(address);
        }
    }
    anyhow::bail!("none of the first products can be bought")
}

/// The same page with scripts that do not run and nothing fetched for them, in as many bytes but a few.
fn without_scripts(page: &str) -> String {
    page.replace("<script", "<script type=\"text/plain\"")
        .replace("rel=\"modulepreload\"", "rel=\"not-now\"")
        .replace("rel=\"preload\"", "rel=\"not-now\"")
}

#[cfg(test)]
mod tests {
    use super::without_scripts;

    #[test]
    fn the_plain_page_runs_and_fetches_no_script() {
        let page = "<p>rice</p><script type=\"module\" src=\"/a.js\"></script><link rel=\"modulepreload\" href=\"/a.js\">";
        // Of two types the first counts.
        let plain = "<p>rice</p><script type=\"text/plain\" type=\"module\" src=\"/a.js\"></script><link rel=\"not-now\" href=\"/a.js\">";
        assert_eq!(without_scripts(page), plain);
    }
}
