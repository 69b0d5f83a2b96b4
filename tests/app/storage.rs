//! `web/storage/schemas.json` says everything that is kept on a phone: nothing is kept that is not in it, and nothing is in
//! it that is not kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// Where names of what is kept can stand.
const FOLDERS: [&str; 3] = ["src", "crates/offline/src", "web"];
/// The parts of the file.
const MEDIA: [&str; 5] = ["localStorage", "indexedDB", "caches", "locks", "channels"];
/// What is called the same way and is not kept by the app: the events of `web/page/shell.ts`, and files for the shopper.
const NOT_KEPT: [&str; 6] = [
    "fairday-",
    "fairday-decline",
    "fairday-install",
    "fairday-update",
    "fairday-account.json",
    "fairday.ics",
];
/// Plays the browser for the tests of the worker.
const TESTS: &str = "web/worker/tests.ts";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn schemas() -> Value {
    serde_json::from_str(&text("web/storage/schemas.json")).expect("JSON")
}

/// Every source, by its path below the root.
fn sources() -> Vec<(String, String)> {
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|folder| root().join(folder)).collect();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            let is_source = path.extension().is_some_and(|end| end == "rs" || end == "ts");
            if path.is_dir() {
                folders.push(path);
            } else if is_source && !path.ends_with(TESTS) {
                let name = path.strip_prefix(root()).expect("below the root").display().to_string();
                found.push((name.clone(), text(&name)));
            }
        }
    }
    assert!(found.len() > 100, "the sources were not found");
    found
}

/// The names in a source: what is quoted and begins with `fairday`, up to a quote or to what a template fills in.
fn names(source: &str) -> BTreeSet<String> {
    let code =
        source.lines().filter(|line| !line.trim_start().starts_with("//") && !line.contains("js_namespace"));
    let mut names = BTreeSet::new();
    for line in code {
        for quote in ['"', '\'', '`'] {
            for (at, _) in line.match_indices(&format!("{quote}fairday")) {
                let rest = &line[at + 1..];
                let end = rest.find(|c: char| !(c.is_ascii_lowercase() || c == '.' || c == '-'));
                let Some(end) = end.filter(|end| rest[*end..].starts_with([quote, '$'])) else { continue };
                names.insert(rest[..end].to_owned());
            }
        }
    }
    names
}

fn list(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|path| path.as_str().expect("a path").to_owned()).collect()
}

/// For each name of the file, whatever its medium, the sources in which it says the name stands.
fn said() -> BTreeMap<String, BTreeSet<String>> {
    let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let schemas = schemas();
    for medium in MEDIA {
        for (name, entry) in schemas[medium].as_object().expect("a medium") {
            assert!(!list(&entry["writers"]).is_empty(), "{name} has an owner");
            assert!(entry["holds"].as_str().is_some_and(|holds| !holds.is_empty()), "{name}");
            let paths = list(&entry["writers"]).into_iter().chain(list(&entry["readers"]));
            said.entry(name.clone()).or_default().extend(paths);
        }
    }
    said
}

#[test]
fn what_the_phone_keeps_is_listed_with_who_keeps_it() {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, source) in sources() {
        for name in names(&source) {
            if !NOT_KEPT.contains(&name.as_str()) {
                found.entry(name).or_default().insert(path.clone());
            }
        }
    }
    assert_eq!(found, said());
}

#[test]
fn every_record_says_what_becomes_of_an_older_one() {
    let schemas = schemas();
    for medium in ["localStorage", "indexedDB", "caches"] {
        for (name, entry) in schemas[medium].as_object().expect("a medium") {
            assert!(entry["older"].as_str().is_some_and(|older| !older.is_empty()), "{name}");
            assert!(entry["version"].is_null() || entry["version"].is_u64(), "{name}");
        }
    }
}

#[test]
fn every_record_says_whose_it_is_and_a_persons_changes_hands_with_the_person() {
    let schemas = schemas();
    let mut of_persons = BTreeSet::new();
    for medium in ["localStorage", "indexedDB", "caches"] {
        for (name, entry) in schemas[medium].as_object().expect("a medium") {
            let owner = entry["owner"].as_str().unwrap_or_default();
            assert!(["person", "nobody", "phone"].contains(&owner), "{name}: whose is it?");
            if owner == "person" {
                of_persons.insert(name.clone());
            }
        }
    }
    // Says who is signed in; what was put aside, and orders and their like, each with its owner.
    for name in ["fairday.account", "fairday.aside", "fairday-orders"] {
        assert!(of_persons.remove(name), "{name}");
    }
    // All others change hands as one: src/db/personal.rs reads and replaces each of them.
    let one = text("src/db/personal.rs");
    for (name, read, replace) in [
        ("fairday.address", "desk::editing()", "desk::save_editing("),
        ("fairday.credit", "credit::draft()", "credit::save_draft("),
        ("fairday.credit.begun", "credit::begun()", "credit::save_begun("),
        ("fairday.draft", "desk::draft()", "desk::save_draft("),
        ("fairday.repayment", "credit::payment()", "credit::save_payment("),
    ] {
        assert!(of_persons.remove(name), "{name}");
        assert!(one.contains(read) && one.contains(replace), "{name}");
    }
    assert_eq!(of_persons, BTreeSet::new(), "what becomes of it when somebody else signs in?");
}

#[test]
fn versions_are_those_that_are_written() {
    let schemas = schemas();
    let mut versioned = 0;
    for (name, entry) in schemas["localStorage"].as_object().expect("a medium") {
        let owner = text(&list(&entry["writers"])[0]);
        if let Some(version) = entry["version"].as_u64() {
            assert!(owner.contains(&format!("const VERSION: u32 = {version};")), "{name}");
            versioned += 1;
        } else if !name.starts_with("fairday.cart.") {
            assert!(!owner.contains("const VERSION"), "{name} has a version that is not listed");
        }
    }
    assert_eq!(versioned, 2, "the cart and the invitation say their version");

    let version = |name: &str| schemas["indexedDB"][name]["version"].as_u64().expect("a version");
    let steps = format!("pub const STEPS: [Step; {}]", version("fairday"));
    assert!(text("crates/offline/src/db/migrations.rs").contains(&steps), "a step for each version");
    for path in list(&schemas["indexedDB"]["fairday-orders"]["writers"]) {
        let opened = format!("open('fairday-orders', {}", version("fairday-orders"));
        assert!(text(&path).contains(&opened), "{path}");
    }
}

#[test]
fn the_stores_are_those_that_the_databases_have() {
    let schemas = schemas();
    let listed = |name: &str| -> BTreeSet<String> {
        schemas["indexedDB"][name]["stores"].as_object().expect("stores").keys().cloned().collect()
    };
    // TypeScript compares its own names of stores with the file.
    let constants = |path: &str| -> BTreeSet<String> {
        let constant = |line: &str| Some(line.split_once(": &str = \"")?.1.strip_suffix("\";")?.to_owned());
        text(path).lines().filter(|line| line.contains("const ")).filter_map(constant).collect()
    };
    let mut worker = constants("crates/offline/src/db/mod.rs");
    assert!(worker.remove("fairday"), "its name stands with its stores");
    assert_eq!(worker, listed("fairday"));
    assert_eq!(constants("src/db/orders.rs"), listed("fairday-orders"));
}
