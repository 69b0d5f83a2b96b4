//! The rules are the same on the server and on the phone: no floats, no clock, no IO, nothing that differs by machine.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { sources(&path, found) } else { found.push(path) }
    }
}

#[test]
fn rules_know_no_floats_no_clock_and_no_io() {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 20, "the sources were not found");
    let foreign = [
        "f32",
        "f64",
        "std::time",
        "std::fs",
        "std::net",
        "std::env",
        "std::io",
        "std::thread",
        "HashMap",
        "usize::MAX",
    ];
    for path in found {
        let text = fs::read_to_string(&path).expect("UTF-8");
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for word in foreign {
            assert!(!code.iter().any(|line| line.contains(word)), "{word} in {}", path.display());
        }
    }
}

#[test]
fn rules_depend_on_nothing_but_their_errors_and_the_rules_of_what_people_type() {
    let manifest = include_str!("../../Cargo.toml");
    let dependencies = manifest.split("[dependencies]").nth(1).expect("dependencies");
    let dependencies = dependencies.split("[dev-dependencies]").next().expect("a section");
    let names: Vec<&str> = dependencies
        .lines()
        .filter_map(|line| line.split(" = ").next())
        .filter(|name| !name.is_empty())
        .collect();
    assert_eq!(names, ["fairday-input.workspace", "thiserror"]);
    let input = include_str!("../../../input/Cargo.toml");
    let below = input.split("[dependencies]").nth(1).unwrap_or_default();
    let below = below.split('[').next().unwrap_or_default().trim();
    assert_eq!(below, "", "which depend on nothing");
}
