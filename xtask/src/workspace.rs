//! Where things are: the sources, what is built, and the tools.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Selects the packages for every native build of clippy, tests and the server.
///
/// Cargo chooses a dependency's features by the selected packages. One selection for all of them means that Leptos and
/// the server are compiled once; a `-p fairday-server` beside it would compile both again, which takes minutes.
///
/// The generator of the demo's pictures is left out: it needs a large renderer, and importing the pictures it made tests
/// them.
pub(crate) const EVERY_PACKAGE: [&str; 3] = ["--workspace", "--exclude", "fairday-demo-generator"];

/// The folders every command works in.
pub(crate) struct Workspace {
    /// The root of the repository.
    pub(crate) root: PathBuf,
    /// Cargo's target directory.
    pub(crate) target: PathBuf,
    /// Where installed tools are kept, shared by every clone on the machine.
    pub(crate) tools: PathBuf,
}

impl Workspace {
    /// Finds the folders from the environment.
    ///
    /// # Errors
    /// When there is no home directory to keep tools in and `FAIRDAY_TOOLS` is not set.
    pub(crate) fn locate() -> Result<Self> {
        // Read when run, not when compiled: clones may share a target directory, and so this binary.
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().context("xtask lives in a folder of the repository")?.to_path_buf();
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |t| root.join(t));
        let tools = match std::env::var_os("FAIRDAY_TOOLS") {
            Some(dir) => std::path::absolute(dir)?,
            None => home().context("set FAIRDAY_TOOLS or HOME: tools need a place")?.join(".cache/fairday"),
        };
        Ok(Self { root, target, tools })
    }

    /// Logs, shims and temporary data of these commands.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// Where the sized wasm is compiled: other flags than everything else, so a directory of its own.
    pub(crate) fn web_target(&self) -> PathBuf {
        self.target.join("web")
    }

    /// Where wasm is checked and tested without the size flags.
    pub(crate) fn web_test_target(&self) -> PathBuf {
        self.target.join("web-test")
    }

    /// The finished front end.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The server as `cargo build -p fairday-server` leaves it.
    pub(crate) fn server_binary(&self) -> PathBuf {
        self.target.join("debug/fairday")
    }

    /// The version `Cargo.lock` names for a package.
    ///
    /// # Errors
    /// When the lock file cannot be read or does not have the package.
    pub(crate) fn locked_version(&self, package: &str) -> Result<String> {
        let lock = std::fs::read_to_string(self.root.join("Cargo.lock")).context("reading Cargo.lock")?;
        version_in_lock(&lock, package).with_context(|| format!("Cargo.lock has no package {package}"))
    }
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    Some(lines.next()?.strip_prefix("version = \"")?.trim_end_matches('"').to_string())
}

/// The user's home directory.
pub(crate) fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").map(PathBuf::from)
}

/// Where rustup's proxies and `cargo install` put programs.
pub(crate) fn cargo_bin() -> Option<PathBuf> {
    let cargo_home =
        std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(home()?.join(".cargo")));
    cargo_home.map(|dir| dir.join("bin"))
}

/// The first file of this name on PATH.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// Empties a folder, making it when it is not there.
///
/// # Errors
/// When the file system refuses.
pub(crate) fn fresh_folder(dir: &Path) -> Result<()> {
    remove_folder(dir)?;
    std::fs::create_dir_all(dir).with_context(|| format!("making {}", dir.display()))
}

/// Removes a folder if it is there.
///
/// # Errors
/// When the file system refuses.
pub(crate) fn remove_folder(dir: &Path) -> Result<()> {
    match std::fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", dir.display()))
        }
        _ => Ok(()),
    }
}

/// Every file below a folder, in the order of their names, so that whatever is made from them is the same each time.
///
/// # Errors
/// When a folder cannot be read.
pub(crate) fn files_below(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::version_in_lock;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

    #[test]
    fn the_version_is_that_of_the_package_with_exactly_that_name() {
        assert_eq!(version_in_lock(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
    }

    #[test]
    fn a_package_that_is_not_locked_has_no_version() {
        assert_eq!(version_in_lock(LOCK, "wasm"), None);
    }
}
