//! The terms of an agreement: what the shop's configuration makes of what a shopper chooses.

use super::CreditError;
use crate::shop_config::CreditConfig;
use fairday_contract::{Currency, VariantId};
use fairday_credit::plan::PlanError;
use fairday_credit::sheet::{PhoneNumber, PlanTerms, Sheet, SheetError, Terms, TermsError};
use fairday_credit::{Amount, Date};
use serde::{Deserialize, Serialize};

/// What is bought, as the catalogue says it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handset {
    /// Which one.
    pub variant: VariantId,
    /// What it is called.
    pub goods: String,
    /// Its price for cash, minor units.
    pub price: i64,
    /// Of what.
    pub currency: Currency,
}

/// What a shopper chooses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The plan that comes with it, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Whether the shopper's own number goes on; otherwise the operator gives a new one.
    #[serde(default)]
    pub keep_number: bool,
    /// How many instalments.
    pub months: u32,
    /// What is paid at the counter, of the price: less has to be lent. Usually nothing.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub deposit: i64,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
const fn is_zero(minor: &i64) -> bool {
    *minor == 0
}

/// The sheet for this choice, offered on this day.
///
/// # Errors
/// `Invalid` when there is none.
pub(super) fn sheet(
    config: &CreditConfig,
    handset: &Handset,
    choice: &Choice,
    offered: Date,
) -> Result<Sheet, CreditError> {
    Sheet::work_out(terms(config, handset, choice, offered)?).map_err(|error| {
        let field = match error {
            SheetError::Plan(PlanError::DepositTooLarge) => "deposit",
            SheetError::NothingToFinance if choice.deposit > 0 => "deposit",
            SheetError::NothingToFinance => "plan",
            SheetError::Schedule(_) | SheetError::Terms(TermsError::PlanTerm) => "months",
            _ => "handset",
        };
        CreditError::field(field, error.to_string())
    })
}

fn terms(
    config: &CreditConfig,
    handset: &Handset,
    choice: &Choice,
    offered: Date,
) -> Result<Terms, CreditError> {
    let plan = match &choice.plan {
        None if config.months.contains(&choice.months) => None,
        None => return Err(CreditError::field("months", "is not one of those that the shop offers")),
        Some(id) => {
            let plan = config.plan(id).ok_or_else(|| CreditError::field("plan", "is not offered"))?;
            Some(PlanTerms {
                name: plan.name.clone(),
                operator: plan.operator.clone(),
                plan: plan.plan,
                number: if choice.keep_number { PhoneNumber::Keep } else { PhoneNumber::New },
                after: plan.after,
            })
        }
    };
    let price =
        Amount::new(handset.price).map_err(|error| CreditError::field("handset", error.to_string()))?;
    let deposit =
        Amount::new(choice.deposit).map_err(|error| CreditError::field("deposit", error.to_string()))?;
    Ok(Terms {
        agreement: config.agreement.clone(),
        text_digest: config.text_digest(),
        currency: handset.currency.code().to_owned(),
        lender: config.lender.clone(),
        guarantor: config.guarantor.clone(),
        goods: handset.goods.clone(),
        price,
        deposit,
        plan,
        months: choice.months,
        fees: config.fees,
        offer_ends: offered.plus_days(config.offer_days.cast_signed())?,
        hand_over: offered.plus_days(config.hand_over_days.cast_signed())?,
        bill_day: config.bill_day,
        cooling_off_days: config.cooling_off_days,
        late: config.late,
        returns: config.returns,
    })
}
