//! The category of a product: the merchant's own Type, or Shopify's taxonomy. A file's products all have it from one of the
//! two, because "T-Shirts" beside "Apparel & Accessories" is no level of a shop that anybody finds their way in.

use super::columns::{Columns, Field};
use super::limits::{CATEGORY_DEPTH_MAX, NAME_CHARS_MAX};
use super::report::Problems;
use super::text::{Reading, Row, lines, split};
use crate::catalogue::model::Localised;

/// The merchant's own types are used when they are known of at least so many of a hundred products that the taxonomy is known
/// of. Otherwise too much would have no category.
const TYPES_OF_HUNDRED_MIN: usize = 80;
/// What shop systems write where there is no category.
const NONE: [&str; 4] = ["uncategorized", "uncategorised", "未分类", "未分類"];

/// The column that categories are taken from; `products` are the rows of each.
pub(super) fn column<'r>(
    products: impl Iterator<Item = &'r [Row]>,
    columns: &Columns,
    problems: &mut Problems,
) -> Field {
    let (mut types, mut taxonomies, mut only_type, mut only_taxonomy) = (0, 0, 0, 0);
    for rows in products {
        let says =
            |field| rows.iter().any(|row| columns.each(&row.fields, field).any(|(_, text)| is_told(text)));
        match (says(Field::Type), says(Field::ProductCategory)) {
            (true, true) => (types, taxonomies) = (types + 1, taxonomies + 1),
            (true, false) => (types, only_type) = (types + 1, only_type + 1),
            (false, true) => (taxonomies, only_taxonomy) = (taxonomies + 1, only_taxonomy + 1),
            (false, false) => {}
        }
    }
    let (field, [used, other], left_out) = if types * 100 >= taxonomies * TYPES_OF_HUNDRED_MIN {
        (Field::Type, ["Type", "Product Category"], only_taxonomy)
    } else {
        (Field::ProductCategory, ["Product Category", "Type"], only_type)
    };
    if left_out > 0 {
        let reason = format!(
            "categories are taken from the column {used}, and {left_out} products have only a {other}: they are under \
             \"Other goods\" until {used} is filled in"
        );
        problems.add(0, reason);
    }
    field
}

/// The way to a product's category, the widest first. A bare number of the taxonomy says nothing to a shopper.
pub(super) fn path(rows: &[Row], reading: &Reading<'_>, at: u64, problems: &mut Problems) -> Vec<Localised> {
    let path = reading.texts(rows, reading.category);
    if !is_told(&path.default) {
        return Vec::new();
    }
    let mut parts = split(&path, |c| c == '>' || c == '＞');
    parts.retain(|part| is_told(&part.default));
    if parts.len() > CATEGORY_DEPTH_MAX {
        problems.add(at, format!("the category is deeper than {CATEGORY_DEPTH_MAX} levels and is cut"));
        parts.truncate(CATEGORY_DEPTH_MAX);
    }
    parts.into_iter().map(|part| lines(part, NAME_CHARS_MAX, "category", at, problems)).collect()
}

fn is_told(text: &str) -> bool {
    let text = text.trim();
    !text.bytes().all(|byte| byte.is_ascii_digit()) && !NONE.contains(&text.to_lowercase().as_str())
}
