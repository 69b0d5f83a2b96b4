//! The rules of the built-in guarantor: `[credit.rules]`.

use super::super::Mistakes;
use fairday_credit::Amount;
use fairday_credit::assess::{Band, Fact, LineStep, Rules, Table};
use serde::Deserialize;
use std::ops::Range;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    refer_from: i32,
    age_min: u32,
    age_max: u32,
    agreements_max: u32,
    #[serde(default)]
    band: Vec<BandEntry>,
    line: Vec<LineEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BandEntry {
    fact: FactName,
    from: u32,
    points: i32,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FactName {
    Age,
    MonthsKnown,
    OrdersReceived,
    OrdersRefused,
    ActiveAgreements,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineEntry {
    from: i32,
    amount: i64,
}

pub(super) fn check(entry: Entry, span: &Range<usize>, mistakes: &mut Mistakes) -> Option<Table> {
    let band = |band: BandEntry| {
        let fact = match band.fact {
            FactName::Age => Fact::Age,
            FactName::MonthsKnown => Fact::MonthsKnown,
            FactName::OrdersReceived => Fact::OrdersReceived,
            FactName::OrdersRefused => Fact::OrdersRefused,
            FactName::ActiveAgreements => Fact::ActiveAgreements,
        };
        Band { fact, from: band.from, points: band.points }
    };
    let line = |line: LineEntry| {
        Amount::new(line.amount).map(|amount| LineStep { from: line.from, line: amount }).ok()
    };
    let Some(lines) = entry.line.into_iter().map(line).collect() else {
        mistakes.tell(span.clone(), "`amount` of a line is in minor units and not negative");
        return None;
    };
    let rules = Rules {
        bands: entry.band.into_iter().map(band).collect(),
        lines,
        refer_from: entry.refer_from,
        age_min: entry.age_min,
        age_max: entry.age_max,
        agreements_max: entry.agreements_max,
    };
    Table::new(rules).map_err(|error| mistakes.tell(span.clone(), format!("[credit.rules]: {error}"))).ok()
}
