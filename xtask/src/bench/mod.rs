//! `cargo xtask bench`: times, which depend on the machine and are therefore reported and never gates.

mod attacks;
mod billing;
mod examples;
mod import;
mod journeys;
mod lighthouse;
mod listing;
mod nginx;
mod offline;
mod orders;
mod phone;
mod report;
mod sheet;
mod update;

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{dist, server, setup};
use report::OtherRows;

/// Names a server that is built already, to measure instead of building one: a dev build beside an older dev build.
const SERVER: &str = "FAIRDAY_BENCH_SERVER";
/// Names an older server to measure beside this one.
const BEFORE: &str = "FAIRDAY_BENCH_BEFORE";
/// Names the folder of the older server's front end.
const BEFORE_DIST: &str = "FAIRDAY_BENCH_BEFORE_DIST";

/// One row of BENCH.md.
struct Reading {
    what: String,
    /// The median, with its unit.
    median: String,
    /// How many runs it is the median of.
    runs: usize,
    /// What was measured in the same run to compare with, and the ratio.
    beside: Option<String>,
}

/// How the server is built for a measurement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Server {
    /// As an operator runs it.
    Release,
    /// As a developer does, which is built sooner: what is measured does not depend on its speed.
    Dev,
    /// The measurement finds it by itself, and needs no front end either.
    OfItsOwn,
}

/// What a measurement has to work with.
struct Subject<'a> {
    workspace: &'a Workspace,
    /// The folder of the programs.
    programs: PathBuf,
}

impl Subject<'_> {
    fn server(&self) -> PathBuf {
        self.programs.join("fairday")
    }

    /// An older build to measure in the same run, so that a busy machine slows both, if the environment names its server and its front end.
    fn older() -> Option<Build> {
        let path = |name| std::env::var_os(name).map(PathBuf::from);
        Some(Build { server: path(BEFORE)?, dist: path(BEFORE_DIST)? })
    }
}

/// A server and its front end.
struct Build {
    server: PathBuf,
    dist: PathBuf,
}

/// `; before: 4,000 ms, 0.95 times that` of a figure now and of an older build.
fn beside_older(what: &str, now: f64, before: f64, unit: &str) -> String {
    format!("; {what} before: {} {unit}, {:.2} times that", grouped(before), now / before)
}

/// One section of BENCH.md.
struct Measurement {
    name: &'static str,
    title: &'static str,
    /// Under which conditions, in a sentence or two.
    conditions: &'static str,
    /// How long it takes on two cores, for whoever waits.
    takes: &'static str,
    server: Server,
    run: fn(&Subject) -> Result<Vec<Reading>>,
}

const MEASUREMENTS: [Measurement; 14] = [
    Measurement {
        name: "phone",
        title: "Cold pages on a slow phone",
        conditions: phone::CONDITIONS,
        takes: "about 1.5 minutes",
        server: Server::Release,
        run: phone::measure,
    },
    Measurement {
        name: "sheet",
        title: "Another plan or term",
        conditions: sheet::CONDITIONS,
        takes: "half a minute",
        server: Server::Dev,
        run: sheet::measure,
    },
    Measurement {
        name: "listing",
        title: "Listings a second",
        conditions: listing::CONDITIONS,
        takes: "about 1.5 minutes",
        server: Server::Release,
        run: listing::measure,
    },
    Measurement {
        name: "render",
        title: "Rendering a page",
        conditions: examples::RENDER_CONDITIONS,
        takes: "seconds",
        server: Server::Release,
        run: examples::measure_rendering,
    },
    Measurement {
        name: "search",
        title: "Search",
        conditions: examples::SEARCH_CONDITIONS,
        takes: "seconds",
        server: Server::Release,
        run: examples::measure_search,
    },
    Measurement {
        name: "import",
        title: "Import",
        conditions: import::CONDITIONS,
        takes: "about a minute",
        server: Server::Release,
        run: import::measure,
    },
    Measurement {
        name: "orders",
        title: "Orders a second",
        conditions: orders::CONDITIONS,
        takes: "about 3 minutes",
        server: Server::Release,
        run: orders::measure,
    },
    Measurement {
        name: "billing",
        title: "The monthly bills of phone credit",
        conditions: billing::CONDITIONS,
        takes: "about 20 minutes",
        server: Server::Release,
        run: billing::measure,
    },
    Measurement {
        name: attacks::NAME,
        title: "Attacks",
        conditions: attacks::CONDITIONS,
        takes: "about 6 minutes, twice that with an older server",
        server: Server::OfItsOwn,
        run: attacks::measure,
    },
    Measurement {
        name: "repeat",
        title: "A second visit without network",
        conditions: journeys::REPEAT_CONDITIONS,
        takes: "about 2 minutes",
        server: Server::Dev,
        run: journeys::measure_repeat,
    },
    Measurement {
        name: "memory",
        title: "Memory after long use",
        conditions: journeys::MEMORY_CONDITIONS,
        takes: "half a minute",
        server: Server::Dev,
        run: journeys::measure_memory,
    },
    Measurement {
        name: "offline",
        title: "The whole store on the phone",
        conditions: offline::CONDITIONS,
        takes: "about 2 minutes",
        server: Server::Dev,
        run: offline::measure,
    },
    Measurement {
        name: "update",
        title: "A small release",
        conditions: update::CONDITIONS,
        takes: "about 5 minutes, mostly compiling the app twice",
        server: Server::Dev,
        run: update::measure,
    },
    Measurement {
        name: "lighthouse",
        title: "Lighthouse",
        conditions: lighthouse::CONDITIONS,
        takes: "about 4 minutes",
        server: Server::Dev,
        run: lighthouse::measure,
    },
];

