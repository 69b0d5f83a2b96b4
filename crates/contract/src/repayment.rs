//! Paying a loan back. Amounts as in [`crate::credit`].

use crate::{Agreement, PaymentMethod, PaymentStatus, RepaymentId};
use serde::{Deserialize, Serialize};

/// Pays: `PUT /api/v1/credit/agreements/{id}/payments/{payment}`. The client makes the payment's id (as an order's) and
/// keeps it before it sends this for the first time; the same again gets the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
    /// What it was counted as, once it is paid: another purpose than it had when the amount was not what that took any more
    /// on the day the money arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_as: Option<RepaymentPurpose>,
    /// The provider's page where it is paid, while it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The agreement after it.
    pub agreement: Agreement,
}
