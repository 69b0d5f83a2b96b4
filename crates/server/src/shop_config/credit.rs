//! Phone credit: `[credit]`, with the guarantor's rules and the operators' plans.

use super::{Mistakes, secret};
use crate::signature::Secret;
use fairday_contract::CategorySlug;
use fairday_credit::assess::{Band, Fact, LineStep, Rules, Table};
use fairday_credit::early::ReturnTerms;
use fairday_credit::late::{DailyFee, GRACE_DAYS_MAX, LateRule};
use fairday_credit::plan::{ExitRule, Plan, Term};
use fairday_credit::schedule::{FeeTerms, INSTALMENTS_MAX};
use fairday_credit::sheet::{AfterTerm, COOLING_OFF_DAYS_MAX, COOLING_OFF_DAYS_MIN, NAME_CHARS_MAX};
use fairday_credit::{Amount, BillDay, UtcOffset, calendar};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::ops::Range;
use toml::Spanned;

/// Where the guarantor's secret is when it is not in the file.
const SECRET_VARIABLE: &str = "FAIRDAY_GUARANTOR_SECRET";
/// The longest text of an agreement, bytes.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;
/// The most categories.
pub const CATEGORIES_MAX: usize = 50;
/// The most plans.
pub const PLANS_MAX: usize = 500;
/// For how many days an offer stands, at most.
pub const OFFER_DAYS_MAX: u32 = 30;
/// How many days the hand-over may be after the offer, at most.
pub const HAND_OVER_DAYS_MAX: u32 = 60;

/// Phone credit of this shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditConfig {
    /// Who lends.
    pub lender: String,
    /// Who stands in for the shopper.
    pub guarantor: String,
    /// The version of the agreement's text, with its language: `3-zh-CN`.
    pub agreement: String,
    /// That text.
    pub text: String,
    /// The categories whose goods can be had on credit with an agreement of their own; none: nothing new is lent.
    pub categories: Vec<CategorySlug>,
    /// How many months a loan without a plan may have.
    pub months: Vec<u32>,
    /// Service fees.
    pub fees: FeeTerms,
    /// What being late costs.
    pub late: LateRule,
    /// What a returned phone pays.
    pub returns: ReturnTerms,
    /// When bills are due.
    pub bill_day: BillDay,
    /// The shop's time zone, minutes east of UTC.
    pub utc_offset: i32,
    /// For how many days after the hand-over a shopper can withdraw.
    pub cooling_off_days: u32,
    /// For how many days after it was made an offer can be signed.
    pub offer_days: u32,
    /// How many days after the offer the hand-over is expected, at the latest.
    pub hand_over_days: u32,
    /// The rules of the built-in guarantor.
    pub rules: Table,
    /// The days of grace of a loan whose shopper is in hardship, if they are more than `late` has.
    pub hardship_grace_days: u32,
    /// The system that stands in; none when the shop does, by its rules.
    pub guarantor_at: Option<GuarantorEndpoint>,
    /// Operators' plans; no two with one id.
    pub plans: Vec<OperatorPlan>,
}

/// Another system that stands in for shoppers: see docs/guarantor.md.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuarantorEndpoint {
    /// Where.
    pub url: String,
    /// What messages and answers are signed with.
    pub secret: Secret,
}

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

impl CreditConfig {
    /// SHA-256 of the agreement's text.
    pub fn text_digest(&self) -> [u8; 32] {
        Sha256::digest(self.text.as_bytes()).into()
    }

    /// The plan with this id.
    pub fn plan(&self, id: &str) -> Option<&OperatorPlan> {
        self.plans.iter().find(|plan| plan.id == id)
    }
}

