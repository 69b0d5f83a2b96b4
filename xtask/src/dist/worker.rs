//! The worker that keeps the store on the phone: a second, smaller wasm and its script.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::finish::optimise;
use super::{names, scripts, trunk};
use crate::command::{program, quietly};
use crate::setup::FrontEndTools;
use crate::workspace::{Workspace, fresh_folder};

const PACKAGE: &str = "fairday-offline";
/// What cargo and wasm-bindgen call it.
const MODULE: &str = "fairday_offline";
/// What it is called in `dist/`.
const STEM: &str = "offline";
/// The name that the page has for the script in the sources.
const PLAIN_SCRIPT: &str = "/offline.js";

/// The worker's files, as named in `dist/`.
pub(super) struct WorkerFiles {
    pub(super) script: String,
    pub(super) wasm: String,
}

/// Builds the worker into `staging` and names it in the page.
///
/// # Errors
/// When a tool fails.
pub(super) fn build(workspace: &Workspace, tools: &FrontEndTools, staging: &Path) -> Result<WorkerFiles> {
    let mut cargo = program("cargo");
    cargo
        .args([
            "build",
            "--package",
            PACKAGE,
            "--lib",
            "--target",
            "wasm32-unknown-unknown",
            "--profile",
            "web",
        ])
        .current_dir(&workspace.root);
    trunk::for_size(workspace, tools, &mut cargo);
    quietly(workspace, "building the worker", "half a minute", &mut cargo)?;

    let work = workspace.scratch().join("worker");
    fresh_folder(&work)?;
    let module = workspace.web_target().join("wasm32-unknown-unknown/web").join(format!("{MODULE}.wasm"));
    let mut bindgen = program(&tools.wasm_bindgen);
    bindgen.arg(&module).args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&work);
    quietly(workspace, "binding the worker", "at once", &mut bindgen)?;
    let optimised = work.join("optimised");
    fresh_folder(&optimised)?;
    let wasm = optimise(workspace, tools, &work.join(format!("{MODULE}_bg.wasm")), &optimised)?;
    let wasm_name = names::hashed(STEM, "wasm", &wasm);

    let joined = work.join("joined.js");
    let mut esbuild = scripts::esbuild(workspace, &tools.scripts.esbuild, "worker/main.ts");
    esbuild
        // A classic script: older phones have workers, but not of modules.
        .args(["--minify", "--format=iife", "--target=es2020"])
        .arg(format!("--alias:{MODULE}=./{MODULE}.js"))
        .arg("--log-override:empty-import-meta=silent")
        .arg(format!("--define:WASM=\"/{wasm_name}\""))
        .arg(format!("--outfile={}", joined.display()))
        .current_dir(&work);
    quietly(workspace, "joining the worker's scripts", "at once", &mut esbuild)?;
    let script = fs::read(&joined).context("reading the worker's script")?;
    let script_name = names::hashed(STEM, "js", &script);
    fs::write(staging.join(&wasm_name), wasm)?;
    fs::write(staging.join(&script_name), script)?;

    let page = fs::read_to_string(staging.join("index.html")).context("reading index.html")?;
    ensure!(page.contains(PLAIN_SCRIPT), "index.html does not name {PLAIN_SCRIPT}");
    let page = page.replace(PLAIN_SCRIPT, &format!("/{script_name}"));
    fs::write(staging.join("index.html"), page).context("writing index.html")?;
    Ok(WorkerFiles { script: script_name, wasm: wasm_name })
}
