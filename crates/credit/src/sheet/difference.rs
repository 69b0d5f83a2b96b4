//! What is otherwise between two sheets: for a shopper whose terms have changed between reading and signing.

/// A line of the canonical form that is not the same in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which line: `rate-bp`, `month 3`.
    pub key: String,
    /// What it said, if it was there.
    pub was: Option<String>,
    /// What it says, if it is there.
    pub now: Option<String>,
}

/// The differences between two canonical forms, in the order of the new one; what is only in the old one comes last.
pub fn differences(was: &str, now: &str) -> Vec<Difference> {
    let find = |lines: &str, key: &str| {
        lines.lines().map(split).find(|line| line.0 == key).map(|line| line.1.to_owned())
    };
    let changed = now.lines().map(split).filter_map(|(key, value)| {
        let old = find(was, key);
        (old.as_deref() != Some(value)).then(|| Difference {
            key: key.to_owned(),
            was: old,
            now: Some(value.to_owned()),
        })
    });
    let gone = was
        .lines()
        .map(split)
        .filter(|(key, _)| find(now, key).is_none())
        .map(|(key, value)| Difference { key: key.to_owned(), was: Some(value.to_owned()), now: None });
    changed.chain(gone).collect()
}

/// Key and value of a line. The keys of months and early ends have a number.
fn split(line: &str) -> (&str, &str) {
    let words = if line.starts_with("month ") || line.starts_with("early ") { 2 } else { 1 };
    let end = line.match_indices(' ').nth(words - 1).map_or(line.len(), |(place, _)| place);
    (&line[..end], line[end..].trim_start())
}
