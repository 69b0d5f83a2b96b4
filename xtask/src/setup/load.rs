//! What a load measurement needs: nginx to compare with, and a client that asks fast enough.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{debian, install_into};
use crate::command::{program, quietly};
use crate::workspace::{Workspace, find_program};

/// Folders that an ordinary user's PATH leaves out.
const SYSTEM_PROGRAMS: [&str; 2] = ["/usr/sbin", "/usr/local/sbin"];

/// The programs of a load measurement.
pub(crate) struct LoadTools {
    pub(crate) nginx: PathBuf,
    pub(crate) wrk: PathBuf,
}

/// Installs whatever the load measurement needs and does not find.
///
/// # Errors
/// One sentence that says what could not be installed and what to do.
pub(crate) fn load_tools(workspace: &Workspace) -> Result<LoadTools> {
    debian::provide(workspace, &[("wrk", "wrk")], "for the load measurement, seconds")?;
    let wrk = find_program("wrk").context("wrk is installed but not on PATH")?;
    Ok(LoadTools { nginx: nginx(workspace)?, wrk })
}

/// nginx alone. Debian's package is unpacked and not installed: installing it would start a public web server.
///
/// # Errors
/// When the package cannot be fetched or unpacked.
pub(crate) fn nginx(workspace: &Workspace) -> Result<PathBuf> {
    let system = SYSTEM_PROGRAMS.iter().map(|folder| Path::new(folder).join("nginx"));
    if let Some(found) = find_program("nginx").or_else(|| system.into_iter().find(|file| file.is_file())) {
        return Ok(found);
    }
    let folder = workspace.tools.join("nginx");
    let binary = folder.join("usr/sbin/nginx");
    if !binary.is_file() {
        install_into(&folder, |root| unpack(workspace, root))?;
    }
    Ok(binary)
}

fn unpack(workspace: &Workspace, root: &Path) -> Result<()> {
    // apt fetches as a user of its own, who may not write here, and only warns of it.
    let mut fetch = program("apt-get");
    fetch.args(["download", "nginx"]).current_dir(root);
    quietly(workspace, "fetching nginx", "seconds, once", &mut fetch)?;
    let package = std::fs::read_dir(root)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|ending| ending == "deb"))
        .context("apt-get fetched no package of nginx")?;
    quietly(
        workspace,
        "unpacking nginx",
        "seconds, once",
        program("dpkg-deb").arg("--extract").arg(&package).arg(root),
    )?;
    std::fs::remove_file(&package).context("removing the package that was unpacked")
}
