//! Lets pages be compiled as a piece of wasm of their own (`src/pages/groups.rs`, `src/sync`), which `cargo xtask dist` then cuts out
//! of the app. Everything else compiles them in their place.

/// Set by the build that cuts pieces out.
const SPLIT: &str = "FAIRDAY_SPLIT";

fn main() {
    println!("cargo::rustc-check-cfg=cfg(split)");
    println!("cargo::rerun-if-env-changed={SPLIT}");
    if std::env::var_os(SPLIT).is_some() {
        println!("cargo::rustc-cfg=split");
        // What the splitter works from. Only the splitter takes it out again.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
