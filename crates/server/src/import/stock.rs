//! How many of a variant are left, from what its row says.

use super::amount::parse_count;
use super::columns::Field;
use super::report::Problems;
use super::rules::{StockUnknown, is_no, is_yes};
use super::text::{Reading, Row};
use fairday_contract::ProductHandle;

const UNKNOWN: &str = "the stock is counted and the file does not say how much is left, so it is shown as sold out: \
                       export the quantities too, or say --stock-unknown=available (or =sold-out)";

/// How many are left; `None` when they are not counted, or are sold on when none is left.
///
/// Stock is counted when an Inventory Tracker is named, or the file has quantities and no column for a tracker, and the
/// policy is not to sell on. A number that cannot be read is none left: better to sell too little than what is not
/// there.
pub(super) fn stock(
    handle: &ProductHandle,
    row: &Row,
    reading: &Reading<'_>,
    unknown: Option<StockUnknown>,
    problems: &mut Problems,
) -> Option<u32> {
    let get = |field| reading.columns.get(&row.fields, field);
    let text = get(Field::Quantity);
    let is_counted =
        if reading.columns.has(Field::Tracker) { !is_no(get(Field::Tracker)) } else { !text.is_empty() };
    if !is_counted || sells_on(get(Field::Policy), row.line, problems) {
        return None;
    }
    if text.is_empty() {
        return match unknown {
            Some(StockUnknown::Available) => None,
            Some(StockUnknown::SoldOut) => Some(0),
            None => {
                problems.share(row.line, UNKNOWN, handle.as_str());
                Some(0)
            }
        };
    }
    Some(parse_count(text).unwrap_or_else(|| {
        problems.add(row.line, format!("the Inventory Qty \"{text}\" is not a number and is taken as 0"));
        0
    }))
}

/// Whether the Inventory Policy is to sell on when none is left.
fn sells_on(policy: &str, line: u64, problems: &mut Problems) -> bool {
    match policy.to_lowercase().as_str() {
        "continue" | "allow" | "notify" => true,
        "deny" => false,
        other if is_yes(other) => true,
        other if is_no(other) => false,
        other => {
            let sentence = "the Inventory Policy is neither deny nor continue: taken as deny";
            problems.share(line, sentence, &format!("\"{other}\""));
            false
        }
    }
}
