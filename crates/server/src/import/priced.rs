//! What a row costs, and what that was reduced from.

use super::columns::Field;
use super::price::Refusal;
use super::report::Problems;
use super::rules::Rules;
use super::text::{Reading, Row};
use super::variants::Left;

const UNCLEAR: &str = "the price can be read in two ways, a thousand times apart, and its variant is left out: write all \
                       prices alike, such as 1200.00";

/// The price of the row, minor units.
pub(super) fn price(
    row: &Row,
    reading: &Reading<'_>,
    rules: &Rules,
    problems: &mut Problems,
) -> Result<i64, Left> {
    let text = reading.columns.get(&row.fields, Field::Price);
    if text.is_empty() {
        return Err("there is no Variant Price".to_owned().into());
    }
    match rules.prices.parse(text) {
        Ok(price) => {
            if let Some(written) = rules.prices.foreign(text) {
                let ours = rules.prices.currency();
                let sentence = format!(
                    "the price is written in {written} and is taken as {ours}: say --currency {written} if the shop \
                     sells in it"
                );
                problems.share(row.line, sentence, text);
            }
            Ok(price)
        }
        Err(Refusal::Unclear) => {
            problems.share(row.line, UNCLEAR, text);
            Err(Left::Shared)
        }
        Err(Refusal::Wrong(why)) => Err(format!("the Variant Price {why}").into()),
    }
}

/// The price it is reduced from; one that is not higher means nothing.
pub(super) fn compare_at(
    row: &Row,
    reading: &Reading<'_>,
    rules: &Rules,
    price: i64,
    problems: &mut Problems,
) -> Option<i64> {
    let text = reading.columns.get(&row.fields, Field::CompareAt);
    if text.is_empty() {
        return None;
    }
    match rules.prices.parse(text) {
        Ok(compare_at) => (compare_at > price).then_some(compare_at),
        Err(Refusal::Unclear) => {
            problems.share(row.line, "the Compare At Price can be read in two ways and is left out", text);
            None
        }
        Err(Refusal::Wrong(why)) => {
            problems.add(row.line, format!("the Compare At Price {why} and is left out"));
            None
        }
    }
}
