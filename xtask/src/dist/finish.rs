//! After Trunk: optimise the wasm, join the scripts into one, name every file by its content, mend the references.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::worker::{self, WorkerFiles};
use super::{bindgen, names, page, scripts};
use crate::command::{program, quietly};
use crate::setup::FrontEndTools;
use crate::workspace::{Workspace, files_below, fresh_folder, remove_folder};

/// Named one by one: with `--all-features` wasm-opt may write an encoding that browsers refuse.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];
/// The script the splitter writes, which fetches pieces on demand.
const LOADER: &str = "__wasm_split.js";
/// The folder wasm-bindgen writes the crates' own scripts to; they are joined with ours.
const SNIPPETS: &str = "snippets";
/// How `index.html` asks for what the app calls, for Trunk's own server: here it is joined with wasm-bindgen's script.
const PAGE_SCRIPT: &str = r#"<script type="module" src="/page.js"></script>"#;
/// The script of that tag, as Trunk copies it.
const PAGE: &str = "page.js";
/// The script of ordering, as Trunk copies it and as the page names it.
const ORDERING: &str = "ordering.js";
/// A file Trunk locks while it writes, and leaves behind.
const TRUNK_LOCK: &str = ".trunk-lock";
/// In `dist/`: the names of the files a phone keeps, for a service worker's list and for measuring.
const ASSETS_FILE: &str = "assets.json";

/// The files the app is made of, as named in `dist/`.
pub(crate) struct Assets {
    /// The one script.
    pub(crate) script: String,
    /// The main wasm module.
    pub(crate) wasm: String,
    /// Pages that are fetched on demand.
    pub(crate) pieces: Vec<String>,
    /// For each split point the pieces that come with it.
    pub(crate) needs: Vec<(String, Vec<String>)>,
    /// The script that comes with the pages of ordering.
    pub(crate) ordering_script: String,
    /// The script of the worker that keeps the store on the phone.
    pub(crate) worker_script: String,
    /// The worker's wasm module.
    pub(crate) worker_wasm: String,
}

impl Assets {
    fn write(&self, dist: &Path) -> Result<()> {
        let list = json!({
            "script": self.script, "wasm": self.wasm, "pieces": self.pieces,
            "needs": self.needs.iter().cloned().collect::<BTreeMap<_, _>>(),
            "ordering_script": self.ordering_script, "worker_script": self.worker_script, "worker_wasm": self.worker_wasm,
        });
        fs::write(dist.join(ASSETS_FILE), format!("{list}\n")).context("writing the list of assets")
    }

    /// Reads the list back.
    ///
    /// # Errors
    /// When `dist/` is missing or was not made by `cargo xtask dist`.
    pub(crate) fn read(dist: &Path) -> Result<Self> {
        let text = fs::read_to_string(dist.join(ASSETS_FILE))
            .context("dist/ is not built: run `cargo xtask dist`")?;
        let list: serde_json::Value = serde_json::from_str(&text).context("reading the list of assets")?;
        let name =
            |value: &serde_json::Value| value.as_str().map(str::to_string).context("an asset has a name");
        let pieces = list["pieces"].as_array().context("the list of assets has pieces")?;
        let needs: BTreeMap<String, Vec<String>> = serde_json::from_value(list["needs"].clone())
            .context("the list of assets says who needs which pieces")?;
        Ok(Self {
            script: name(&list["script"])?,
            wasm: name(&list["wasm"])?,
            pieces: pieces.iter().map(name).collect::<Result<_>>()?,
            needs: needs.into_iter().collect(),
            ordering_script: name(&list["ordering_script"])?,
            worker_script: name(&list["worker_script"])?,
            worker_wasm: name(&list["worker_wasm"])?,
        })
    }
}

/// Turns what Trunk left in `staging` into what is served.
///
/// # Errors
/// When a tool fails or Trunk's output is not as expected.
pub(super) fn run(workspace: &Workspace, tools: &FrontEndTools, staging: &Path) -> Result<()> {
    let trunk = TrunkOutput::find(staging)?;
    let work = workspace.scratch().join("bundle");
    fresh_folder(&work)?;

    let wasm = optimise(workspace, tools, &staging.join(&trunk.wasm), &work)?;
    let wasm_name = names::hashed(&trunk.stem, "wasm", &wasm);
    let (pieces, loader) = pieces(workspace, tools, staging, &work)?;
    let needs = needs(&loader);
    fs::write(work.join(LOADER), loader)?;
    let script = join_scripts(workspace, tools, staging, &work, &trunk)?;
    let script_name = names::hashed(&trunk.stem, "js", &script);

    fs::remove_file(staging.join(&trunk.wasm))?;
    fs::remove_file(staging.join(&trunk.script))?;
    fs::remove_file(staging.join(PAGE))?;
    remove_folder(&staging.join(SNIPPETS))?;
    // It may be gone already in another version of Trunk.
    let _ = fs::remove_file(staging.join(TRUNK_LOCK));
    fs::write(staging.join(&wasm_name), wasm)?;
    fs::write(staging.join(&script_name), script)?;
    let html = fs::read_to_string(staging.join("index.html")).context("reading Trunk's index.html")?;
    if !html.contains(PAGE_SCRIPT) {
        bail!("index.html does not ask for {PAGE}");
    }
    let html =
        html.replace(&trunk.wasm, &wasm_name).replace(&trunk.script, &script_name).replace(PAGE_SCRIPT, "");
    let html = page::minified(workspace, tools, &work, &without_snippet_links(&html))?;
    fs::write(staging.join("index.html"), html).context("writing index.html")?;
    let ordering_script = ordering_script(workspace, tools, staging, &work)?;
    let WorkerFiles { script: worker_script, wasm: worker_wasm } = worker::build(workspace, tools, staging)?;
    Assets {
        script: script_name,
        wasm: wasm_name,
        pieces,
        needs,
        ordering_script,
        worker_script,
        worker_wasm,
    }
    .write(staging)
}

