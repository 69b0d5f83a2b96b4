//! BENCH.md.

use std::fmt::Write as _;

use anyhow::{Context, Result};

use super::Reading;
use crate::command::{answer, program};
use crate::workspace::Workspace;

const REPORT: &str = "BENCH.md";

/// The readings as a table.
pub(super) fn table(readings: &[Reading]) -> String {
    let mut text = String::from("| what | measured | conditions |\n| --- | ---: | --- |\n");
    for reading in readings {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| {} | {} | {} |", reading.what, reading.value, reading.conditions);
    }
    text
}

/// Writes the table, with the machine it was measured on.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write(workspace: &Workspace, table: &str) -> Result<()> {
    let text = format!(
        "# Times\n\nWritten by `cargo xtask bench`; they depend on the machine, and are medians of at least three runs. \
         Compare them within one run only.\n\nMachine: {}.\n\n{table}",
        machine()
    );
    std::fs::write(workspace.root.join(REPORT), text).context("writing BENCH.md")
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, name)| name);
    let kernel = answer(program("uname").arg("-sr")).unwrap_or_default();
    format!("{cores} cores, {model}, {kernel}")
}
