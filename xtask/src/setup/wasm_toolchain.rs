//! A compiler with the wasm32 standard library and the library's source.
//!
//! rustup can usually fetch both. Where it cannot, Debian has a current compiler and the library's source, and from
//! those a tool chain is put together that cargo, Trunk and wasm-pack take for an ordinary one.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{debian, install_into};
use crate::command::{answer, program, quietly};
use crate::workspace::{Workspace, remove_folder};

const TARGET: &str = "wasm32-unknown-unknown";
/// The name rustup knows the tool chain made here by.
const LINKED_NAME: &str = "fairday-web";
/// The compiler, its library's source, and clippy.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "rust-web-src", "rust-web-clippy"];

/// Which tool chain builds for the browser.
pub(crate) struct WasmToolchain {
    /// rustup's name for it; `None` is the one that is active anyway.
    name: Option<&'static str>,
    /// Its compiler's full version.
    pub(crate) version: String,
}

impl WasmToolchain {
    /// Finds or makes a tool chain for wasm32.
    ///
    /// # Errors
    /// When neither rustup nor Debian can provide one.
    pub(crate) fn provide(workspace: &Workspace) -> Result<Self> {
        let sysroot = answer(program("rustc").args(["--print", "sysroot"]).current_dir(&workspace.root))
            .context("no Rust compiler answers: install rustup from https://rustup.rs")?;
        let sysroot = PathBuf::from(sysroot);
        if is_complete(&sysroot) {
            return Self::named(workspace, None);
        }
        if let Some(folder) = linked_folder(workspace).filter(|folder| is_complete(folder)) {
            link(workspace, &folder)?;
            return Self::named(workspace, Some(LINKED_NAME));
        }
        if fetch_with_rustup(workspace) && is_complete(&sysroot) {
            return Self::named(workspace, None);
        }
        eprintln!("  rustup cannot fetch {TARGET} here; making the like of it from Debian's packages");
        debian::provide_packages(
            workspace,
            &DEBIAN_PACKAGES,
            "a compiler and its library's source, about 2 minutes",
        )?;
        let folder =
            linked_folder(workspace).context("rustc-web was installed, and dpkg does not know it")?;
        install_into(&folder, |temporary| assemble(workspace, &sysroot, temporary, &folder))?;
        link(workspace, &folder)?;
        Self::named(workspace, Some(LINKED_NAME))
    }

    /// Makes a cargo, Trunk or wasm-pack command use this tool chain.
    pub(crate) fn apply<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match self.name {
            Some(name) => command.env("RUSTUP_TOOLCHAIN", name),
            None => command,
        }
    }

    fn named(workspace: &Workspace, name: Option<&'static str>) -> Result<Self> {
        let mut toolchain = Self { name, version: String::new() };
        toolchain.version = answer(toolchain.apply(program("rustc").arg("-vV").current_dir(&workspace.root)))
            .context("the wasm tool chain's compiler does not answer")?;
        Ok(toolchain)
    }
}

fn is_complete(sysroot: &Path) -> bool {
    let libraries = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    let has_core = fs::read_dir(libraries).is_ok_and(|files| {
        files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libcore-"))
    });
    has_core && sysroot.join("lib/rustlib/src/rust/library/std").is_dir()
}

fn fetch_with_rustup(workspace: &Workspace) -> bool {
    // A failure is no error here: it only means that the other way is needed.
    eprintln!("• rustup target add {TARGET} (about 20 MB; where rustup cannot fetch, another way is tried)");
    let rustup = |arguments: &[&str]| {
        answer(program("rustup").args(arguments).current_dir(&workspace.root).env("RUSTUP_MAX_RETRIES", "1"))
            .is_some()
    };
    rustup(&["target", "add", TARGET]) && rustup(&["component", "add", "rust-src"])
}

/// One folder for each version of Debian's compiler: libraries of another version are of no use to it.
fn linked_folder(workspace: &Workspace) -> Option<PathBuf> {
    let version = debian::installed_version(DEBIAN_PACKAGES[0])?;
    DEBIAN_PACKAGES.iter().all(|package| debian::installed_version(package).is_some()).then_some(())?;
    let name: String =
        version.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    Some(workspace.tools.join(format!("toolchain-{name}")))
}

