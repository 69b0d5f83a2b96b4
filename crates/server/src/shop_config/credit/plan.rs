//! Operators' plans: `[[credit.plan]]`.

use super::super::Mistakes;
use super::{is_name, name_rule};
use fairday_credit::Amount;
use fairday_credit::plan::{ExitRule, Plan, Term};
use fairday_credit::sheet::AfterTerm;
use serde::Deserialize;
use toml::Spanned;

/// The most plans.
pub const PLANS_MAX: usize = 500;

/// A plan of an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorPlan {
    /// Names it in requests.
    pub id: String,
    /// What the operator calls it.
    pub name: String,
    /// Who provides it.
    pub operator: String,
    /// Its money.
    pub plan: Plan,
    /// What happens after its term.
    pub after: AfterTerm,
    /// Minutes of calls a month.
    pub minutes: u32,
    /// Data a month, megabytes.
    pub data_mb: u32,
    /// Messages a month.
    pub messages: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    id: String,
    name: String,
    operator: String,
    monthly_fee: i64,
    months: u32,
    #[serde(default)]
    subsidy: i64,
    exit_bp: Option<u32>,
    exit_at_most: Option<i64>,
    exit_fee: Option<i64>,
    then_monthly: Option<i64>,
    #[serde(default)]
    minutes: u32,
    #[serde(default)]
    data_mb: u32,
    #[serde(default)]
    messages: u32,
}

pub(super) fn check(entries: Vec<Spanned<Entry>>, mistakes: &mut Mistakes) -> Vec<OperatorPlan> {
    if let Some(first_too_many) = entries.get(PLANS_MAX) {
        mistakes.tell(first_too_many.span(), format!("more than {PLANS_MAX} plans"));
    }
    let mut plans: Vec<OperatorPlan> = Vec::new();
    for entry in entries.into_iter().take(PLANS_MAX) {
        let span = entry.span();
        match plan(entry.into_inner()) {
            Err(sentence) => mistakes.tell(span, sentence),
            Ok(plan) if plans.iter().any(|other| other.id == plan.id) => {
                mistakes.tell(span, "another plan has this `id`");
            }
            Ok(plan) => plans.push(plan),
        }
    }
    plans
}

fn plan(entry: Entry) -> Result<OperatorPlan, String> {
    for (name, text) in [("id", &entry.id), ("name", &entry.name), ("operator", &entry.operator)] {
        if !is_name(text) {
            return Err(name_rule(name));
        }
    }
    let amount = |name: &str, minor: i64| Amount::new(minor).map_err(|error| format!("`{name}`: {error}"));
    let exit = match (entry.exit_bp, entry.exit_fee) {
        (None, None) => ExitRule::Free,
        (Some(basis_points), None) => ExitRule::ShareOfRemaining {
            basis_points,
            at_most: entry.exit_at_most.map_or(Ok(Amount::MAX), |most| amount("exit_at_most", most))?,
        },
        (None, Some(fee)) => ExitRule::Fixed(amount("exit_fee", fee)?),
        (Some(_), Some(_)) => return Err("a plan has one of `exit_bp` and `exit_fee`, or neither".to_owned()),
    };
    let term = Term::of_months(entry.months).ok_or("`months` of a plan are 12, 24 or 36")?;
    let monthly_fee = amount("monthly_fee", entry.monthly_fee)?;
    let plan = Plan { monthly_fee, term, subsidy: amount("subsidy", entry.subsidy)?, exit };
    plan.check().map_err(|error| error.to_string())?;
    let then = entry.then_monthly.map(|fee| amount("then_monthly", fee)).transpose()?;
    Ok(OperatorPlan {
        id: entry.id,
        name: entry.name,
        operator: entry.operator,
        plan,
        after: then.map_or(AfterTerm::Ends, AfterTerm::Monthly),
        minutes: entry.minutes,
        data_mb: entry.data_mb,
        messages: entry.messages,
    })
}
