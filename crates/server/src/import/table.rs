//! The file as rows, whatever kind of file it is: separated by commas, semicolons or tabs, or an Excel workbook.

use super::ImportError;
use super::encoding::decode;
use super::records::{Record, Records};
use super::{invisible, xlsx};
use encoding_rs::Encoding;
use fairday_contract::Locale;
use std::borrow::Cow;

/// A file as rows, the blank ones left out.
pub(super) struct Table {
    pub(super) records: Vec<Record>,
    /// How it was read, for the report.
    pub(super) notes: Vec<String>,
}

/// Reads `bytes`; see [`decode`] for their encoding.
///
/// # Errors
/// When the encoding is not sure, or a workbook cannot be read.
pub(super) fn read(
    bytes: &[u8],
    encoding: Option<&'static Encoding>,
    locale: Locale,
) -> Result<Table, ImportError> {
    let (mut records, note) = if xlsx::is_workbook(bytes) {
        xlsx::read(bytes)?
    } else {
        let decoded = decode(bytes, encoding, locale)?;
        (Records::new(&decoded.text).collect::<Vec<_>>(), decoded.note)
    };
    records.retain(|record| !is_blank(record));
    for field in records.iter_mut().filter_map(|record| record.fields.as_mut().ok()).flatten() {
        if let Cow::Owned(clean) = invisible::strip(field) {
            *field = clean;
        }
    }
    Ok(Table { records, notes: note.into_iter().collect() })
}

fn is_blank(record: &Record) -> bool {
    record.fields.as_ref().is_ok_and(|fields| fields.iter().all(|field| field.trim().is_empty()))
}
