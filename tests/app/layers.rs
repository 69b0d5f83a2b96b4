//! Only `api` fetches, only `db` touches the phone's storage, only `sync` calls both: in the app and in its worker. Of the
//! scripts, only those of the workers fetch, and only `web/storage` touches storage.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "ts") {
            found.push(path);
        }
    }
}

/// Says which of the app's sources outside `allowed` layers contain one of `words`.
fn offenders(words: &[&str], allowed: &[&str]) -> Vec<String> {
    offenders_in("src", 30, words, allowed)
}

/// The same of its worker.
fn offenders_in_worker(words: &[&str], allowed: &[&str]) -> Vec<String> {
    offenders_in("crates/offline/src", 8, words, allowed)
}

/// The same of the scripts.
fn offenders_in_scripts(words: &[&str], allowed: &[&str]) -> Vec<String> {
    offenders_in("web", 20, words, allowed)
}

fn offenders_in(folder: &str, least: usize, words: &[&str], allowed: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    sources(&root, &mut found);
    assert!(found.len() > least, "the sources were not found");
    found
        .iter()
        .filter(|path| {
            let inside = path.strip_prefix(&root).expect("below src");
            !allowed.iter().any(|layer| inside.starts_with(layer))
        })
        .filter(|path| {
            let text = fs::read_to_string(path).expect("UTF-8");
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            code.into_iter().any(|line| words.iter().any(|word| line.contains(word)))
        })
        .map(|path| path.display().to_string())
        .collect()
}

#[test]
fn only_api_fetches() {
    let ways = ["fetch_with", "XmlHttpRequest", "XMLHttpRequest", "fetch(", "sendBeacon", "WebSocket"];
    assert_eq!(offenders(&ways, &["api"]), Vec::<String>::new());
    assert_eq!(offenders_in_worker(&ways, &[]), Vec::<String>::new());
    // The worker's wasm fetches by `browser.ts`; `tests.ts` plays the network for its tests.
    let workers = ["service-worker", "worker/browser.ts", "worker/tests.ts"];
    assert_eq!(offenders_in_scripts(&ways, &workers), Vec::<String>::new());
    assert_eq!(offenders_in_worker(&["browser::get"], &["api.rs"]), Vec::<String>::new());
}

#[test]
fn only_db_touches_the_phones_storage() {
    let ways =
        ["local_storage", "session_storage", "indexed_db", "localStorage", "sessionStorage", "indexedDB"];
    assert_eq!(offenders(&ways, &["db"]), Vec::<String>::new());
    assert_eq!(offenders_in_worker(&[&ways[..], &["idb::", "Idb"]].concat(), &["db"]), Vec::<String>::new());
    let ways = [&ways[..], &["caches."]].concat();
    assert_eq!(offenders_in_scripts(&ways, &["storage", "worker/tests.ts"]), Vec::<String>::new());
}

/// Playwright takes the promise of an async function for a yes: such a test waits for nothing. `until` asks again.
#[test]
fn browser_tests_wait_for_what_they_ask() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e");
    let tests = fs::read_dir(folder).expect("the tests").map(|entry| entry.expect("an entry").path());
    let tests: Vec<PathBuf> = tests.filter(|path| path.extension().is_some_and(|end| end == "mjs")).collect();
    assert!(tests.len() > 10);
    let text = |path: &PathBuf| fs::read_to_string(path).expect("UTF-8");
    let hasty = tests.iter().filter(|path| text(path).contains("waitForFunction(async"));
    assert_eq!(hasty.collect::<Vec<_>>(), Vec::<&PathBuf>::new());
}

#[test]
fn only_sync_calls_api_and_db() {
    assert_eq!(offenders(&["api::get", "crate::db", "db::"], &["sync", "api", "db"]), Vec::<String>::new());
    let calls = ["api::", "db::"];
    assert_eq!(offenders_in_worker(&calls, &["sync.rs", "api.rs", "db"]), Vec::<String>::new());
}

#[test]
fn the_rules_know_no_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain");
    let mut found = Vec::new();
    sources(&root, &mut found);
    for path in found {
        let text = fs::read_to_string(&path).expect("UTF-8");
        assert!(!text.contains("web_sys") && !text.contains("leptos"), "{}", path.display());
    }
}

/// The dependencies in a crate's manifest, without those of its tests.
fn dependencies(folder: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("Cargo.toml");
    let manifest = fs::read_to_string(path).expect("a manifest");
    assert!(!manifest.contains("[target."), "{folder} depends on nothing that only some machines have");
    let (_, rest) = manifest.split_once("[dependencies]").expect("dependencies");
    let lines = rest.lines().skip(1).take_while(|line| !line.starts_with('['));
    lines.filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

#[test]
fn the_contract_depends_on_serde_alone() {
    let all = dependencies("crates/contract");
    let (asked_for, always): (Vec<_>, Vec<_>) =
        all.iter().map(String::as_str).partition(|line| line.contains("optional = true"));
    assert_eq!(always, ["serde.workspace = true"]);
    let names: Vec<_> =
        asked_for.iter().filter_map(|line| line.split_once(" =")).map(|(name, _)| name).collect();
    assert_eq!(names, ["fairday-wire", "utoipa"], "behind the features `wire` and `openapi`");
}

/// Reading a text does no IO, and the reader knows none of the contract's types.
#[test]
fn the_phones_reader_depends_on_its_derive_alone() {
    assert_eq!(dependencies("crates/wire"), ["fairday-wire-derive.workspace = true"]);
    let io = ["std::fs", "std::net", "std::io", "std::env", "web_sys", "js_sys", "wasm_bindgen"];
    assert_eq!(offenders_in("crates/wire/src", 6, &io, &[]), Vec::<String>::new());
}
