//! Phone credit: `[credit]`, with the guarantor's rules and the operators' plans.

mod plan;
mod rules;

pub use plan::{OperatorPlan, PLANS_MAX};

use super::reminders::{self, RemindersConfig};
use super::{Mistakes, secret};
use crate::signature::Secret;
use fairday_contract::CategorySlug;
use fairday_credit::assess::Table;
use fairday_credit::early::ReturnTerms;
use fairday_credit::late::{DailyFee, GRACE_DAYS_MAX, LateRule, RESIDUE_MAX};
use fairday_credit::schedule::{FeeTerms, INSTALMENTS_MAX};
use fairday_credit::sheet::{COOLING_OFF_DAYS_MAX, COOLING_OFF_DAYS_MIN, NAME_CHARS_MAX};
use fairday_credit::{Amount, BillDay, UtcOffset, calendar};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::ops::Range;
use toml::Spanned;

/// Where the guarantor's secret is when it is not in the file.
const SECRET_VARIABLE: &str = "FAIRDAY_GUARANTOR_SECRET";
/// The longest text of an agreement, bytes.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;
/// What an instalment may lack without being late in a shop that says nothing about it, minor units.
pub const RESIDUE_UNSAID: i64 = 5;
/// The most categories.
pub const CATEGORIES_MAX: usize = 50;
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
    /// The categories whose goods can be had on credit with an agreement of their own; none: nothing new is lent
    /// ([`Self::lends`]).
    pub categories: Vec<CategorySlug>,
    /// How many months a loan without a plan may have.
    pub months: Vec<u32>,
    /// Service fees.
    pub fees: FeeTerms,
    /// What being late costs, as it is signed.
    pub late: LateRule,
    /// An instalment that lacks no more than this is not late.
    pub residue: Amount,
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
    /// Whether loans can be paid back online too.
    pub takes_online: bool,
    /// When shoppers who ask for it are reminded of what is due; none when nobody is.
    pub reminders: Option<RemindersConfig>,
}

/// Another system that stands in for shoppers: see docs/guarantor.md.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuarantorEndpoint {
    /// Where.
    pub url: String,
    /// What messages and answers are signed with.
    pub secret: Secret,
}

impl CreditConfig {
    /// Whether anything new is lent. What was lent goes on in any case.
    pub const fn lends(&self) -> bool {
        !self.categories.is_empty()
    }

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
    #[serde(default = "residue")]
    late_residue: i64,
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
    rules: rules::Entry,
    #[serde(default)]
    plan: Vec<Spanned<plan::Entry>>,
    reminders: Option<Spanned<reminders::Section>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuarantorEntry {
    url: String,
    secret: Option<String>,
}

const fn residue() -> i64 {
    RESIDUE_UNSAID
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
    let residue = Amount::new(section.late_residue).ok().filter(|residue| *residue <= RESIDUE_MAX);
    let residue = residue.ok_or_else(|| {
        let most = RESIDUE_MAX.minor();
        mistakes.tell(span.clone(), format!("`late_residue` is 0 to {most}, in minor units"));
    });
    let is_remote = section.guarantor_at.is_some();
    let guarantor_at = section.guarantor_at.and_then(|entry| {
        let url = secret::url(&entry.url, span.clone(), mistakes);
        let secret = secret::secret(entry.secret.as_deref(), SECRET_VARIABLE, span.clone(), mistakes);
        Some(GuarantorEndpoint { url: url?, secret: secret? })
    });
    if is_remote && guarantor_at.is_none() {
        return None; // it was told; the shop's own rules must not stand in for another's
    }
    let rules = rules::check(section.rules, &span, mistakes);
    let plans = plan::check(section.plan, mistakes);
    let reminders = section.reminders.and_then(|section| reminders::check(section, mistakes));
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
        residue: residue.ok()?,
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
        takes_online: false, // the section of payments says it
        reminders,
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
    let rule = LateRule {
        grace_days: section.grace_days,
        fee,
        yearly_cap_bp: section.yearly_cap_bp,
        residue: Amount::ZERO,
    };
    rule.check().map_err(|error| mistakes.tell(span.clone(), error.to_string())).ok()?;
    Some(rule)
}

fn is_name(text: &str) -> bool {
    let is_plain = !text.chars().any(char::is_control) && text.trim() == text;
    is_plain && (1..=NAME_CHARS_MAX).contains(&text.chars().count())
}

fn name_rule(name: &str) -> String {
    format!("`{name}` is 1 to {NAME_CHARS_MAX} characters in one line, without spaces around it")
}
