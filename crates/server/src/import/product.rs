//! From the rows of one Handle to a product.

use super::amount::parse_count;
use super::columns::Field;
use super::html::sanitise;
use super::invisible;
use super::limits::{NAME_CHARS_MAX, PICTURES_MAX, SPECS_MAX, TAGS_MAX, TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use super::not_shown::Unshown;
use super::pictures::source_key;
use super::report::Problems;
use super::rules::Rules;
use super::showing::unshown;
use super::text::{Reading, Row, line, lines, split, tidy};
use super::{categories, variants};
use crate::catalogue::model::{Localised, Product, Record};
use fairday_contract::ProductHandle;

const NO_TITLE: &str = "the file has no column for the name (Title, or name): nothing of it can be shown";
const NO_PRICE: &str =
    "the file has no column for the price (Variant Price, or price): nothing of it can be sold";

/// What the rows of a Handle came to.
pub(super) enum Outcome {
    /// A product to show.
    Shown(Box<Draft>),
    /// A product that the merchant does not show, or that the shop cannot sell.
    Hidden(Unshown),
    /// Nothing that can be shown; the problems say why.
    Unreadable,
}

/// A product whose pictures are still to be found.
pub(super) struct Draft {
    /// Complete but for the pictures.
    pub(super) product: Product,
    /// In the merchant's order.
    pub(super) pictures: Vec<PictureSource>,
    /// For each variant the picture it names, by [`PictureSource::key`].
    pub(super) variant_pictures: Vec<Option<String>>,
}

/// A picture as the file names it.
pub(super) struct PictureSource {
    pub(super) line: u64,
    /// Its path without host and query: what pictures are told apart by.
    pub(super) key: String,
    /// As written.
    pub(super) source: String,
    pub(super) position: u32,
    pub(super) alt: Localised,
}

/// Judges the rows of one Handle: the product's own fields are taken from the first row that has them.
pub(super) fn build(
    handle: ProductHandle,
    rows: &[Row],
    reading: &Reading<'_>,
    rules: &Rules,
    problems: &mut Problems,
) -> Outcome {
    let at = rows.first().map_or(0, |row| row.line);
    if let Some(reason) = unshown(rows, reading, at, problems) {
        return Outcome::Hidden(reason);
    }
    let title = lines(reading.texts(rows, Field::Title), TITLE_CHARS_MAX, "title", at, problems);
    if title.default.is_empty() {
        if reading.columns.has(Field::Title) {
            let reason = format!("the product {handle} has no Title in any row that can be read: left out");
            problems.add(at, reason);
        } else {
            problems.share(at, NO_TITLE, handle.as_str());
        }
        return Outcome::Unreadable;
    }
    if !reading.columns.has(Field::Price) {
        problems.share(at, NO_PRICE, handle.as_str());
        return Outcome::Unreadable;
    }
    let choices = variants::read(&handle, rows, reading, rules, problems);
    if choices.variants.is_empty() {
        if choices.is_free && !choices.is_told {
            return Outcome::Hidden(Unshown::Free);
        }
        if choices.is_told || first(rows, reading, Field::Price).is_empty() {
            let reason =
                format!("the product {handle} has no variant with a price that can be read: left out");
            problems.add(at, reason);
        }
        return Outcome::Unreadable;
    }
    let pictures = pictures(&handle, rows, reading, &choices.strays, problems);
    let sold = first(rows, reading, Field::Sold);
    let product = Product {
        title,
        vendor: lines(reading.texts(rows, Field::Vendor), NAME_CHARS_MAX, "vendor", at, problems),
        category: categories::path(rows, reading, at, problems),
        description_html: description(reading.texts(rows, Field::Body), at, problems),
        tags: tags(&handle, rows, reading, at, problems),
        options: choices.options,
        variants: choices.variants,
        pictures: Vec::new(),
        specs: specs(&handle, rows, reading, at, problems),
        sold: if sold.is_empty() {
            0
        } else {
            parse_count(sold).unwrap_or_else(|| {
                problems.add(at, format!("the number sold, \"{sold}\", is not a number and is taken as 0"));
                0
            })
        },
        created_ms: 0,
        record: Record::default(),
        handle,
    };
    Outcome::Shown(Box::new(Draft { product, pictures, variant_pictures: choices.pictures }))
}

/// What the first row that is not empty has in `field`.
pub(super) fn first<'r>(rows: &'r [Row], reading: &Reading<'_>, field: Field) -> &'r str {
    rows.iter()
        .map(|row| reading.columns.get(&row.fields, field))
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

fn description(text: Localised, at: u64, problems: &mut Problems) -> Localised {
    let mut clean = |html: String| {
        match sanitise(&html) {
            // Once more: what is invisible can also come as an entity.
            Ok(clean) => invisible::strip(&clean).into_owned(),
            Err(reason) => {
                problems.add(at, format!("{reason} and is left out"));
                String::new()
            }
        }
    };
    tidy(Localised {
        default: clean(text.default),
        others: text.others.into_iter().map(|(locale, html)| (locale, clean(html))).collect(),
    })
}

fn tags(
    handle: &ProductHandle,
    rows: &[Row],
    reading: &Reading<'_>,
    at: u64,
    problems: &mut Problems,
) -> Vec<Localised> {
    let mut tags: Vec<Localised> = Vec::new();
    for tag in split(&reading.texts(rows, Field::Tags), |c| c == ',' || c == '，') {
        let tag = lines(tag, NAME_CHARS_MAX, "tag", at, problems);
        if !tags.iter().any(|known| known.default == tag.default) {
            tags.push(tag);
        }
    }
    if tags.len() > TAGS_MAX {
        problems.add(at, format!("the product {handle} has more than {TAGS_MAX} tags: the first are kept"));
        tags.truncate(TAGS_MAX);
    }
    tags
}

fn specs(
    handle: &ProductHandle,
    rows: &[Row],
    reading: &Reading<'_>,
    at: u64,
    problems: &mut Problems,
) -> Vec<(Localised, Localised)> {
    let mut specs = Vec::new();
    for spec in reading.columns.specs() {
        let values = rows.iter().flat_map(|row| {
            spec.columns
                .iter()
                .map(|(locale, _, index)| (*locale, row.fields.get(*index).map_or("", |text| text.trim())))
        });
        let value = lines(reading.localised(values), TEXT_CHARS_MAX, "specification", at, problems);
        if value.default.is_empty() {
            continue;
        }
        let names = spec.columns.iter().map(|(locale, name, _)| (*locale, name.as_str()));
        let name = lines(reading.localised(names), NAME_CHARS_MAX, "name of a specification", at, problems);
        specs.push((name, value));
    }
    if specs.len() > SPECS_MAX {
        let reason =
            format!("the product {handle} has more than {SPECS_MAX} specifications: the first are kept");
        problems.add(at, reason);
        specs.truncate(SPECS_MAX);
    }
    specs
}

/// The pictures of all rows, those that only a variant names last.
fn pictures(
    handle: &ProductHandle,
    rows: &[Row],
    reading: &Reading<'_>,
    strays: &[u64],
    problems: &mut Problems,
) -> Vec<PictureSource> {
    let is_own = |(index, row): &(usize, &Row)| *index == 0 || !strays.contains(&row.line);
    let mut pictures: Vec<PictureSource> = Vec::new();
    'all: for field in [Field::ImageSrc, Field::VariantImage] {
        for (_, row) in rows.iter().enumerate().filter(is_own) {
            let source = reading.columns.get(&row.fields, field);
            let key = source_key(source);
            if key.is_empty() || pictures.iter().any(|known| known.key == key) {
                continue;
            }
            if pictures.len() == PICTURES_MAX {
                problems.add(
                    row.line,
                    format!(
                        "the product {handle} has more than {PICTURES_MAX} pictures: the rest is left out"
                    ),
                );
                break 'all;
            }
            let position = (field == Field::ImageSrc)
                .then(|| reading.columns.get(&row.fields, Field::ImagePosition).parse().ok())
                .flatten();
            let alt = match field {
                Field::ImageSrc => reading.texts(std::slice::from_ref(row), Field::ImageAlt),
                _ => Localised::default(),
            };
            pictures.push(PictureSource {
                line: row.line,
                key,
                source: line(source, usize::MAX, "picture", row.line, problems),
                position: position.unwrap_or(u32::MAX),
                alt: lines(alt, TEXT_CHARS_MAX, "picture's description", row.line, problems),
            });
        }
    }
    pictures.sort_by_key(|picture| picture.position);
    pictures
}
