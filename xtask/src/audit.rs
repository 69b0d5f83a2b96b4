//! `cargo xtask audit`: whether what is built in has known holes, and whether it may be used and where it comes from.
//!
//! Not part of `cargo xtask test`: the list of known holes changes without any change here, and it needs the network.

use std::fmt;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::command::{answer, loudly, program};
use crate::setup;
use crate::workspace::Workspace;

/// Where the known holes are published.
const DATABASE: &str = "https://github.com/RustSec/advisory-db";
/// How this command ends when all is well but the known holes could not be had.
const UNREACHABLE: u8 = 3;
/// A connection that carries nothing for so many seconds is none.
const PATIENCE_SECONDS: &str = "20";

/// The list of known holes cannot be had.
#[derive(Debug)]
struct Unreachable;

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{DATABASE} cannot be reached, so nobody has looked for known holes. Licences, versions and sources are in \
             order. Run `cargo xtask audit` again where there is network."
        )
    }
}

impl std::error::Error for Unreachable {}

/// Looks at licences, versions and sources, which needs no network once the tools are there, then at known holes.
///
/// # Errors
/// When something is found, a tool cannot be installed, or the list of known holes cannot be had: see [`code`].
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let tools = setup::audit_tools(workspace)
        .context("install them yourself where that works: cargo install --locked cargo-deny cargo-audit")?;
    let deny = |checks: &[&str]| -> Command {
        let mut deny = program(&tools.deny);
        deny.arg("check").args(checks).current_dir(&workspace.root);
        deny
    };
    loudly("cargo deny, for licences, versions and sources,", &mut deny(&["licenses", "bans", "sources"]))?;
    if !is_reachable() {
        return Err(Unreachable.into());
    }
    loudly("cargo deny, for known holes,", &mut deny(&["advisories"]))?;
    let mut audit = program(&tools.audit);
    audit.arg("audit").current_dir(&workspace.root);
    loudly("cargo audit", &mut audit)
}

/// How the program ends because of this error: 3 when the list of known holes cannot be had, 1 otherwise.
pub(crate) fn code(error: &anyhow::Error) -> ExitCode {
    if error.is::<Unreachable>() { ExitCode::from(UNREACHABLE) } else { ExitCode::FAILURE }
}

fn is_reachable() -> bool {
    let mut git = program("git");
    git.args(["-c", "http.lowSpeedLimit=1", "-c", &format!("http.lowSpeedTime={PATIENCE_SECONDS}")])
        .args(["ls-remote", DATABASE, "HEAD"])
        // A login is never asked for: that would wait for somebody.
        .env("GIT_TERMINAL_PROMPT", "0");
    answer(&mut git).is_some_and(|said| !said.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_network_is_told_from_a_finding() {
        let unreachable = anyhow::Error::from(Unreachable);
        assert_eq!(code(&unreachable), ExitCode::from(UNREACHABLE));
        assert_eq!(code(&anyhow::anyhow!("cargo audit failed")), ExitCode::FAILURE);
        assert!(unreachable.to_string().contains("where there is network"));
    }
}
