//! The shop's own side of orders: what its operators and their systems see and do, what they are told, and what a payment
//! provider tells it. Nothing of this goes to a shopper's phone.

use crate::{
    Currency, Cursor, DeliveryChoice, Money, Order, OrderId, OrderStatus, PaymentMethod, PaymentStatus,
    Tracking,
};
use serde::{Deserialize, Serialize};

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes references
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Moves an order on: `POST /api/v1/admin/orders/{id}/advance`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct OrderAdvance {
    /// Where it is now. One that it has already reached changes nothing.
    pub status: OrderStatus,
    /// What to tell its owner, at most 200 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The parcel, with `sent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<Tracking>,
}

/// An order as the shop sees it: `GET /api/v1/admin/orders/{id}`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AdminOrder {
    /// The order with the recipient's whole phone number, and the pick-up code whatever its status. Its `can_cancel` and
    /// `can_return` are what its owner can do.
    pub order: Order,
    /// Where the shop can move it now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<OrderStatus>,
    /// What is to be paid back, while the payment is `refund_due`: of an order on credit what was paid for the goods, which is
    /// less than its total where something was waived or an operator's plan paid a part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<Money>,
    /// Payments that came although the order, or a payment of its phone credit, was paid already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub second_payments: Vec<SecondPayment>,
    /// When the order was paid online, as far as the provider says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<PaidAt>,
    /// True when something personal in it cannot be read, as its key is missing or it is damaged: it is left empty. The
    /// server's log has the reason.
    #[serde(default, skip_serializing_if = "crate::catalogue::is_false")]
    pub unreadable: bool,
}

/// A payment for something that was paid already: a row to work off, until it is paid back at the provider's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct SecondPayment {
    /// Names it.
    pub number: u64,
    /// How much.
    pub amount: Money,
    /// `refund_due`, and `refunded` once it is said to be paid back.
    pub status: PaymentStatus,
    /// The number of the payment of phone credit; without it the order was paid twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repayment: Option<u64>,
    /// The provider's message that told of it.
    pub message: String,
    /// When it was told of, milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// When it was paid, as the provider says, milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_ms: Option<i64>,
}

/// When money was there, and when the shop was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct PaidAt {
    /// When it was paid, as the provider says, milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_ms: Option<i64>,
    /// When the provider told it, milliseconds since 1970 UTC.
    pub at_ms: i64,
}

/// Orders of all accounts, the newest first: `GET /api/v1/admin/orders`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AdminOrders {
    /// At most 20.
    pub items: Vec<AdminOrderSummary>,
    /// Pass it back as `cursor` for older ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

/// An order in a list of the shop's: enough to find it, not enough to find a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AdminOrderSummary {
    /// Made by the client.
    pub id: OrderId,
    /// Short enough to be read out on the phone.
    pub number: u64,
    /// Where it is now.
    pub status: OrderStatus,
    /// When it was placed, milliseconds since 1970 UTC.
    pub placed_ms: i64,
    /// When it came to be where it is, milliseconds since 1970 UTC.
    pub moved_ms: i64,
    /// What is to be paid.
    pub total: Money,
    /// The way to pay.
    pub payment: PaymentMethod,
    /// Whether it is paid.
    pub payment_status: PaymentStatus,
    /// How it is delivered.
    pub delivery: DeliveryChoice,
    /// The recipient's name, all but its beginning hidden.
    pub name: String,
    /// The recipient's phone number with its middle hidden.
    pub phone: String,
    /// How many second payments are still to be paid back.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub second_payments_due: u32,
    /// True when the recipient cannot be read, as its key is missing or it is damaged: name and phone are empty.
    #[serde(default, skip_serializing_if = "crate::catalogue::is_false")]
    pub unreadable: bool,
}

/// Reservations that are not paid, by account, the most pieces first: `GET /api/v1/admin/reservations`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AdminReservations {
    /// At most 100.
    pub items: Vec<AdminReservation>,
    /// Orders of all accounts.
    pub orders: u64,
    /// Pieces of all accounts.
    pub pieces: u64,
}

/// Unpaid reservations of one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AdminReservation {
    /// Names the account when its reservations are released.
    pub account: u64,
    /// The account's phone number with its middle hidden.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// How many orders.
    pub orders: u64,
    /// How many pieces.
    pub pieces: u64,
    /// Their sum, in minor units of the shop's currency.
    pub amount: i64,
    /// When the oldest was placed, milliseconds since 1970 UTC.
    pub since_ms: i64,
}

/// Cancels orders that are reserved, not paid and not on their way: `POST /api/v1/admin/reservations/release`. Exactly one
/// of the first four says which.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct ReservationRelease {
    /// Those of this account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<u64>,
    /// Those of the account with this phone number, and those for a recipient with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Those that were placed from this IP address, or from its /64 network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// These, by id or number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<String>,
    /// A note for their owners, at most 200 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// The outcome of a release. Sending the same again releases the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct ReservationsReleased {
    /// The numbers of the orders that were cancelled now.
    pub released: Vec<u64>,
    /// The numbers of those that stay: on their way, or paid in the meantime.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<u64>,
    /// True when there are more than one request releases: send the same again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_more: bool,
}

/// What other systems of the shop are told when an order changes: the body of a webhook. Nothing in it is personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct OrderNotice {
    /// The same each time this is sent: as the header `webhook-id`.
    pub event: String,
    /// What has changed.
    #[serde(rename = "type")]
    pub kind: OrderNoticeKind,
    /// When it did, milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Which order.
    pub order: OrderId,
    /// Its number for people.
    pub number: u64,
    /// Where it was after the change.
    pub status: OrderStatus,
    /// Whether it was paid after the change.
    pub payment: PaymentStatus,
    /// With `order.payment`: the second payment that came, or was paid back. The order's own payment has not changed then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_payment: Option<SecondPayment>,
}

/// What has changed about an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum OrderNoticeKind {
    /// It moved; its payment may have changed with it.
    #[serde(rename = "order.status")]
    Status,
    /// Its payment alone.
    #[serde(rename = "order.payment")]
    Payment,
    /// A kind of a newer server.
    #[serde(other)]
    Unknown,
}

/// What a payment provider tells of an order, or of a payment of phone credit: the body of
/// `POST /api/v1/callbacks/payments/online`, signed as webhooks are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct PaymentNotice {
    /// The order's number, when that was given to the provider's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<u64>,
    /// The number of the payment of phone credit, when that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repayment: Option<u64>,
    /// What came of it.
    pub outcome: PaymentOutcome,
    /// How much, in minor units: exactly what was asked for.
    pub amount: i64,
    /// In which currency.
    pub currency: Currency,
    /// When it was paid, milliseconds since 1970 UTC, with the outcome `paid`: not in the future, and at most 60 days ago. A
    /// payment of phone credit counts from that day. Without it, it counts from when the message is heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_ms: Option<i64>,
}

/// What came of an attempt to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum PaymentOutcome {
    /// The money is there.
    Paid,
    /// It is not. The shopper may try again.
    Failed,
}
