//! Asking whether the shop would lend, before anything else is told: also by somebody of whom nothing is known.

use super::guarantor::NoAnswer;
use super::terms::sheet;
use super::{Choice, Credit, CreditError, Handset};
use crate::accounts::AccountId;
use crate::accounts::rate_limit::{Limit, Use, count};
use crate::database::Transaction;
use crate::shop_config::OperatorPlan;
use fairday_contract::CreditChoice;
use fairday_credit::Amount;
use fairday_credit::assess::{Applicant, Decision};
use fairday_credit::sheet::Sheet;

const HOUR_MS: i64 = 60 * 60 * 1000;
/// Oldest age that is believed, years.
pub const AGE_MAX: u32 = 150;
/// What an account can ask within a day.
pub const ASKED_BY_ACCOUNT: Limit =
    Limit { name: "credit/ask/account/day", most: 300, window_ms: 24 * HOUR_MS };
/// What an address can ask within an hour. Many phones of a network share one.
pub const ASKED_BY_ADDRESS: Limit = Limit { name: "credit/ask/address/hour", most: 600, window_ms: HOUR_MS };

impl Credit {
    /// The terms that would be offered today.
    ///
    /// # Errors
    /// `Invalid` when there are none.
    pub fn terms(&self, handset: &Handset, choice: &Choice) -> Result<Sheet, CreditError> {
        sheet(&self.config, handset, choice, self.today()?)
    }

    /// Whether the guarantor would lend so much to this account, or to somebody of whom nothing is known.
    ///
    /// # Errors
    /// `Invalid`, `NoGuarantor`, `NoAccount`.
    pub async fn ask(
        &self,
        account: Option<AccountId>,
        age: u32,
        asked: Amount,
    ) -> Result<Decision, CreditError> {
        if age > AGE_MAX {
            return Err(CreditError::field("age", format!("is whole years, at most {AGE_MAX}")));
        }
        if let Some(account) = account {
            return self.check(account, age, asked).await;
        }
        let stranger = Applicant {
            age,
            months_known: 0,
            orders_received: 0,
            orders_refused: 0,
            active_agreements: 0,
            overdue_days: 0,
            line_used: Amount::ZERO,
            asked,
        };
        self.guarantor.assess(stranger).await.map_err(|NoAnswer| CreditError::NoGuarantor)
    }

    /// Counts uses of what is limited, in a transaction of its own.
    ///
    /// # Errors
    /// `Limited`.
    pub async fn count(&self, uses: Vec<(Limit, String)>) -> Result<(), CreditError> {
        let uses: Vec<Use> = uses.iter().map(|(limit, who)| Use::new(&self.keys, *limit, who)).collect();
        let now_ms = self.now_ms;
        let job = move |transaction: &mut Transaction<'_>| count(transaction, &uses, now_ms);
        Ok(self.database.write(job).await?)
    }

    /// The plan with which at most `free` has to be lent, the cheapest a month; none when the one chosen pays as much.
    pub fn larger_plan(&self, price: i64, choice: &CreditChoice, free: i64) -> Option<&OperatorPlan> {
        let subsidy = self.subsidy(choice);
        let fits = |plan: &&OperatorPlan| {
            let lent = price - plan.plan.subsidy.minor() - choice.deposit;
            plan.plan.subsidy.minor() > subsidy && lent <= free && lent >= i64::from(plan.plan.term.months())
        };
        self.config.plans.iter().filter(fits).min_by_key(|plan| plan.plan.monthly_fee)
    }

    /// What the plan that is chosen pays of the price.
    pub fn subsidy(&self, choice: &CreditChoice) -> i64 {
        let plan = choice.plan.as_deref().and_then(|id| self.config.plan(id));
        plan.map_or(0, |plan| plan.plan.subsidy.minor())
    }
}
