//! From the rows of one Handle to its options and variants.

use super::amount::{parse_count, parse_price};
use super::columns::Field;
use super::limits::{NAME_CHARS_MAX, OPTIONS_MAX, SKU_CHARS_MAX, VARIANTS_MAX};
use super::pictures::source_key;
use super::report::Problems;
use super::text::{Reading, Row, line, lines};
use crate::catalogue::model::{Localised, ProductOption, Variant};
use fairday_contract::{Currency, VariantId};

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
}

/// Reads the rows that sell something; the others (a picture, or nothing) are passed over.
pub(super) fn read(
    rows: &[Row],
    reading: &Reading<'_>,
    currency: Currency,
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
    let mut lines_of: Vec<u64> = Vec::new();
    for row in rows {
        if choices.variants.len() == VARIANTS_MAX {
            problems
                .add(row.line, format!("there are more than {VARIANTS_MAX} variants: the rest is left out"));
            break;
        }
        match read_row(row, reading, currency, &used, &mut choices, problems) {
            Ok(variant) => {
                let same = choices.variants.iter().position(|known| known.choice == variant.choice);
                if let Some(same) = same {
                    let first = lines_of[same];
                    let reason =
                        format!("the variant is the same choice as the one of line {first}: left out");
                    problems.add(row.line, reason);
                } else {
                    choices.variants.push(variant);
                    choices.pictures.push(picture_of(row, reading));
                    lines_of.push(row.line);
                }
            }
            Err(reason) => problems.add(row.line, format!("{reason}: the variant is left out")),
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
        problems.add(at, format!("{title} is empty although the option has values"));
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
    row: &Row,
    reading: &Reading<'_>,
    currency: Currency,
    used: &[u8],
    choices: &mut Choices,
    problems: &mut Problems,
) -> Result<Variant, String> {
    let get = |field| reading.columns.get(&row.fields, field);
    let text = get(Field::Price);
    if text.is_empty() {
        return Err("there is no Variant Price".to_owned());
    }
    let price = parse_price(text, currency).map_err(|why| format!("the Variant Price {why}"))?;
    let mut choice = Vec::with_capacity(used.len());
    for (option, number) in choices.options.iter_mut().zip(used) {
        let value = reading.localised(reading.columns.each(&row.fields, Field::OptionValue(*number)));
        let value = lines(value, NAME_CHARS_MAX, "value of an option", row.line, problems);
        if is_no_choice(&value.default) {
            choices.strays.push(row.line);
            return Err(format!("there is no value for the option \"{}\"", option.name.default));
        }
        let index = option.values.iter().position(|known| known.default == value.default);
        choice.push(index.unwrap_or(option.values.len()) as u16);
        if index.is_none() {
            option.values.push(value);
        }
    }
    let sku = line(get(Field::Sku).trim_start_matches('\''), SKU_CHARS_MAX, "SKU", row.line, problems);
    Ok(Variant {
        id: VariantId(0), // the store gives it
        sku: (!sku.is_empty()).then_some(sku),
        choice,
        price,
        compare_at: compare_at(row, reading, currency, price, problems),
        stock: stock(row, reading, problems),
        picture: None,
    })
}

/// The price it is reduced from; one that is not higher means nothing.
fn compare_at(
    row: &Row,
    reading: &Reading<'_>,
    currency: Currency,
    price: i64,
    problems: &mut Problems,
) -> Option<i64> {
    let text = reading.columns.get(&row.fields, Field::CompareAt);
    if text.is_empty() {
        return None;
    }
    match parse_price(text, currency) {
        Ok(compare_at) => (compare_at > price).then_some(compare_at),
        Err(why) => {
            problems.add(row.line, format!("the Compare At Price {why} and is left out"));
            None
        }
    }
}

/// Stock is counted when an Inventory Tracker is named and the policy is not to sell on. A number that cannot be read
/// is none left: better to sell too little than what is not there.
fn stock(row: &Row, reading: &Reading<'_>, problems: &mut Problems) -> Option<u32> {
    let get = |field| reading.columns.get(&row.fields, field);
    let is_counted = !get(Field::Tracker).is_empty() && reading.columns.has(Field::Quantity);
    if !is_counted || get(Field::Policy).eq_ignore_ascii_case("continue") {
        return None;
    }
    let text = get(Field::Quantity);
    if text.is_empty() {
        return Some(0);
    }
    Some(parse_count(text).unwrap_or_else(|| {
        problems.add(row.line, format!("the Inventory Qty \"{text}\" is not a number and is taken as 0"));
        0
    }))
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
        let is_used: Vec<bool> = (0..option.values.len())
            .map(|index| choices.variants.iter().any(|variant| usize::from(variant.choice[number]) == index))
            .collect();
        let shift: Vec<u16> = (0..is_used.len())
            .map(|index| is_used[..index].iter().filter(|used| !**used).count() as u16)
            .collect();
        for variant in &mut choices.variants {
            variant.choice[number] -= shift[usize::from(variant.choice[number])];
        }
        let mut used = is_used.iter();
        option.values.retain(|_| *used.next().unwrap_or(&true));
    }
}
