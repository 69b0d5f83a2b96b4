//! Stands in for `wasm-bindgen` while Trunk runs: splits the module first, when it has pages to split off.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::server_streams;
use crate::workspace::Workspace;

/// The name Trunk looks for on PATH.
pub(crate) const NAME: &str = "wasm-bindgen";
/// The variable with the path of the real wasm-bindgen.
pub(super) const REAL: &str = "FAIRDAY_WASM_BINDGEN";
/// The variable with the path of the splitter.
pub(super) const SPLITTER: &str = "FAIRDAY_WASM_SPLIT";
/// The variable with the folder the pieces go to.
pub(super) const PIECES: &str = "FAIRDAY_WASM_PIECES";

/// The custom section a module has when a page in it is marked with `wasm_split`.
const SPLIT_MARK: &[u8] = b"__wasm_split_unstable";

/// Where the splitter leaves the pieces and the script that loads them.
pub(super) fn pieces_folder(workspace: &Workspace) -> PathBuf {
    workspace.scratch().join("pieces")
}

/// Whether this program was started in the place of wasm-bindgen.
pub(crate) fn is_stand_in() -> bool {
    std::env::args_os().next().is_some_and(|name| Path::new(&name).file_name() == Some(NAME.as_ref()))
}

/// Does what wasm-bindgen does, on a module split beforehand.
///
/// # Errors
/// When the splitter or wasm-bindgen fails.
pub(crate) fn run() -> Result<()> {
    let mut arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    if let Some(module) =
        arguments.iter_mut().find(|argument| Path::new(argument).extension() == Some("wasm".as_ref()))
        && has_split_points(Path::new(module))?
    {
        *module = split(&without_streams(Path::new(module))?)?.into_os_string();
        arguments.push("--keep-lld-exports".into());
    }
    execute(Command::new(variable(REAL)?).args(arguments))
}

fn has_split_points(module: &Path) -> Result<bool> {
    let bytes = std::fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    Ok(bytes.windows(SPLIT_MARK.len()).any(|window| window == SPLIT_MARK))
}

/// Takes out what Leptos links for servers; gives the path of the rest. Cargo's own file stays as it is.
fn without_streams(module: &Path) -> Result<PathBuf> {
    let bytes = std::fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    let folder = PathBuf::from(variable(PIECES)?).with_extension("whole");
    std::fs::create_dir_all(&folder).context("making a folder for the module")?;
    let rest = folder.join(module.file_name().context("a module has a name")?);
    std::fs::write(&rest, server_streams::without(&bytes)?)
        .with_context(|| format!("writing {}", rest.display()))?;
    Ok(rest)
}

/// Splits a module; gives the path of what stays together.
fn split(module: &Path) -> Result<PathBuf> {
    let pieces = PathBuf::from(variable(PIECES)?);
    // Trunk names the output after the module; the pieces' script imports it by that name.
    let stem = module.file_stem().context("a module has a name")?;
    execute(Command::new(variable(SPLITTER)?).arg(module).arg(&pieces).arg("--out-name").arg(stem))?;
    Ok(pieces.join(stem).with_extension("wasm"))
}

fn variable(name: &str) -> Result<OsString> {
    std::env::var_os(name)
        .with_context(|| format!("{name} is not set: this runs only inside `cargo xtask dist`"))
}

fn execute(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("starting {}", command.get_program().display()))?;
    if !status.success() {
        bail!("{} failed ({status})", command.get_program().display());
    }
    Ok(())
}
