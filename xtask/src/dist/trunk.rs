//! The compilation, by Trunk.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::bindgen;
use crate::command::{path_with, program, quietly};
use crate::setup::FrontEndTools;
use crate::workspace::{Workspace, fresh_folder, remove_folder};

/// What makes the wasm small. Panics end at once and say nothing, and no text is kept that only debugging would
/// show. The stack is a quarter of the usual megabyte, which would be most of what the app takes of a phone's memory:
/// nothing recurses deeper than the reader of JSON (32 levels), and an overflow ends the app, it does not corrupt it.
/// `erase_components` has Leptos compile views once for all types instead of once for each.
const SIZE_FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none \
                          -Clink-arg=-zstack-size=262144 --cfg erase_components";
/// Has the app's build prepare the pages that are cut out of it (`build.rs`).
const SPLIT: &str = "FAIRDAY_SPLIT";

/// Tells the hook in `Trunk.toml` that the scripts are there already: it would compile this program anew, with the app's flags.
const SCRIPTS_ARE_BUILT: &str = "FAIRDAY_SCRIPTS_ARE_BUILT";

/// Runs Trunk, which leaves its page, scripts and wasm in `staging`.
///
/// # Errors
/// When Trunk, the compiler or wasm-bindgen fails.
pub(super) fn build(workspace: &Workspace, tools: &FrontEndTools, staging: &Path) -> Result<()> {
    let shims = workspace.scratch().join("bin");
    fresh_folder(&shims)?;
    let this = std::env::current_exe().context("finding this program")?;
    std::os::unix::fs::symlink(this, shims.join(bindgen::NAME)).context("standing in for wasm-bindgen")?;
    let target = workspace.web_target();
    // Trunk copies whatever it finds there, also what an earlier build left.
    remove_folder(&target.join("wasm-bindgen"))?;
    fresh_folder(&bindgen::pieces_folder(workspace))?;

    let mut trunk = program(&tools.trunk);
    trunk
        .args(["build", "--skip-version-check", "--no-sri=true", "--cargo-profile", "web", "--dist"])
        .arg(staging)
        .current_dir(&workspace.root)
        .env("PATH", path_with([shims].into_iter().chain(crate::workspace::cargo_bin())))
        .env(SCRIPTS_ARE_BUILT, "1")
        .env(bindgen::REAL, &tools.wasm_bindgen)
        .env(bindgen::SPLITTER, &tools.wasm_split)
        .env(bindgen::PIECES, bindgen::pieces_folder(workspace))
        // Its own backtrace would fill what is shown of the log in place of the compiler's words.
        .env("RUST_BACKTRACE", "0")
        // Trunk takes only `true` or `false` for this variable, and others set it to 1.
        .env_remove("NO_COLOR");
    for_size(workspace, tools, &mut trunk);
    trunk.env(SPLIT, "1");
    quietly(
        workspace,
        "building the front end",
        "about 3 minutes on two cores, later less than one",
        &mut trunk,
    )
}

/// Lets a program that runs cargo compile wasm for size: the standard library too, and without texts for debugging.
pub(super) fn for_size(workspace: &Workspace, tools: &FrontEndTools, command: &mut Command) {
    command
        .env("CARGO_TARGET_DIR", workspace.web_target())
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
        .env("RUSTFLAGS", SIZE_FLAGS);
    tools.toolchain.apply(command);
}
