//! `cargo xtask bench`: times, which depend on the machine and are therefore reported and never gates.

mod phone;
mod report;

use anyhow::{Context, Result};

use crate::server::{self, DemoServer};
use crate::workspace::Workspace;
use crate::{dist, setup};

/// What was measured: a name, the value with its unit, and under which conditions.
struct Reading {
    what: String,
    value: String,
    conditions: String,
}

/// What a measurement has to work with.
struct Subject<'a> {
    workspace: &'a Workspace,
    server: DemoServer,
}

struct Measurement {
    name: &'static str,
    what: &'static str,
    run: fn(&Subject) -> Result<Vec<Reading>>,
}

const MEASUREMENTS: [Measurement; 1] = [Measurement {
    name: "phone",
    what: "a cold product page on a slow phone, about 2 minutes",
    run: phone::measure,
}];

/// Measures everything, or what is named in a list separated by commas; writes BENCH.md when it was everything.
///
/// # Errors
/// When a name is not known or a measurement fails.
pub(crate) fn run(workspace: &Workspace, only: Option<&str>) -> Result<()> {
    let chosen = chosen(only)?;
    let tools = setup::front_end(workspace)?;
    dist::build_if_changed(workspace, &tools)?;
    server::build(workspace)?;
    let subject = Subject { workspace, server: DemoServer::start(workspace)? };
    let mut readings = Vec::new();
    for measurement in chosen {
        eprintln!("• {}: {}", measurement.name, measurement.what);
        readings
            .extend((measurement.run)(&subject).with_context(|| format!("measuring {}", measurement.name))?);
    }
    let table = report::table(&readings);
    eprint!("{table}");
    if only.is_none() {
        report::write(workspace, &table)?;
    }
    Ok(())
}

fn chosen(only: Option<&str>) -> Result<Vec<&'static Measurement>> {
    let Some(names) = only else { return Ok(MEASUREMENTS.iter().collect()) };
    let known = |name: &str| MEASUREMENTS.iter().find(|measurement| measurement.name == name);
    names
        .split(',')
        .map(|name| known(name).with_context(|| format!("there is no measurement `{name}`")))
        .collect()
}
