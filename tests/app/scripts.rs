//! What the wasm calls in scripts is there under that name, and nothing is there that nobody calls: `extern` blocks and
//! `web/` each say the names, and nothing else compares them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn text(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The Rust sources below a folder, joined.
fn rust(folder: &str) -> String {
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut joined = String::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                joined += &fs::read_to_string(&path).expect("UTF-8");
            }
        }
    }
    joined
}

/// The letters of a name at the beginning of a text.
fn name(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

/// What `extern` blocks call in a namespace.
fn called(source: &str, namespace: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, mark) in source.match_indices(&format!("js_namespace = {namespace}")) {
        let (rest, after) = source[at + mark.len()..].split_once(']').expect("the attribute ends");
        let own = rest.split_once("js_name = ").map(|(_, rest)| name(rest));
        names.insert(own.unwrap_or_else(|| name(after.split_once("fn ").expect("a function").1)));
    }
    assert!(!names.is_empty(), "{namespace}");
    names
}

/// What stands between `start` and a line that only ends it, a name for each line's first word or for each word in it.
fn members(script: &str, start: &str) -> BTreeSet<String> {
    let (_, rest) = script.split_once(start).expect("what is set up");
    let (body, _) = rest.split_once("\n}").expect("its end");
    let lines = body.lines().filter(|line| line.starts_with("  ") && line.as_bytes()[2].is_ascii_lowercase());
    lines
        .flat_map(|line| match line.split_once([':', '(']) {
            Some((first, _)) => vec![name(first.trim().trim_start_matches("async "))],
            None => line.split(',').map(name).collect(),
        })
        .filter(|name| !name.is_empty())
        .collect()
}

fn exports(paths: &[&str]) -> BTreeSet<String> {
    let texts: String = paths.iter().map(|path| text(path)).collect();
    let lines = texts.lines().filter_map(|line| line.strip_prefix("export const "));
    lines.map(name).collect()
}

#[test]
fn the_app_calls_what_its_scripts_have_and_all_of_it() {
    let mut have = members(&text("web/page/main.ts"), "Object.assign(fairday, {");
    let boot = members(&text("web/boot/main.ts"), "window.fairday = {");
    // Between the scripts alone.
    let own = ["hashDigits", "showPicture"];
    assert!(own.iter().all(|name| boot.contains(*name)));
    have.extend(boot.into_iter().filter(|name| !own.contains(&name.as_str())));
    assert_eq!(called(&rust("src"), "fairday"), have);
}

#[test]
fn ordering_calls_what_its_script_has_and_all_of_it() {
    let source = rust("src");
    assert_eq!(called(&source, r#"["fairday", "orders"]"#), exports(&["web/page/ordering/orders.ts"]));
    let files = ["controls", "device", "focus", "page"].map(|name| format!("web/page/ordering/{name}.ts"));
    let mut have = exports(&files.each_ref().map(String::as_str));
    assert!(have.remove("main"), "the other files of ordering ask for it");
    assert_eq!(called(&source, r#"["fairday", "ordering"]"#), have);
}

#[test]
fn the_worker_calls_what_its_script_has_and_all_of_it() {
    let have = members(&text("web/worker/browser.ts"), "scope.fairday = {");
    assert_eq!(called(&rust("crates/offline/src"), "fairday"), have);
}
