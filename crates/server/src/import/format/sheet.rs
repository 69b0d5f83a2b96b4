//! A plain list of goods, as people keep them in a spreadsheet: a row for each, with headings in Chinese or English.

use super::Translated;
use super::cells::{category, pictures, published, quantity, status};
use super::headings::{is_option, key, shopify_name};
use super::slug::Handles;
use crate::import::columns::split_locale;
use crate::import::limits::OPTIONS_MAX;
use crate::import::records::Record;
use std::collections::HashMap;

/// Whether a row is the headings of such a list: a name and a price at least.
pub(super) fn is_header(header: &[String]) -> bool {
    let columns = Columns::of(header);
    columns.has("Title") && columns.has("Variant Price")
}

/// Where the things of a row are.
struct Columns {
    /// By Shopify's name, in the shop's own language.
    of: HashMap<&'static str, usize>,
    /// Columns of what there is to choose.
    options: Vec<usize>,
    /// The header in Shopify's words.
    renamed: Vec<String>,
    /// Headings that say nothing to this importer.
    unknown: Vec<String>,
}

impl Columns {
    fn of(header: &[String]) -> Self {
        let mut best: HashMap<(&'static str, &str), (usize, usize)> = HashMap::new();
        for (index, heading) in header.iter().enumerate() {
            let (base, suffix) = without_language(heading);
            if let Some((name, rank)) = shopify_name(base) {
                let known = best.entry((name, suffix)).or_insert((rank, index));
                if rank < known.0 {
                    *known = (rank, index);
                }
            }
        }
        let mut columns =
            Self { of: HashMap::new(), options: Vec::new(), renamed: header.to_vec(), unknown: Vec::new() };
        for (index, heading) in header.iter().enumerate() {
            let (base, suffix) = without_language(heading);
            let is_chosen = |name| best.get(&(name, suffix)).is_some_and(|(_, chosen)| *chosen == index);
            match shopify_name(base) {
                Some((name, _)) if is_chosen(name) => {
                    columns.renamed[index] = format!("{name}{suffix}");
                    if suffix.is_empty() {
                        columns.of.insert(name, index);
                    }
                }
                Some(_) => {
                    columns.unknown.push(heading.clone());
                    columns.renamed[index] = String::new();
                }
                None if is_option(base) && suffix.is_empty() && columns.options.len() < OPTIONS_MAX => {
                    columns.options.push(index);
                    columns.renamed[index] = format!("Option{} Value", columns.options.len());
                }
                None if is_ours(base) => {
                    columns.renamed[index] =
                        if is_metafield(base) { heading.clone() } else { heading.replace('_', " ") };
                    if key(base).starts_with("option1 value") {
                        columns.options.push(index);
                    }
                }
                None if heading.trim().is_empty() => {}
                None => columns.unknown.push(heading.clone()),
            }
        }
        columns
    }

    fn has(&self, name: &str) -> bool {
        self.of.contains_key(name)
    }

    fn get<'r>(&self, row: &'r [String], name: &str) -> &'r str {
        self.of.get(name).and_then(|index| row.get(*index)).map_or("", |text| text.trim())
    }
}

/// The heading, and its language as it is written, such as ` (en)`.
fn without_language(heading: &str) -> (&str, &str) {
    let heading = heading.trim();
    match split_locale(heading) {
        (base, Some(_)) => (base, &heading[base.len()..]),
        (base, None) => (base, ""),
    }
}

/// Whether Shopify's own headings have it, or ours: those keep their names.
fn is_ours(base: &str) -> bool {
    let key = key(base);
    let is_option =
        |number: usize| key == format!("option{number} name") || key == format!("option{number} value");
    (1..=OPTIONS_MAX).any(is_option)
        || is_metafield(base)
        || matches!(key.as_str(), "gift card" | "units sold")
}

fn is_metafield(base: &str) -> bool {
    base.to_lowercase().contains("product.metafields.")
}

/// Brings a list into Shopify's form.
pub(super) fn translate(header: &[String], records: Vec<Record>) -> Translated {
    let columns = Columns::of(header);
    let derived = Derived::for_header(&columns, header);
    let mut translated = Translated {
        header: [columns.renamed.clone(), derived.header()].concat(),
        records: Vec::with_capacity(records.len()),
        notes: vec![read_as(&columns, header)],
        not_shown: Vec::new(),
    };
    let mut handles = Handles::default();
    let mut before = String::new();
    for record in records {
        let fields = match record.fields {
            Ok(fields) => fields,
            Err(why) => {
                translated.records.push(Record { line: record.line, fields: Err(why) });
                continue;
            }
        };
        let handle = derived.handle(&columns, &fields, &mut handles, &before);
        before.clone_from(&handle);
        derived.push(&columns, record.line, fields, handle, &mut translated.records);
    }
    translated
}

