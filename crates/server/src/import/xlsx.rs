//! Excel workbooks (`.xlsx`) as rows, by calamine.
//!
//! A workbook is a compressed file: what it unpacks to is measured before it is read, and its cells are taken one after
//! another, because a sheet with a single cell in its last corner claims to be 17 thousand million cells large.

use super::ImportError;
use super::limits::{COLUMNS_MAX, FIELD_BYTES_MAX, HEADING_ROWS_MAX, ROWS_MAX, WORKBOOK_BYTES_MAX};
use super::records::Record;
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The first bytes of every ZIP file, which an `.xlsx` file is.
const ZIP: &[u8] = b"PK\x03\x04";
/// The first bytes of older Excel files (`.xls`), and of newer ones with a password.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0";
/// What a workbook without a password that this reads is made of.
const WORKBOOK: &str = "xl/workbook.xml";
/// Decimal digits of a number that count: Excel shows no more than 15 digits, and sums end in 0000001.
const DECIMALS: usize = 9;

/// Whether the bytes are those of a workbook, or of a file that a merchant takes for one.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || bytes.starts_with(OLE)
}

/// The rows of the first sheet that shows any, and what the report says of the others.
///
/// # Errors
/// When it is no workbook that can be read, or one beyond the limits.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Record>, Option<String>), ImportError> {
    if bytes.starts_with(OLE) {
        let reason =
            "it is of an older Excel (.xls) or has a password: save it as .xlsx without one, or as CSV UTF-8";
        return Err(ImportError::Workbook(reason.to_owned()));
    }
    check_size(bytes, WORKBOOK_BYTES_MAX)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut read: Option<(String, Vec<Record>)> = None;
    let mut others = Vec::new();
    for name in sheets {
        if read.is_none() {
            let records = rows(&mut workbook, &name)?;
            if !records.is_empty() {
                read = Some((name, records));
            }
        } else if has_cells(&mut workbook, &name)? {
            others.push(format!("\"{name}\""));
        }
    }
    let (name, records) = read.unwrap_or_default();
    let note = (!others.is_empty()).then(|| {
        format!(
            "Only the first sheet of the workbook, \"{name}\", is read; left alone: {}.",
            others.join(", ")
        )
    });
    Ok((records, note))
}

fn broken(error: impl std::fmt::Display) -> ImportError {
    ImportError::Workbook(format!("{error}; save it again as .xlsx, or as CSV UTF-8"))
}

/// Refuses what is no workbook, and what unpacks to more than `max` bytes.
fn check_size(bytes: &[u8], max: u64) -> Result<(), ImportError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.index_for_name(WORKBOOK).is_none() {
        let reason = "it is no Excel workbook (.xlsx), although it is packed like one: save it as .xlsx or as CSV UTF-8";
        return Err(ImportError::Workbook(reason.to_owned()));
    }
    let mut size = 0;
    for index in 0..archive.len() {
        // What a file says of its size can be wrong: it is unpacked, and nothing of it kept.
        let part = archive.by_index(index).map_err(broken)?;
        let mut limited = part.take(max + 1 - size);
        size += std::io::copy(&mut limited, &mut std::io::sink()).map_err(broken)?;
        if size > max {
            let reason =
                format!("unpacked it is larger than {max} bytes: split it, or take out its pictures");
            return Err(ImportError::Workbook(reason));
        }
    }
    Ok(())
}

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The rows of a sheet that have anything in them, each under its number in the sheet.
fn rows(workbook: &mut Workbook<'_>, sheet: &str) -> Result<Vec<Record>, ImportError> {
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(broken)?;
    let mut records: Vec<Record> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let text = text_of(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let line = u64::from(row) + 1;
        if records.last().is_none_or(|record| record.line != line) {
            if records.len() > ROWS_MAX + HEADING_ROWS_MAX {
                return Err(ImportError::TooMany(format!("{ROWS_MAX} rows")));
            }
            records.push(Record { line, fields: Ok(Vec::new()) });
        }
        if let Some(record) = records.last_mut() {
            put(record, column as usize, text);
        }
    }
    Ok(records)
}

/// Puts a cell into its row, or says of the row why it cannot be read.
fn put(record: &mut Record, column: usize, text: String) {
    let Ok(fields) = &mut record.fields else { return };
    if column >= COLUMNS_MAX {
        record.fields = Err(format!("the row has more than {COLUMNS_MAX} fields"));
    } else if text.len() > FIELD_BYTES_MAX {
        record.fields = Err(format!("a field is longer than {FIELD_BYTES_MAX} bytes"));
    } else {
        fields.resize(fields.len().max(column + 1), String::new());
        fields[column] = text;
    }
}

fn has_cells(workbook: &mut Workbook<'_>, sheet: &str) -> Result<bool, ImportError> {
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(broken)?;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        if !text_of(cell.get_value()).is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A cell as a CSV file would have it.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Float(number) => decimal(*number),
        DataRef::Bool(answer) => if *answer { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::SharedString(text) => (*text).to_owned(),
        other => calamine::Data::from(other.clone()).to_string(),
    }
}

/// A number without the noise of its last binary digits. The point of a number is a decimal point, so one before three
/// digits gets a fourth: in a text it could stand between thousands.
fn decimal(number: f64) -> String {
    if number.fract() == 0.0 {
        return format!("{number}");
    }
    let text = format!("{number:.DECIMALS$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let is_unclear = text.split_once('.').is_some_and(|(whole, digits)| digits.len() == 3 && whole != "0");
    if is_unclear { format!("{text}0") } else { text.to_owned() }
}

#[cfg(test)]
#[path = "xlsx_tests.rs"]
mod tests;
