//! Packages of the distribution, by apt-get, and only those that are missing.

use anyhow::{Result, bail};

use super::is_root;
use crate::command::{answer, program, quietly};
use crate::workspace::{Workspace, find_program};

/// Installs the packages whose program is not on PATH. `programs` pairs a program with the package that has it.
///
/// # Errors
/// When the machine is not Debian's kind, the user may not install, or apt-get fails.
pub(crate) fn provide(workspace: &Workspace, programs: &[(&str, &str)], note: &str) -> Result<()> {
    let missing: Vec<&str> = programs
        .iter()
        .filter(|(name, _)| find_program(name).is_none())
        .map(|(_, package)| *package)
        .collect();
    install(workspace, &missing, note)
}

/// Installs the packages that dpkg does not know as installed.
///
/// # Errors
/// As [`provide`].
pub(crate) fn provide_packages(workspace: &Workspace, packages: &[&str], note: &str) -> Result<()> {
    let missing: Vec<&str> =
        packages.iter().copied().filter(|package| installed_version(package).is_none()).collect();
    install(workspace, &missing, note)
}

/// Chinese glyphs for the browser tests, unless some font has them already.
///
/// # Errors
/// As [`provide`].
pub(crate) fn provide_fonts(workspace: &Workspace) -> Result<()> {
    let has_chinese = answer(program("fc-list").arg(":lang=zh-cn")).is_some_and(|fonts| !fonts.is_empty());
    if has_chinese {
        return Ok(());
    }
    install(workspace, &["fonts-noto-cjk"], "Chinese glyphs for the browser tests, about a minute")
}

/// The version dpkg has installed of a package.
pub(crate) fn installed_version(package: &str) -> Option<String> {
    let status = answer(program("dpkg-query").args(["-W", "-f", "${db:Status-Status} ${Version}", package]))?;
    status.strip_prefix("installed ").map(str::to_string)
}

fn install(workspace: &Workspace, packages: &[&str], note: &str) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    if find_program("apt-get").is_none() {
        bail!("this needs {list}, and there is no apt-get here: install the like of it and run this again");
    }
    if !is_root() {
        bail!(
            "this needs some Debian packages; run this and start again:\n\n  sudo apt-get update && sudo apt-get install --no-install-recommends {list}\n"
        );
    }
    quietly(workspace, "apt-get update", "seconds", program("apt-get").arg("update"))?;
    quietly(
        workspace,
        &format!("apt-get install {list}"),
        note,
        // Never remove what someone installed on purpose: fail and say so instead.
        program("apt-get")
            .args(["install", "--yes", "--no-install-recommends", "--no-remove"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}