/// Says which heading was taken for what.
fn read_as(columns: &Columns, header: &[String]) -> String {
    let mut taken: Vec<(usize, &str)> = columns.of.iter().map(|(name, index)| (*index, *name)).collect();
    taken.sort_unstable();
    let taken: Vec<String> =
        taken.iter().map(|(index, name)| format!("\"{}\" for {name}", header[*index].trim())).collect();
    let mut note = format!("The file was read as a plain list of goods: {}", taken.join(", "));
    if !columns.unknown.is_empty() {
        let unknown: Vec<String> =
            columns.unknown.iter().map(|name| format!("\"{}\"", name.trim())).collect();
        note.push_str("; not used: ");
        note.push_str(&unknown.join(", "));
    }
    note.push('.');
    if !columns.has("Variant Inventory Qty") {
        note.push_str(" It has no column for stock, so nothing is counted.");
    }
    note
}

/// The columns that such a list has not, and that are made of those it has.
struct Derived {
    width: usize,
    /// Names of options, which are headings in the list.
    option_names: Vec<String>,
    has_handle: bool,
}

impl Derived {
    fn for_header(columns: &Columns, header: &[String]) -> Self {
        let names = columns.options.iter().filter(|index| is_option(&header[**index]));
        Self {
            width: header.len(),
            option_names: names.map(|index| header[*index].trim().to_owned()).collect(),
            has_handle: columns.has("URL handle"),
        }
    }

    fn header(&self) -> Vec<String> {
        let mut header = vec!["Handle".to_owned(), "Variant Inventory Tracker".to_owned()];
        header.extend((1..=self.option_names.len()).map(|number| format!("Option{number} Name")));
        header
    }

    /// What the product of a row is called in URLs: what the list says, or else its number, or its name. Rows of a list
    /// with sizes or colours belong together by their name; one without a name belongs to the row above, as merged cells
    /// have it.
    fn handle(&self, columns: &Columns, row: &[String], handles: &mut Handles, before: &str) -> String {
        if self.has_handle {
            return columns.get(row, "URL handle").to_owned();
        }
        let (name, sku) = (columns.get(row, "Title"), columns.get(row, "Variant SKU"));
        let chooses =
            columns.options.iter().any(|index| row.get(*index).is_some_and(|value| !value.trim().is_empty()));
        match (columns.options.is_empty(), name.is_empty()) {
            (false, true) if chooses => before.to_owned(),
            (true, false) if !sku.is_empty() => handles.of(&format!("sku {sku}"), sku),
            _ => handles.of(name, name),
        }
    }

    /// The row in Shopify's form, and one more for each picture after the first.
    fn push(
        &self,
        columns: &Columns,
        line: u64,
        mut fields: Vec<String>,
        handle: String,
        into: &mut Vec<Record>,
    ) {
        fields.resize(self.width, String::new());
        for (name, rewrite) in
            [("Status", status as fn(&str) -> String), ("Published", published), ("Type", category)]
        {
            if let Some(index) = columns.of.get(name) {
                fields[*index] = rewrite(fields[*index].trim());
            }
        }
        let counted =
            columns.of.get("Variant Inventory Qty").map(|index| (*index, quantity(fields[*index].trim())));
        let is_counted = counted.as_ref().is_some_and(|(_, quantity)| quantity.is_some());
        if let Some((index, quantity)) = counted {
            fields[index] = quantity.unwrap_or_default();
        }
        let picture = columns.of.get("Image Src").copied();
        let mut more = picture.map_or_else(Vec::new, |index| pictures(&fields[index]));
        if let (Some(index), false) = (picture, more.is_empty()) {
            fields[index] = more.remove(0);
        }
        fields.push(if self.has_handle { String::new() } else { handle.clone() });
        fields.push(if is_counted { "counted" } else { "" }.to_owned());
        fields.extend(self.option_names.iter().cloned());
        let width = fields.len();
        into.push(Record { line, fields: Ok(fields) });
        for source in more {
            let mut extra = vec![String::new(); width];
            if let Some(index) = picture {
                extra[index] = source;
            }
            extra[columns.of.get("URL handle").copied().unwrap_or(self.width)].clone_from(&handle);
            into.push(Record { line, fields: Ok(extra) });
        }
    }
}
