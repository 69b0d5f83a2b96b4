//! How far a shopper has come with phone credit: what is chosen, and a payment that was begun. Never who they are.

use crate::domain::credit::{Draft, Kept};
use crate::json;

/// The key of what is chosen.
const DRAFT_KEY: &str = "fairday.credit";
/// The key of applications that were set aside.
const BEGUN_KEY: &str = "fairday.credit.begun";
/// The key of a payment that was begun.
const PAYMENT_KEY: &str = "fairday.repayment";

/// What is chosen; nothing of it when there is none that can be read.
pub fn draft() -> Draft {
    super::read(DRAFT_KEY).ok().flatten().and_then(|text| json::read(&text)).unwrap_or_default()
}

/// Keeps it. A phone that keeps nothing has it as long as the page.
pub fn save_draft(draft: &Draft) {
    _ = super::write(DRAFT_KEY, &json::write(draft));
}

/// The applications that were set aside.
pub fn begun() -> Vec<Draft> {
    super::read(BEGUN_KEY).ok().flatten().and_then(|text| json::read(&text)).unwrap_or_default()
}

/// Keeps them.
pub fn save_begun(begun: &[Draft]) {
    _ = super::write(BEGUN_KEY, &json::write(&begun.to_vec()));
}

/// The payment that was begun, and is not known to be booked.
pub fn payment() -> Option<Kept> {
    json::read(&super::read(PAYMENT_KEY).ok()??)
}

/// Keeps it; nothing: none is on its way.
pub fn save_payment(payment: Option<&Kept>) {
    _ = super::write(PAYMENT_KEY, &payment.map(json::write).unwrap_or_default());
}
