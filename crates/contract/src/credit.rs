//! What the shop offers on credit, and whether it would to this shopper. Amounts are minor units of the shop's currency;
//! dates are ISO 8601 (`2026-11-21`) in the shop's time zone; shares are basis points: 1,000 is 10 %.
//!
//! A phone works out the whole sheet of an agreement from [`CreditOffers`] and a price, also without network: the rules are
//! in the crate `fairday-credit`, and the server signs exactly what they give.

use crate::{CategorySlug, Currency, ProductCard, VariantId};
use serde::{Deserialize, Serialize};

/// On what terms the shop sells on credit: `GET /api/v1/credit`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CreditOffers {
    /// Of every amount.
    pub currency: Currency,
    /// Who lends.
    pub lender: String,
    /// Who stands in for the shopper.
    pub guarantor: String,
    /// The version of the agreement's text, with its language.
    pub agreement: String,
    /// SHA-256 of that text in hexadecimal digits; its name in `GET /api/v1/credit/texts/{digest}`.
    pub text_digest: String,
    /// The categories whose goods can be had on credit with an agreement of their own.
    pub categories: Vec<CategorySlug>,
    /// How many months an agreement without a plan may have.
    pub months: Vec<u32>,
    /// Service fee once, a share of what is lent.
    #[serde(default)]
    pub one_time_bp: u32,
    /// Service fee each month, a share of what is lent.
    #[serde(default)]
    pub monthly_bp: u32,
    /// For how many days being late costs nothing.
    #[serde(default)]
    pub grace_days: u32,
    /// What being late costs a day, a share of what is overdue.
    #[serde(default)]
    pub late_daily_bp: u32,
    /// The most that rate and late fee may come to in a year.
    pub yearly_cap_bp: u32,
    /// What a returned phone pays of what was not yet due.
    #[serde(default)]
    pub return_principal_bp: u32,
    /// The day of the month on which bills are due.
    pub bill_day: u8,
    /// The shop's time zone, minutes east of UTC.
    pub utc_offset_minutes: i32,
    /// For how many days after the hand-over a shopper can withdraw.
    pub cooling_off_days: u32,
    /// For how many days an offer can be signed.
    pub offer_days: u32,
    /// How many days after the offer the hand-over is expected, at the latest.
    pub hand_over_days: u32,
    /// Operators' plans.
    pub plans: Vec<PlanOffer>,
}

/// An operator's plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct PlanOffer {
    /// Names it in requests.
    pub id: String,
    /// What the operator calls it.
    pub name: String,
    /// Who provides it.
    pub operator: String,
    /// Due each month.
    pub monthly_fee: i64,
    /// For how long it binds: 12, 24 or 36.
    pub months: u32,
    /// What the operator adds to the price of a handset.
    #[serde(default)]
    pub subsidy: i64,
    /// Leaving early costs this share of the fees of the months that are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_bp: Option<u32>,
    /// And at most this much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_at_most: Option<i64>,
    /// Or leaving early costs this much. Nothing when neither is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_fee: Option<i64>,
    /// After its term it goes on at this fee a month; it ends when this is not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then_monthly: Option<i64>,
    /// Minutes of calls a month.
    #[serde(default)]
    pub minutes: u32,
    /// Data a month, megabytes.
    #[serde(default)]
    pub data_mb: u32,
    /// Messages a month.
    #[serde(default)]
    pub messages: u32,
}

/// What a shopper chooses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CreditChoice {
    /// What is bought.
    pub variant: VariantId,
    /// The plan that comes with it, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Whether the shopper's own number goes on; otherwise the operator gives a new one.
    #[serde(default)]
    pub keep_number: bool,
    /// How many instalments; with a plan, its months.
    pub months: u32,
    /// What is paid at the hand-over, of the price. 0 is usual.
    #[serde(default)]
    pub deposit: i64,
}

/// Asks whether the shop would lend, before anything else has to be told: `POST /api/v1/credit/checks`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CreditCheck {
    /// What for.
    pub choice: CreditChoice,
    /// The shopper's age, whole years.
    pub age: u32,
}

/// Whether the shop would lend. Nothing is promised with it, and nothing is kept of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CreditAnswer {
    /// Yes, no, or that somebody will look.
    pub decision: CreditDecision,
    /// Why not, with `declined`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<DeclineReason>,
    /// What could be lent now, with the reason `asked_too_much`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free: Option<i64>,
    /// What else there is, with `declined`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<CreditAlternative>,
}

/// Whether the shop would lend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum CreditDecision {
    /// It would.
    Approved,
    /// Somebody has to look first. Not a yes.
    Referred,
    /// It would not.
    Declined,
    /// An answer of a newer server.
    #[serde(other)]
    Unknown,
}

/// Why the shop would not lend. Each is something that a shopper can do something about, or wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum DeclineReason {
    /// Too young, still.
    TooYoung,
    /// Too old for this guarantor.
    TooOld,
    /// Something is overdue: pay it first.
    Overdue,
    /// Too many agreements run: finish one first.
    TooManyAgreements,
    /// More than can be lent now: `free` says how much can.
    AskedTooMuch,
    /// What can be lent is lent: pay some of it back first.
    LineUsedUp,
    /// Too few months or orders with the shop: order, receive, come back.
    NotKnownEnough,
    /// Orders were refused at the door: receive the next ones.
    OrdersRefused,
    /// A reason of a newer server.
    #[serde(other)]
    Unknown,
}

/// Something that can be had instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CreditAlternative {
    /// What.
    pub kind: AlternativeKind,
    /// The choice to make, with `deposit`, `plan` and `months`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<CreditChoice>,
    /// The cheaper goods, with `cheaper`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductCard>,
}

/// What can be had instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum AlternativeKind {
    /// The same with a deposit: less has to be lent.
    Deposit,
    /// The same with a plan whose operator pays more of it.
    Plan,
    /// Other goods, for less.
    Cheaper,
    /// The same, paid as other goods are: at once, or at the door.
    Outright,
    /// A way of a newer server.
    #[serde(other)]
    Unknown,
}

/// The text of an agreement, in one version: `GET /api/v1/credit/texts/{digest}`. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AgreementText {
    /// The version, with its language: `3-zh-CN`.
    pub agreement: String,
    /// The text; lines end with a line feed. Text, not HTML.
    pub text: String,
}
