//! A release after this one, for tests of an update: `dist/` with one sentence changed in the app.
//!
//! Compiling the app a second time would take minutes, so the sentence is changed in the wasm, to one as long.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use super::finish::Assets;
use super::{compress, names, releases, service_worker};
use crate::workspace::{Workspace, fresh_folder};

/// On the settings page, in English and in the main module, and what it becomes.
const SENTENCE: (&[u8], &[u8]) = (b"Data saver", b"Data miser");

/// Makes the next release beside `dist/`, which must be built; gives its folder.
///
/// # Errors
/// When `dist/` is not as expected or a file cannot be written.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let (dist, next) = (workspace.dist(), workspace.scratch().join("next-dist"));
    fresh_folder(&next)?;
    for entry in fs::read_dir(&dist).context("reading dist/")? {
        let file = entry?.path();
        let is_twin =
            file.extension().is_some_and(|ending| ending == "br" || ending == "gz" || ending == "dcb");
        if !is_twin && file.is_file() {
            fs::copy(&file, next.join(file.file_name().context("a file has a name")?))?;
        }
    }
    let assets = Assets::read(&dist)?;
    let mut wasm = fs::read(next.join(&assets.wasm)).context("reading the wasm")?;
    ensure!(replace(&mut wasm, SENTENCE.0, SENTENCE.1) > 0, "the wasm does not have the sentence to change");
    let mut script = fs::read(next.join(&assets.script)).context("reading the script")?;
    script.push(b'\n');
    for (name, content) in [(&assets.wasm, wasm), (&assets.script, script)] {
        let (stem, _, ending) = names::parts(name).context("an asset has a hash")?;
        let new = names::hashed(stem, ending, &content);
        fs::remove_file(next.join(name))?;
        fs::write(next.join(&new), content)?;
        for text in ["index.html", "assets.json"] {
            let file = next.join(text);
            fs::write(&file, fs::read_to_string(&file)?.replace(name.as_str(), &new))?;
        }
    }
    service_worker::rewrite(&next)?;
    compress::run(&next)?;
    releases::write_differences(&next, &[dist])?;
    Ok(next)
}

/// Replaces text by other text of the same length; gives how often.
fn replace(bytes: &mut [u8], old: &[u8], new: &[u8]) -> usize {
    assert_eq!(old.len(), new.len(), "what comes after it must not move");
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(old)).collect();
    for at in &places {
        bytes[*at..*at + new.len()].copy_from_slice(new);
    }
    places.len()
}
