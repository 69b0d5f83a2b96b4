//! WooCommerce's product export in Shopify's form.

use super::Translated;
use super::cells::pictures;
use super::slug::Handles;
pub(super) use super::woo_columns::is_header;
use super::woo_columns::{Columns, Woo};
use crate::import::limits::OPTIONS_MAX;
use crate::import::not_shown::{self, Unshown};
use crate::import::records::Record;
use std::collections::HashMap;

/// The columns that every row is brought to. Specifications follow, a column for each attribute's name.
const HEADER: [&str; 22] = [
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Published",
    "Status",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "Variant SKU",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Image Src",
    "Variant Image",
];
/// Where the first option is in [`HEADER`].
const OPTION: usize = 8;
/// The most attributes that become specifications, all products taken together.
const SPECS_MAX: usize = 200;

/// What is known of the product that variations belong to.
struct Parent {
    handle: String,
    /// How much is left of all its variations together, where they are not counted one by one.
    stock: String,
    /// What its rows choose among, in its order.
    options: Vec<String>,
}

/// Goods of a file, one after another.
struct Export<'a> {
    columns: Columns,
    today: &'a str,
    handles: Handles,
    parents: Vec<Parent>,
    /// Which parent has a SKU, or `id:` with the number: variations name it by either.
    parent_of: HashMap<String, usize>,
    /// Names of attributes that are specifications.
    specs: Vec<String>,
    /// Attributes beyond [`SPECS_MAX`].
    specs_left: usize,
    several_categories: usize,
    out: Translated,
}

/// Brings an export into Shopify's form. `today` is a date such as `2026-01-31`: a sale may be over.
pub(super) fn translate(header: &[String], records: Vec<Record>, today: &str) -> Translated {
    let out = Translated {
        header: HEADER.map(str::to_owned).to_vec(),
        records: Vec::with_capacity(records.len()),
        notes: vec!["The file was read as a WooCommerce export.".to_owned()],
        not_shown: Vec::new(),
    };
    let mut export = Export {
        columns: Columns::of(header),
        today,
        handles: Handles::default(),
        parents: Vec::new(),
        parent_of: HashMap::new(),
        specs: Vec::new(),
        specs_left: 0,
        several_categories: 0,
        out,
    };
    export.know_parents(&records);
    for record in records {
        match record.fields {
            Ok(row) => export.row(record.line, &row),
            Err(why) => export.out.records.push(Record { line: record.line, fields: Err(why) }),
        }
    }
    let specs = export.specs.iter().enumerate();
    let specs: Vec<String> =
        specs.map(|(index, name)| format!("{name} (product.metafields.spec.w{index})")).collect();
    export.out.header.extend(specs);
    if !export.columns.has(Woo::Stock) && !export.columns.has(Woo::InStock) {
        export.out.notes.push("It has no column for stock, so nothing is counted.".to_owned());
    }
    if export.several_categories > 0 {
        export.out.notes.push(format!(
            "{} products are in several categories: the first counts.",
            export.several_categories
        ));
    }
    if export.specs_left > 0 {
        export.out.notes.push(format!(
            "The products have more than {SPECS_MAX} different attributes: {} are left out.",
            export.specs_left
        ));
    }
    export.out
}

