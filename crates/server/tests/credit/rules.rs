//! What the code may not do, read from the code.

use std::path::{Path, PathBuf};

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            into.push(path);
        }
    }
}

/// Triggers that would forbid it are not written alike for both engines.
#[test]
fn no_statement_changes_or_removes_what_is_in_the_ledger_or_in_the_audit_log() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut appended = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        // Statements are broken into lines in the source.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for table in ["credit_entry", "credit_transfer", "credit_audit"] {
            for statement in ["UPDATE", "DELETE FROM", "REPLACE INTO", "TRUNCATE", "DROP TABLE"] {
                assert!(
                    !text.contains(&format!("{statement} {table}")),
                    "{}: {statement} {table}",
                    file.display()
                );
            }
            appended += text.matches(&format!("INSERT INTO {table}")).count();
        }
    }
    // Entries and transfers of one agreement, or of many in a billing run; and the audit log.
    assert_eq!(appended, 5, "each table is written in few places");
}
