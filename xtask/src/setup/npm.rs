//! Tools and test libraries from npm.

use std::path::PathBuf;

use anyhow::Result;

use super::install_into;
use crate::command::{program, quietly};
use crate::workspace::Workspace;

/// Optimises wasm.
pub(crate) const BINARYEN: NpmTool = NpmTool { package: "binaryen", version: "132.0.0", binary: "wasm-opt" };
/// Finds what has not the type that it should have in `web/`.
pub(crate) const TYPESCRIPT: NpmTool = NpmTool { package: "typescript", version: "7.0.2", binary: "tsc" };
/// Joins and minifies scripts.
pub(crate) const ESBUILD: NpmTool = NpmTool { package: "esbuild", version: "0.28.2", binary: "esbuild" };

/// A program that comes as an npm package.
pub(crate) struct NpmTool {
    package: &'static str,
    version: &'static str,
    binary: &'static str,
}

impl NpmTool {
    /// Installs the package unless it is there, and gives the program's path.
    ///
    /// # Errors
    /// When npm cannot install it.
    pub(crate) fn provide(&self, workspace: &Workspace) -> Result<PathBuf> {
        let folder = workspace.tools.join(format!("{}-{}", self.package, self.version));
        let binary = folder.join("node_modules/.bin").join(self.binary);
        if binary.is_file() {
            return Ok(binary);
        }
        install_into(&folder, |root| {
            let mut npm = program("npm");
            npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
                .arg(root)
                .arg(format!("{}@{}", self.package, self.version))
                .current_dir(&workspace.tools);
            quietly(
                workspace,
                &format!("installing {} {}", self.package, self.version),
                "seconds, once",
                &mut npm,
            )
        })?;
        Ok(binary)
    }
}

/// Installs what the end-to-end tests import, when the lock file is newer than what is there.
///
/// # Errors
/// When npm cannot install it.
pub(crate) fn install_end_to_end_packages(workspace: &Workspace) -> Result<()> {
    install_packages(workspace, "tests/e2e", "installing the end-to-end test libraries")
}

/// Installs what only measurements import: many packages, which no test needs.
///
/// # Errors
/// When npm cannot install it.
pub(crate) fn install_measuring_packages(workspace: &Workspace) -> Result<()> {
    install_packages(workspace, "tests/bench", "installing the measuring libraries")
}

fn install_packages(workspace: &Workspace, folder: &str, what: &str) -> Result<()> {
    let folder = workspace.root.join(folder);
    let changed = |path: PathBuf| path.metadata().and_then(|file| file.modified()).ok();
    // npm writes this file last.
    let installed = changed(folder.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= changed(folder.join("package-lock.json")) {
        return Ok(());
    }
    let mut npm = program("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(folder);
    quietly(workspace, what, "seconds", &mut npm)
}
