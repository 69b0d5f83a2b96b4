//! Phone credit on the phone: what is chosen, and the sheet that follows from it. The rules are those of `fairday_credit`,
//! which the server goes by too.

use crate::domain::choice;
use fairday_contract::{
    AgreementId, CreditChoice, CreditOffers, Currency, InstalmentStanding, LoanStanding, OrderId, PlanOffer,
    ProductDetail, ProductHandle, RepaymentId, RepaymentRequest, Variant, VariantId,
};
use fairday_credit::early::ReturnTerms;
use fairday_credit::late::{DailyFee, LateRule};
use fairday_credit::plan::{ExitRule, Plan, Term};
use fairday_credit::schedule::FeeTerms;
use fairday_credit::sheet::{AfterTerm, NAME_CHARS_MAX, PhoneNumber, PlanTerms, Sheet, Terms};
use fairday_credit::{Amount, BillDay, Date, UtcOffset};
use fairday_input::{digits, narrow};
use fairday_wire::Wire;

/// Nobody is older, years.
const AGE_MAX: u32 = 120;

/// What is chosen, and how far that has come. Kept with every tap, so that it is there after a killed tab and can be gone on
/// with when there is network. Who the shopper is stands nowhere in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Wire)]
pub struct Draft {
    /// What is bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<ProductHandle>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// How.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<CreditChoice>,
    /// The agreement's id: made once, before anything is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<AgreementId>,
    /// The order's id: made once, before the signature is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// Whether the application was sent: from before the first try on, until the shop has refused it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub was_sent: bool,
}

impl Draft {
    /// What is chosen is another wish, with an agreement of its own.
    pub fn begin(&mut self, id: AgreementId) {
        (self.agreement, self.order, self.was_sent) = (Some(id), None, false);
    }
}

/// A payment that was begun: kept before it is sent, so that the same is sent again after a lost answer.
#[derive(Clone, Debug, PartialEq, Eq, Wire)]
pub struct Kept {
    /// What is paid for.
    pub agreement: AgreementId,
    /// The payment's id.
    pub id: RepaymentId,
    /// What is sent.
    pub request: RepaymentRequest,
}

/// The day in the shop's time zone.
pub fn today(offers: &CreditOffers, now_ms: i64) -> Option<Date> {
    Date::at(now_ms, UtcOffset::minutes_east(offers.utc_offset_minutes).ok()?).ok()
}

/// What the sheet calls the goods.
pub fn goods(product: &ProductDetail, variant: &Variant) -> String {
    let words = choice::words(product, &variant.choice);
    let name = if words.is_empty() { product.title.clone() } else { format!("{} {words}", product.title) };
    let plain: String = name.chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
    plain.trim().to_owned()
}

/// The variant that is chosen, as long as there is one.
pub fn variant(product: &ProductDetail, id: VariantId) -> Option<&Variant> {
    product.variants.iter().find(|variant| variant.id == id)
}

/// The sheet for what is chosen, offered on this day; nothing when there is none: the price is too small for so many months,
/// a plan pays for everything, or there is no such plan any more.
pub fn sheet(
    offers: &CreditOffers,
    product: &ProductDetail,
    wanted: &CreditChoice,
    today: Date,
) -> Option<Sheet> {
    let variant = variant(product, wanted.variant)?;
    Sheet::work_out(terms(offers, product, variant, wanted, today)?).ok()
}

fn terms(
    offers: &CreditOffers,
    product: &ProductDetail,
    variant: &Variant,
    wanted: &CreditChoice,
    today: Date,
) -> Option<Terms> {
    let plan = match &wanted.plan {
        Some(id) => {
            let offer = offers.plans.iter().find(|plan| plan.id == *id)?;
            Some(plan_terms(offer, wanted.keep_number)?)
        }
        None if offers.months.contains(&wanted.months) => None,
        None => return None,
    };
    let fee = if offers.late_daily_bp == 0 {
        DailyFee::Nothing
    } else {
        DailyFee::BasisPoints(offers.late_daily_bp)
    };
    Some(Terms {
        agreement: offers.agreement.clone(),
        text_digest: digest(&offers.text_digest)?,
        currency: offers.currency.code().to_owned(),
        lender: offers.lender.clone(),
        guarantor: offers.guarantor.clone(),
        goods: goods(product, variant),
        price: amount(variant.price.amount)?,
        deposit: amount(wanted.deposit)?,
        plan,
        months: wanted.months,
        fees: FeeTerms { one_time_bp: offers.one_time_bp, monthly_bp: offers.monthly_bp },
        offer_ends: today.plus_days(i32::try_from(offers.offer_days).ok()?).ok()?,
        hand_over: today.plus_days(i32::try_from(offers.hand_over_days).ok()?).ok()?,
        bill_day: BillDay::new(offers.bill_day).ok()?,
        cooling_off_days: offers.cooling_off_days,
        late: LateRule {
            grace_days: offers.grace_days,
            fee,
            yearly_cap_bp: offers.yearly_cap_bp,
            residue: Amount::ZERO,
        },
        returns: ReturnTerms { principal_bp: offers.return_principal_bp },
    })
}

