//! The front end for production: sized wasm, split pages, minified scripts, everything ready-compressed.
//!
//! 1. `trunk` compiles with a standard library built for size; in the place of `wasm-bindgen` it finds this program
//!    (`bindgen`), which first takes out what Leptos links for servers (`server_streams`) and splits off the pages that
//!    are marked for it.
//! 2. `finish` optimises the wasm, joins the script of the page (`scripts`) with wasm-bindgen's, and names every file by what is in it.
//! 3. `worker` builds the worker that keeps the store on the phone, with the same flags; `service_worker` writes the
//!    other one, with the list of the files that it keeps.
//! 4. `compress` writes the `.br` and `.gz` twins.
//! 5. `releases` writes the differences to the last releases, for phones that have one of them.
//! 6. The folder is swapped in whole: a server reading `dist/` never sees half of one.
//!
//! The same sources and the same tools give the same bytes; the differences also depend on what was released before.

pub(crate) mod bindgen;
mod compress;
mod difference;
mod finish;
mod names;
mod next;
mod page;
mod releases;
pub(crate) mod scripts;
mod server_streams;
mod service_worker;
mod stamp;
mod trunk;
mod worker;

use std::path::Path;

use anyhow::{Context, Result};

pub(crate) use compress::{brotli, compressed};
pub(crate) use finish::Assets;
pub(crate) use next::build as build_next;
pub(crate) use service_worker::size as service_worker_size;

use crate::setup::FrontEndTools;
use crate::workspace::{Workspace, remove_folder};

/// Builds `dist/` for phones to have: what it is made of is kept, so that the next releases are small for them. `previous`
/// are front ends built elsewhere that phones have now, oldest first.
///
/// # Errors
/// When a folder is no front end or a step fails; `dist/` is then as it was.
pub(crate) fn release(workspace: &Workspace, tools: &FrontEndTools, previous: &[&str]) -> Result<()> {
    for dist in previous {
        releases::keep(workspace, Path::new(dist))?;
    }
    build(workspace, tools)?;
    releases::keep(workspace, &workspace.dist())
}

/// Builds `dist/`.
///
/// # Errors
/// When a step fails; `dist/` is then as it was.
fn build(workspace: &Workspace, tools: &FrontEndTools) -> Result<()> {
    // Beside `dist/`, because a rename does not cross file systems; git ignores the ending.
    let staging = workspace.root.join("dist.tmp");
    remove_folder(&staging)?;
    scripts::build(workspace, &tools.scripts)?;
    trunk::build(workspace, tools, &staging)?;
    finish::run(workspace, tools, &staging)?;
    service_worker::write(workspace, tools, &staging)?;
    let twins = compress::run(&staging)?;
    let differences = releases::write_differences(&staging, &releases::before(workspace, &staging)?)?;
    swap_in(workspace, &staging)?;
    stamp::write(workspace, tools)?;
    eprintln!(
        "• dist/ is ready, {twins} of its files compressed, {differences} differences to earlier releases"
    );
    Ok(())
}

/// Builds `dist/` unless it was built from these very sources.
///
/// # Errors
/// As [`build`].
pub(crate) fn build_if_changed(workspace: &Workspace, tools: &FrontEndTools) -> Result<()> {
    if stamp::is_current(workspace, tools)? {
        return Ok(());
    }
    build(workspace, tools)
}

fn swap_in(workspace: &Workspace, staging: &Path) -> Result<()> {
    let dist = workspace.dist();
    let old = workspace.root.join("dist-old.tmp");
    remove_folder(&old)?;
    if dist.exists() {
        std::fs::rename(&dist, &old).context("moving the old dist/ away")?;
    }
    std::fs::rename(staging, &dist).context("moving the new dist/ into place")?;
    remove_folder(&old)
}
