//! Programs from the Python Package Index, each with exactly the packages of a list, in a folder of its own.

use std::path::PathBuf;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::{debian, install_into};
use crate::command::{program, quietly};
use crate::workspace::Workspace;

/// The Python that has schemathesis; installs both when they are missing.
///
/// # Errors
/// One sentence that says what could not be installed and what to do.
pub(crate) fn schemathesis(workspace: &Workspace) -> Result<PathBuf> {
    let list = workspace.root.join("tests/fuzz/requirements.txt");
    let packages = std::fs::read(&list).with_context(|| format!("reading {}", list.display()))?;
    let digest = Sha256::digest(packages);
    let [a, b, c, d] = [digest[0], digest[1], digest[2], digest[3]];
    let folder = workspace.tools.join(format!("schemathesis-{a:02x}{b:02x}{c:02x}{d:02x}"));
    let python = folder.join("bin/python");
    if python.exists() {
        return Ok(python);
    }
    debian::provide(workspace, &[("python3", "python3")], "to make up requests, seconds")?;
    debian::provide_packages(workspace, &["python3-venv"], "to make up requests, seconds")?;
    install_into(&folder, |root| {
        let mut venv = program("python3");
        venv.args(["-m", "venv"]).arg(root);
        quietly(workspace, "making a folder for Python packages", "seconds", &mut venv)?;
        let mut pip = program(root.join("bin/python"));
        pip.args(["-m", "pip", "install", "--no-deps", "--disable-pip-version-check", "--requirement"])
            .arg(&list);
        quietly(workspace, "installing schemathesis", "seconds, once", &mut pip)
    })?;
    Ok(python)
}
