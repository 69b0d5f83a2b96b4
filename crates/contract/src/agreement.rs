//! A credit agreement, from the wish to its end. Amounts, dates and shares as in [`crate::credit`].
//!
//! The terms are a text, the sheet (`fairday-credit-sheet 1`, a key and its values in each line): it is what is signed, and
//! the crate `fairday-credit` reads it.

use crate::order::is_zero;
use crate::{
    AgreementId, CodeSent, CreditChoice, Locale, OrderId, PaymentMethod, PaymentStatus, Recipient,
    RepaymentId,
};
use serde::{Deserialize, Serialize};

/// Asks for terms that can be signed: `PUT /api/v1/credit/agreements/{id}`. The client makes the id and keeps it before it
/// sends this for the first time; the same id with the same body gets the same answer. Shown in no dump.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreementRequest {
    /// What is wanted.
    pub choice: CreditChoice,
    /// The shopper's name as in the resident ID.
    pub name: String,
    /// The resident ID (GB 11643), 18 characters. Not to be kept on the phone.
    pub resident_id: String,
}

/// Asks for a code that signs exactly these terms: `POST /api/v1/credit/agreements/{id}/codes`. It goes to the account's
/// phone.
pub type SigningCodeSent = CodeSent;

/// Signs, and orders: `PUT /api/v1/credit/agreements/{id}/signature`. Both happen, or neither. The same again gets the same
/// answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignatureRequest {
    /// SHA-256 of the sheet that the shopper has read, in hexadecimal digits.
    pub digest: String,
    /// The code that was sent for it.
    pub code: String,
    /// The order's id, made by the client.
    pub order: OrderId,
    /// Who gets the goods, and where. Delivery costs nothing: the sheet says all that is paid.
    pub recipient: Recipient,
    /// What the shopper wants to say about the order, at most 200 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The language of the order's texts.
    pub locale: Locale,
}

/// An agreement, as its owner sees it: `GET /api/v1/credit/agreements/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agreement {
    /// Made by the client.
    pub id: AgreementId,
    /// Short enough to be read out on the phone.
    pub number: u64,
    /// Where it is now.
    pub state: AgreementState,
    /// What was chosen.
    pub choice: CreditChoice,
    /// The terms, in the form that is signed.
    pub sheet: String,
    /// SHA-256 of it in hexadecimal digits.
    pub digest: String,
    /// When it was offered, milliseconds since 1970 UTC.
    pub offered_ms: i64,
    /// When it was signed, milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_ms: Option<i64>,
    /// The order that it pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// Whether its owner can withdraw now. Before the hand-over the order is cancelled instead.
    #[serde(default)]
    pub can_cancel: bool,
    /// How the loan stands, from the hand-over on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loan: Option<LoanStanding>,
}

/// Where an agreement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AgreementState {
    /// It can be signed.
    Offered,
    /// It is signed, and somebody looks at it: not a yes yet.
    Signed,
    /// The guarantor stands in; the goods are on their way.
    Reserved,
    /// The loan runs.
    Active,
    /// The loan runs, and something is overdue.
    Late,
    /// Ended: its owner withdrew in time.
    CoolingOffCancelled,
    /// Ended: paid before it was due.
    SettledEarly,
    /// Ended: paid.
    Settled,
    /// Ended: the phone came back.
    Returned,
    /// Ended: the shop gave up the rest.
    WrittenOff,
    /// Ended before it became a loan.
    Lapsed,
    /// A state of a newer server.
    #[serde(other)]
    Unknown,
}

/// How a loan stands on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoanStanding {
    /// The day up to which this is worked out.
    pub as_of: String,
    /// The day of the hand-over.
    pub handed_over: String,
    /// The last day on which its owner can withdraw.
    pub cooling_off_ends: String,
    /// What is due and not paid, with the late fees.
    pub owed_now: i64,
    /// Of that, late fees.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub late_fees: i64,
    /// What has been paid so far.
    pub paid: i64,
    /// What was lent and is not paid back, due or not.
    pub principal_left: i64,
    /// What the shop owes its owner.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub owed_back: i64,
    /// What it takes today to end the loan, while the plan goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settle: Option<i64>,
    /// What it takes today to end the loan and the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settle_and_leave: Option<i64>,
    /// What it takes today beside the phone itself, when that is given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub give_back: Option<i64>,
    /// Every instalment, first to last.
    pub instalments: Vec<InstalmentStanding>,
    /// What has happened to it, the oldest first: the receipts.
    pub entries: Vec<LoanEntry>,
    /// What its owner asked for because times are hard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardship: Option<Hardship>,
}

