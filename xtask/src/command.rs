//! Running other programs: their noise goes to a log, and is shown only when they fail.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::workspace::{Workspace, cargo_bin};

/// How many lines of a failed program's log are shown.
const LOG_TAIL_LINES: usize = 40;

/// How many lines of it that begin with `error` are shown before: a compiler's own words come long before the end.
const LOG_ERROR_LINES: usize = 10;

/// A program with the environment of a plain shell: `cargo run` leaves variables behind that would steer the
/// cargo, Trunk and wasm-pack started from here to this package and this compiler.
pub(crate) fn program(path: impl AsRef<Path>) -> Command {
    let mut command = Command::new(path.as_ref());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text == "CARGO"
            || text == "LD_LIBRARY_PATH"
            || text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
        {
            command.env_remove(&name);
        }
    }
    // rustup's programs before a distribution's: installing a Debian compiler must not change which cargo runs.
    command.env("PATH", path_with(cargo_bin()));
    command
}

/// PATH with these folders first.
pub(crate) fn path_with(first: impl IntoIterator<Item = PathBuf>) -> std::ffi::OsString {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = first.into_iter().chain(std::env::split_paths(&rest)).collect();
    std::env::join_paths(folders).unwrap_or(rest)
}

/// Says what is about to happen and how long it is likely to take, then runs it with its output in a log.
///
/// # Errors
/// When the program cannot be started or fails; the end of its log is shown first.
pub(crate) fn quietly(
    workspace: &Workspace,
    what: &str,
    expected: &str,
    command: &mut Command,
) -> Result<()> {
    eprintln!("• {what} ({expected})");
    let log = log_file(workspace, what)?;
    let start = Instant::now();
    let file = File::create(&log).with_context(|| format!("writing {}", log.display()))?;
    let status = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .status()
        .with_context(|| format!("starting {}", command.get_program().display()))?;
    if status.success() {
        if start.elapsed().as_secs() >= 5 {
            eprintln!("  done in {} s", start.elapsed().as_secs());
        }
        return Ok(());
    }
    show_tail(&log);
    bail!(
        "{what}: {} failed ({status}); everything it said is in {}",
        command.get_program().display(),
        log.display()
    )
}

/// Runs a program whose output people want to see.
///
/// # Errors
/// When it cannot be started or fails.
pub(crate) fn loudly(what: &str, command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("starting {}", command.get_program().display()))?;
    if !status.success() {
        bail!("{what} failed ({status})");
    }
    Ok(())
}

/// What a program prints, trimmed; `None` when it is not there or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

fn log_file(workspace: &Workspace, what: &str) -> Result<PathBuf> {
    let folder = workspace.scratch().join("logs");
    std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let name: String = what.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    Ok(folder.join(format!("{}.log", name.trim_matches('-').to_lowercase())))
}

fn show_tail(log: &Path) {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let (before, tail) = lines.split_at(lines.len().saturating_sub(LOG_TAIL_LINES));
    for line in before.iter().filter(|line| line.starts_with("error")).take(LOG_ERROR_LINES).chain(tail) {
        eprintln!("  │ {line}");
    }
}
