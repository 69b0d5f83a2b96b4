//! Reading what was signed.
//!
//! The canonical form says everything that a sheet is worked out from, so a signed sheet needs to be kept only once: its
//! bytes are what the digest is of, what the phone shows offline, and what the loan follows from. A form is a sheet only
//! when the sheet of its terms has exactly these bytes again.

use super::bytes::FORM;
use super::{AfterTerm, PhoneNumber, PlanTerms, Sheet, Terms};
use crate::amount::Amount;
use crate::calendar::{BillDay, Date};
use crate::early::ReturnTerms;
use crate::late::{DailyFee, LateRule};
use crate::plan::{ExitRule, Plan, Term};
use crate::schedule::FeeTerms;
use std::str::FromStr;
use thiserror::Error;

/// The most bytes that a sheet has: 36 months and as many ends of under a hundred bytes each, and names.
pub const SHEET_BYTES_MAX: usize = 16 * 1024;

/// The bytes are not those of a sheet: changed, cut off, or of another version of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("these are not the bytes of a sheet in the form \"{FORM}\"")]
pub struct NotASheet;

impl Sheet {
    /// The sheet that has these bytes.
    ///
    /// # Errors
    /// When no sheet has them.
    pub fn read(bytes: &[u8]) -> Result<Self, NotASheet> {
        if bytes.len() > SHEET_BYTES_MAX {
            return Err(NotASheet);
        }
        let form = Form(std::str::from_utf8(bytes).map_err(|_| NotASheet)?);
        let terms = form.terms().ok_or(NotASheet)?;
        let sheet = Self::work_out(terms).map_err(|_| NotASheet)?;
        if sheet.bytes() == bytes { Ok(sheet) } else { Err(NotASheet) }
    }
}

/// The lines of a form. What is worked out from others is not looked at: it is worked out again and compared.
struct Form<'a>(&'a str);

impl<'a> Form<'a> {
    fn terms(&self) -> Option<Terms> {
        Some(Terms {
            agreement: self.text("agreement")?,
            text_digest: digest(self.line("agreement-text")?)?,
            currency: self.text("currency")?,
            lender: self.text("lender")?,
            guarantor: self.text("guarantor")?,
            goods: self.text("goods")?,
            price: self.amount("price")?,
            deposit: self.amount("today")?,
            plan: if self.line("plan-operator").is_some() { Some(self.plan()?) } else { None },
            months: self.number("months")?,
            fees: FeeTerms {
                one_time_bp: self.number("fee-one-time-bp")?,
                monthly_bp: self.number("fee-monthly-bp")?,
            },
            offer_ends: self.number::<Date>("offer-ends")?,
            hand_over: self.number::<Date>("hand-over")?,
            bill_day: BillDay::new(self.number("bill-day")?).ok()?,
            cooling_off_days: self.number("cooling-off-days")?,
            late: self.late()?,
            returns: ReturnTerms { principal_bp: self.number("return-principal-bp")? },
        })
    }

    fn plan(&self) -> Option<PlanTerms> {
        let plan = Plan {
            monthly_fee: self.amount("plan-monthly")?,
            term: Term::of_months(self.number("plan-months")?)?,
            subsidy: self.amount("subsidy")?,
            exit: match self.words("plan-exit")? {
                ["free", "", ""] => ExitRule::Free,
                ["share", share, most] => {
                    ExitRule::ShareOfRemaining { basis_points: share.parse().ok()?, at_most: amount(most)? }
                }
                ["fixed", fee, ""] => ExitRule::Fixed(amount(fee)?),
                _ => return None,
            },
        };
        Some(PlanTerms {
            name: self.text("plan")?,
            operator: self.text("plan-operator")?,
            plan,
            number: match self.line("number")? {
                "keep" => PhoneNumber::Keep,
                "new" => PhoneNumber::New,
                _ => return None,
            },
            after: match self.words("after-term")? {
                ["ends", "", ""] => AfterTerm::Ends,
                ["monthly", fee, ""] => AfterTerm::Monthly(amount(fee)?),
                _ => return None,
            },
        })
    }

    fn late(&self) -> Option<LateRule> {
        let fee = match self.words("late-fee")? {
            ["nothing", "", ""] => DailyFee::Nothing,
            ["daily-bp", share, ""] => DailyFee::BasisPoints(share.parse().ok()?),
            ["daily", fee, ""] => DailyFee::Fixed(amount(fee)?),
            _ => return None,
        };
        Some(LateRule {
            grace_days: self.number("late-grace-days")?,
            fee,
            yearly_cap_bp: self.number("late-cap-bp")?,
            residue: Amount::ZERO,
        })
    }

    /// The rest of the line that begins with this key.
    fn line(&self, key: &str) -> Option<&'a str> {
        self.0.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(' '))
    }

    fn text(&self, key: &str) -> Option<String> {
        self.line(key).map(str::to_owned)
    }

    fn number<T: FromStr>(&self, key: &str) -> Option<T> {
        self.line(key)?.parse().ok()
    }

    fn amount(&self, key: &str) -> Option<Amount> {
        amount(self.line(key)?)
    }

    /// Up to three words.
    fn words(&self, key: &str) -> Option<[&'a str; 3]> {
        let mut words = self.line(key)?.split(' ');
        Some([words.next()?, words.next().unwrap_or(""), words.next().unwrap_or("")])
    }
}

fn amount(text: &str) -> Option<Amount> {
    Amount::new(text.parse().ok()?).ok()
}

/// Reads hexadecimal digits, two a byte.
fn digest(text: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    if text.len() != digest.len() * 2 {
        return None;
    }
    for (byte, digits) in digest.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(digest)
}
