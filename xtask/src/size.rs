//! `cargo xtask size`: what a phone downloads, measured, and held against limits.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::dist::{self, Assets};
use crate::server::{self, DemoServer};
use crate::setup;
use crate::workspace::Workspace;

/// Main wasm module, brotli.
const WASM: Bounds = Bounds { limit: 80_000, aim: 72_000 };
/// The home page, script and main module: all that must arrive before a tap that adds to the cart is answered, brotli,
/// pictures aside.
const UNTIL_A_TAP_IS_ANSWERED: Bounds = Bounds { limit: 100_000, aim: 92_000 };
/// The same for a product's page.
const PRODUCT_PAGE: Bounds = Bounds { limit: 116_000, aim: 100_000 };
/// The same for the page of a category.
const CATEGORY_PAGE: Bounds = Bounds { limit: 116_000, aim: 100_000 };
/// All wasm for browsing, cart and settings.
const BROWSING: Bounds = Bounds { limit: 158_000, aim: 135_000 };
/// All wasm and all scripts that a phone ever fetches of the app. The worker, which comes when nothing else is waited for, has the
/// rules and the tables of the search, so that it finds without network what the server finds.
const EVERYTHING: Bounds = Bounds { limit: 448_000, aim: 380_000 };
/// The split points of browsing, cart and settings.
const BROWSED: [&str; 2] = ["own", "pages"];

/// The home page as HTML with its styles and data, brotli.
const FIRST_SCREEN: Bounds = Bounds { limit: 14_000, aim: 10_000 };
/// One page of the product listing, brotli.
const LISTING: Bounds = Bounds { limit: 2_000, aim: 1_200 };
const LISTING_PATH: &str = "/api/v1/products?limit=24";

/// What comes with each split point, in bytes: what was measured when it was last looked at, and at most a twentieth more.
const PIECES: [(&str, usize); 4] =
    [("pages", 65_000), ("own", 50_600), ("ordering", 92_600), ("credit", 140_500)];

/// The service worker with its list, brotli.
const SERVICE_WORKER: Bounds = Bounds { limit: 4_000, aim: 3_000 };

/// How far a measurement may be from the one written down, in percent: another compiler of the same age gives
/// slightly other bytes, and that alone should not fail anyone's build.
const DRIFT_PERCENT: usize = 1;
/// Rounding of the drift for small files, in bytes.
const DRIFT_BYTES: usize = 32;

const REPORT: &str = "SIZE.md";
const BEGIN: &str = "<!-- sizes: written by `cargo xtask size` -->";
const END: &str = "<!-- end of sizes -->";
const INTRODUCTION: &str = "# What a phone downloads\n\nBytes over the wire, brotli at its densest, pictures aside. \
`cargo xtask size` measures and writes this table; `cargo xtask test` fails above a limit, or when the table is not \
what it measures.\n\n";

struct Bounds {
    limit: usize,
    aim: usize,
}

struct Row {
    name: String,
    bytes: usize,
    bounds: Option<Bounds>,
}

/// Measures and writes the table.
///
/// # Errors
/// When something cannot be measured, or is above its limit (the table is written all the same).
pub(crate) fn rewrite(workspace: &Workspace) -> Result<()> {
    let rows = measure(workspace)?;
    let table = table(&rows);
    eprint!("{table}");
    let path = workspace.root.join(REPORT);
    let old = std::fs::read_to_string(&path).unwrap_or_else(|_| format!("{INTRODUCTION}{BEGIN}\n{END}\n"));
    let new = with_table(&old, &table).context("SIZE.md has lost the marks around its table")?;
    std::fs::write(&path, new).context("writing SIZE.md")?;
    above_limits(&rows)
}

/// Measures and compares with the limits and with SIZE.md.
///
/// # Errors
/// When something is above its limit or SIZE.md says otherwise.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let rows = measure(workspace)?;
    eprint!("{}", table(&rows));
    above_limits(&rows)?;
    let report = std::fs::read_to_string(workspace.root.join(REPORT))
        .context("SIZE.md is missing: run `cargo xtask size`")?;
    let untrue = untrue_rows(&report, &rows);
    if !untrue.is_empty() {
        bail!(
            "SIZE.md is not what was measured; run `cargo xtask size` and commit it:\n{}",
            untrue.join("\n")
        );
    }
    eprintln!("sizes: within their limits, and as SIZE.md says");
    Ok(())
}