/// Measures everything, or what is named in a list separated by commas, and writes its sections of BENCH.md.
///
/// # Errors
/// When a name is not known or a measurement fails; sections measured before are written then.
pub(crate) fn run(workspace: &Workspace, only: Option<&str>) -> Result<()> {
    let chosen = chosen(only)?;
    if chosen.iter().any(|measurement| measurement.server != Server::OfItsOwn) {
        dist::build_if_changed(workspace, &setup::front_end(workspace)?)?;
    }
    let built = std::env::var_os(SERVER).map(PathBuf::from);
    for measurement in chosen {
        let programs = match measurement.server {
            Server::OfItsOwn => workspace.target.join("release"),
            _ if built.is_some() => built
                .as_ref()
                .and_then(|built| built.parent())
                .context("a program is in a folder")?
                .to_path_buf(),
            Server::Release => server::build_release(workspace)?,
            Server::Dev => server::build(workspace)?,
        };
        let subject = Subject { workspace, programs };
        eprintln!("• {}: {}", measurement.title, measurement.takes);
        let readings =
            (measurement.run)(&subject).with_context(|| format!("measuring {}", measurement.name))?;
        let is_part = measurement.name == attacks::NAME && attacks::are_some_chosen();
        let others = if is_part { OtherRows::Kept } else { OtherRows::Dropped };
        report::write(workspace, measurement, &readings, others)?;
    }
    Ok(())
}

fn chosen(only: Option<&str>) -> Result<Vec<&'static Measurement>> {
    let Some(names) = only else { return Ok(MEASUREMENTS.iter().collect()) };
    let known = |name: &str| MEASUREMENTS.iter().find(|measurement| measurement.name == name);
    names
        .split(',')
        .map(|name| {
            known(name).with_context(|| {
                let all: Vec<&str> = MEASUREMENTS.iter().map(|measurement| measurement.name).collect();
                format!("there is no measurement `{name}`, but {}", all.join(", "))
            })
        })
        .collect()
}

/// The one in the middle; of an even number the greater of two.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A number without its fraction, in groups of three digits.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).expect("digits are ASCII"))
        .collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::{chosen, grouped, median};

    #[test]
    fn one_run_that_was_disturbed_does_not_move_the_median() {
        assert!((median(vec![3.0, 900.0, 2.0]) - 3.0).abs() < f64::EPSILON);
    }

    #[test]
    fn large_numbers_are_written_in_groups_of_three() {
        assert_eq!([0.4, 999.0, 1_000.0, 1_234_567.0].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_measurement_nobody_knows_is_refused_with_the_names_of_those_there_are() {
        let refused = chosen(Some("search,sarch")).err().expect("no such measurement").to_string();
        assert!(refused.contains("`sarch`") && refused.contains("phone"), "{refused}");
        assert_eq!(chosen(Some("search,import")).map(|chosen| chosen.len()).ok(), Some(2));
    }
}
