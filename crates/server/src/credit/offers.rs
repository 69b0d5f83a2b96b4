//! On what terms the shop sells on credit, as everybody can read it.

use crate::hex::hex;
use crate::shop_config::{CreditConfig, OperatorPlan, ShopConfig};
use fairday_contract::{AgreementText, CreditOffers, Currency, Money, PlanOffer, ProductDetail};
use fairday_credit::late::DailyFee;
use fairday_credit::plan::{ExitRule, Pairing, Plan};
use fairday_credit::schedule::{Instalment, Schedule};
use fairday_credit::sheet::AfterTerm;
use fairday_credit::{Amount, Date};

impl ShopConfig {
    /// The product with what a month costs at the least when nothing is paid today, where it is sold on credit.
    pub fn with_monthly_from(&self, product: ProductDetail) -> ProductDetail {
        let monthly_from = self.credit.as_ref().and_then(|credit| credit.monthly_from_of(&product));
        ProductDetail { monthly_from, ..product }
    }
}

impl CreditConfig {
    /// What everybody can read of it. The rules of the guarantor are the shop's own.
    pub fn offers(&self, currency: Currency) -> CreditOffers {
        CreditOffers {
            currency,
            lender: self.lender.clone(),
            guarantor: self.guarantor.clone(),
            agreement: self.agreement.clone(),
            text_digest: hex(&self.text_digest()),
            categories: self.categories.clone(),
            months: self.months.clone(),
            one_time_bp: self.fees.one_time_bp,
            monthly_bp: self.fees.monthly_bp,
            grace_days: self.late.grace_days,
            late_daily_bp: match self.late.fee {
                DailyFee::BasisPoints(basis_points) => basis_points,
                _ => 0, // a configuration has no other
            },
            yearly_cap_bp: self.late.yearly_cap_bp,
            return_principal_bp: self.returns.principal_bp,
            bill_day: self.bill_day.day(),
            utc_offset_minutes: self.utc_offset,
            cooling_off_days: self.cooling_off_days,
            offer_days: self.offer_days,
            hand_over_days: self.hand_over_days,
            plans: self.plans.iter().map(plan).collect(),
        }
    }

    /// The agreement's text as it is now.
    pub fn agreement_text(&self) -> AgreementText {
        AgreementText { agreement: self.agreement.clone(), text: self.text.clone() }
    }

    fn monthly_from_of(&self, product: &ProductDetail) -> Option<Money> {
        if !product.categories.iter().any(|category| self.categories.contains(&category.slug)) {
            return None;
        }
        let cheapest =
            product.variants.iter().map(|variant| variant.price).min_by_key(|price| price.amount)?;
        let monthly = self.monthly_from(Amount::new(cheapest.amount).ok()?)?;
        Some(Money::new(monthly.minor(), cheapest.currency))
    }

    /// The least that a month costs, over all plans and terms: of each, its dearest month.
    fn monthly_from(&self, price: Amount) -> Option<Amount> {
        let with_plan = self.plans.iter().map(|one| (Some(&one.plan), one.plan.term.months()));
        let without = self.months.iter().map(|months| (None, *months));
        with_plan.chain(without).filter_map(|(plan, months)| self.month(price, plan, months)).min()
    }

    /// What the dearest month costs; nothing where there is nothing to lend. On which days the bills are due does not matter.
    fn month(&self, price: Amount, plan: Option<&Plan>, months: u32) -> Option<Amount> {
        let financed = Pairing::new(price, plan, Amount::ZERO).ok()?.financed;
        let any_day = Date::from_days_since_1970(0).ok()?;
        let schedule = Schedule::new(financed, months, self.fees, any_day, self.bill_day).ok()?;
        let dearest = schedule.instalments().iter().map(Instalment::total).max()?;
        dearest.plus(plan.map_or(Amount::ZERO, |plan| plan.monthly_fee)).ok()
    }
}

fn plan(plan: &OperatorPlan) -> PlanOffer {
    let (exit_bp, exit_at_most, exit_fee) = match plan.plan.exit {
        ExitRule::Free => (None, None, None),
        ExitRule::ShareOfRemaining { basis_points, at_most } => {
            (Some(basis_points), (at_most != Amount::MAX).then(|| at_most.minor()), None)
        }
        ExitRule::Fixed(fee) => (None, None, Some(fee.minor())),
    };
    PlanOffer {
        id: plan.id.clone(),
        name: plan.name.clone(),
        operator: plan.operator.clone(),
        monthly_fee: plan.plan.monthly_fee.minor(),
        months: plan.plan.term.months(),
        subsidy: plan.plan.subsidy.minor(),
        exit_bp,
        exit_at_most,
        exit_fee,
        then_monthly: match plan.after {
            AfterTerm::Ends => None,
            AfterTerm::Monthly(fee) => Some(fee.minor()),
        },
        minutes: plan.minutes,
        data_mb: plan.data_mb,
        messages: plan.messages,
    }
}
