//! Rules the compiler cannot know: which part of the app may do what, read from the sources.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::workspace::{Workspace, files_below};

/// Words that only files below one folder may use.
struct Rule {
    words: &'static [&'static str],
    only_in: &'static str,
    why: &'static str,
}

const APP_RULES: [Rule; 2] = [
    Rule {
        words: &["fetch_with_request", "fetch_with_str", "gloo_net", "XmlHttpRequest", "reqwest"],
        only_in: "src/api",
        why: "only `api` fetches, so that every request has the same limits and error handling",
    },
    Rule {
        words: &["idb::", "IdbFactory", "IdbDatabase", "indexed_db"],
        only_in: "src/db",
        why: "only `db` touches IndexedDB, so that every record is migrated and bounded",
    },
];

/// `crates/contract` is what other programs are written against: it brings nothing along but serde. What is optional
/// is for the server, which turns it on.
const CONTRACT_DEPENDENCIES: [&str; 1] = ["serde"];

/// Checks every rule.
///
/// # Errors
/// With one line for each place that breaks one.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut broken = Vec::new();
    for file in files_below(&workspace.root.join("src"))? {
        if file.extension().is_some_and(|kind| kind == "rs") {
            let text =
                std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
            let path = file.strip_prefix(&workspace.root)?;
            broken.extend(APP_RULES.iter().flat_map(|rule| rule.broken_by(path, &text)));
        }
    }
    let manifest = std::fs::read_to_string(workspace.root.join("crates/contract/Cargo.toml"))
        .context("reading the contract's manifest")?;
    broken.extend(foreign_dependencies(&manifest).into_iter().map(|name| {
        format!("crates/contract/Cargo.toml: depends on {name}; the contract depends on serde alone")
    }));
    if !broken.is_empty() {
        bail!("{} source rules are broken:\n{}", broken.len(), broken.join("\n"));
    }
    eprintln!("source rules: ok");
    Ok(())
}

impl Rule {
    fn broken_by(&self, path: &Path, text: &str) -> Vec<String> {
        if path.starts_with(self.only_in) || path == Path::new(&format!("{}.rs", self.only_in)) {
            return Vec::new();
        }
        let uses = |line: &str| {
            let code = line.split("//").next().unwrap_or_default();
            self.words.iter().find(|word| code.contains(**word)).copied()
        };
        let places = text.lines().enumerate().filter_map(|(at, line)| Some((at + 1, uses(line)?)));
        places.map(|(line, word)| format!("{}:{line}: uses `{word}`; {}", path.display(), self.why)).collect()
    }
}

/// The names under `[dependencies]` that are not on the list.
fn foreign_dependencies(manifest: &str) -> Vec<String> {
    let lines = manifest.lines().skip_while(|line| line.trim() != "[dependencies]").skip(1);
    lines
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.contains("optional = true"))
        .filter_map(|line| line.split(['.', '=', ' ']).next())
        .filter(|name| !name.is_empty() && !name.starts_with('#') && !CONTRACT_DEPENDENCIES.contains(name))
        .map(str::to_string)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{APP_RULES, foreign_dependencies};

    #[test]
    fn a_page_that_fetches_is_named_with_its_line() {
        let found =
            APP_RULES[0].broken_by(Path::new("src/pages/home.rs"), "fn a() {}\nlet r = gloo_net::http();\n");
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("src/pages/home.rs:2: uses `gloo_net`"), "{}", found[0]);
    }

    #[test]
    fn the_part_that_is_meant_to_fetch_may() {
        assert!(APP_RULES[0].broken_by(Path::new("src/api/client.rs"), "gloo_net").is_empty());
        assert!(APP_RULES[0].broken_by(Path::new("src/api.rs"), "gloo_net").is_empty());
    }

    #[test]
    fn a_comment_breaks_no_rule() {
        assert!(
            APP_RULES[0].broken_by(Path::new("src/sync.rs"), "// not gloo_net, which is api's").is_empty()
        );
    }

    #[test]
    fn a_contract_that_depends_on_more_than_serde_is_told() {
        let manifest = "[package]\nname = \"c\"\n\n[dependencies]\nserde.workspace = true\nchrono = \"1\"\n\
                        utoipa = { version = \"6\", optional = true }\n\n\
                        [dev-dependencies]\nproptest = \"1\"\n";
        assert_eq!(foreign_dependencies(manifest), ["chrono"]);
    }
}