impl Export<'_> {
    fn get<'r>(&self, row: &'r [String], field: Woo) -> &'r str {
        self.columns.get(row, field)
    }

    /// `simple, virtual` is `simple`.
    fn kind<'r>(&self, row: &'r [String]) -> &'r str {
        self.get(row, Woo::Kind).split(',').next().unwrap_or_default().trim()
    }

    /// A product's name in URLs: its SKU, which stays when its name changes, or else its name.
    fn handle(&mut self, row: &[String]) -> String {
        let (sku, name, id) = (self.get(row, Woo::Sku), self.get(row, Woo::Name), self.get(row, Woo::Id));
        let text = if sku.is_empty() { name } else { sku };
        let owner = if id.is_empty() { format!("{sku} {name}") } else { id.to_owned() };
        self.handles.of(&owner, text)
    }

    /// Variations may come before what they are variations of.
    fn know_parents(&mut self, records: &[Record]) {
        for row in records.iter().filter_map(|record| record.fields.as_ref().ok()) {
            if !self.kind(row).starts_with("variable") {
                continue;
            }
            let handle = self.handle(row);
            let (sku, id) = (self.get(row, Woo::Sku), self.get(row, Woo::Id));
            let stock = self.get(row, Woo::Stock).to_owned();
            let names = [(sku, sku.to_owned()), (id, format!("id:{id}"))];
            for (_, name) in names.into_iter().filter(|(part, _)| !part.is_empty()) {
                self.parent_of.insert(name, self.parents.len());
            }
            self.parents.push(Parent { handle, stock, options: Vec::new() });
        }
        // What is chosen is what the variations have values for, in their order.
        for row in records.iter().filter_map(|record| record.fields.as_ref().ok()) {
            if !self.kind(row).starts_with("variation") {
                continue;
            }
            let names = self.columns.attributes(row).into_iter().map(|(name, _)| name);
            let Some(index) = self.parent_of.get(self.get(row, Woo::Parent)) else { continue };
            let options = &mut self.parents[*index].options;
            for name in names {
                if !options.iter().any(|known| known == name) {
                    options.push(name.to_owned());
                }
            }
        }
    }

    fn row(&mut self, line: u64, row: &[String]) {
        let kind = self.kind(row).to_owned();
        if matches!(kind.as_str(), "grouped" | "external") {
            let name = self.columns.get(row, Woo::Name);
            not_shown::add_name(&mut self.out.not_shown, Unshown::NotOurs, name);
            return;
        }
        if kind.starts_with("variation") {
            self.variation(line, row);
        } else {
            self.whole(line, row, kind.starts_with("variable"));
        }
    }

    /// A product, with its price unless its variations have theirs.
    fn whole(&mut self, line: u64, row: &[String], is_variable: bool) {
        let handle = self.handle(row);
        let mut fields = self.product(row, &handle);
        if !is_variable {
            self.selling(row, "", &mut fields);
        }
        let (sku, id) = (self.get(row, Woo::Sku), self.get(row, Woo::Id));
        let parent = self.parent_of.get(sku).or_else(|| self.parent_of.get(&format!("id:{id}")));
        let options = parent.filter(|_| is_variable).map(|index| self.parents[*index].options.clone());
        let options = options.unwrap_or_default();
        for (name, values) in self.columns.attributes(row) {
            if !options.iter().any(|option| option == name) {
                self.spec(name, values, &mut fields);
            }
        }
        let mut images = pictures(self.get(row, Woo::Images)).into_iter();
        set(&mut fields, "Image Src", &images.next().unwrap_or_default());
        self.out.records.push(Record { line, fields: Ok(fields) });
        for image in images {
            let mut extra = vec![String::new(); HEADER.len()];
            set(&mut extra, "Handle", &handle);
            set(&mut extra, "Image Src", &image);
            self.out.records.push(Record { line, fields: Ok(extra) });
        }
    }

    /// What is true of a whole product.
    fn product(&mut self, row: &[String], handle: &str) -> Vec<String> {
        let mut fields = vec![String::new(); HEADER.len()];
        set(&mut fields, "Handle", handle);
        set(&mut fields, "Title", self.get(row, Woo::Name));
        let (summary, text) = (self.get(row, Woo::Summary), self.get(row, Woo::Description));
        let text = if text.is_empty() { summary } else { text };
        // The export writes line breaks as two characters.
        set(&mut fields, "Body (HTML)", &text.replace("\\n", "\n"));
        set(&mut fields, "Vendor", self.get(row, Woo::Brands));
        let categories = list(self.get(row, Woo::Categories));
        self.several_categories += usize::from(categories.len() > 1);
        set(&mut fields, "Type", categories.first().map_or("", String::as_str));
        set(&mut fields, "Tags", self.get(row, Woo::Tags));
        let is_hidden = self.get(row, Woo::Visibility) == "hidden";
        let published = self.get(row, Woo::Published);
        set(&mut fields, "Published", if is_hidden || published == "0" { "false" } else { "true" });
        set(&mut fields, "Status", if published == "-1" { "draft" } else { "" });
        fields
    }

    fn variation(&mut self, line: u64, row: &[String]) {
        if matches!(self.get(row, Woo::Published), "0" | "-1") {
            let name = self.columns.get(row, Woo::Name);
            not_shown::add_name(&mut self.out.not_shown, Unshown::Unpublished, name);
            return;
        }
        let parent = self.get(row, Woo::Parent);
        let Some(known) = self.parent_of.get(parent).map(|index| &self.parents[*index]) else {
            let why = format!("the product \"{parent}\" that this is a variation of is not in the file");
            self.out.records.push(Record { line, fields: Err(why) });
            return;
        };
        let mut fields = vec![String::new(); HEADER.len()];
        set(&mut fields, "Handle", &known.handle);
        let attributes = self.columns.attributes(row);
        for (number, name) in known.options.iter().take(OPTIONS_MAX).enumerate() {
            let value = attributes.iter().find(|(own, _)| own == name).map_or("", |(_, value)| *value);
            fields[OPTION + 2 * number].clone_from(name);
            value.clone_into(&mut fields[OPTION + 2 * number + 1]);
        }
        self.selling(row, &known.stock, &mut fields);
        set(
            &mut fields,
            "Variant Image",
            &pictures(self.get(row, Woo::Images)).into_iter().next().unwrap_or_default(),
        );
        self.out.records.push(Record { line, fields: Ok(fields) });
    }

    /// SKU, price and stock. A variation may share its parent's stock.
    fn selling(&self, row: &[String], parents_stock: &str, fields: &mut [String]) {
        set(fields, "Variant SKU", self.get(row, Woo::Sku));
        let (sale, regular) = (self.get(row, Woo::SalePrice), self.get(row, Woo::RegularPrice));
        let is_sale = !sale.is_empty() && self.is_sale_now(row);
        set(fields, "Variant Price", if is_sale { sale } else { regular });
        set(fields, "Variant Compare At Price", if is_sale { regular } else { "" });
        let in_stock = self.get(row, Woo::InStock);
        let stock =
            Some(self.get(row, Woo::Stock)).filter(|stock| *stock != "parent").unwrap_or(parents_stock);
        let is_counted = stock.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let is_gone = in_stock == "0" || in_stock == "outofstock";
        if is_counted || is_gone {
            set(fields, "Variant Inventory Tracker", "woocommerce");
            set(fields, "Variant Inventory Qty", if is_gone { "0" } else { stock });
        }
        let backorders = self.get(row, Woo::Backorders);
        let sells_on = in_stock == "backorder" || !matches!(backorders, "" | "0" | "no");
        set(fields, "Variant Inventory Policy", if sells_on && !is_gone { "continue" } else { "deny" });
    }

    /// Whether today is within the sale's days, as far as it has any.
    fn is_sale_now(&self, row: &[String]) -> bool {
        let day = |field| self.get(row, field).get(..10).unwrap_or_default();
        let (starts, ends) = (day(Woo::SaleStarts), day(Woo::SaleEnds));
        (starts.is_empty() || starts <= self.today) && (ends.is_empty() || self.today <= ends)
    }

    fn spec(&mut self, name: &str, values: &str, fields: &mut Vec<String>) {
        let index = match self.specs.iter().position(|known| known == name) {
            Some(index) => index,
            None if self.specs.len() < SPECS_MAX => {
                self.specs.push(name.to_owned());
                self.specs.len() - 1
            }
            None => {
                self.specs_left += 1;
                return;
            }
        };
        let at = HEADER.len() + index;
        fields.resize(fields.len().max(at + 1), String::new());
        values.clone_into(&mut fields[at]);
    }
}

/// Writes `text` into the column of [`HEADER`] that is called `name`.
fn set(fields: &mut [String], name: &str, text: &str) {
    if let Some(index) = HEADER.iter().position(|known| *known == name) {
        text.clone_into(&mut fields[index]);
    }
}

/// The parts of a list with commas between them; a comma within a part has a backslash before it.
fn list(text: &str) -> Vec<String> {
    let marked = text.replace("\\,", "\u{1}");
    let parts = marked.split(',').map(|part| part.trim().replace('\u{1}', ","));
    parts.filter(|part| !part.is_empty()).collect()
}
