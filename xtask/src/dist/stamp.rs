//! Whether `dist/` still is what the sources say.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::names::hex;
use crate::setup::FrontEndTools;
use crate::workspace::{Workspace, files_below};

/// Everything `dist/` is made from. A path that is not there counts as empty.
const INPUTS: [&str; 18] = [
    "src",
    "crates/catalogue",
    "crates/contract",
    "crates/credit",
    "crates/input",
    "crates/offline",
    "crates/search",
    "crates/wire",
    "crates/wire-derive",
    "style",
    "public",
    "web",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "xtask/src/dist",
    "xtask/src/setup",
];

/// Notes that `dist/` was built from the sources as they are.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) fn write(workspace: &Workspace, tools: &FrontEndTools) -> Result<()> {
    let stamp = current(workspace, tools)?;
    std::fs::write(file(workspace), stamp).context("writing the note of what dist/ was built from")
}

/// Whether `dist/` was built from the sources as they are.
///
/// # Errors
/// When a source cannot be read.
pub(super) fn is_current(workspace: &Workspace, tools: &FrontEndTools) -> Result<bool> {
    let noted = std::fs::read_to_string(file(workspace)).ok();
    Ok(workspace.dist().join("index.html").is_file() && noted == Some(current(workspace, tools)?))
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.scratch().join("dist.stamp")
}

/// A digest of the inputs and of the page that came out: another clone may have built into the same target folder.
fn current(workspace: &Workspace, tools: &FrontEndTools) -> Result<String> {
    let mut digest = Sha256::new();
    digest.update(&tools.toolchain.version);
    for input in INPUTS {
        add(&mut digest, &workspace.root, &workspace.root.join(input))?;
    }
    add(&mut digest, &workspace.root, &workspace.dist().join("index.html"))?;
    Ok(hex(&digest.finalize()))
}

fn add(digest: &mut Sha256, root: &Path, input: &Path) -> Result<()> {
    let files = if input.is_dir() { files_below(input)? } else { vec![input.to_path_buf()] };
    for file in files {
        let Ok(content) = std::fs::read(&file) else { continue };
        digest.update(file.strip_prefix(root).unwrap_or(&file).as_os_str().as_encoded_bytes());
        digest.update(content.len().to_le_bytes());
        digest.update(&content);
    }
    Ok(())
}
