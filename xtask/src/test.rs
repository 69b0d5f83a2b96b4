//! `cargo xtask test`: every check, in order, stopping at the first that fails.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::command::{loudly, path_with, program};
use crate::postgres::{Durability, Postgres};
use crate::workspace::{EVERY_PACKAGE, Workspace, cargo_bin};
use crate::{dist, fuzz, server, setup, size};

/// Names of end-to-end test files, separated by commas, when not all are to run: `updates` for `updates.test.mjs`.
const END_TO_END_ONLY: &str = "FAIRDAY_E2E_ONLY";

/// Where native tests find a `PostgreSQL` server on which they may make databases.
const TEST_POSTGRES: &str = "FAIRDAY_TEST_POSTGRES";

/// What the shops of the API's tests run on, when not on `SQLite`.
const TEST_SHOPS: &str = "FAIRDAY_TEST_SHOPS";

struct Step {
    name: &'static str,
    what: &'static str,
    run: fn(&Workspace) -> Result<()>,
}

const STEPS: [Step; 11] = [
    Step { name: "setup", what: "whatever is missing", run: install },
    Step { name: "fmt", what: "formatting", run: format },
    Step { name: "scripts", what: "the scripts of web/, joined and looked at by TypeScript", run: scripts },
    Step {
        name: "clippy",
        what: "clippy on everything that runs here, about 2 minutes the first time",
        run: clippy,
    },
    Step {
        name: "clippy-web",
        what: "clippy on the app as the browser runs it, about 2 minutes the first time",
        run: clippy_web,
    },
    Step {
        name: "native",
        what: "native tests, with SQLite and with PostgreSQL, about 4 minutes the first time",
        run: native,
    },
    Step { name: "web", what: "tests inside a headless browser, about 2 minutes the first time", run: web },
    Step {
        name: "dist",
        what: "the front end for production",
        run: |workspace| dist::build_if_changed(workspace, &setup::front_end(workspace)?),
    },
    Step { name: "size", what: "size limits", run: size::check },
    Step { name: "fuzz", what: "made-up requests against the API, about a minute", run: fuzz::run },
    Step { name: "e2e", what: "a real browser against the real server", run: end_to_end },
];

/// Prints the names `--only` takes.
pub(crate) fn list() {
    for step in &STEPS {
        eprintln!("{:<12} {}", step.name, step.what);
    }
}

/// Runs all steps, or those named in a list separated by commas.
///
/// # Errors
/// At the first step that fails, after the list of those that ran.
pub(crate) fn run(workspace: &Workspace, only: Option<&str>) -> Result<()> {
    let steps = chosen(only)?;
    let total = Instant::now();
    let mut report = Vec::new();
    for step in steps {
        eprintln!("\n── {}: {}", step.name, step.what);
        let start = Instant::now();
        let outcome = (step.run)(workspace);
        let verdict = if outcome.is_ok() { "ok" } else { "FAILED" };
        report.push(format!("  {:<12} {:>4} s  {verdict}", step.name, start.elapsed().as_secs()));
        if let Err(error) = outcome {
            eprintln!("\n{}\n", report.join("\n"));
            return Err(error.context(format!("test step `{}`", step.name)));
        }
    }
    eprintln!("\n{}\n\nAll checks passed in {} s.", report.join("\n"), total.elapsed().as_secs());
    Ok(())
}

fn chosen(only: Option<&str>) -> Result<Vec<&'static Step>> {
    let Some(names) = only else { return Ok(STEPS.iter().collect()) };
    names
        .split(',')
        .map(|name| STEPS.iter().find(|step| step.name == name))
        .collect::<Option<Vec<_>>>()
        .with_context(|| format!("`{names}` names a step that is not there; see `cargo xtask test --list`"))
}

// Steps that need tools ask for them again, which costs nothing once they are there: `--only fmt` needs no browser.
fn install(workspace: &Workspace) -> Result<()> {
    setup::front_end(workspace)?;
    setup::browsers(workspace)?;
    setup::clock(workspace)?;
    setup::postgres(workspace)?;
    setup::schemathesis(workspace)?;
    eprintln!("everything is installed");
    Ok(())
}

fn cargo(workspace: &Workspace) -> Command {
    let mut cargo = program("cargo");
    cargo.current_dir(&workspace.root);
    cargo
}

fn format(workspace: &Workspace) -> Result<()> {
    loudly("cargo fmt", cargo(workspace).args(["fmt", "--all", "--check"]))?;
    eprintln!("formatting: ok");
    Ok(())
}

fn scripts(workspace: &Workspace) -> Result<()> {
    let tools = setup::scripts(workspace)?;
    dist::scripts::build(workspace, &tools)?;
    dist::scripts::check_types(workspace, &tools)?;
    eprintln!("scripts: every type is as it should be");
    Ok(())
}

fn clippy(workspace: &Workspace) -> Result<()> {
    let mut cargo = cargo(workspace);
    cargo.arg("clippy").args(EVERY_PACKAGE).args(["--all-targets", "--", "-D", "warnings"]);
    loudly("clippy", &mut cargo)
}

