//! What a shopper waits for, in Chromium slowed down to a cheap phone on a bad line.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::nginx::{Nginx, StaticAnswer};
use super::{Reading, Subject, beside_older, grouped, median};
use crate::command::program;
use crate::server::{AccessLog, DemoServer, older_demo_data, text};
use crate::{dist, setup};

/// Every run starts a fresh browser with nothing cached.
const RUNS: usize = 5;
pub(super) const CONDITIONS: &str = "Chromium, 360x640, nothing cached, 400 kbit/s, 400 ms, CPU 6 times slower; the home page, a \
category and a product of the demo catalogue. Beside the product's page, in turns with it: the same page as a plain file from nginx, \
equal in bytes, its scripts made inert.";
const PLAIN_PAGE: &str = "/plain";
/// The kinds of pages, each with the button that puts something into the cart.
const KINDS: [(&str, &str); 3] =
    [("home", ".card .add"), ("category", ".card .add"), ("product", "#add-to-cart")];

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
    let mut pages = serde_json::Map::new();
    pages.insert("plain".into(), json!({ "url": nginx.url(PLAIN_PAGE) }));
    let addresses = [server.url("/"), category(&server)?, product];
    let before = older(subject)?;
    for ((kind, button), address) in KINDS.into_iter().zip(&addresses) {
        pages.insert(kind.into(), json!({ "url": address, "button": button }));
        if let Some(before) = &before {
            let url = address.replace(&server.url(""), &before.url(""));
            pages.insert(older_name(kind), json!({ "url": url, "button": button }));
        }
    }
    let output = program("node")
        .arg(subject.workspace.root.join("tests/bench/phone.mjs"))
        .args([&Value::Object(pages).to_string(), &RUNS.to_string()])
        .env("FAIRDAY_CHROMIUM", browsers.chromium)
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("starting node")?;
    anyhow::ensure!(output.status.success(), "the browser run failed ({})", output.status);
    let visits = serde_json::from_slice(&output.stdout).context("reading what the browser run measured")?;
    readings(&visits)
}

/// Starts the older server, if there is to be one.
fn older(subject: &Subject) -> Result<Option<DemoServer>> {
    let Some(older) = Subject::older() else { return Ok(None) };
    let data = older_demo_data(subject.workspace, &older.server)?;
    DemoServer::start_with(subject.workspace, &older.server, &data, &older.dist, &[]).map(Some)
}

fn older_name(kind: &str) -> String {
    format!("{kind} before")
}

/// `visits` has, for each page, the milliseconds of each run by name.
fn readings(visits: &Value) -> Result<Vec<Reading>> {
    let of = |page: &str, name: &str| -> Result<f64> {
        let values = visits[page][name].as_array();
        let values = values.with_context(|| format!("the browser run did not measure {name} of {page}"))?;
        anyhow::ensure!(values.len() == RUNS, "{} runs instead of {RUNS}", values.len());
        Ok(median(values.iter().filter_map(Value::as_f64).collect()))
    };
    let beside_plain = |what: &str, name: &str| -> Result<Reading> {
        let (shop, plain) = (of("product", name)?, of("plain", name)?);
        Ok(reading(
            what,
            shop,
            Some(format!("plain file: {} ms; {:.2} times that", grouped(plain), shop / plain)),
        ))
    };
    let mut readings = vec![
        beside_plain("a product: first paint, with words and price", "firstPaint")?,
        beside_plain("a product: largest paint", "largestPaint")?,
        reading(
            "a product: a tap on \"add to cart\" right after first paint, until the button shows it",
            of("product", "untilAcknowledged")?,
            None,
        ),
    ];
    for (kind, _) in KINDS {
        let worked = of(kind, "tapWorked")?;
        let mut beside = format!("tapped at {} ms", grouped(of(kind, "tapMade")?));
        if visits.get(older_name(kind)).is_some() {
            for (what, name) in [("first paint", "firstPaint"), ("tap", "tapWorked")] {
                let (now, before) = (of(kind, name)?, of(&older_name(kind), name)?);
                beside.push_str(&beside_older(what, now, before, "ms"));
            }
        }
        let what = format!("{kind}: the moment such a tap has worked, and the cart counts it");
        readings.push(reading(&what, worked, Some(beside)));
    }
    Ok(readings)
}

/// The address of the first category.
fn category(server: &DemoServer) -> Result<String> {
    let categories: Value = serde_json::from_str(&text(&server.url("/api/v1/categories"))?)?;
    let slug = categories[0]["slug"].as_str().context("there is no category")?;
    Ok(server.url(&format!("/c/{slug}")))
}

fn reading(what: &str, milliseconds: f64, beside: Option<String>) -> Reading {
    Reading { what: what.to_owned(), median: format!("{} ms", grouped(milliseconds)), runs: RUNS, beside }
}

/// The address of a product that can be put into the cart as it stands.
pub(super) fn product_in_stock(server: &DemoServer) -> Result<String> {
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
