//! What was typed, as the parts that are looked up.

use crate::fold::{Run, fold, runs};

/// Characters typed beyond this many are ignored.
const QUERY_CHARS_MAX: usize = 100;
/// Parts beyond this many are ignored.
const PARTS_MAX: usize = 12;
/// Han characters of one run beyond this many are ignored: each has a bit in a mask.
pub(crate) const HAN_CHARS_MAX: usize = 32;

/// The parts of a query, duplicates left out.
pub(crate) fn parts(query: &str) -> Vec<Run> {
    let text: String = query.chars().take(QUERY_CHARS_MAX).collect();
    let mut parts: Vec<Run> = Vec::new();
    for mut run in runs(&fold(&text)) {
        if let Run::Han { chars, first } = &mut run {
            chars.truncate(HAN_CHARS_MAX);
            *first = 0;
        }
        if !parts.contains(&run) && parts.len() < PARTS_MAX {
            parts.push(run);
        }
    }
    parts
}
