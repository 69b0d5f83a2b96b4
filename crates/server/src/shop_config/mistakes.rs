//! What is wrong with a configuration file.

use std::fmt;
use std::ops::Range;

/// Mistakes told at once; after these the file is put right first.
const TOLD_MAX: usize = 20;

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line it is in, counted from 1.
    pub line: usize,
    /// What would be right, without a full stop.
    pub sentence: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}.", self.line, self.sentence)
    }
}

/// Collects the mistakes of one file.
pub struct Mistakes<'a> {
    text: &'a str,
    found: Vec<Mistake>,
}

impl<'a> Mistakes<'a> {
    /// None yet, of the file with this text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, found: Vec::new() }
    }

    /// Notes one at these bytes of the file. The sentence says what would be right, and repeats no value that may be a
    /// secret.
    pub fn tell(&mut self, span: Range<usize>, sentence: impl Into<String>) {
        if self.found.len() < TOLD_MAX {
            let before = self.text.as_bytes().iter().take(span.start);
            let line = before.filter(|byte| **byte == b'\n').count() + 1;
            self.found.push(Mistake { line, sentence: sentence.into() });
        }
    }

    pub(super) fn into_found(self) -> Vec<Mistake> {
        self.found
    }
}
