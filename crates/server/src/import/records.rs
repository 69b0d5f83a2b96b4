//! From text to records: comma-separated values as RFC 4180 describes them, with line numbers.
//!
//! Written here rather than taken from a library for one reason: a quote that is never closed swallows the rest of
//! the file in the readers we know. Here it costs one line, which is reported, and reading goes on at the next.

use super::limits::{COLUMNS_MAX, FIELD_BYTES_MAX};

/// A record and the line it starts at, counted from 1.
pub(super) struct Record {
    pub(super) line: u64,
    /// The fields, or why they cannot be told apart.
    pub(super) fields: Result<Vec<String>, String>,
}

/// Reads records one after another.
pub(super) struct Records<'a> {
    rest: &'a str,
    line: u64,
    delimiter: char,
}

impl<'a> Records<'a> {
    /// Reads `text`, whose lines end with `\n`. The delimiter is the one of `,`, `;` and tab that gives the header most
    /// columns, or the one named by a first line `sep=;` as Excel writes it.
    pub(super) fn new(text: &'a str) -> Self {
        let first = text.lines().next().unwrap_or_default();
        if let Some(named) = first.trim().strip_prefix("sep=")
            && let Some(delimiter @ (',' | ';' | '\t')) = named.chars().next()
        {
            let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
            return Self { rest, line: 2, delimiter };
        }
        let mut best = (0, ',');
        for delimiter in [',', ';', '\t'] {
            let header = Records { rest: text, line: 1, delimiter }.next();
            let columns = header.and_then(|record| record.fields.ok()).map_or(0, |fields| fields.len());
            if columns > best.0 {
                best = (columns, delimiter);
            }
        }
        Self { rest: text, line: 1, delimiter: best.1 }
    }

    /// Reads one record from the start of `rest`; gives what is left after it.
    fn split(&self) -> Result<(Vec<String>, &'a str), String> {
        let mut fields = Vec::new();
        let mut rest = self.rest;
        loop {
            let (field, after) = if let Some(quoted) = rest.strip_prefix('"') {
                quoted_field(quoted)?
            } else {
                let end = rest.find([self.delimiter, '\n']).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            };
            if field.len() > FIELD_BYTES_MAX {
                return Err(format!("a field is longer than {FIELD_BYTES_MAX} bytes"));
            }
            if fields.len() == COLUMNS_MAX {
                return Err(format!("the row has more than {COLUMNS_MAX} fields"));
            }
            fields.push(field);
            let mut next = after.chars();
            match next.next() {
                None | Some('\n') => return Ok((fields, next.as_str())),
                Some(c) if c == self.delimiter => rest = next.as_str(),
                Some(_) => {
                    return Err(
                        "a quote inside a quoted field is not doubled, or a quote is missing".to_owned()
                    );
                }
            }
        }
    }
}

/// The field whose opening quote has been read, and what follows its closing quote.
fn quoted_field(text: &str) -> Result<(String, &str), String> {
    let mut field = String::new();
    let mut rest = text;
    loop {
        let end = rest.find('"').ok_or("a quote is opened and never closed")?;
        if field.len() + end > FIELD_BYTES_MAX {
            return Err(format!("a field is longer than {FIELD_BYTES_MAX} bytes, or a quote is missing"));
        }
        field.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                field.push('"');
                rest = after;
            }
            None => return Ok((field, rest)),
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if self.rest.is_empty() {
            return None;
        }
        let line = self.line;
        let (fields, after) = match self.split() {
            Ok((fields, after)) => (Ok(fields), after),
            Err(reason) => (Err(reason), self.rest.split_once('\n').map_or("", |(_, after)| after)),
        };
        let read = &self.rest[..self.rest.len() - after.len()];
        self.line += read.bytes().filter(|byte| *byte == b'\n').count() as u64;
        self.rest = after;
        Some(Record { line, fields })
    }
}
