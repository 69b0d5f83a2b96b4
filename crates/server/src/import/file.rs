//! The product file: from bytes to products whose pictures are still to be found.

use super::ImportError;
use super::columns::{Columns, Field};
use super::format::{self, Translated};
use super::limits::{FILE_BYTES_MAX, PRODUCTS_MAX, ROWS_MAX};
use super::not_shown::{self, NotShown, Unshown};
use super::price::Prices;
use super::product::{self, Draft, Outcome};
use super::report::Problems;
use super::rules::{Rules, StockUnknown};
use super::spelling::Spelling;
use super::table;
use super::text::{Reading, Row};
use super::{categories, escaped};
use crate::catalogue::model::StoreProfile;
use encoding_rs::Encoding;
use fairday_contract::ProductHandle;
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

/// What a file is read with.
pub(super) struct Input<'a> {
    pub(super) profile: &'a StoreProfile,
    /// The encoding that the merchant says it has.
    pub(super) encoding: Option<&'static Encoding>,
    pub(super) allow_free: bool,
    pub(super) stock_unknown: Option<StockUnknown>,
    /// How the catalogue spells the Handles it has.
    pub(super) spelling: Spelling,
    /// The date, such as `2026-01-31`.
    pub(super) today: &'a str,
}

/// What a file came to.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) rows: usize,
    pub(super) drafts: Vec<Draft>,
    /// In the file, and not to be shown.
    pub(super) withdrawn: Vec<ProductHandle>,
    /// In the file, and not to be read: whatever the shop has of them stays.
    pub(super) kept: Vec<ProductHandle>,
    /// What the report says of how the file was read.
    pub(super) notes: Vec<String>,
    /// What of the file is not for sale.
    pub(super) not_shown: Vec<NotShown>,
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
pub(super) fn parse(bytes: &[u8], input: Input<'_>) -> Result<Parsed, ImportError> {
    let table = table::read(bytes, input.encoding, input.profile.default_locale)?;
    let Translated { header, records, notes, not_shown } = format::translate(table.records, input.today)?;
    let columns = Columns::from_header(&header);
    let mut parsed = Parsed { notes: [table.notes, notes].concat(), not_shown, ..Parsed::default() };
    let mut spelling = input.spelling;
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
        match handle(&row, &columns, &mut spelling, &mut parsed.problems) {
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
    let rules = Rules {
        prices: prices(&groups, &columns, input.profile),
        allow_free: input.allow_free,
        stock_unknown: input.stock_unknown,
    };
    parsed.notes.extend(rules.prices.note().map(ToOwned::to_owned));
    let reading = Reading { columns: &columns, locale: input.profile.default_locale, category };
    for (handle, rows) in groups {
        let outcome = product::build(handle.clone(), &rows, &reading, &rules, &mut parsed.problems);
        parsed.take(handle, outcome);
    }
    Ok(parsed)
}

impl Parsed {
    /// Sorts a product by what becomes of it.
    fn take(&mut self, handle: ProductHandle, outcome: Outcome) {
        match outcome {
            Outcome::Shown(draft) => self.drafts.push(*draft),
            Outcome::Hidden(reason) => {
                not_shown::add(&mut self.not_shown, reason, &handle);
                self.withdrawn.push(handle);
            }
            Outcome::Unreadable => {
                not_shown::add(&mut self.not_shown, Unshown::Unreadable, &handle);
                self.kept.push(handle);
            }
        }
    }
}

/// How the prices of the whole file are written, those of hidden products too.
fn prices(groups: &[(ProductHandle, Vec<Row>)], columns: &Columns, profile: &StoreProfile) -> Prices {
    let rows = groups.iter().flat_map(|(_, rows)| rows);
    let texts =
        rows.flat_map(|row| [Field::Price, Field::CompareAt].map(|field| columns.get(&row.fields, field)));
    Prices::of(texts.filter(|text| !text.is_empty()), profile.currency)
}

/// The row's Handle, or why the row cannot be used.
fn handle(
    row: &Row,
    columns: &Columns,
    spelling: &mut Spelling,
    problems: &mut Problems,
) -> Result<ProductHandle, String> {
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
    spelling.of(text).map_err(|error| {
        let short: String = text.chars().take(40).collect();
        format!("the Handle \"{short}\" cannot be used ({error})")
    })
}
