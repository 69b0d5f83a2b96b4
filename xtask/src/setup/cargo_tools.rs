//! Tools from crates.io, each at one exact version in a folder of its own.

use std::path::PathBuf;

use anyhow::Result;

use super::install_into;
use crate::command::{program, quietly};
use crate::workspace::{Workspace, remove_folder};

const TRUNK_VERSION: &str = "0.22.1";
const WASM_PACK_VERSION: &str = "0.15.1";
const CARGO_DENY_VERSION: &str = "0.20.2";
const CARGO_AUDIT_VERSION: &str = "0.22.2";
/// Goes with `wasm_split_helpers` 0.2.
const WASM_SPLIT_VERSION: &str = "0.2.4";

/// Tools that run for seconds are not worth minutes of optimisation.
const QUICK_BUILD: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
];

struct CargoTool<'a> {
    package: &'a str,
    version: &'a str,
    binary: &'a str,
    options: &'a [&'a str],
    expected: &'a str,
}

/// Binds wasm to JavaScript; its version must be exactly that of the crate.
///
/// # Errors
/// When it cannot be built.
pub(crate) fn wasm_bindgen(workspace: &Workspace) -> Result<PathBuf> {
    let version = workspace.locked_version("wasm-bindgen")?;
    CargoTool {
        package: "wasm-bindgen-cli",
        version: &version,
        binary: "wasm-bindgen",
        options: &["--no-default-features"],
        expected: "about a minute, once",
    }
    .provide(workspace)
}

/// Splits pages off the main wasm module.
///
/// # Errors
/// When it cannot be built.
pub(crate) fn wasm_split(workspace: &Workspace) -> Result<PathBuf> {
    CargoTool {
        package: "wasm_split_cli_support",
        version: WASM_SPLIT_VERSION,
        binary: "wasm-split-cli",
        options: &["--features", "build-binary"],
        expected: "about half a minute, once",
    }
    .provide(workspace)
}

/// Builds the front end.
///
/// # Errors
/// When it cannot be built.
pub(crate) fn trunk(workspace: &Workspace) -> Result<PathBuf> {
    CargoTool {
        package: "trunk",
        version: TRUNK_VERSION,
        binary: "trunk",
        // The newest compiler it asks for is newer than it needs.
        options: &["--locked", "--ignore-rust-version", "--no-default-features", "--features", "rustls"],
        expected: "about 4 minutes on two cores, once",
    }
    .provide(workspace)
}

/// Runs tests in a browser.
///
/// # Errors
/// When it cannot be built.
pub(crate) fn wasm_pack(workspace: &Workspace) -> Result<PathBuf> {
    CargoTool {
        package: "wasm-pack",
        version: WASM_PACK_VERSION,
        binary: "wasm-pack",
        options: &["--locked"],
        expected: "about a minute, once",
    }
    .provide(workspace)
}

/// Looks at licences, versions, sources and known holes of dependencies.
///
/// # Errors
/// When it cannot be built.
pub(crate) fn cargo_deny(workspace: &Workspace) -> Result<PathBuf> {
    CargoTool {
        package: "cargo-deny",
        version: CARGO_DENY_VERSION,
        binary: "cargo-deny",
        options: &["--locked"],
        expected: "about 5 minutes on two cores, once",
    }
    .provide(workspace)
}

/// Looks for known holes in what `Cargo.lock` names.
///
/// # Errors
/// When it cannot be built.
pub(crate) fn cargo_audit(workspace: &Workspace) -> Result<PathBuf> {
    CargoTool {
        package: "cargo-audit",
        version: CARGO_AUDIT_VERSION,
        binary: "cargo-audit",
        options: &["--locked", "--no-default-features"],
        expected: "about 4 minutes on two cores, once",
    }
    .provide(workspace)
}

/// Frees what the builds of tools left behind; the tools share it while several are installed.
///
/// # Errors
/// When the file system refuses.
pub(crate) fn remove_build_folder(workspace: &Workspace) -> Result<()> {
    remove_folder(&build_folder(workspace))
}

fn build_folder(workspace: &Workspace) -> PathBuf {
    workspace.tools.join(format!(".build.{}.tmp", std::process::id()))
}

impl CargoTool<'_> {
    fn provide(&self, workspace: &Workspace) -> Result<PathBuf> {
        let folder = workspace.tools.join(format!("{}-{}", self.package, self.version));
        let binary = folder.join("bin").join(self.binary);
        if binary.is_file() {
            return Ok(binary);
        }
        install_into(&folder, |root| {
            let mut cargo = program("cargo");
            cargo
                .args(["install", self.package, "--version", self.version, "--root"])
                .arg(root)
                .args(self.options)
                .envs(QUICK_BUILD)
                .env("CARGO_TARGET_DIR", build_folder(workspace))
                // Away from the repository: its cargo configuration is not for other people's programs.
                .current_dir(&workspace.tools);
            quietly(
                workspace,
                &format!("building {} {}", self.package, self.version),
                self.expected,
                &mut cargo,
            )
        })?;
        Ok(binary)
    }
}
