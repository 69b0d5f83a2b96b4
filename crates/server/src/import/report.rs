//! What an import did, and what it could not read.

use super::limits::{EXAMPLES_MAX, PROBLEMS_LISTED_MAX};
use super::not_shown::NotShown;
use std::fmt;

/// One thing that could not be read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportProblem {
    /// The line of the file where the row starts, counted from 1; 0 when it is not about a row.
    pub line: u64,
    /// What is wrong, and what became of it.
    pub reason: String,
}

impl fmt::Display for ImportProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        f.write_str(&self.reason)
    }
}

/// The problems of an import: the first are listed, all are counted. One that many rows share is said once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    listed: Vec<ImportProblem>,
    shared: Vec<Shared>,
    count: usize,
}

/// A problem that many rows share.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shared {
    sentence: String,
    /// The first row that has it.
    line: u64,
    rows: usize,
    examples: Vec<String>,
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = if self.rows == 1 { "row" } else { "rows" };
        write!(f, "{} ({} {rows}: {}", self.sentence, self.rows, self.examples.join(", "))?;
        f.write_str(if self.rows > self.examples.len() { " and others)" } else { ")" })
    }
}

impl Problems {
    /// Notes a problem of the row that starts at `line`.
    pub(crate) fn add(&mut self, line: u64, reason: impl Into<String>) {
        self.count += 1;
        if self.listed.len() < PROBLEMS_LISTED_MAX {
            self.listed.push(ImportProblem { line, reason: reason.into() });
        }
    }

    /// Notes a problem that other rows may share: `sentence` comes once into the report, with the number of rows and
    /// the first of the `example`s.
    pub(crate) fn share(&mut self, line: u64, sentence: impl Into<String>, example: &str) {
        let sentence = sentence.into();
        let index = self.shared.iter().position(|known| known.sentence == sentence).unwrap_or_else(|| {
            self.count += 1;
            self.shared.push(Shared { sentence, line, rows: 0, examples: Vec::new() });
            self.shared.len() - 1
        });
        let shared = &mut self.shared[index];
        shared.rows += 1;
        if shared.examples.len() < EXAMPLES_MAX && !shared.examples.iter().any(|known| known == example) {
            shared.examples.push(example.to_owned());
        }
    }

    /// Puts what was listed into the order of the file, what many rows share among it.
    pub(crate) fn sort(&mut self) {
        let shared = self.shared.drain(..);
        self.listed
            .extend(shared.map(|shared| ImportProblem { line: shared.line, reason: shared.to_string() }));
        self.listed.sort_by_key(|problem| problem.line);
    }

    /// The first [`PROBLEMS_LISTED_MAX`] problems, in the order of the file.
    pub fn listed(&self) -> &[ImportProblem] {
        &self.listed
    }

    /// How many there were, listed or not.
    pub fn count(&self) -> usize {
        self.count
    }
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Rows of the file, the header aside.
    pub rows: usize,
    /// Products that were not there before.
    pub added: usize,
    /// Products that changed.
    pub updated: usize,
    /// Products of the file that were the same already.
    pub unchanged: usize,
    /// Products no longer shown: drafts, archived, unpublished, or not in the file with `--replace`.
    pub withdrawn: usize,
    /// Products shown after the import.
    pub products: usize,
    /// Pictures made ready in this import.
    pub pictures_made: usize,
    /// Pictures that were ready already.
    pub pictures_kept: usize,
    /// How the file was read where it could be read in several ways, and what the merchant should know of it.
    pub notes: Vec<String>,
    /// Products of the file that are not for sale, by reason.
    pub not_shown: Vec<NotShown>,
    /// What could not be read.
    pub problems: Problems,
    /// The catalogue's revision after the import; the same as before when nothing changed.
    pub revision: u64,
}

impl ImportReport {
    /// Whether everything in the file that the merchant wants sold is for sale as the file says.
    pub fn is_clean(&self) -> bool {
        self.problems.count == 0 && !self.not_shown.iter().any(|some| some.reason.is_problem())
    }
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} rows read: {} products added, {} updated, {} unchanged, {} withdrawn; {} for sale now (revision {}).",
            self.rows, self.added, self.updated, self.unchanged, self.withdrawn, self.products, self.revision
        )?;
        writeln!(
            f,
            "{} pictures made ready, {} were ready already.",
            self.pictures_made, self.pictures_kept
        )?;
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        if !self.not_shown.is_empty() {
            let count: usize = self.not_shown.iter().map(|some| some.count).sum();
            writeln!(f, "not for sale: {count} products of the file")?;
            for some in &self.not_shown {
                writeln!(f, "  {some}")?;
            }
        }
        if self.problems.count == 0 {
            return Ok(());
        }
        writeln!(f, "problems: {}", self.problems.count)?;
        for problem in &self.problems.listed {
            writeln!(f, "  {problem}")?;
        }
        let unlisted = self.problems.count.saturating_sub(self.problems.listed.len());
        if unlisted > 0 {
            writeln!(f, "  and {unlisted} more")?;
        }
        Ok(())
    }
}
