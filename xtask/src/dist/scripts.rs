//! The scripts of `web/`: each folder's TypeScript joined to one plain script. Trunk, the production build and tests take
//! them from the same place, and what is served is made of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::program;
use crate::setup::ScriptTools;
use crate::workspace::Workspace;

/// What the service worker and the page's scripts may use: the browsers that the app's wasm needs have it.
pub(super) const TARGET: &str = "--target=es2022";
/// What the script inside the page may use: a browser that cannot start the app must be able to say so.
pub(super) const BOOT_TARGET: &str = "--target=es5";

/// Runs before everything, inside the page.
const BOOT: Script = Script {
    entry: "boot/main.ts",
    output: "target/scripts/boot.js",
    options: ["--format=iife", BOOT_TARGET],
};
/// What the app calls.
pub(super) const PAGE: Script =
    Script { entry: "page/main.ts", output: "target/scripts/page.js", options: ["--format=esm", TARGET] };
/// What the piece that orders calls; it comes with the piece.
const ORDERING: Script = Script {
    entry: "page/ordering/main.ts",
    output: "target/scripts/ordering.js",
    options: ["--format=esm", TARGET],
};
/// Imported by the list of files. One function is around it all, so that names can be short; what the list defines stays
/// outside.
pub(super) const SERVICE_WORKER: Script = Script {
    entry: "service-worker/main.ts",
    output: "target/scripts/sw.js",
    options: ["--format=iife", TARGET],
};

/// Single files that tests in node look at, and what the worker's tests call in the browser: wasm-bindgen takes scripts
/// only from the crate's own folder.
const FOR_TESTS: [Script; 3] = [
    Script {
        entry: "page/meter.ts",
        output: "target/scripts/tests/meter.mjs",
        options: ["--format=esm", TARGET],
    },
    Script {
        entry: "page/placeholders.ts",
        output: "target/scripts/tests/placeholders.mjs",
        options: ["--format=esm", TARGET],
    },
    Script {
        entry: "worker/tests.ts",
        output: "crates/offline/tests/web/browser.js",
        options: ["--format=esm", TARGET],
    },
];

/// The folders of `web/` with a `tsconfig.json`: one for each kind of place that a script runs in.
const CONTEXTS: [&str; 4] = ["boot", "page", "service-worker", "worker"];

/// A script and what it is made from.
pub(super) struct Script {
    /// The file that imports all others, below `web/`.
    entry: &'static str,
    /// Where it is written, below the root: `index.html` and tests name these files, so they do not move with cargo's target
    /// folder.
    output: &'static str,
    options: [&'static str; 2],
}

impl Script {
    pub(super) fn path(&self, workspace: &Workspace) -> PathBuf {
        workspace.root.join(self.output)
    }
}

/// Writes every script, those that tests need too. One that stays the same is left alone, so that nothing that watches
/// files starts over.
///
/// # Errors
/// When esbuild refuses a source, which it shows, or a file cannot be written.
pub(crate) fn build(workspace: &Workspace, tools: &ScriptTools) -> Result<()> {
    for script in [&BOOT, &PAGE, &ORDERING, &SERVICE_WORKER].into_iter().chain(&FOR_TESTS) {
        let mut esbuild = esbuild(workspace, &tools.esbuild, script.entry);
        // Constants go to their places here: in what comes out they are variables like others.
        esbuild.args(script.options).arg("--minify-syntax");
        let output = esbuild.output().context("starting esbuild")?;
        if !output.status.success() {
            bail!("joining web/{}:\n{}", script.entry, String::from_utf8_lossy(&output.stderr));
        }
        let path = script.path(workspace);
        if fs::read(&path).is_ok_and(|old| old == output.stdout) {
            continue;
        }
        fs::create_dir_all(path.parent().context("a script is in a folder")?)?;
        fs::write(&path, output.stdout).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

/// esbuild, set to join a source of `web/` with what it imports.
pub(super) fn esbuild(workspace: &Workspace, esbuild: &Path, entry: &str) -> Command {
    let mut command = program(esbuild);
    command
        .arg(workspace.root.join("web").join(entry))
        .args(["--bundle", "--charset=utf8", "--legal-comments=none", "--log-level=warning"])
        .current_dir(&workspace.root);
    command
}

/// Has TypeScript look at every context.
///
/// # Errors
/// When something has not the type that it should have.
pub(crate) fn check_types(workspace: &Workspace, tools: &ScriptTools) -> Result<()> {
    for context in CONTEXTS {
        let mut tsc = program(&tools.typescript);
        tsc.args(["--noEmit", "--pretty", "false", "--project"])
            .arg(workspace.root.join("web").join(context));
        crate::command::loudly(&format!("TypeScript on web/{context}"), &mut tsc)?;
    }
    Ok(())
}
