//! Writes the products as a Shopify product CSV.

use crate::{
    goods::{OptionValue, Price, Product, Text},
    words::SPECIFICATIONS,
};
use std::collections::BTreeMap;

/// The columns of a Shopify export, in its order.
const STANDARD: &[&str] = &[
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Fulfillment Service",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Requires Shipping",
    "Variant Taxable",
    "Variant Barcode",
    "Image Src",
    "Image Position",
    "Image Alt Text",
    "Variant Image",
    "Status",
];
/// The columns that come again in English.
const TRANSLATED: &[&str] = &[
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Image Alt Text",
];
const SOLD: &str = "Sold (product.metafields.shop.sold)";
/// From how many sold a product is tagged as popular.
const POPULAR: u64 = 3_000;

/// The whole file.
///
/// # Errors
/// When the CSV cannot be written, which memory does not refuse.
pub(crate) fn csv(products: &[Product]) -> Result<String, csv::Error> {
    let header = header();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header)?;
    for product in products {
        for row in rows(product) {
            writer.write_record(header.iter().map(|name| row.0.get(name).map_or("", String::as_str)))?;
        }
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8(bytes).expect("every field is a string"))
}

fn header() -> Vec<String> {
    let mut names: Vec<String> = STANDARD.iter().map(|name| (*name).to_owned()).collect();
    names.extend(TRANSLATED.iter().map(|name| format!("{name} (en)")));
    for index in 0..SPECIFICATIONS.len() {
        names.extend(specification_columns(index));
    }
    names.push(SOLD.to_owned());
    names
}

fn specification_columns(index: usize) -> [String; 2] {
    let (zh, en, key) = SPECIFICATIONS[index];
    [format!("{zh} (product.metafields.spec.{key})"), format!("{en} (product.metafields.spec.{key}) (en)")]
}

/// One row: column to field.
#[derive(Default)]
struct Row(BTreeMap<String, String>);

impl Row {
    fn set(&mut self, column: &str, value: impl Into<String>) {
        self.0.insert(column.to_owned(), value.into());
    }

    fn set_both(&mut self, column: &str, text: &Text) {
        self.set(column, &text.zh);
        self.set(&format!("{column} (en)"), &text.en);
    }
}

fn rows(product: &Product) -> Vec<Row> {
    let pictures = product.pictures();
    let variants = variants(product);
    let mut rows: Vec<Row> = Vec::new();
    for index in 0..variants.len().max(pictures.len()) {
        let mut row = Row::default();
        row.set("Handle", &product.handle);
        if index == 0 {
            describe(&mut row, product);
        }
        if let Some(values) = variants.get(index) {
            sell(&mut row, product, values, index);
            let choice = product.colour_choice();
            let colour = choice.and_then(|choice| {
                product.choices[choice].values.iter().position(|value| value.name == values[choice].name)
            });
            if let Some(colour) = colour {
                row.set("Variant Image", &pictures[colour].file);
            }
        }
        if let Some(picture) = pictures.get(index) {
            row.set("Image Src", &picture.file);
            row.set("Image Position", (index + 1).to_string());
            row.set_both("Image Alt Text", &picture.alt);
        }
        rows.push(row);
    }
    rows
}

/// What stands once for a product, in its first row.
fn describe(row: &mut Row, product: &Product) {
    row.set_both("Title", &product.title);
    row.set_both("Body (HTML)", &Text { zh: html(&product.body.zh), en: html(&product.body.en) });
    row.set_both("Vendor", &product.vendor);
    row.set_both("Type", &product.category);
    let sold = sold(product);
    let mut tags = product.tags.clone();
    let mut tag = |zh: &str, en: &str| {
        tags.zh.extend([", ", zh]);
        tags.en.extend([", ", en]);
    };
    if sold >= POPULAR {
        tag("热卖", "popular");
    }
    if variants(product).iter().any(|values| price(product, values).before.is_some()) {
        tag("特价", "sale");
    }
    row.set_both("Tags", &tags);
    row.set("Published", "true");
    row.set("Status", "active");
    row.set(SOLD, sold.to_string());
    for (index, fact) in &product.specifications {
        let [zh, en] = specification_columns(*index);
        row.set(&zh, &fact.zh);
        row.set(&en, &fact.en);
    }
}

/// What stands for each variant, in a row of its own.
fn sell(row: &mut Row, product: &Product, values: &[&OptionValue], index: usize) {
    for (number, (choice, value)) in product.choices.iter().zip(values).enumerate() {
        let number = number + 1;
        if index == 0 {
            row.set_both(&format!("Option{number} Name"), &choice.name);
        }
        row.set_both(&format!("Option{number} Value"), &value.name);
    }
    if values.is_empty() {
        row.set_both("Option1 Name", &Text::new("Title", "Title"));
        row.set_both("Option1 Value", &Text::new("Default Title", "Default Title"));
    }
    let price = price(product, values);
    row.set("Variant Price", decimal(price.now));
    row.set("Variant Compare At Price", price.before.map(decimal).unwrap_or_default());
    row.set("Variant SKU", format!("{}-{:02}", product.handle.to_uppercase(), index + 1));
    row.set("Variant Inventory Qty", stock(product, index).to_string());
    row.set("Variant Inventory Tracker", "shopify");
    row.set("Variant Inventory Policy", "deny");
    row.set("Variant Fulfillment Service", "manual");
    row.set("Variant Requires Shipping", "true");
    row.set("Variant Taxable", "true");
}

/// Every combination of the values, the last option changing fastest.
fn variants(product: &Product) -> Vec<Vec<&OptionValue>> {
    let mut combinations = vec![Vec::new()];
    for choice in &product.choices {
        combinations = combinations
            .into_iter()
            .flat_map(|start| choice.values.iter().map(move |value| [start.clone(), vec![value]].concat()))
            .collect();
    }
    combinations
}

fn price(product: &Product, values: &[&OptionValue]) -> Price {
    values.iter().find_map(|value| value.price).unwrap_or(product.price)
}

fn decimal(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// A sentence, then after `||` a list whose items `|` parts.
fn html(body: &str) -> String {
    let escaped = body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let Some((sentence, items)) = escaped.split_once("||") else {
        return format!("<p>{escaped}</p>");
    };
    let items: Vec<&str> = items.split('|').map(str::trim).collect();
    format!("<p>{}</p><ul><li>{}</li></ul>", sentence.trim(), items.join("</li><li>"))
}

/// How many were sold: made up, always the same for a product, more of what is cheap.
fn sold(product: &Product) -> u64 {
    let number = hash(&product.handle, 7);
    let reach = if product.price.now < 2_000 {
        9_000
    } else if product.price.now < 10_000 {
        3_500
    } else {
        900
    };
    12 + (number % reach) * (1 + (number >> 32) % 5) / 5
}

/// How many are left: made up, always the same for a variant, and one in about sixteen sold out.
fn stock(product: &Product, variant: usize) -> u64 {
    let number = hash(&product.handle, variant as u64);
    if number.is_multiple_of(16) { 0 } else { 3 + (number >> 20) % 260 }
}

/// FNV-1a with a final mix, so that neighbours differ in every bit.
fn hash(text: &str, salt: u64) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let folded =
        text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (folded ^ (folded >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 8
}
