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
    /// How many there are beside those found first.
    untold: usize,
}

impl<'a> Mistakes<'a> {
    /// None yet, of the file with this text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, found: Vec::new(), untold: 0 }
    }

    /// Notes one at these bytes of the file. The sentence says what would be right, and repeats no value that may be a
    /// secret.
    pub fn tell(&mut self, span: Range<usize>, sentence: impl Into<String>) {
        if self.found.len() < TOLD_MAX {
            let sentence = sentence.into();
            let before = self.text.as_bytes().iter().take(span.start);
            let line = before.filter(|byte| **byte == b'\n').count();
            let line = 1 + key_at_start(&sentence).and_then(|key| self.line_of(key, line)).unwrap_or(line);
            self.found.push(Mistake { line, sentence });
        } else {
            self.untold += 1;
        }
    }

    /// The line of a key in the table whose heading is at a line; both counted from 0.
    fn line_of(&self, key: &str, heading: usize) -> Option<usize> {
        let mut lines = self.text.lines().enumerate().skip(heading);
        lines.next().filter(|(_, line)| line.trim_start().starts_with('['))?;
        let in_table = lines.take_while(|(_, line)| !line.trim_start().starts_with('['));
        let is_it = |line: &str| {
            line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        in_table.into_iter().find(|(_, line)| is_it(line)).map(|(number, _)| number)
    }

    /// Those found first, and how many more there are.
    pub(super) fn into_found(mut self) -> Vec<Mistake> {
        if let Some(last) = self.found.last().filter(|_| self.untold > 0) {
            let sentence = format!("{} more mistakes are not listed: mend these first", self.untold);
            self.found.push(Mistake { line: last.line, sentence });
        }
        self.found
    }
}

/// The key that a sentence begins with, as in "`fee` is needed".
fn key_at_start(sentence: &str) -> Option<&str> {
    sentence.strip_prefix('`')?.split('`').next()
}
