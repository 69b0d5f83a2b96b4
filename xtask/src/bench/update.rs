//! What a release costs a phone that has the one before.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::journeys::run;
use super::{Reading, Subject, grouped};
use crate::command::{loudly, program};
use crate::workspace::{Workspace, fresh_folder};
use crate::{dist, setup};

pub(super) const CONDITIONS: &str = "The app as committed, compiled, released and installed by a visit with Chromium; \
then compiled again with a changed sentence in both languages and a changed rule of the cart, released, and looked for by \
the service worker as at any later visit. Bytes of the answers between browser and server, bodies as compressed; headers \
as HTTP/1.1 writes them, which a proxy with HTTP/2 makes smaller. Beside it: the same files without dictionaries.";

/// What a small release changes: file, text, and what it becomes.
const CHANGES: [(&str, &str, &str); 3] = [
    ("src/texts.rs", "没有符合筛选条件的商品", "没有符合筛选条件的商品,少选几项试试"),
    ("src/texts.rs", "Nothing matches these filters", "Nothing matches these filters. Try fewer of them."),
    (
        "src/domain/cart.rs",
        "            if quantity > quantity_max {
                return Err(Refusal::NoMore(quantity_max));
            }
",
        "            if self.lines[at].quantity >= quantity_max {
                return Err(Refusal::NoMore(quantity_max));
            }
            let quantity = quantity.min(quantity_max);
",
    ),
];

pub(super) fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let workspace = subject.workspace;
    let tools = setup::front_end(workspace)?;
    let clone = clone(workspace)?;
    dist::release(&clone, &tools, &[])?;
    let first = clone.root.join("first");
    fs::rename(clone.dist(), &first).context("putting the first release aside")?;
    change(&clone)?;
    dist::release(&clone, &tools, &[])?;

    let (first, next) = (first.to_string_lossy(), clone.dist());
    readings(&run(subject, "update.mjs", &[&first, &next.to_string_lossy()])?)
}

/// The sources as committed, in a folder with a target directory of their own: what is compiled here must not be taken
/// for the real thing by the next build.
fn clone(workspace: &Workspace) -> Result<Workspace> {
    let folder = workspace.scratch().join("update");
    let root = folder.join("shop");
    fresh_folder(&root)?;
    let archive = folder.join("sources.tar");
    let mut git = program("git");
    git.args(["archive", "--output"]).arg(&archive).arg("HEAD").current_dir(&workspace.root);
    loudly("taking the sources as committed", &mut git)?;
    // With the time of now, or cargo would take sources of last week for older than what it compiled yesterday.
    loudly("unpacking the sources", program("tar").arg("-xmf").arg(&archive).arg("-C").arg(&root))?;
    Ok(Workspace { root, target: folder.join("target"), tools: workspace.tools.clone() })
}

fn change(clone: &Workspace) -> Result<()> {
    for (file, old, new) in CHANGES {
        let file = clone.root.join(file);
        let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        ensure!(text.contains(old), "{} no longer has what the measured release changes", file.display());
        fs::write(&file, text.replacen(old, new, 1))?;
    }
    Ok(())
}

/// `files` has, for each file that was fetched, its name without the hash, how it was encoded, and its bytes.
fn readings(files: &Value) -> Result<Vec<Reading>> {
    let files = files.as_array().context("no files")?;
    let bytes = |of: &Value, what: &str| of[what].as_f64().with_context(|| format!("{of} has no {what}"));
    let mut readings = Vec::new();
    let (mut sum, mut heads, mut whole_sum) = (0.0, 0.0, 0.0);
    for file in files {
        let (body, whole) = (bytes(file, "body")?, bytes(file, "whole")?);
        let name = file["name"].as_str().context("a file has a name")?;
        let encoding = file["encoding"].as_str().unwrap_or("as it is");
        readings.push(reading(&format!("`{name}`, {encoding}"), body, Some(whole)));
        sum += body;
        heads += bytes(file, "head")?;
        whole_sum += whole;
    }
    readings.push(reading("**the whole update**, limit 8,000, aim 5,000", sum, Some(whole_sum)));
    readings.push(reading("its headers besides", heads, None));
    Ok(readings)
}

fn reading(what: &str, bytes: f64, whole: Option<f64>) -> Reading {
    let beside = whole.map(|whole| format!("whole: {} bytes", grouped(whole)));
    Reading { what: what.to_owned(), median: format!("{} bytes", grouped(bytes)), runs: 1, beside }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{CHANGES, readings};

    #[test]
    fn the_release_that_is_measured_can_still_be_made() {
        let root =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a folder of the repository");
        for (file, old, _) in CHANGES {
            let text = std::fs::read_to_string(root.join(file)).expect("it is there");
            assert!(text.contains(old), "{file} no longer has: {old}");
        }
    }

    #[test]
    fn the_whole_update_is_the_sum_of_its_files() {
        let file = |name, encoding, body| json!({ "name": name, "encoding": encoding, "body": body, "head": 100, "whole": 10_000 });
        let readings =
            readings(&json!([file("a.wasm", "dcb", 3000), file("sw.js", "br", 500)])).expect("read");
        let texts: Vec<(&str, &str)> = readings.iter().map(|row| (&*row.what, &*row.median)).collect();
        assert_eq!(texts[0], ("`a.wasm`, dcb", "3,000 bytes"));
        assert_eq!((texts[2].1, texts[3].1), ("3,500 bytes", "200 bytes"));
        assert_eq!(readings[2].beside.as_deref(), Some("whole: 20,000 bytes"));
    }
}
