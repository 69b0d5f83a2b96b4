//! The canonical form: lines of a key and values, in a fixed order, UTF-8, each ended by a line feed.
//!
//! It can be read by a person (it is what would be shown to a court), and is the same on every machine: integers in
//! decimal, dates as ISO 8601, names as the rest of their line.
//!
//! What was signed has to be read for years. So a change of anything here, of how a figure is worked out, or of a limit
//! that would refuse what it allowed, is a new [`FORM`], and the old one stays readable.

use super::{AfterTerm, PhoneNumber, Sheet};
use crate::late::{DailyFee, EXAMPLE_DAYS, LATE_DAYS_MAX};
use crate::plan::ExitRule;
use std::fmt::{Display, Write};

/// The name and version of this form: its first line.
pub const FORM: &str = "fairday-credit-sheet 1";
/// How the annual percentage rate was worked out: [`crate::apr`].
const RATE_METHOD: &str = "2008/48/EC-annex-I";

impl Sheet {
    /// The bytes that are signed. A digest of them stands for exactly these terms.
    pub fn bytes(&self) -> Vec<u8> {
        let mut lines = Lines(format!("{FORM}\n"));
        self.parties(&mut lines);
        self.plan(&mut lines);
        self.loan(&mut lines);
        self.ends(&mut lines);
        lines.0.into_bytes()
    }

    fn parties(&self, lines: &mut Lines) {
        let terms = &self.terms;
        lines.add("kind", "loan");
        lines.add("agreement", &terms.agreement);
        lines.add("agreement-text", Hex(&terms.text_digest));
        lines.add("currency", &terms.currency);
        lines.add("lender", &terms.lender);
        lines.add("guarantor", &terms.guarantor);
        lines.add("goods", &terms.goods);
        lines.add("price", self.pairing.price.minor());
        lines.add("subsidy", self.pairing.subsidy.minor());
        lines.add("today", self.pairing.deposit.minor());
        lines.add("lent", self.pairing.financed.minor());
    }

    fn plan(&self, lines: &mut Lines) {
        let Some(terms) = &self.terms.plan else {
            lines.add("plan", "-");
            return;
        };
        lines.add("plan", &terms.name);
        lines.add("plan-operator", &terms.operator);
        lines.add("plan-monthly", terms.plan.monthly_fee.minor());
        lines.add("plan-months", terms.plan.term.months());
        match terms.plan.exit {
            ExitRule::Free => lines.add("plan-exit", "free"),
            ExitRule::ShareOfRemaining { basis_points, at_most } => {
                lines.add("plan-exit", format_args!("share {basis_points} {}", at_most.minor()));
            }
            ExitRule::Fixed(fee) => lines.add("plan-exit", format_args!("fixed {}", fee.minor())),
        }
        match terms.number {
            PhoneNumber::Keep => lines.add("number", "keep"),
            PhoneNumber::New => lines.add("number", "new"),
        }
        match terms.after {
            AfterTerm::Ends => lines.add("after-term", "ends"),
            AfterTerm::Monthly(fee) => lines.add("after-term", format_args!("monthly {}", fee.minor())),
        }
    }

    fn loan(&self, lines: &mut Lines) {
        let (terms, totals) = (&self.terms, &self.totals);
        lines.add("fee-one-time-bp", terms.fees.one_time_bp);
        lines.add("fee-monthly-bp", terms.fees.monthly_bp);
        lines.add("fees", self.schedule.fees().minor());
        lines.add("offer-ends", terms.offer_ends);
        lines.add("hand-over", terms.hand_over);
        lines.add("bill-day", terms.bill_day.day());
        lines.add("months", self.months.len());
        for month in &self.months {
            let (principal, fee, plan) = (month.principal.minor(), month.fee.minor(), month.plan.minor());
            let total = month.total.minor();
            lines.add(
                format_args!("month {}", month.number),
                format_args!("{} {principal} {fee} {plan} {total}", month.due),
            );
        }
        lines.add("total-handset", totals.handset.minor());
        lines.add("total-plan", totals.plan.minor());
        lines.add("total-paid", totals.paid.minor());
        lines.add("total-cash", totals.cash.minor());
        lines.add("more-than-cash", totals.more_than_cash);
        lines.add("rate-bp", self.rates.effective_bp);
        lines.add("rate-nominal-bp", self.rates.nominal_bp);
        lines.add("rate-method", RATE_METHOD);
    }

    fn ends(&self, lines: &mut Lines) {
        let late = &self.terms.late;
        lines.add("late-grace-days", late.grace_days);
        match late.fee {
            DailyFee::Nothing => lines.add("late-fee", "nothing"),
            DailyFee::BasisPoints(share) => lines.add("late-fee", format_args!("daily-bp {share}")),
            DailyFee::Fixed(fee) => lines.add("late-fee", format_args!("daily {}", fee.minor())),
        }
        lines.add("late-cap-bp", late.yearly_cap_bp);
        lines.add("late-days-max", LATE_DAYS_MAX);
        lines.add("late-example", format_args!("{EXAMPLE_DAYS} {}", self.late_example.minor()));
        lines.add("cooling-off-days", self.terms.cooling_off_days);
        lines.add("return-principal-bp", self.terms.returns.principal_bp);
        for end in &self.early {
            let (principal, saved) = (end.principal.minor(), end.fees_saved.minor());
            let (exit, credit) = (end.plan_exit.minor(), end.phone_credit.minor());
            lines.add(
                format_args!("early {}", end.after),
                format_args!("{principal} {saved} {exit} {credit}"),
            );
        }
    }
}

struct Lines(String);

impl Lines {
    fn add(&mut self, key: impl Display, value: impl Display) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{key} {value}");
    }
}

struct Hex<'a>(&'a [u8]);

impl Display for Hex<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
