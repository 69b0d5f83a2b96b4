//! The product file: from bytes to products whose pictures are still to be found.

use super::ImportError;
use super::columns::{Columns, Field};
use super::encoding::decode;
use super::limits::{FILE_BYTES_MAX, PRODUCTS_MAX, ROWS_MAX};
use super::product::{self, Draft, Outcome};
use super::records::Records;
use super::report::Problems;
use super::text::{Reading, Row};
use super::{categories, escaped};
use crate::catalogue::model::StoreProfile;
use fairday_contract::ProductHandle;
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

/// The most column names that an error quotes.
const COLUMNS_QUOTED_MAX: usize = 12;

/// What a file came to.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) rows: usize,
    pub(super) drafts: Vec<Draft>,
    /// In the file, and not to be shown.
    pub(super) withdrawn: Vec<ProductHandle>,
    /// In the file, and not to be read: whatever the shop has of them stays.
    pub(super) kept: Vec<ProductHandle>,
    pub(super) problems: Problems,
}

/// Reads the file, refusing one that is too large while it is read: a pipe has no size beforehand.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, ImportError> {
    let unreadable = |source| ImportError::File { path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(ImportError::TooLarge(path.to_owned()));
    }
    Ok(bytes)
}

/// Reads products out of `bytes`.
pub(super) fn parse(bytes: &[u8], profile: &StoreProfile) -> Result<Parsed, ImportError> {
    let text = decode(bytes);
    let mut records = Records::new(&text).filter(|record| !is_blank(record.fields.as_deref()));
    let header = records.next().and_then(|record| record.fields.ok()).unwrap_or_default();
    let columns = Columns::from_header(&header);
    if !columns.has(Field::Handle) {
        return Err(ImportError::NoHandle { found: quote(&header) });
    }
    let mut parsed = Parsed::default();
    let mut groups: Vec<(ProductHandle, Vec<Row>)> = Vec::new();
    let mut index_of: HashMap<ProductHandle, usize> = HashMap::new();
    for record in records {
        parsed.rows += 1;
        if parsed.rows > ROWS_MAX {
            return Err(ImportError::TooMany(format!("{ROWS_MAX} rows")));
        }
        let row = match record.fields {
            Ok(fields) => Row { line: record.line, fields },
            Err(reason) => {
                parsed.problems.add(record.line, format!("{reason}: the row is left out"));
                continue;
            }
        };
        match handle(&row, &columns, &mut parsed.problems) {
            Ok(handle) => {
                let index = *index_of.entry(handle.clone()).or_insert(groups.len());
                match groups.get_mut(index) {
                    Some((_, rows)) => rows.push(row),
                    None => groups.push((handle, vec![row])),
                }
            }
            Err(reason) => parsed.problems.add(row.line, format!("{reason}: the row is left out")),
        }
    }
    if groups.len() > PRODUCTS_MAX {
        return Err(ImportError::TooMany(format!("{PRODUCTS_MAX} products")));
    }
    let mut rows: Vec<&mut Row> = groups.iter_mut().flat_map(|(_, rows)| rows).collect();
    escaped::unescape(&header, &columns, &mut rows, &mut parsed.problems);
    let products = groups.iter().map(|(_, rows)| rows.as_slice());
    let category = categories::column(products, &columns, &mut parsed.problems);
    let reading = Reading { columns: &columns, locale: profile.default_locale, category };
    for (handle, rows) in groups {
        match product::build(handle.clone(), &rows, &reading, profile.currency, &mut parsed.problems) {
            Outcome::Shown(draft) => parsed.drafts.push(*draft),
            Outcome::Hidden => parsed.withdrawn.push(handle),
            Outcome::Unreadable => parsed.kept.push(handle),
        }
    }
    Ok(parsed)
}

fn is_blank<E>(fields: Result<&[String], E>) -> bool {
    fields.is_ok_and(|fields| fields.iter().all(|field| field.trim().is_empty()))
}

/// The row's Handle, or why the row cannot be used.
fn handle(row: &Row, columns: &Columns, problems: &mut Problems) -> Result<ProductHandle, String> {
    let surplus = row.fields.iter().skip(columns.count()).any(|field| !field.trim().is_empty());
    if surplus {
        return Err(format!("the row has {} fields and the header {}", row.fields.len(), columns.count()));
    }
    let text = columns.get(&row.fields, Field::Handle);
    if text.is_empty() {
        return Err("there is no Handle".to_owned());
    }
    let damaged = |text: &str| text.contains(char::REPLACEMENT_CHARACTER);
    if damaged(text) {
        return Err(format!("the Handle \"{text}\" has characters that cannot be read"));
    }
    if row.fields.iter().any(|field| damaged(field)) {
        problems.add(row.line, "some characters cannot be read and are shown as \u{fffd}");
    }
    text.parse::<ProductHandle>().map_err(|error| {
        let short: String = text.chars().take(40).collect();
        format!("the Handle \"{short}\" cannot be used ({error})")
    })
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
