//! Whose file it is, told by its headings, and every kind that can be read brought into Shopify's form.

mod cells;
mod headings;
mod sheet;
mod slug;
mod woo;
mod woo_columns;

use super::ImportError;
use super::columns::{Columns, Field};
use super::limits::HEADING_ROWS_MAX;
use super::not_shown::NotShown;
use super::records::Record;

/// The most column names that an error quotes.
const COLUMNS_QUOTED_MAX: usize = 12;

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Shopify's product export, or a file in its form.
    Shopify,
    /// WooCommerce's product export.
    WooCommerce,
    /// A plain list of goods with a row for each.
    Sheet,
}

/// A file in Shopify's form, whosever it was.
pub(super) struct Translated {
    pub(super) header: Vec<String>,
    pub(super) records: Vec<Record>,
    /// How it was read, for the report.
    pub(super) notes: Vec<String>,
    /// What was left out on purpose.
    pub(super) not_shown: Vec<NotShown>,
}

/// Finds the headings among the first rows and brings what follows them into Shopify's form.
///
/// # Errors
/// When the file is another system's, or none that can be read.
pub(super) fn translate(mut records: Vec<Record>, today: &str) -> Result<Translated, ImportError> {
    let (index, kind) = headings(&records)?;
    let mut body = records.split_off(index + 1);
    let header = records.pop().and_then(|record| record.fields.ok()).unwrap_or_default();
    check_widths(&mut body, header.len());
    Ok(match kind {
        Kind::Shopify => Translated { header, records: body, notes: Vec::new(), not_shown: Vec::new() },
        Kind::WooCommerce => woo::translate(&header, body, today),
        Kind::Sheet => sheet::translate(&header, body),
    })
}

/// Where the headings are and whose they are. A price list may begin with its title.
fn headings(records: &[Record]) -> Result<(usize, Kind), ImportError> {
    let first_rows = || {
        let rows = records.iter().enumerate().take(HEADING_ROWS_MAX);
        rows.filter_map(|(index, record)| Some((index, record.fields.as_ref().ok()?)))
    };
    if let Some(found) = first_rows().find_map(|(index, header)| Some((index, recognise(header)?))) {
        return Ok(found);
    }
    if let Some(system) = first_rows().find_map(|(_, header)| headings::other_system(header)) {
        return Err(ImportError::OtherSystem { system });
    }
    let first = records.first().and_then(|record| record.fields.as_ref().ok());
    Err(ImportError::NoHandle { found: quote(first.map_or(&[], Vec::as_slice)) })
}

/// Whose headings these are, of the kinds that can be read.
fn recognise(header: &[String]) -> Option<Kind> {
    if Columns::from_header(header).has(Field::Handle) {
        return Some(Kind::Shopify);
    }
    if woo::is_header(header) {
        return Some(Kind::WooCommerce);
    }
    (headings::other_system(header).is_none() && sheet::is_header(header)).then_some(Kind::Sheet)
}

/// A row with more fields than there are headings has a quote or a comma wrong, and its fields are under wrong headings.
fn check_widths(records: &mut [Record], columns: usize) {
    for record in records {
        let Ok(fields) = &record.fields else { continue };
        if fields.iter().skip(columns).any(|field| !field.trim().is_empty()) {
            record.fields = Err(format!("the row has {} fields and the header {columns}", fields.len()));
        }
    }
}

fn quote(header: &[String]) -> String {
    let names: Vec<String> = header
        .iter()
        .take(COLUMNS_QUOTED_MAX)
        .map(|name| format!("\"{}\"", name.trim().chars().take(40).collect::<String>()))
        .collect();
    match header.len() {
        0 => "nothing at all".to_owned(),
        count if count > COLUMNS_QUOTED_MAX => {
            format!("{} and {} more", names.join(", "), count - COLUMNS_QUOTED_MAX)
        }
        _ => names.join(", "),
    }
}

#[cfg(test)]
mod tests;