/// Builds what has changed and measures it.
fn measure(workspace: &Workspace) -> Result<Vec<Row>> {
    dist::build_if_changed(workspace, &setup::front_end(workspace)?)?;
    server::build(workspace)?;
    let dist = workspace.dist();
    let assets = Assets::read(&dist)?;
    let server = DemoServer::start(workspace)?;
    let product = first(&server, "/api/v1/products?limit=1", "/items/0/handle")?;
    let category = first(&server, "/api/v1/categories", "/0/slug")?;
    let page = |path: &str| Ok::<_, anyhow::Error>(server.brotli_body(path)?.len());
    let pages = [page("/")?, page(&format!("/p/{product}"))?, page(&format!("/c/{category}"))?];
    let listing = page(LISTING_PATH)?;
    let files = Files { dist: &dist, assets: &assets };
    let mut rows = before_a_tap(&files, pages)?;
    rows.push(Row {
        name: "service worker".into(),
        bytes: dist::service_worker_size(&dist)?,
        bounds: Some(SERVICE_WORKER),
    });
    rows.push(Row { name: format!("`{LISTING_PATH}`"), bytes: listing, bounds: Some(LISTING) });
    rows.extend(on_demand(&files)?);
    Ok(rows)
}

/// A value in the JSON that the server answers.
fn first(server: &DemoServer, path: &str, pointer: &str) -> Result<String> {
    let answer: serde_json::Value =
        serde_json::from_str(&server::text(&server.url(path))?).context("reading JSON")?;
    let value = answer.pointer(pointer).and_then(serde_json::Value::as_str);
    value.map(str::to_owned).with_context(|| format!("{path} has no {pointer}"))
}

/// The files of `dist/`.
struct Files<'a> {
    dist: &'a Path,
    assets: &'a Assets,
}

impl Files<'_> {
    fn size(&self, name: &str) -> Result<usize> {
        dist::compressed(self.dist, name)
    }

    /// All pieces that come with any of these split points.
    fn pieces(&self, splits: &[&str]) -> Result<usize> {
        let needed = self.assets.needs.iter().filter(|(split, _)| splits.contains(&split.as_str()));
        let files: BTreeSet<&String> = needed.flat_map(|(_, files)| files).collect();
        files.into_iter().map(|file| self.size(file)).sum()
    }
}

/// What must arrive before a tap is answered, on a page of each kind.
fn before_a_tap(files: &Files, [home, product, category]: [usize; 3]) -> Result<Vec<Row>> {
    let html = std::fs::read_to_string(files.dist.join("index.html")).context("reading dist/index.html")?;
    let (wasm, script) = (files.size(&files.assets.wasm)?, files.size(&files.assets.script)?);
    let row = |name: &str, bytes, bounds| Row { name: name.into(), bytes, bounds };
    Ok(vec![
        row("wasm, main module", wasm, Some(WASM)),
        row("script", script, None),
        row("home page as HTML, styles and data inside", home, Some(FIRST_SCREEN)),
        row("of it styles", dist::brotli(inline_styles(&html).as_bytes())?.len(), None),
        row("everything before a tap is answered", home + script + wasm, Some(UNTIL_A_TAP_IS_ANSWERED)),
        row("the same on a product’s page", product + script + wasm, Some(PRODUCT_PAGE)),
        row("the same on the page of a category", category + script + wasm, Some(CATEGORY_PAGE)),
    ])
}

/// What is fetched when it is needed.
fn on_demand(files: &Files) -> Result<Vec<Row>> {
    let assets = files.assets;
    let (worker, worker_script) = (files.size(&assets.worker_wasm)?, files.size(&assets.worker_script)?);
    let (main, script, ordering) =
        (files.size(&assets.wasm)?, files.size(&assets.script)?, files.size(&assets.ordering_script)?);
    let row = |name: String, bytes, bounds| Row { name, bytes, bounds };
    let mut rows = vec![
        row("worker for the time without network, wasm".into(), worker, None),
        row("its script".into(), worker_script, None),
        row("script of ordering".into(), ordering, None),
    ];
    for (split, limit) in PIECES {
        rows.push(row(
            format!("wasm on demand: {split}, with what it shares"),
            files.pieces(&[split])?,
            Some(Bounds { limit, aim: limit }),
        ));
    }
    rows.push(row(
        "all wasm for browsing, cart and settings".into(),
        main + files.pieces(&BROWSED)?,
        Some(BROWSING),
    ));
    let all: Vec<&str> = assets.needs.iter().map(|(split, _)| split.as_str()).collect();
    let everything = main
        + script
        + ordering
        + worker
        + worker_script
        + files.pieces(&all)?
        + dist::service_worker_size(files.dist)?;
    rows.push(row("all wasm and scripts of the app".into(), everything, Some(EVERYTHING)));
    Ok(rows)
}

