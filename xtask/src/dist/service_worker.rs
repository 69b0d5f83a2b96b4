//! The service worker: its script, with the list of the files that it keeps written into it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::names;
use crate::command::{program, quietly};
use crate::setup::FrontEndTools;
use crate::workspace::Workspace;

/// The script's name, in `public/` and in `dist/`. It never changes: browsers look there for a newer version.
pub(crate) const SCRIPT: &str = "sw.js";
/// Files without a hash in their name that the shop needs on the phone; every file with one is kept as well.
const UNHASHED: [&str; 6] = [
    "index.html",
    "manifest.webmanifest",
    "manifest.en.webmanifest",
    "icon.svg",
    "icon-192.png",
    "icon-monochrome.svg",
];

/// Writes the service worker for the files in `staging`, which must all be there and not yet have twins.
///
/// # Errors
/// When a file is missing or the script cannot be minified.
pub(super) fn write(workspace: &Workspace, tools: &FrontEndTools, staging: &Path) -> Result<()> {
    let minified = workspace.scratch().join(SCRIPT);
    let mut esbuild = program(&tools.esbuild);
    esbuild
        .arg(workspace.root.join("public").join(SCRIPT))
        // One function around it all, so that names can be short; what the list defines stays outside.
        .args(["--minify", "--format=iife", "--target=es2022", "--legal-comments=none"])
        .arg(format!("--outfile={}", minified.display()));
    quietly(workspace, "minifying the service worker", "at once", &mut esbuild)?;
    let script = fs::read_to_string(&minified).context("reading the minified service worker")?;
    write_list(staging, &script)
}

/// Writes the list anew into the service worker of a folder in which files have changed.
///
/// # Errors
/// When a file is missing.
pub(super) fn rewrite(folder: &Path) -> Result<()> {
    let old = fs::read_to_string(folder.join(SCRIPT)).context("reading the service worker")?;
    let (_list, script) = old.split_once('\n').context("the service worker has a list")?;
    write_list(folder, script)
}

fn write_list(folder: &Path, script: &str) -> Result<()> {
    let mut files = Vec::new();
    for name in kept(folder)? {
        let content = fs::read(folder.join(&name)).with_context(|| format!("reading {name}"))?;
        files.push((name, content));
    }
    fs::write(folder.join(SCRIPT), with_list(script, &files)).context("writing the service worker")
}

/// The names of the files to keep, always in the same order.
fn kept(staging: &Path) -> Result<Vec<String>> {
    let mut hashed = Vec::new();
    for file in fs::read_dir(staging).with_context(|| format!("reading {}", staging.display()))? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if names::parts(&name).is_some() {
            hashed.push(name);
        }
    }
    hashed.sort();
    Ok(UNHASHED.into_iter().map(str::to_string).chain(hashed).collect())
}

/// The script with a first line that says which files it keeps. The version is made of both: it changes exactly when
/// the browser has something to install.
fn with_list(script: &str, files: &[(String, Vec<u8>)]) -> String {
    let entries: Vec<_> = files
        .iter()
        .map(|(name, content)| {
            json!([format!("/{name}"), names::hex(&Sha256::digest(content)), content.len()])
        })
        .collect();
    let list = json!(entries).to_string();
    let digest = Sha256::digest(format!("{list}\n{script}"));
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "const VERSION=\"{}\",FILES={list};", names::hex(&digest[..8]));
    text + script
}

#[cfg(test)]
mod tests {
    use super::with_list;

    #[test]
    fn the_list_says_path_digest_and_size_on_the_first_line() {
        let text = with_list("go()", &[("a.js".into(), b"".to_vec())]);
        let (line, rest) = text.split_once('\n').expect("two lines");
        assert!(line.ends_with(
            r#"FILES=[["/a.js","e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",0]];"#
        ));
        assert_eq!(rest, "go()");
    }

    #[test]
    fn the_version_changes_with_a_file_and_with_the_script() {
        let version = |script, content: &[u8]| {
            with_list(script, &[("a".into(), content.to_vec())])
                .lines()
                .next()
                .map(|line| line[..33].to_string())
        };
        assert_eq!(version("a", b"1"), version("a", b"1"));
        assert_ne!(version("a", b"1"), version("a", b"2"));
        assert_ne!(version("a", b"1"), version("b", b"1"));
    }
}
