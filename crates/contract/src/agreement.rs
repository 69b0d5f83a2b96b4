//! A credit agreement, from the wish to its end. Amounts, dates and shares as in [`crate::credit`].
//!
//! The terms are a text, the sheet (`fairday-credit-sheet 1`, a key and its values in each line): it is what is signed, and
//! the crate `fairday-credit` reads it.

use crate::order::is_zero;
use crate::{
    AgreementId, CodeSent, CreditChoice, DeliveryChoice, LoanStanding, Locale, OrderId, OrderStatus,
    Recipient,
};
use serde::{Deserialize, Serialize};

/// Asks for terms that can be signed: `PUT /api/v1/credit/agreements/{id}`. The client makes the id and keeps it before it
/// sends this for the first time; the same id with the same body gets the same answer. Shown in no dump.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct SignatureRequest {
    /// SHA-256 of the sheet that the shopper has read, in hexadecimal digits.
    pub digest: String,
    /// The code that was sent for it.
    pub code: String,
    /// The order's id, made by the client.
    pub order: OrderId,
    /// How the goods are delivered. It costs nothing: the sheet says all that is paid.
    pub delivery: DeliveryChoice,
    /// Who gets the goods, and where.
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Agreement {
    /// Made by the client.
    pub id: AgreementId,
    /// Short enough to be read out on the phone.
    pub number: u64,
    /// What it is about.
    pub kind: AgreementKind,
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
    /// Where that order is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_status: Option<OrderStatus>,
    /// Whether its owner can withdraw now. Before the hand-over the order is cancelled instead.
    #[serde(default)]
    pub can_cancel: bool,
    /// How the loan stands, from the hand-over on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loan: Option<LoanStanding>,
}

/// What an agreement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum AgreementKind {
    /// A handset: offered, and signed with a code.
    Handset,
    /// An order of other goods that is paid with one bill; its id is the order's. It was agreed to with the order.
    Goods,
    /// A kind of a newer server.
    #[serde(other)]
    Unknown,
}

/// Where an agreement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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

/// Agreements, the newest first: `GET /api/v1/credit/agreements`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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

/// One term that is not as it was read: with `credit_terms_changed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