/// What is between `<style>` and `</style>`.
fn inline_styles(html: &str) -> String {
    html.split("<style")
        .skip(1)
        .filter_map(|rest| rest.split_once('>')?.1.split_once("</style>"))
        .map(|(style, _rest)| style)
        .collect()
}

fn table(rows: &[Row]) -> String {
    let mut text = String::from("| what | bytes | limit | aim |\n| --- | ---: | ---: | ---: |\n");
    for row in rows {
        let (limit, aim) = row.bounds.as_ref().map_or((String::new(), String::new()), |bounds| {
            (bounds.limit.to_string(), bounds.aim.to_string())
        });
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| {} | {} | {limit} | {aim} |", row.name, row.bytes);
    }
    text
}

fn with_table(report: &str, table: &str) -> Option<String> {
    let (before, rest) = report.split_once(BEGIN)?;
    let (_old, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}{END}{after}"))
}

fn above_limits(rows: &[Row]) -> Result<()> {
    let above: Vec<String> = rows
        .iter()
        .filter_map(|row| Some((row, row.bounds.as_ref()?)))
        .filter(|(row, bounds)| row.bytes > bounds.limit)
        .map(|(row, bounds)| format!("{}: {} bytes, limit {}", row.name, row.bytes, bounds.limit))
        .collect();
    if !above.is_empty() {
        bail!("above the limit:\n{}", above.join("\n"));
    }
    Ok(())
}

/// One line for each row the report does not have, or has with another size.
fn untrue_rows(report: &str, rows: &[Row]) -> Vec<String> {
    let written = |name: &str| -> Option<usize> {
        let line = report.lines().find_map(|line| line.strip_prefix(&format!("| {name} | ")))?;
        line.split(' ').next()?.parse().ok()
    };
    rows.iter()
        .filter_map(|row| {
            let drift = row.bytes * DRIFT_PERCENT / 100 + DRIFT_BYTES;
            match written(&row.name) {
                Some(bytes) if bytes.abs_diff(row.bytes) <= drift => None,
                Some(bytes) => Some(format!("{}: written {bytes}, measured {}", row.name, row.bytes)),
                None => Some(format!("{}: not written, measured {}", row.name, row.bytes)),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, Bounds, END, Row, above_limits, inline_styles, table, untrue_rows, with_table};

    fn row(bytes: usize) -> Row {
        Row { name: "wasm".into(), bytes, bounds: Some(Bounds { limit: 50_000, aim: 40_000 }) }
    }

    #[test]
    fn one_byte_above_the_limit_fails() {
        assert!(above_limits(&[row(50_000)]).is_ok());
        assert!(above_limits(&[row(50_001)]).is_err());
    }

    #[test]
    fn a_table_just_written_is_true_and_one_from_before_a_change_is_not() {
        let report =
            with_table(&format!("text\n{BEGIN}\nold\n{END}\nmore\n"), &table(&[row(40_000)])).expect("marks");
        assert!(report.starts_with("text\n") && report.ends_with("more\n") && !report.contains("old"));
        assert!(untrue_rows(&report, &[row(40_000)]).is_empty());
        assert!(untrue_rows(&report, &[row(40_300)]).is_empty(), "another compiler's bytes are no lie");
        assert_eq!(untrue_rows(&report, &[row(42_000)]).len(), 1);
    }

    #[test]
    fn a_row_nobody_wrote_down_is_missed() {
        assert_eq!(untrue_rows("", &[row(1)]), ["wasm: not written, measured 1"]);
    }

    #[test]
    fn styles_are_those_inside_the_page() {
        assert_eq!(inline_styles("<style>a{}</style><p><style type=\"text/css\">b{}</style>"), "a{}b{}");
    }
}
