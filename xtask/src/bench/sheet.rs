//! What a shopper waits for who changes plan or term: the honest sheet, worked out on the phone.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Reading, Subject, journeys, median};

const CHANGES: usize = 30;
/// What a phone that draws 60 pictures a second has for each.
const AIM_MS: f64 = 16.0;
pub(super) const CONDITIONS: &str = "Chromium, 360x640, CPU 6 times slower: a handset of the demo by the month, where in turn \
another term, each of the three plans and none is chosen. From the tap until the page's text is that of the new sheet: the \
choice kept, sheet and annual percentage rate worked out, and the page changed. Beside it: until the next picture is drawn, \
which is the browser's work.";

pub(super) fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let figures = journeys::run(subject, "sheet.mjs", &[&CHANGES.to_string()])?;
    let all = |name: &str| -> Result<Vec<f64>> {
        let values = figures[name].as_array().with_context(|| format!("no {name}"))?;
        ensure!(values.len() == CHANGES, "{} changes instead of {CHANGES}", values.len());
        Ok(values.iter().filter_map(Value::as_f64).collect())
    };
    let worst = |values: &[f64]| values.iter().copied().fold(0.0, f64::max);
    let (changed, drawn) = (all("changed")?, all("drawn")?);
    let row = |what: String, changed: f64, drawn: f64| Reading {
        what,
        median: format!("{changed:.1} ms"),
        runs: CHANGES,
        beside: Some(format!("drawn: {drawn:.1} ms")),
    };
    Ok(vec![
        row(format!("another sheet, aim {AIM_MS:.0} ms"), median(changed.clone()), median(drawn.clone())),
        row("the slowest of them".to_owned(), worst(&changed), worst(&drawn)),
    ])
}
