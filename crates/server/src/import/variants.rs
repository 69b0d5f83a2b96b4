//! From the rows of one Handle to its options and variants.

use super::columns::Field;
use super::limits::{NAME_CHARS_MAX, OPTIONS_MAX, SKU_CHARS_MAX, VARIANTS_MAX};
use super::pictures::source_key;
use super::priced::{compare_at, price};
use super::report::Problems;
use super::rules::Rules;
use super::stock::stock;
use super::text::{Reading, Row, line, lines};
use crate::catalogue::model::{Localised, ProductOption, Variant};
use fairday_contract::{ProductHandle, VariantId};
use std::collections::HashMap;

const FREE: &str = "the price is 0 and its variant is left out: say --allow-free to sell what is free";

/// What a product can be chosen and bought as.
#[derive(Default)]
pub(super) struct Choices {
    pub(super) options: Vec<ProductOption>,
    pub(super) variants: Vec<Variant>,
    /// For each variant the picture its row names, by its key.
    pub(super) pictures: Vec<Option<String>>,
    /// Lines of rows that choose nothing where there is something to choose. They belong to something else (a price
    /// in another currency, another product), and so do their pictures.
    pub(super) strays: Vec<u64>,
    /// A variant is left out because its price is 0.
    pub(super) is_free: bool,
    /// A variant is left out for a reason of its own, which the problems have. The others share theirs.
    pub(super) is_told: bool,
}

/// Why a row comes to no variant.
pub(super) enum Left {
    /// A reason of its own, which goes into the problems.
    For(String),
    /// A reason that other rows share, which the problems have already.
    Shared,
}

impl From<String> for Left {
    fn from(reason: String) -> Self {
        Self::For(reason)
    }
}

/// Reads the rows that sell something; the others (a picture, or nothing) are passed over.
pub(super) fn read(
    handle: &ProductHandle,
    rows: &[Row],
    reading: &Reading<'_>,
    rules: &Rules,
    problems: &mut Problems,
) -> Choices {
    let rows: Vec<&Row> = rows.iter().filter(|row| is_variant(row, reading)).collect();
    let used: Vec<u8> = (0..OPTIONS_MAX as u8).filter(|number| is_choice(&rows, reading, *number)).collect();
    let names: Vec<Localised> =
        used.iter().map(|number| option_name(&rows, reading, *number, problems)).collect();
    let mut choices = Choices {
        options: names.into_iter().map(|name| ProductOption { name, values: Vec::new() }).collect(),
        ..Choices::default()
    };
    let mut line_of: HashMap<Vec<u16>, u64> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        if choices.variants.len() == VARIANTS_MAX {
            let left = rows.len() - index;
            let reason =
                format!("the product {handle} has more than {VARIANTS_MAX} variants: {left} are left out");
            problems.add(row.line, reason);
            break;
        }
        match read_row(handle, row, reading, rules, &used, &mut choices, problems) {
            Ok(variant) => {
                if let Some(first) = line_of.get(&variant.choice) {
                    let reason =
                        format!("the variant is the same choice as the one of line {first}: left out");
                    problems.add(row.line, reason);
                } else {
                    line_of.insert(variant.choice.clone(), row.line);
                    choices.variants.push(variant);
                    choices.pictures.push(picture_of(row, reading));
                }
            }
            Err(Left::For(reason)) => {
                choices.is_told = true;
                problems.add(row.line, format!("{reason}: the variant is left out"));
            }
            Err(Left::Shared) => {}
        }
    }
    drop_unused_values(&mut choices);
    choices
}

fn is_variant(row: &Row, reading: &Reading<'_>) -> bool {
    let sells =
        [Field::Price, Field::Sku, Field::OptionValue(0), Field::OptionValue(1), Field::OptionValue(2)];
    sells.iter().any(|field| !reading.columns.get(&row.fields, *field).is_empty())
}

/// An option counts when any row has a value for it; Shopify writes "Default Title" where there is nothing to choose.
fn is_choice(rows: &[&Row], reading: &Reading<'_>, number: u8) -> bool {
    let mut values = rows.iter().map(|row| reading.columns.get(&row.fields, Field::OptionValue(number)));
    values.any(|value| !is_no_choice(value))
}

fn is_no_choice(value: &str) -> bool {
    value.is_empty() || value.eq_ignore_ascii_case("default title")
}