fn clippy_web(workspace: &Workspace) -> Result<()> {
    let mut cargo = cargo(workspace);
    cargo
        .args(["clippy", "-p", "fairday", "-p", "fairday-offline", "--features", "fairday/web"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--", "-D", "warnings"])
        .env("CARGO_TARGET_DIR", workspace.web_test_target());
    setup::front_end(workspace)?.toolchain.apply(&mut cargo);
    loudly("clippy for wasm32", &mut cargo)
}

fn native(workspace: &Workspace) -> Result<()> {
    let postgres = Postgres::start(workspace, Durability::Off)?;
    let mut cargo = cargo(workspace);
    // One run tells everything that is broken.
    cargo.args(["test", "--no-fail-fast"]).args(EVERY_PACKAGE).env(TEST_POSTGRES, postgres.url());
    loudly("native tests", &mut cargo)?;
    let mut again = program("cargo");
    again.current_dir(&workspace.root).arg("test").args(EVERY_PACKAGE).args(["--test", "api"]);
    again.env(TEST_POSTGRES, postgres.url()).env(TEST_SHOPS, "postgres");
    loudly("the API's tests once more, with PostgreSQL", &mut again)
}

fn web(workspace: &Workspace) -> Result<()> {
    let tools = setup::front_end(workspace)?;
    let browsers = setup::browsers(workspace)?;
    dist::scripts::build(workspace, &tools.scripts)?;
    std::fs::create_dir_all(workspace.scratch())?;
    let webdriver = workspace.scratch().join("webdriver.json");
    std::fs::write(&webdriver, webdriver_settings(&browsers.chromium)).context("writing webdriver.json")?;
    let programs = [&tools.wasm_bindgen, &tools.wasm_opt];
    let folders: Vec<PathBuf> = programs
        .into_iter()
        .filter_map(|tool| tool.parent().map(Path::to_path_buf))
        .chain(cargo_bin())
        .collect();
    // The app, then the worker that keeps the store on the phone.
    for (package, features) in [(".", "web"), ("crates/offline", "")] {
        let mut wasm_pack = program(&browsers.wasm_pack);
        wasm_pack
            .args(["test", "--headless", "--chrome", "--chromedriver"])
            .arg(&browsers.chromedriver)
            .args([package, "--features", features, "--test", "web"])
            .current_dir(&workspace.root)
            .env("PATH", path_with(folders.clone()))
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &webdriver)
            .env("CARGO_TARGET_DIR", workspace.web_test_target());
        tools.toolchain.apply(&mut wasm_pack);
        loudly("browser tests", &mut wasm_pack)?;
    }
    Ok(())
}

/// Chromium's switches for a browser nobody looks at, which asks nobody for anything.
fn webdriver_settings(chromium: &Path) -> String {
    let mut switches = vec![
        "--headless=new",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
    ];
    if setup::is_root() {
        switches.push("--no-sandbox");
    }
    serde_json::json!({ "goog:chromeOptions": { "args": switches, "binary": chromium } }).to_string()
}

fn end_to_end(workspace: &Workspace) -> Result<()> {
    let browsers = setup::browsers(workspace)?;
    setup::clock(workspace)?;
    setup::install_end_to_end_packages(workspace)?;
    dist::scripts::build(workspace, &setup::scripts(workspace)?)?;
    server::build(workspace)?;
    let folder = workspace.root.join("tests/e2e");
    let only = std::env::var(END_TO_END_ONLY).unwrap_or_default();
    let mut tests: Vec<PathBuf> = Vec::new();
    for file in std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        let file = file?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let is_chosen = only.is_empty() || only.split(',').any(|part| name.starts_with(part));
        if name.ends_with(".test.mjs") && is_chosen {
            tests.push(file);
        }
    }
    if tests.is_empty() {
        bail!("there are no tests in {}", folder.display());
    }
    tests.sort();
    let mut node = program("node");
    // A test that hangs is a failure, not an endless run.
    node.args(["--test", "--test-reporter=spec", "--test-timeout=900000"])
        .args(tests)
        .current_dir(folder)
        .env("FAIRDAY_BIN", workspace.server_binary())
        .env("FAIRDAY_DIST", workspace.dist())
        .env("FAIRDAY_NEXT_DIST", dist::build_next(workspace)?)
        .env("FAIRDAY_DEMO", workspace.root.join("demo"))
        .env("FAIRDAY_DEMO_DATA", server::demo_data(workspace, &workspace.server_binary())?)
        .env("FAIRDAY_CHROMIUM", browsers.chromium);
    loudly("end-to-end tests", &mut node)
}

#[cfg(test)]
mod tests {
    use super::chosen;

    #[test]
    fn only_the_named_steps_run_in_the_order_they_are_named() {
        let names: Vec<&str> =
            chosen(Some("clippy,fmt")).expect("known").iter().map(|step| step.name).collect();
        assert_eq!(names, ["clippy", "fmt"]);
    }

    #[test]
    fn a_step_that_is_not_there_is_an_error_and_not_a_pass() {
        assert!(chosen(Some("fmt,clipy")).is_err());
        assert!(chosen(Some("")).is_err());
    }
}
