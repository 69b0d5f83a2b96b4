//! The shop's own side of phone credit: what its operators see of agreements, and do with them. Who has signed is mostly
//! hidden. Nothing of this goes to a shopper's phone. Amounts as in [`crate::credit`].

use crate::{
    Agreement, AgreementId, AgreementState, Cursor, PaymentMethod, PaymentStatus, RepaymentId,
    RepaymentPurpose,
};
use serde::{Deserialize, Serialize};

/// Agreements of all accounts, the newest first: `GET /api/v1/admin/credit/agreements`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AdminAgreements {
    /// At most 20.
    pub items: Vec<AdminAgreementSummary>,
    /// Pass it back as `cursor` for older ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

/// An agreement in a list of the shop's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AdminAgreementSummary {
    /// Made by the client.
    pub id: AgreementId,
    /// Short enough to be read out on the phone.
    pub number: u64,
    /// Where it is now.
    pub state: AgreementState,
    /// When it was offered, milliseconds since 1970 UTC.
    pub offered_ms: i64,
    /// When it last changed, milliseconds since 1970 UTC.
    pub moved_ms: i64,
    /// The number of the order that it pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<u64>,
    /// Whether it is signed and waits for somebody to look at it.
    #[serde(default)]
    pub is_waiting: bool,
}

/// An agreement as the shop sees it: `GET /api/v1/admin/credit/agreements/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AdminAgreement {
    /// As its owner sees it.
    pub agreement: Agreement,
    /// Its owner's name, all but its beginning hidden. Empty once the account was deleted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its owner's resident ID, all but its ends hidden. Empty once the account was deleted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub resident_id: String,
    /// Whether it is signed and waits for somebody to look at it.
    #[serde(default)]
    pub is_waiting: bool,
    /// Its payments, the newest first; at most 100.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<AdminRepayment>,
}

/// A payment of an agreement, as the shop sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AdminRepayment {
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
    /// When it was asked for, milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// The day from which it counts, once it is paid: `2026-12-05`, in the shop's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_on: Option<String>,
    /// When it was booked, or came to be as it is, milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_ms: Option<i64>,
}

/// Does something with an agreement: `PUT /api/v1/admin/credit/agreements/{id}/acts/{act}`. The shop's system makes the
/// act's id (32 hexadecimal digits) and keeps it before it sends this for the first time; the same again happens once. It is
/// in the audit log afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CreditAct {
    /// What.
    pub kind: CreditActKind,
    /// Who does it, 1 to 60 characters.
    pub by: String,
    /// How much, with `approve`, `waive`, `give_back` and `refund`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// The number of the payment, with `paid` and `paid_back`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<u64>,
    /// With `paid`: the day on which it was paid, `2026-12-05`, when that was not today. At most 60 days ago. Late fees that
    /// were charged since then without a cause are reversed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_on: Option<String>,
    /// What to tell its owner, at most 200 characters, with `decline` and the answers to a request for patience.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What the shop does with an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum CreditActKind {
    /// Stands in for its owner after looking, up to this line.
    Approve,
    /// Does not: the order is cancelled.
    Decline,
    /// Gives up part of what is due.
    Waive,
    /// Gives up the rest.
    WriteOff,
    /// Takes the phone back; its owner has paid this beside it.
    GiveBack,
    /// Has paid out what is owed to its owner.
    Refund,
    /// Has taken a payment at the counter.
    Paid,
    /// Has paid a payment back that could not be counted.
    PaidBack,
    /// Charges no late fees any more.
    AcceptHardship,
    /// Leaves everything as it is.
    DeclineHardship,
}

/// The audit log, the newest first: `GET /api/v1/admin/credit/audit`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AuditEntries {
    /// At most 50.
    pub items: Vec<AuditEntry>,
    /// Pass it back as `cursor` for older ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

/// What somebody of the shop did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AuditEntry {
    /// Its number.
    pub number: u64,
    /// When, milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Who.
    pub by: String,
    /// What.
    pub act: String,
    /// The number of the agreement.
    pub agreement: u64,
    /// What else was said: an amount, a number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// SHA-256 of the entry and of the hash before it, in hexadecimal digits.
    pub hash: String,
}
