//! The rules of phone credit, from outside.

mod agreement;
mod apr;
mod assess;
mod billing;
mod calendar;
mod early;
mod late;
mod ledger;
mod model;
mod plan;
mod purity;
mod resident_id;
mod schedule;
mod sheet;

use fairday_credit::{Amount, Date};

/// So many minor units.
fn fen(minor: i64) -> Amount {
    Amount::new(minor).expect("an amount")
}

/// A date as ISO 8601 writes it.
fn date(text: &str) -> Date {
    text.parse().expect("a date")
}