/// The name of the first row that has one; rows that say otherwise are reported.
fn option_name(rows: &[&Row], reading: &Reading<'_>, number: u8, problems: &mut Problems) -> Localised {
    let field = Field::OptionName(number);
    let at = rows.first().map_or(0, |row| row.line);
    let name = reading.localised(rows.iter().flat_map(|row| reading.columns.each(&row.fields, field)));
    let title = format!("Option{} Name", number + 1);
    if name.default.is_empty() {
        if reading.columns.has(field) {
            problems.add(at, format!("{title} is empty although the option has values"));
        } else {
            let example = rows.first().map_or("", |row| reading.columns.get(&row.fields, Field::Handle));
            problems.share(
                at,
                format!("the file has no column {title} although the option has values"),
                example,
            );
        }
        return Localised::plain(format!("Option {}", number + 1));
    }
    for row in rows {
        let other = reading.columns.get(&row.fields, field);
        let value = reading.columns.get(&row.fields, Field::OptionValue(number));
        if !other.is_empty() && other != name.default && !is_no_choice(value) {
            problems.add(
                row.line,
                format!("{title} is \"{other}\" here and \"{}\" before: the first counts", name.default),
            );
        }
    }
    lines(name, NAME_CHARS_MAX, "name of an option", at, problems)
}

fn read_row(
    handle: &ProductHandle,
    row: &Row,
    reading: &Reading<'_>,
    rules: &Rules,
    used: &[u8],
    choices: &mut Choices,
    problems: &mut Problems,
) -> Result<Variant, Left> {
    let get = |field| reading.columns.get(&row.fields, field);
    let price = price(row, reading, rules, problems)?;
    let mut choice = Vec::with_capacity(used.len());
    for (option, number) in choices.options.iter_mut().zip(used) {
        let value = reading.localised(reading.columns.each(&row.fields, Field::OptionValue(*number)));
        let value = lines(value, NAME_CHARS_MAX, "value of an option", row.line, problems);
        if is_no_choice(&value.default) {
            choices.strays.push(row.line);
            return Err(format!("there is no value for the option \"{}\"", option.name.default).into());
        }
        let index = option.values.iter().position(|known| known.default == value.default);
        choice.push(index.unwrap_or(option.values.len()) as u16);
        if index.is_none() {
            option.values.push(value);
        }
    }
    if price == 0 && !rules.allow_free {
        choices.is_free = true;
        problems.share(row.line, FREE, handle.as_str());
        return Err(Left::Shared);
    }
    let sku = line(get(Field::Sku).trim_start_matches('\''), SKU_CHARS_MAX, "SKU", row.line, problems);
    Ok(Variant {
        id: VariantId(0), // the store gives it
        sku: (!sku.is_empty()).then_some(sku),
        choice,
        price,
        compare_at: compare_at(row, reading, rules, price, problems),
        stock: stock(handle, row, reading, rules.stock_unknown, problems),
        picture: None,
    })
}

/// The picture of the row's variant. Shopify names it in Variant Image, and puts any picture of the product into Image
/// Src of any row; a file without the first column is not Shopify's own, and there the row's picture is the variant's.
fn picture_of(row: &Row, reading: &Reading<'_>) -> Option<String> {
    let field = if reading.columns.has(Field::VariantImage) { Field::VariantImage } else { Field::ImageSrc };
    let source = reading.columns.get(&row.fields, field);
    (!source.is_empty()).then(|| source_key(source))
}

/// Takes out the values that only rows left out have, so that nothing is offered which cannot be bought.
fn drop_unused_values(choices: &mut Choices) {
    for (number, option) in choices.options.iter_mut().enumerate() {
        let mut is_used = vec![false; option.values.len()];
        for variant in &choices.variants {
            is_used[usize::from(variant.choice[number])] = true;
        }
        let mut kept = 0;
        let index_now: Vec<u16> = is_used
            .iter()
            .map(|used| {
                let index = kept;
                kept += u16::from(*used);
                index
            })
            .collect();
        for variant in &mut choices.variants {
            variant.choice[number] = index_now[usize::from(variant.choice[number])];
        }
        let mut used = is_used.iter();
        option.values.retain(|_| *used.next().unwrap_or(&true));
    }
}