/// Minifies the browser's side of the piece that orders, which is fetched with it, and names it in the page.
fn ordering_script(
    workspace: &Workspace,
    tools: &FrontEndTools,
    staging: &Path,
    work: &Path,
) -> Result<String> {
    let plain = staging.join(ORDERING);
    let minified = work.join(ORDERING);
    let mut esbuild = program(&tools.scripts.esbuild);
    esbuild
        .arg(&plain)
        .args(["--minify", "--format=esm", scripts::TARGET, "--legal-comments=none"])
        .arg(format!("--outfile={}", minified.display()));
    quietly(workspace, "minifying the script of ordering", "at once", &mut esbuild)?;
    let script = fs::read(&minified).context("reading the script of ordering")?;
    fs::remove_file(plain)?;
    let name = names::hashed("ordering", "js", &script);
    fs::write(staging.join(&name), script)?;
    let html = fs::read_to_string(staging.join("index.html")).context("reading index.html")?;
    let plain = format!("/{ORDERING}");
    if !html.contains(&plain) {
        bail!("index.html does not name {plain}");
    }
    fs::write(staging.join("index.html"), html.replace(&plain, &format!("/{name}")))
        .context("writing index.html")?;
    Ok(name)
}

/// What Trunk named its files.
struct TrunkOutput {
    stem: String,
    script: String,
    wasm: String,
}

impl TrunkOutput {
    fn find(staging: &Path) -> Result<Self> {
        let mut names = Vec::new();
        for file in fs::read_dir(staging).with_context(|| format!("reading {}", staging.display()))? {
            names.push(file?.file_name().to_string_lossy().into_owned());
        }
        let wasm = only_one(&names, "", "_bg.wasm")?;
        let stem = wasm.rsplit_once('-').context("Trunk's file names end in a hash")?.0.to_string();
        // Its hash is another one: Trunk hashes each file by itself.
        let script = only_one(&names, &format!("{stem}-"), ".js")?;
        Ok(Self { stem, script, wasm })
    }
}

fn only_one(names: &[String], start: &str, end: &str) -> Result<String> {
    let found: Vec<&String> =
        names.iter().filter(|name| name.starts_with(start) && name.ends_with(end)).collect();
    let [name] = found.as_slice() else {
        bail!("Trunk should leave one {start}…{end}, and left {}", found.len());
    };
    Ok((*name).clone())
}

/// Optimises and names the pieces; gives their names and the loader that asks for them by these names.
fn pieces(
    workspace: &Workspace,
    tools: &FrontEndTools,
    staging: &Path,
    work: &Path,
) -> Result<(Vec<String>, String)> {
    let folder = bindgen::pieces_folder(workspace);
    let mut loader = fs::read_to_string(folder.join(LOADER)).context("reading the loader of the pieces")?;
    let mut named = Vec::new();
    for piece in files_below(&folder)? {
        let file = piece.file_name().context("a piece has a name")?.to_string_lossy().into_owned();
        let reference = format!("\"./{file}\"");
        // The main module is here too, as it was before wasm-bindgen; the loader does not ask for it.
        let (true, Some(stem)) = (loader.contains(&reference), file.strip_suffix(".wasm")) else { continue };
        let wasm = optimise(workspace, tools, &piece, work)?;
        let stem = stem.trim_start_matches("split_");
        let name = names::hashed(stem, "wasm", &wasm);
        fs::write(staging.join(&name), wasm)?;
        loader = loader.replace(&reference, &format!("\"./{name}\""));
        named.push(name);
    }
    Ok((named, loader))
}

