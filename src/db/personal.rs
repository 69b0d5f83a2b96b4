//! What one person has typed and begun on this phone, as one: it changes hands as one.

use super::{StorageFailed, credit, desk};
use crate::domain::personal::{Personal, PutAside};
use crate::json;

/// The key of the records of people who are not signed in any more.
const ASIDE_KEY: &str = "fairday.aside";

/// What is in use.
pub fn in_use() -> Personal {
    Personal {
        draft: desk::draft(),
        editing: desk::editing(),
        credit: credit::draft(),
        begun: credit::begun(),
        payment: credit::payment(),
    }
}

/// Replaces what is in use.
pub fn save_in_use(personal: &Personal) {
    // A phone that keeps nothing has it as long as the page.
    _ = desk::save_draft(&personal.draft);
    desk::save_editing(personal.editing.as_ref());
    credit::save_draft(&personal.credit);
    credit::save_begun(&personal.begun);
    credit::save_payment(personal.payment.as_ref());
}

/// The records of people who are not signed in any more.
pub fn aside() -> Vec<PutAside> {
    super::read(ASIDE_KEY).ok().flatten().and_then(|text| json::read(&text)).unwrap_or_default()
}

/// Keeps them.
///
/// # Errors
/// [`StorageFailed`]; then what was kept is as before.
pub fn save_aside(aside: &Vec<PutAside>) -> Result<(), StorageFailed> {
    super::write(ASIDE_KEY, &json::write(aside))
}
