//! Whether the merchant shows a product at all.

use super::columns::Field;
use super::not_shown::Unshown;
use super::product::first;
use super::report::Problems;
use super::rules::is_yes;
use super::text::{Reading, Row};

/// Why the product is not to be shown. Shopify shows what is active and published; a file without these columns shows
/// everything. A gift card is money that only the shop which sold it can take back.
pub(super) fn unshown(
    rows: &[Row],
    reading: &Reading<'_>,
    at: u64,
    problems: &mut Problems,
) -> Option<Unshown> {
    let published = first(rows, reading, Field::Published).to_lowercase();
    let status = first(rows, reading, Field::Status).to_lowercase();
    match status.as_str() {
        "" | "active" => {}
        "draft" => return Some(Unshown::Draft),
        "archived" => return Some(Unshown::Archived),
        "unlisted" => return Some(Unshown::Unlisted),
        _ => {
            problems.add(at, format!("the Status \"{status}\" is not active, draft or archived: not shown"));
            return Some(Unshown::OddStatus);
        }
    }
    if matches!(published.as_str(), "false" | "0" | "no" | "n" | "否") {
        return Some(Unshown::Unpublished);
    }
    is_yes(first(rows, reading, Field::GiftCard)).then_some(Unshown::GiftCard)
}