/// `[credit]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    lender: String,
    guarantor: String,
    agreement: String,
    text: String,
    #[serde(default)]
    categories: Vec<CategorySlug>,
    #[serde(default)]
    months: Vec<u32>,
    #[serde(default)]
    one_time_bp: u32,
    #[serde(default)]
    monthly_bp: u32,
    #[serde(default)]
    grace_days: u32,
    #[serde(default)]
    late_daily_bp: u32,
    yearly_cap_bp: u32,
    #[serde(default)]
    return_principal_bp: u32,
    bill_day: u8,
    #[serde(default = "china")]
    utc_offset_minutes: i32,
    cooling_off_days: u32,
    offer_days: u32,
    hand_over_days: u32,
    #[serde(default = "hardship_grace_days")]
    hardship_grace_days: u32,
    guarantor_at: Option<GuarantorEntry>,
    rules: RulesEntry,
    #[serde(default)]
    plan: Vec<Spanned<PlanEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuarantorEntry {
    url: String,
    secret: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesEntry {
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanEntry {
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

const fn hardship_grace_days() -> u32 {
    30
}

const fn china() -> i32 {
    calendar::CHINA_OFFSET_MINUTES
}

pub(super) fn check(section: Option<Spanned<Section>>, mistakes: &mut Mistakes) -> Option<CreditConfig> {
    let section = section?;
    let span = section.span();
    let section = section.into_inner();
    limits(&section, &span, mistakes);
    let late = late(&section, &span, mistakes);
    let is_remote = section.guarantor_at.is_some();
    let guarantor_at = section.guarantor_at.and_then(|entry| {
        let url = secret::url(&entry.url, span.clone(), mistakes);
        let secret = secret::secret(entry.secret.as_deref(), SECRET_VARIABLE, span.clone(), mistakes);
        Some(GuarantorEndpoint { url: url?, secret: secret? })
    });
    if is_remote && guarantor_at.is_none() {
        return None; // it was told; the shop's own rules must not stand in for another's
    }
    let rules = rules(section.rules, &span, mistakes);
    let plans = plans(section.plan, mistakes);
    let bill_day = BillDay::new(section.bill_day).map_err(|error| mistakes.tell(span, error.to_string()));
    Some(CreditConfig {
        lender: section.lender,
        guarantor: section.guarantor,
        agreement: section.agreement,
        text: section.text,
        categories: section.categories,
        months: section.months,
        fees: FeeTerms { one_time_bp: section.one_time_bp, monthly_bp: section.monthly_bp },
        late: late?,
        returns: ReturnTerms { principal_bp: section.return_principal_bp },
        bill_day: bill_day.ok()?,
        utc_offset: section.utc_offset_minutes,
        cooling_off_days: section.cooling_off_days,
        offer_days: section.offer_days,
        hand_over_days: section.hand_over_days,
        hardship_grace_days: section.hardship_grace_days,
        guarantor_at,
        rules: rules?,
        plans,
    })
}

fn limits(section: &Section, span: &Range<usize>, mistakes: &mut Mistakes) {
    let mut check = |is_right: bool, sentence: String| {
        if !is_right {
            mistakes.tell(span.clone(), sentence);
        }
    };
    for (name, text) in
        [("lender", &section.lender), ("guarantor", &section.guarantor), ("agreement", &section.agreement)]
    {
        check(is_name(text), name_rule(name));
    }
    let text = (1..=TEXT_BYTES_MAX).contains(&section.text.len());
    check(text, format!("`text` is the agreement, at most {TEXT_BYTES_MAX} bytes"));
    let months = section.months.iter().all(|months| (1..=INSTALMENTS_MAX).contains(months));
    check(months, format!("`months` are numbers from 1 to {INSTALMENTS_MAX}"));
    let categories = section.categories.len() <= CATEGORIES_MAX;
    check(categories, format!("`categories` are at most {CATEGORIES_MAX}"));
    let days = COOLING_OFF_DAYS_MIN..=COOLING_OFF_DAYS_MAX;
    let sentence = format!("`cooling_off_days` is {COOLING_OFF_DAYS_MIN} to {COOLING_OFF_DAYS_MAX}");
    check(days.contains(&section.cooling_off_days), sentence);
    check(section.offer_days <= OFFER_DAYS_MAX, format!("`offer_days` is at most {OFFER_DAYS_MAX}"));
    let sentence = format!("`hand_over_days` is at most {HAND_OVER_DAYS_MAX}");
    check(section.hand_over_days <= HAND_OVER_DAYS_MAX, sentence);
    let sentence = format!("`hardship_grace_days` is at most {GRACE_DAYS_MAX}");
    check(section.hardship_grace_days <= GRACE_DAYS_MAX, sentence);
    check(section.return_principal_bp <= 10_000, "`return_principal_bp` is at most 10000".to_owned());
    if let Err(error) = UtcOffset::minutes_east(section.utc_offset_minutes) {
        check(false, format!("`utc_offset_minutes`: {error}"));
    }
}

fn late(section: &Section, span: &Range<usize>, mistakes: &mut Mistakes) -> Option<LateRule> {
    let fee = match section.late_daily_bp {
        0 => DailyFee::Nothing,
        basis_points => DailyFee::BasisPoints(basis_points),
    };
    let rule = LateRule { grace_days: section.grace_days, fee, yearly_cap_bp: section.yearly_cap_bp };
    rule.check().map_err(|error| mistakes.tell(span.clone(), error.to_string())).ok()?;
    Some(rule)
}

fn rules(entry: RulesEntry, span: &Range<usize>, mistakes: &mut Mistakes) -> Option<Table> {
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

fn plans(entries: Vec<Spanned<PlanEntry>>, mistakes: &mut Mistakes) -> Vec<OperatorPlan> {
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

fn plan(entry: PlanEntry) -> Result<OperatorPlan, String> {
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

fn is_name(text: &str) -> bool {
    let is_plain = !text.chars().any(char::is_control) && text.trim() == text;
    is_plain && (1..=NAME_CHARS_MAX).contains(&text.chars().count())
}

fn name_rule(name: &str) -> String {
    format!("`{name}` is 1 to {NAME_CHARS_MAX} characters in one line, without spaces around it")
}