fn link(workspace: &Workspace, folder: &Path) -> Result<()> {
    let mut rustc = program("rustc");
    rustc.args(["--print", "sysroot"]).env("RUSTUP_TOOLCHAIN", LINKED_NAME);
    if answer(&mut rustc).is_some_and(|sysroot| Path::new(&sysroot) == folder) {
        return Ok(());
    }
    let mut rustup = program("rustup");
    rustup.args(["toolchain", "link", LINKED_NAME]).arg(folder);
    quietly(workspace, &format!("rustup toolchain link {LINKED_NAME}"), "at once", &mut rustup)
}

/// Puts the tool chain together in `temporary`, ready to be moved to `finished`.
fn assemble(workspace: &Workspace, active: &Path, temporary: &Path, finished: &Path) -> Result<()> {
    let host = host_triple()?;
    let binaries = temporary.join("bin");
    let rustlib = temporary.join("lib/rustlib");
    let host_folder = rustlib.join(&host);
    fs::create_dir_all(&binaries)?;
    fs::create_dir_all(host_folder.join("bin"))?;

    symlink(active.join("bin/cargo"), binaries.join("cargo"))?;
    // A copy, because it looks for clippy-driver where it really is.
    fs::copy("/usr/bin/cargo-clippy", binaries.join("cargo-clippy")).context("copying cargo-clippy")?;
    symlink(format!("/usr/lib/rustlib/{host}/lib"), host_folder.join("lib"))?;
    symlink("/usr/lib/rustlib/src", rustlib.join("src"))?;
    let linker = PathBuf::from("lib/rustlib").join(&host).join("bin/rust-lld");
    if !active.join(&linker).is_file() {
        bail!("the active tool chain has no rust-lld: run `rustup toolchain install stable` and start again");
    }
    symlink(active.join(&linker), temporary.join(&linker))?;

    write_compilers(&binaries, temporary)?;
    build_standard_library(workspace, temporary, &rustlib.join(TARGET).join("lib"))?;
    write_compilers(&binaries, finished)
}

/// Debian's compilers, told where their libraries are.
fn write_compilers(binaries: &Path, sysroot: &Path) -> Result<()> {
    let sysroot = sysroot.display();
    let scripts = [
        ("rustc", format!("exec /usr/bin/rustc --sysroot '{sysroot}' \"$@\"")),
        ("rustdoc", format!("exec /usr/bin/rustdoc --sysroot '{sysroot}' \"$@\"")),
        // Its first argument must stay the compiler's path, so this one takes the folder from the environment.
        ("clippy-driver", format!("SYSROOT='{sysroot}' exec /usr/bin/clippy-driver \"$@\"")),
    ];
    for (name, line) in scripts {
        let path = binaries.join(name);
        fs::write(&path, format!("#!/bin/sh\n{line}\n"))
            .with_context(|| format!("writing {}", path.display()))?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

/// Compiles the standard library for wasm32 as a side effect of compiling an empty crate, and keeps its parts.
fn build_standard_library(workspace: &Workspace, sysroot: &Path, libraries: &Path) -> Result<()> {
    let package = sysroot.join("empty");
    fs::create_dir_all(package.join("src"))?;
    fs::write(package.join("src/lib.rs"), "")?;
    fs::write(
        package.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nedition = \"2024\"\n\n[workspace]\n",
    )?;
    let mut cargo = program(sysroot.join("bin/cargo"));
    cargo
        .args([
            "build",
            "--release",
            "-Zbuild-std=std,panic_abort,panic_unwind,test,proc_macro",
            "--target",
            TARGET,
        ])
        .current_dir(&package)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", sysroot.join("bin/rustc"))
        .env("CARGO_TARGET_DIR", package.join("target"))
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    quietly(
        workspace,
        &format!("compiling the standard library for {TARGET}"),
        "about a minute, once",
        &mut cargo,
    )?;
    fs::create_dir_all(libraries)?;
    let compiled = package.join("target").join(TARGET).join("release/deps");
    for file in fs::read_dir(&compiled).with_context(|| format!("reading {}", compiled.display()))? {
        let file = file?.path();
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_library = file.extension().is_some_and(|kind| kind == "rlib" || kind == "rmeta");
        if is_library && !name.starts_with("libempty-") {
            fs::copy(&file, libraries.join(name))?;
        }
    }
    remove_folder(&package)
}

fn host_triple() -> Result<String> {
    let version = answer(program("/usr/bin/rustc").arg("-vV")).context("/usr/bin/rustc does not answer")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc -vV names no host")?.to_string())
}
