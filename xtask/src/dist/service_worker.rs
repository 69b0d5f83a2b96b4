//! The service worker: a few lines with the list of the files that it keeps, which change with every release, and the
//! script that does the work, which seldom does: a phone that has it need not get it again.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::compress::compressed;
use super::{names, scripts};
use crate::command::{program, quietly};
use crate::setup::FrontEndTools;
use crate::workspace::Workspace;

/// The script's name in `dist/`. It never changes: browsers look there for a newer version.
pub(crate) const SCRIPT: &str = "sw.js";
/// What the name of the script that does the work begins with.
const WORK: &str = "sw";
/// What the name of the page begins with under which phones keep `index.html`: one that says what is in it, so that only
/// what has changed comes with the next release.
const PAGE: &str = "index";
/// Files without a hash in their name that the shop needs on the phone; every file with one is kept as well. The manifests are
/// not among them: the server puts the store's words into them, and browsers read them only when there is network.
const UNHASHED: [&str; 3] = ["icon.svg", "icon-192.png", "icon-monochrome.svg"];

/// Writes the service worker for the files in `staging`, which must all be there and not yet have twins.
///
/// # Errors
/// When a file is missing or the script cannot be minified.
pub(super) fn write(workspace: &Workspace, tools: &FrontEndTools, staging: &Path) -> Result<()> {
    let minified = workspace.scratch().join(SCRIPT);
    let mut esbuild = program(&tools.scripts.esbuild);
    esbuild
        .arg(scripts::SERVICE_WORKER.path(workspace))
        .args(["--minify", scripts::TARGET, "--legal-comments=none"])
        .arg(format!("--outfile={}", minified.display()));
    quietly(workspace, "minifying the service worker", "at once", &mut esbuild)?;
    let script = fs::read(&minified).context("reading the minified service worker")?;
    let work = names::hashed(WORK, "js", &script);
    fs::write(staging.join(&work), script).context("writing the service worker")?;
    write_list(staging, &format!("importScripts(\"/{work}\");\n"))
}

/// The size of the whole service worker of a front end, brotli.
///
/// # Errors
/// When it is not there.
pub(crate) fn size(dist: &Path) -> Result<usize> {
    let mut bytes = compressed(dist, SCRIPT)?;
    for name in named(dist)? {
        if is(&name, WORK) {
            bytes += compressed(dist, &name)?;
        }
    }
    Ok(bytes)
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
    for name in named(folder)? {
        if is(&name, PAGE) {
            fs::remove_file(folder.join(&name)).with_context(|| format!("removing {name}"))?;
        }
    }
    let page = fs::read(folder.join("index.html")).context("reading index.html")?;
    fs::write(folder.join(names::hashed(PAGE, "html", &page)), page).context("writing the page to keep")?;
    let mut files = Vec::new();
    for name in kept(folder)? {
        let content = fs::read(folder.join(&name)).with_context(|| format!("reading {name}"))?;
        files.push((name, content));
    }
    fs::write(folder.join(SCRIPT), with_list(script, &files)).context("writing the service worker")
}

/// The names of the files to keep, always in the same order. The browser keeps the service worker's own.
fn kept(folder: &Path) -> Result<Vec<String>> {
    let hashed = named(folder)?.into_iter().filter(|name| !is(name, WORK));
    Ok(UNHASHED.into_iter().map(str::to_string).chain(hashed).collect())
}

/// The names in a folder that have a hash, in their order.
fn named(folder: &Path) -> Result<Vec<String>> {
    let mut hashed = Vec::new();
    for file in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if names::parts(&name).is_some_and(|(_, _, ending)| !ending.contains('.')) {
            hashed.push(name);
        }
    }
    hashed.sort();
    Ok(hashed)
}

fn is(name: &str, stem: &str) -> bool {
    names::parts(name).is_some_and(|(its, _, _)| its == stem)
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