fn plan_terms(offer: &PlanOffer, keep_number: bool) -> Option<PlanTerms> {
    let exit = match (offer.exit_bp, offer.exit_fee) {
        (Some(basis_points), _) => {
            let at_most = offer.exit_at_most.map_or(Some(Amount::MAX), amount)?;
            ExitRule::ShareOfRemaining { basis_points, at_most }
        }
        (None, Some(fee)) => ExitRule::Fixed(amount(fee)?),
        (None, None) => ExitRule::Free,
    };
    Some(PlanTerms {
        name: offer.name.clone(),
        operator: offer.operator.clone(),
        plan: Plan {
            monthly_fee: amount(offer.monthly_fee)?,
            term: Term::of_months(offer.months)?,
            subsidy: amount(offer.subsidy)?,
            exit,
        },
        number: if keep_number { PhoneNumber::Keep } else { PhoneNumber::New },
        after: offer
            .then_monthly
            .map_or(Some(AfterTerm::Ends), |fee| Some(AfterTerm::Monthly(amount(fee)?)))?,
    })
}

fn amount(minor: i64) -> Option<Amount> {
    Amount::new(minor).ok()
}

/// Reads hexadecimal digits, two a byte.
fn digest(text: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in digest.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(digest)
}

/// What a shopper finds chosen at first: what costs the least a month, as the product's page says; the same variant as there.
pub fn first(offers: &CreditOffers, product: &ProductDetail, today: Date) -> Option<CreditChoice> {
    let first = choice::variant(product, &choice::first(product))?.id;
    let with = offers.plans.iter().map(|plan| (Some(plan.id.clone()), plan.months));
    let choices = with
        .chain(offers.months.iter().map(|months| (None, *months)))
        .map(|(plan, months)| CreditChoice { variant: first, plan, keep_number: false, months, deposit: 0 });
    choices
        .filter_map(|one| Some((sheet(offers, product, &one, today)?.months.first()?.total, one)))
        .min_by_key(|(total, _)| *total)
        .map(|(_, one)| one)
}

/// A choice that can still be made; nothing when the shop offers it no more.
pub fn still(offers: &CreditOffers, product: &ProductDetail, old: &CreditChoice) -> Option<CreditChoice> {
    let variant = variant(product, old.variant).filter(|variant| choice::is_available(variant))?;
    let months = match &old.plan {
        Some(id) => offers.plans.iter().find(|plan| plan.id == *id)?.months,
        None => Some(old.months).filter(|months| offers.months.contains(months))?,
    };
    Some(CreditChoice { variant: variant.id, months, ..old.clone() })
}

/// An age as typed.
pub fn age(text: &str) -> Option<u32> {
    digits(text).parse().ok().filter(|age| (1..=AGE_MAX).contains(age))
}

/// An amount of a currency as typed, in minor units.
pub fn typed_amount(text: &str, currency: Currency) -> Option<i64> {
    let text = narrow(text);
    let text = text.trim().trim_start_matches(['¥', '￥']).trim_start();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = usize::from(currency.minor_digits());
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || part.len() > digits || !is_number(whole) || !is_number(part) {
        return None;
    }
    format!("{whole}{part:0<digits$}").parse().ok().filter(|minor| *minor > 0)
}

/// An annual rate or a share: basis points in per cent, `18.25`, `0`.
pub fn per_cent(basis_points: u32) -> String {
    let (whole, part) = (basis_points / 100, basis_points % 100);
    match part {
        0 => whole.to_string(),
        _ => format!("{whole}.{part:02}").trim_end_matches('0').to_owned(),
    }
}

/// What is to be paid next: how much, and until when. Nothing when nothing is left.
pub fn next_due(loan: &LoanStanding) -> Option<(i64, &str)> {
    let open = loan.instalments.iter().find(|one| missing(one) > 0);
    if loan.owed_now > 0 {
        return Some((loan.owed_now, open.map_or(loan.as_of.as_str(), |one| one.due.as_str())));
    }
    open.map(|one| (missing(one), one.due.as_str()))
}

/// What an instalment lacks.
pub fn missing(one: &InstalmentStanding) -> i64 {
    one.handset.saturating_add(one.plan).saturating_sub(one.covered).max(0)
}

/// What is left of all instalments, with late fees.
pub fn left(loan: &LoanStanding) -> i64 {
    loan.instalments.iter().map(missing).fold(loan.late_fees, i64::saturating_add)
}
