//! How fast a merchant's file becomes a shop: the `fairday import` command from start to end, as a merchant runs it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::{Reading, Subject, grouped, median};
use crate::command::program;
use crate::workspace::{fresh_folder, remove_folder};

const RUNS: usize = 3;
/// Products of the large file, two variants each.
const PRODUCTS: u32 = 10_000;

pub(super) const CONDITIONS: &str = "The whole command, from start to end, into a new folder. Without pictures: \
a file of 10,000 products with two variants each. With pictures: the demo catalogue, each picture made ready at every \
width that the shop serves, on all cores. Beside it: the same file again, when nothing has changed.";

pub(super) fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let folder = subject.workspace.scratch().join(format!("import-{}", std::process::id()));
    let outcome = fresh_folder(&folder).and_then(|()| both(subject, &folder));
    remove_folder(&folder)?;
    outcome
}

fn both(subject: &Subject, folder: &Path) -> Result<Vec<Reading>> {
    let large = folder.join("products.csv");
    std::fs::write(&large, products(PRODUCTS)).context("writing the products to import")?;
    let products = Import { server: subject.server(), file: large, images: None };
    let demo = subject.workspace.root.join("demo");
    let pictures = Import {
        server: subject.server(),
        file: demo.join("products.csv"),
        images: Some(demo.join("pictures")),
    };
    Ok(vec![
        rate(&products, folder, "products, without pictures", products_added)?,
        rate(&pictures, folder, "pictures, with the products they belong to", pictures_made)?,
    ])
}

/// One way to call the import.
struct Import {
    server: PathBuf,
    file: PathBuf,
    images: Option<PathBuf>,
}

impl Import {
    /// Imports into the folder; gives the seconds it took and the report.
    fn run(&self, into: &Path) -> Result<(f64, String)> {
        let mut command = program(&self.server);
        command.arg("import").arg(&self.file).arg("--data").arg(into);
        if let Some(images) = &self.images {
            command.arg("--images").arg(images);
        }
        let start = Instant::now();
        let output = command.output().context("starting the import")?;
        let seconds = start.elapsed().as_secs_f64();
        ensure!(output.status.success(), "the import failed: {}", String::from_utf8_lossy(&output.stderr));
        Ok((seconds, String::from_utf8_lossy(&output.stdout).into_owned()))
    }
}

/// Imports into new folders, each time twice; `count` says how many things the first import made.
fn rate(import: &Import, folder: &Path, what: &str, count: fn(&str) -> Result<f64>) -> Result<Reading> {
    let (mut first, mut again, mut things) = (Vec::new(), Vec::new(), 0.0);
    for _ in 0..RUNS {
        let shop = folder.join("shop");
        fresh_folder(&shop)?;
        let (seconds, report) = import.run(&shop)?;
        things = count(&report)?;
        first.push(seconds);
        let (seconds, report) = import.run(&shop)?;
        ensure!(products_added(&report)? == 0.0, "the same file again added products: {report}");
        again.push(seconds);
    }
    let (first, again) = (median(first), median(again));
    Ok(Reading {
        what: format!("{} {what}", grouped(things)),
        median: format!("{}/s ({first:.2} s)", grouped(things / first)),
        runs: RUNS,
        beside: Some(format!("again, unchanged: {}/s ({again:.2} s)", grouped(things / again))),
    })
}

/// How many products an import says it added.
fn products_added(report: &str) -> Result<f64> {
    number_before(report, " products added").context("the report counts no products")
}

/// How many pictures an import says it made ready.
fn pictures_made(report: &str) -> Result<f64> {
    number_before(report, " pictures made ready").context("the report counts no pictures")
}

fn number_before(report: &str, words: &str) -> Option<f64> {
    let before = report.split_once(words)?.0;
    before.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// A file as a merchant exports it, of products in Chinese with two colours each.
fn products(count: u32) -> String {
    let mut text = String::from(
        "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,\
         Variant Inventory Qty,Variant Price,Status\n",
    );
    for number in 0..count {
        let (shelf, price) = (number % 40, 5 + number % 900);
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "goods-{number},加厚收纳箱 {number}号,<p>结实耐用。</p><ul><li>第{number}款</li></ul>,青石,\
             日用百货 > 货架{shelf},\"家用, 收纳\",true,颜色,红色,S{number}-1,7,{price}.90,active\n\
             goods-{number},,,,,,,,蓝色,S{number}-2,9,{price}.90,"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{pictures_made, products, products_added};

    #[test]
    fn the_file_has_a_line_for_each_variant_and_every_line_has_all_columns() {
        let text = products(3);
        assert_eq!(text.lines().count(), 1 + 3 * 2);
        let columns = |line: &str| line.replace("家用, 收纳", "").matches(',').count();
        assert!(
            text.lines().all(|line| columns(line) == columns(text.lines().next().unwrap_or_default())),
            "{text}"
        );
    }

    #[test]
    fn products_and_pictures_are_counted_as_the_report_counts_them() {
        let report =
            "30 rows read: 15 products added, 0 updated.\n12 pictures made ready, 3 were ready already.\n";
        assert_eq!((products_added(report).ok(), pictures_made(report).ok()), (Some(15.0), Some(12.0)));
        assert!(products_added("").is_err() && pictures_made("30 rows read.").is_err());
    }
}
