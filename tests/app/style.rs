//! The styles of ordering and of phone credit come later than the others, and stay: they must not change what was there
//! before.

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

/// The sheets that come with a piece of the app, with a class of each.
const LATE: [(&str, &str); 2] = [("ordering.css", ".tag"), ("credit.css", ".loan")];

#[test]
fn no_class_of_the_pages_that_come_later_is_one_of_other_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a style sheet");
    for (late, known) in LATE {
        let sheet = read(late);
        let own = classes(&sheet);
        assert!(own.len() > 10 && own.contains(known), "{own:?}");
        for entry in fs::read_dir(&folder).expect("the style sheets") {
            let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
            if name != late {
                let other = read(&name);
                let theirs = classes(&other);
                let both: Vec<_> = own.intersection(&theirs).collect();
                assert!(both.is_empty(), "{late} and {name}: {both:?}");
            }
        }
    }
}
