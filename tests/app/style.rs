//! The styles of the ordering pages come later than the others, and stay: they must not change what was there before.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The classes that a rule styles wherever they stand: selectors of one class alone.
fn classes(style: &str) -> BTreeSet<&str> {
    let selectors = style
        .split(['{', '}'])
        .step_by(2)
        .flat_map(|part| part.rsplit("*/").next().unwrap_or(part).split(','));
    selectors
        .map(str::trim)
        .filter(|selector| {
            selector
                .strip_prefix('.')
                .is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || c == '-'))
        })
        .collect()
}

#[test]
fn no_class_of_the_ordering_pages_is_one_of_other_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a style sheet");
    let ordering = read("ordering.css");
    let own = classes(&ordering);
    assert!(own.len() > 10 && own.contains(".tag"), "{own:?}");
    for entry in fs::read_dir(&folder).expect("the style sheets") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        if name != "ordering.css" {
            let other = read(&name);
            let theirs = classes(&other);
            let both: Vec<_> = own.intersection(&theirs).collect();
            assert!(both.is_empty(), "{name}: {both:?}");
        }
    }
}
