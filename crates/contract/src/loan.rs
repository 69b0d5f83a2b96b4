//! How the loan of an agreement stands, and what has happened to it. Amounts and dates as in [`crate::credit`].

use crate::RepaymentId;
use crate::order::is_zero;
use serde::{Deserialize, Serialize};

/// How a loan stands on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
    /// True where the shop takes no payments online: it is paid at the counter alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub counter_only: bool,
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum LoanEntryKind {
    /// The phone was handed over.
    Captured,
    /// An instalment came to be due.
    Billed,
    /// Its owner paid.
    Repaid,
    /// Being late cost something.
    LateFee,
    /// A late fee had no cause: a payment counts from an earlier day than it was booked on.
    LateFeeReversed,
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

/// Asks the shop for patience: `PUT /api/v1/credit/agreements/{id}/hardship`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct HardshipRequest {
    /// What has happened, at most 400 characters.
    pub reason: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
