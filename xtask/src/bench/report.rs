//! BENCH.md: a section for each measurement, written over without touching the others.

use anyhow::{Context, Result};

use super::{Measurement, Reading};
use crate::command::{answer, program};
use crate::workspace::Workspace;

const REPORT: &str = "BENCH.md";
const INTRODUCTION: &str = "# Times\n\n\
Written by `cargo xtask bench`, or one section of it by `cargo xtask bench --only NAME`; every value is the median of \
its runs on the machine named above its table. Machines differ and are busy with other things, so compare only what \
was measured in the same run, and trust the ratios in the column \"beside it\" more than any time alone.\n";

const HEAD: &str = "| what | median | runs | beside it |\n| --- | ---: | ---: | --- |\n";
/// Stands before the machine and commit, above the table and in rows that were measured before the others.
const MEASURED_ON: &str = "Measured on ";

/// The rows of a section that were not measured this time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OtherRows {
    /// They go: everything was measured.
    Dropped,
    /// They stay, each with the machine and commit that it was measured on.
    Kept,
}

/// Writes the measurement's section, and shows its table.
///
/// # Errors
/// When BENCH.md cannot be read or written, or has lost the end of the section.
pub(super) fn write(
    workspace: &Workspace,
    measurement: &Measurement,
    readings: &[Reading],
    others: OtherRows,
) -> Result<()> {
    let mut rows: Vec<String> = readings.iter().map(row).collect();
    eprint!("{HEAD}{}", rows.concat());
    let path = workspace.root.join(REPORT);
    let old = std::fs::read_to_string(&path).unwrap_or_else(|_| INTRODUCTION.to_owned());
    let machine = machine(workspace);
    if others == OtherRows::Kept {
        rows = with_older(rows, section(&old, measurement.name).unwrap_or_default(), &machine);
    }
    let section = format!(
        "## {}\n\n{}\n\n{MEASURED_ON}{machine}.\n\n{HEAD}{}",
        measurement.title,
        measurement.conditions,
        rows.concat()
    );
    let new = with_section(&old, measurement.name, &section)?;
    std::fs::write(&path, new).context("writing BENCH.md")
}

fn row(Reading { what, median, runs, beside }: &Reading) -> String {
    format!("| {what} | {median} | {runs} | {} |\n", beside.as_deref().unwrap_or_default())
}

/// The first cell of a row.
fn what(row: &str) -> &str {
    row.trim_start_matches('|').split('|').next().unwrap_or_default().trim()
}

/// The rows of the older section in their order, with the new ones in the places of those of the same name; what is only new comes
/// last.
fn with_older(mut new: Vec<String>, older: &str, machine: &str) -> Vec<String> {
    let measured = older.lines().find_map(|line| line.strip_prefix(MEASURED_ON)).unwrap_or_default();
    let measured = measured.trim_end_matches('.');
    let mut rows = Vec::new();
    for old in older.lines().filter(|line| line.starts_with("| ")).skip(HEAD.lines().count()) {
        if let Some(at) = new.iter().position(|row| what(row) == what(old)) {
            rows.push(new.remove(at));
        } else if measured == machine || old.contains(MEASURED_ON) {
            rows.push(format!("{old}\n"));
        } else {
            rows.push(format!("{}. {MEASURED_ON}{measured} |\n", old.trim_end_matches(" |")));
        }
    }
    rows.append(&mut new);
    rows
}

/// The text of a section; none when there is no such section yet.
fn section<'a>(report: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = report.split_once(&format!("<!-- bench: {name} -->\n"))?;
    rest.split_once(&format!("<!-- end of {name} -->\n")).map(|(section, _)| section)
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
    use super::{HEAD, with_older, with_section};

    #[test]
    fn measuring_one_section_again_keeps_the_rest_as_it_was() {
        let two = with_section("# Times\n", "phone", "slow\n")
            .and_then(|one| with_section(&one, "search", "fast\n"));
        let two = two.expect("new sections go to the end");
        let again = with_section(&two, "phone", "slower\n").expect("the section is there");
        assert_eq!(again, two.replace("slow\n", "slower\n"));
    }

    #[test]
    fn measuring_some_rows_again_keeps_the_others_and_says_of_when_they_are() {
        let older =
            format!("## Attacks\n\nMeasured on A.\n\n{HEAD}| one | 1 | 1 | x |\n| two | 2 | 1 |  |\n");
        let rows = with_older(
            vec!["| two | 3 | 1 |  |\n".to_owned(), "| new | 4 | 1 |  |\n".to_owned()],
            &older,
            "B",
        );
        assert_eq!(
            rows,
            ["| one | 1 | 1 | x. Measured on A |\n", "| two | 3 | 1 |  |\n", "| new | 4 | 1 |  |\n"]
        );
        let again = format!("Measured on B.\n\n{HEAD}{}", rows.concat());
        let again = with_older(Vec::new(), &again, "C");
        assert_eq!(again[0], rows[0], "it was measured on A all the same");
        assert_eq!(again[1], "| two | 3 | 1 | . Measured on B |\n");
    }

    #[test]
    fn a_section_without_its_end_is_refused_and_not_guessed() {
        assert!(with_section("<!-- bench: phone -->\nslow\n", "phone", "slower\n").is_err());
    }
}