/// Which pieces come with each split point, as the loader says: before a piece that several share it names them in a comment;
/// one of a single split point has its name.
fn needs(loader: &str) -> Vec<(String, Vec<String>)> {
    let mut needs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut sharers: Vec<String> = Vec::new();
    for line in loader.lines() {
        if let Some(names) = line.strip_prefix("/* ").and_then(|line| line.strip_suffix(" */")) {
            sharers = names.split(", ").map(str::to_owned).collect();
        }
        let Some(file) = line.split_once("\"./").and_then(|(_, rest)| rest.split_once(".wasm\"")) else {
            continue;
        };
        if sharers.is_empty() {
            sharers.extend(file.0.rsplit_once('-').map(|(name, _)| name.to_owned()));
        }
        for name in sharers.drain(..) {
            needs.entry(name).or_default().push(format!("{}.wasm", file.0));
        }
    }
    needs.into_iter().collect()
}

pub(super) fn optimise(
    workspace: &Workspace,
    tools: &FrontEndTools,
    module: &Path,
    work: &Path,
) -> Result<Vec<u8>> {
    let file = module.file_name().context("a module has a name")?;
    let optimised = work.join(file);
    let mut wasm_opt = program(&tools.wasm_opt);
    wasm_opt
        .arg(module)
        .arg("-o")
        .arg(&optimised)
        // Rust keeps the first kilobyte of memory for the far end of its stack: no address there is ever an object's.
        .args(["-Os", "--converge", "--low-memory-unused", "--strip-producers"])
        .args(WASM_FEATURES);
    quietly(workspace, &format!("optimising {}", file.display()), "seconds", &mut wasm_opt)?;
    fs::read(&optimised).with_context(|| format!("reading {}", optimised.display()))
}

/// One minified script of the page's, wasm-bindgen's, the loader's and the crates' own: one request, and no name to keep in
/// step. The page's comes first: it sets up what the wasm calls.
fn join_scripts(
    workspace: &Workspace,
    tools: &FrontEndTools,
    staging: &Path,
    work: &Path,
    trunk: &TrunkOutput,
) -> Result<Vec<u8>> {
    // The loader imports the main script by the name it had before Trunk put a hash into it.
    let main = work.join(format!("{}.js", trunk.stem));
    fs::copy(staging.join(&trunk.script), &main).context("copying Trunk's script")?;
    let snippets = staging.join(SNIPPETS);
    if snippets.is_dir() {
        copy_folder(&snippets, &work.join(SNIPPETS))?;
    }
    fs::copy(scripts::PAGE.path(workspace), work.join(PAGE)).context("copying the page's script")?;
    let entry = work.join("entry.js");
    let main = format!("./{}.js", trunk.stem);
    fs::write(&entry, format!("import './{PAGE}';\nexport {{ default }} from '{main}';\n"))?;
    let joined = work.join("joined.js");
    let mut esbuild = program(&tools.scripts.esbuild);
    esbuild
        .arg(&entry)
        .args([
            "--bundle",
            "--minify",
            "--format=esm",
            scripts::TARGET,
            "--charset=utf8",
            "--legal-comments=none",
        ])
        // What the tools' scripts tell developers: nobody reads it on a phone, and a page left early is no error.
        .arg("--drop:console")
        .arg(format!("--outfile={}", joined.display()))
        .current_dir(work);
    quietly(workspace, "joining the scripts", "at once", &mut esbuild)?;
    fs::read(&joined).context("reading the joined script")
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for file in files_below(from)? {
        let copy: PathBuf = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(copy.parent().context("a file is in a folder")?)?;
        fs::copy(&file, copy)?;
    }
    Ok(())
}

/// Drops Trunk's `<link rel="modulepreload">` for scripts that have been joined with the main one.
fn without_snippet_links(page: &str) -> String {
    let mut kept = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(start) = rest.find("<link rel=\"modulepreload\"") {
        let end = rest[start..].find('>').map_or(rest.len(), |length| start + length + 1);
        kept.push_str(&rest[..start]);
        if !rest[start..end].contains(&format!("/{SNIPPETS}/")) {
            kept.push_str(&rest[start..end]);
        }
        rest = &rest[end..];
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::{needs, without_snippet_links};

    #[test]
    fn each_split_point_has_its_own_piece_and_those_it_shares() {
        let loader = "/* home, product */\nconst __chunk_4 = makeLoad(() => {\n const src = fetch(new URL(\"./chunk_4-0a.wasm\"\n\
                      }, []);\nexport const b = wrap(makeLoad(() => {\n const src = fetch(new URL(\"./home-1b.wasm\"\n}, [__chunk_4]));";
        let told = |name: &str, files: &[&str]| {
            (name.to_owned(), files.iter().map(|file| (*file).to_owned()).collect())
        };
        assert_eq!(
            needs(loader),
            [told("home", &["chunk_4-0a.wasm", "home-1b.wasm"]), told("product", &["chunk_4-0a.wasm"])]
        );
    }

    #[test]
    fn links_to_joined_scripts_go_and_all_else_stays() {
        let page = "<head><link rel=\"modulepreload\" href=\"/app-1.js\"><link rel=\"modulepreload\" \
                    href=\"/snippets/x/inline0.js\"><title>Shop</title></head>";
        assert_eq!(
            without_snippet_links(page),
            "<head><link rel=\"modulepreload\" href=\"/app-1.js\"><title>Shop</title></head>"
        );
    }
}
