//! Everything that may be missing on a fresh machine, installed once and kept in the tools folder.
//!
//! Each installation happens in a temporary folder that is renamed into place when it is complete, so an interrupted
//! one leaves nothing that looks finished.

mod cargo_tools;
mod debian;
mod load;
mod npm;
mod postgres;
mod python;
mod wasm_toolchain;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub(crate) use load::{load_tools, nginx};
pub(crate) use npm::{install_end_to_end_packages, install_measuring_packages};
pub(crate) use postgres::postgres;
pub(crate) use python::schemathesis;
pub(crate) use wasm_toolchain::WasmToolchain;

use crate::workspace::{Workspace, find_program};

/// What building the front end needs.
pub(crate) struct FrontEndTools {
    pub(crate) toolchain: WasmToolchain,
    pub(crate) trunk: PathBuf,
    pub(crate) wasm_bindgen: PathBuf,
    pub(crate) wasm_split: PathBuf,
    pub(crate) wasm_opt: PathBuf,
    pub(crate) scripts: ScriptTools,
}

/// What the scripts of `web/` need.
pub(crate) struct ScriptTools {
    pub(crate) esbuild: PathBuf,
    pub(crate) typescript: PathBuf,
}

/// What browser tests need on top.
pub(crate) struct BrowserTools {
    pub(crate) wasm_pack: PathBuf,
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
}

/// The tools that look for dependencies that should not be used.
pub(crate) struct AuditTools {
    pub(crate) deny: PathBuf,
    pub(crate) audit: PathBuf,
}

/// Installs whatever building the front end needs and does not find.
///
/// # Errors
/// One sentence that says what could not be installed and what to do.
pub(crate) fn front_end(workspace: &Workspace) -> Result<FrontEndTools> {
    std::fs::create_dir_all(&workspace.tools)
        .with_context(|| format!("making the tools folder {}", workspace.tools.display()))?;
    let toolchain = WasmToolchain::provide(workspace)?;
    let scripts = scripts(workspace)?;
    let wasm_opt = npm::BINARYEN.provide(workspace)?;
    let wasm_bindgen = cargo_tools::wasm_bindgen(workspace)?;
    let wasm_split = cargo_tools::wasm_split(workspace)?;
    let trunk = cargo_tools::trunk(workspace)?;
    cargo_tools::remove_build_folder(workspace)?;
    Ok(FrontEndTools { toolchain, trunk, wasm_bindgen, wasm_split, wasm_opt, scripts })
}

/// Installs whatever the scripts of `web/` need and is not found.
///
/// # Errors
/// As [`front_end`].
pub(crate) fn scripts(workspace: &Workspace) -> Result<ScriptTools> {
    std::fs::create_dir_all(&workspace.tools)
        .with_context(|| format!("making the tools folder {}", workspace.tools.display()))?;
    debian::provide(
        workspace,
        &[("node", "nodejs"), ("npm", "npm")],
        "for wasm-opt, esbuild and TypeScript, about a minute",
    )?;
    Ok(ScriptTools {
        esbuild: npm::ESBUILD.provide(workspace)?,
        typescript: npm::TYPESCRIPT.provide(workspace)?,
    })
}

/// Installs whatever the browser tests need and do not find.
///
/// # Errors
/// One sentence that says what could not be installed and what to do.
pub(crate) fn browsers(workspace: &Workspace) -> Result<BrowserTools> {
    let programs = [("chromium", "chromium"), ("chromedriver", "chromium-driver")];
    debian::provide(workspace, &programs, "for the browser tests, about 2 minutes")?;
    debian::provide_fonts(workspace)?;
    let wasm_pack = cargo_tools::wasm_pack(workspace)?;
    cargo_tools::remove_build_folder(workspace)?;
    let found =
        |name: &str| find_program(name).with_context(|| format!("{name} is installed but not on PATH"));
    Ok(BrowserTools { wasm_pack, chromium: found("chromium")?, chromedriver: found("chromedriver")? })
}

/// Installs whatever looks for dependencies that should not be used and is not found.
///
/// # Errors
/// When it cannot be built.
pub(crate) fn audit_tools(workspace: &Workspace) -> Result<AuditTools> {
    std::fs::create_dir_all(&workspace.tools)
        .with_context(|| format!("making the tools folder {}", workspace.tools.display()))?;
    let tools =
        AuditTools { deny: cargo_tools::cargo_deny(workspace)?, audit: cargo_tools::cargo_audit(workspace)? };
    cargo_tools::remove_build_folder(workspace)?;
    Ok(tools)
}

/// Installs the clock that end-to-end tests put ahead, libfaketime, unless it is there.
///
/// # Errors
/// As [`front_end`].
pub(crate) fn clock(workspace: &Workspace) -> Result<()> {
    debian::provide(workspace, &[("faketime", "faketime")], "a clock for the end-to-end tests, seconds")
}

/// Whether this runs as root, where Chromium refuses its sandbox and apt-get needs no sudo.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|status| status.uid() == 0)
}

/// Fills a temporary folder beside `finished`, then renames it into place.
///
/// # Errors
/// When `fill` fails or the file system refuses; the temporary folder is gone then.
fn install_into(finished: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let name = finished.file_name().context("a tool has a name")?.to_string_lossy();
    let temporary = finished.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    crate::workspace::fresh_folder(&temporary)?;
    let outcome = fill(&temporary).and_then(|()| {
        crate::workspace::remove_folder(finished)?;
        std::fs::rename(&temporary, finished)
            .with_context(|| format!("moving {} into place", finished.display()))
    });
    if outcome.is_err() {
        crate::workspace::remove_folder(&temporary)?;
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::install_into;

    #[test]
    fn an_installation_that_fails_leaves_nothing_half_made() {
        let dir = std::env::temp_dir().join(format!("fairday-setup-{}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("a temporary folder");
        let tool = dir.join("tool-1.0.0");

        let outcome = install_into(&tool, |folder| {
            std::fs::write(folder.join("half"), "")?;
            anyhow::bail!("the network went away")
        });

        assert!(outcome.is_err());
        assert_eq!(std::fs::read_dir(&dir).expect("still there").count(), 0);
        std::fs::remove_dir_all(&dir).expect("cleaning up");
    }

    #[test]
    fn an_installation_that_succeeds_is_found_under_its_name() {
        let dir = std::env::temp_dir().join(format!("fairday-setup-whole-{}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("a temporary folder");
        let tool = dir.join("tool-1.0.0");

        install_into(&tool, |folder| Ok(std::fs::write(folder.join("whole"), "")?)).expect("installed");

        assert!(tool.join("whole").is_file());
        std::fs::remove_dir_all(&dir).expect("cleaning up");
    }
}
