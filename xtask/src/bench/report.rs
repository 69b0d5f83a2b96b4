//! BENCH.md: a section for each measurement, written over without touching the others.

use std::fmt::Write as _;

use anyhow::{Context, Result};

use super::{Measurement, Reading};
use crate::command::{answer, program};
use crate::workspace::Workspace;

const REPORT: &str = "BENCH.md";
const INTRODUCTION: &str = "# Times\n\n\
Written by `cargo xtask bench`, or one section of it by `cargo xtask bench --only NAME`; every value is the median of \
its runs on the machine named above its table. Machines differ and are busy with other things, so compare only what \
was measured in the same run, and trust the ratios in the column \"beside it\" more than any time alone.\n";

/// Writes the measurement's section, and shows its table.
///
/// # Errors
/// When BENCH.md cannot be read or written, or has lost the end of the section.
pub(super) fn write(workspace: &Workspace, measurement: &Measurement, readings: &[Reading]) -> Result<()> {
    let table = table(readings);
    eprint!("{table}");
    let section = format!(
        "## {}\n\n{}\n\nMeasured on {}.\n\n{table}",
        measurement.title,
        measurement.conditions,
        machine(workspace)
    );
    let path = workspace.root.join(REPORT);
    let old = std::fs::read_to_string(&path).unwrap_or_else(|_| INTRODUCTION.to_owned());
    let new = with_section(&old, measurement.name, &section)?;
    std::fs::write(&path, new).context("writing BENCH.md")
}

fn table(readings: &[Reading]) -> String {
    let mut text = String::from("| what | median | runs | beside it |\n| --- | ---: | ---: | --- |\n");
    for Reading { what, median, runs, beside } in readings {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| {what} | {median} | {runs} | {} |", beside.as_deref().unwrap_or_default());
    }
    text
}

/// The report with this text between the section's marks; at its end when it has no such section yet.
fn with_section(report: &str, name: &str, text: &str) -> Result<String> {
    let (begin, end) = (format!("<!-- bench: {name} -->\n"), format!("<!-- end of {name} -->\n"));
    let Some((before, rest)) = report.split_once(&begin) else {
        return Ok(format!("{report}\n{begin}{text}{end}"));
    };
    let (_old, after) = rest
        .split_once(&end)
        .with_context(|| format!("{REPORT} has lost the mark at the end of the section {name}"))?;
    Ok(format!("{before}{begin}{text}{end}{after}"))
}

/// What the times depend on. No host name: it says nothing about them.
fn machine(workspace: &Workspace) -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("an unknown processor", |(_, name)| name);
    let date = answer(program("date").args(["-u", "+%Y-%m-%d"])).unwrap_or_default();
    format!("{cores} cores, {model}, {date}, {}", commit(workspace))
}

/// The commit that was measured, and whether it was all of it. A report that is being written is no change.
fn commit(workspace: &Workspace) -> String {
    let git = |arguments: &[&str]| answer(program("git").arg("-C").arg(&workspace.root).args(arguments));
    let Some(commit) = git(&["rev-parse", "--short=9", "HEAD"]) else { return "no commit".to_owned() };
    let changes = git(&["status", "--porcelain", "--", ".", ":!BENCH.md"]).unwrap_or_default();
    if changes.is_empty() { format!("commit {commit}") } else { format!("commit {commit} with changes") }
}

#[cfg(test)]
mod tests {
    use super::with_section;

    #[test]
    fn measuring_one_section_again_keeps_the_rest_as_it_was() {
        let two = with_section("# Times\n", "phone", "slow\n")
            .and_then(|one| with_section(&one, "search", "fast\n"));
        let two = two.expect("new sections go to the end");
        let again = with_section(&two, "phone", "slower\n").expect("the section is there");
        assert_eq!(again, two.replace("slow\n", "slower\n"));
    }

    #[test]
    fn a_section_without_its_end_is_refused_and_not_guessed() {
        assert!(with_section("<!-- bench: phone -->\nslow\n", "phone", "slower\n").is_err());
    }
}
