//! What an import did, and what it could not read.

use super::limits::PROBLEMS_LISTED_MAX;
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

/// The problems of an import: the first are listed, all are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    listed: Vec<ImportProblem>,
    count: usize,
}

impl Problems {
    /// Notes a problem of the row that starts at `line`.
    pub(crate) fn add(&mut self, line: u64, reason: impl Into<String>) {
        self.count += 1;
        if self.listed.len() < PROBLEMS_LISTED_MAX {
            self.listed.push(ImportProblem { line, reason: reason.into() });
        }
    }

    /// Puts what was listed into the order of the file.
    pub(crate) fn sort(&mut self) {
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
    /// What could not be read.
    pub problems: Problems,
    /// The catalogue's revision after the import; the same as before when nothing changed.
    pub revision: u64,
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
        if self.problems.count == 0 {
            return Ok(());
        }
        writeln!(f, "problems: {}", self.problems.count)?;
        for problem in &self.problems.listed {
            writeln!(f, "  {problem}")?;
        }
        let unlisted = self.problems.count - self.problems.listed.len();
        if unlisted > 0 {
            writeln!(f, "  and {unlisted} more")?;
        }
        Ok(())
    }
}