/// An instalment, and what of it is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InstalmentStanding {
    /// The last day on which paying it is on time.
    pub due: String,
    /// For the handset, with its fee.
    pub handset: i64,
    /// For the plan.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub plan: i64,
    /// What of it is paid or not owed any more.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub covered: i64,
}

/// Something that happened to a loan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoanEntry {
    /// What.
    pub kind: LoanEntryKind,
    /// The day from which it counts.
    pub on: String,
    /// How much.
    pub amount: i64,
    /// The payment that it is the receipt of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<RepaymentId>,
}

/// What happened to a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LoanEntryKind {
    /// The phone was handed over.
    Captured,
    /// An instalment came to be due.
    Billed,
    /// Its owner paid.
    Repaid,
    /// Being late cost something.
    LateFee,
    /// The shop gave up something.
    Waived,
    /// The shop gave up the rest.
    WrittenOff,
    /// Its owner paid everything that was left.
    SettledEarly,
    /// The phone came back.
    Returned,
    /// Its owner withdrew.
    Cancelled,
    /// Money went back to its owner.
    Refunded,
    /// A kind of a newer server.
    #[serde(other)]
    Unknown,
}

/// Agreements, the newest first: `GET /api/v1/credit/agreements`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agreements {
    /// All of the account.
    pub items: Vec<Agreement>,
    /// What the account may owe altogether. 0 when nobody has stood in for it yet.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub granted: i64,
    /// What of that is free.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub available: i64,
    /// When this was read, milliseconds since 1970 UTC.
    pub as_of_ms: i64,
}

/// Pays: `PUT /api/v1/credit/agreements/{id}/payments/{payment}`. The client makes the payment's id (as an order's) and
/// keeps it before it sends this for the first time; the same again gets the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RepaymentRequest {
    /// What it is for.
    pub purpose: RepaymentPurpose,
    /// How much; for settling, exactly what it takes on the day.
    pub amount: i64,
    /// How it is paid: `online`, or `pay_at_pick_up` at a counter of the shop.
    pub method: PaymentMethod,
}

/// What a payment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RepaymentPurpose {
    /// An instalment, or any amount.
    Instalments,
    /// Ending the loan.
    Settle,
    /// Ending the loan and the plan.
    SettleAndLeave,
}

/// A payment, and whether the money is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Repayment {
    /// Made by the client.
    pub id: RepaymentId,
    /// Short enough to be read out at the counter.
    pub number: u64,
    /// What it is for.
    pub purpose: RepaymentPurpose,
    /// How much.
    pub amount: i64,
    /// How.
    pub method: PaymentMethod,
    /// Whether it is paid.
    pub status: PaymentStatus,
    /// The provider's page where it is paid, while it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The agreement after it.
    pub agreement: Agreement,
}

/// Asks the shop for patience: `PUT /api/v1/credit/agreements/{id}/hardship`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HardshipRequest {
    /// What has happened, at most 400 characters.
    pub reason: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hardship {
    /// Where it is.
    pub status: HardshipStatus,
    /// When it was asked for, milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// What the shop said to it. Text, not HTML.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Where a hardship request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum HardshipStatus {
    /// The shop has not answered yet.
    Asked,
    /// No late fees are charged any more.
    Accepted,
    /// It stays as it is.
    Declined,
    /// A status of a newer server.
    #[serde(other)]
    Unknown,
}

/// One term that is not as it was read: with `credit_terms_changed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermChange {
    /// The key in the sheet.
    pub what: String,
    /// What it said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub was: String,
    /// What it says now.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub now: String,
}
