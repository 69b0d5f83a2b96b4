//! Orders, and what becomes of them.
//!
//! All amounts are minor units of the currency beside them. The server alone decides what things cost; an order says
//! which terms the shopper agreed to, and is refused when they are not the terms any more.

use crate::{Currency, Cursor, DeliveryChoice, Locale, OrderId, PaymentMethod, Recipient, Terms, VariantId};
use serde::{Deserialize, Serialize};

/// Places an order: `PUT /api/v1/orders/{id}`. The client makes the id and keeps it before it sends this for the first
/// time; the same id with the same body gets the same answer, however often it is sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct OrderRequest {
    /// The quote that was agreed to: its `id`. Without one the shop works out what it costs when it takes the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// What was agreed to.
    pub agreed: AgreedTerms,
    /// Without a quote: a coupon's code that was typed and that is not in what was agreed to, as the shop could not be asked
    /// about it. If it holds, the terms are not those agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<String>,
    /// Who gets it, and where.
    pub recipient: Recipient,
    /// How it is paid.
    pub payment: PaymentMethod,
    /// What the shopper wants to say about it, at most 200 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The language of the order's texts.
    pub locale: Locale,
}

/// The amounts the shopper has seen and agreed to. An order is placed on exactly these, or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AgreedTerms {
    /// The currency of every amount.
    pub currency: Currency,
    /// What is bought.
    pub lines: Vec<AgreedLine>,
    /// The coupon that held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<String>,
    /// What it took off the goods.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub discount: i64,
    /// How it is delivered.
    pub delivery: DeliveryChoice,
    /// What delivery costs.
    pub delivery_fee: i64,
    /// What is to be paid.
    pub total: i64,
}

/// One line of what was agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AgreedLine {
    /// Which variant.
    pub variant: VariantId,
    /// How many.
    pub quantity: u32,
    /// What one costs.
    pub price: i64,
}

/// An order, as its owner sees it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Order {
    /// Made by the client.
    pub id: OrderId,
    /// Short enough to be read out on the phone.
    pub number: u64,
    /// Where it is now: the last of the timeline.
    pub status: OrderStatus,
    /// What was bought, on which terms.
    pub terms: Terms,
    /// Who gets it, and where, with the phone's middle hidden.
    pub recipient: Recipient,
    /// The pick-up point, when it goes to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<crate::PickUpPoint>,
    /// What to show at the pick-up point, when it is ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pick_up_code: Option<String>,
    /// How it is paid, and whether it is.
    pub payment: Payment,
    /// What the shopper said about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What has become of it, the oldest first; never empty.
    pub timeline: Vec<OrderEvent>,
    /// Whether its owner can cancel it now.
    #[serde(default)]
    pub can_cancel: bool,
    /// Whether its owner can ask to return it now.
    #[serde(default)]
    pub can_return: bool,
}

/// Orders, the newest first: `GET /api/v1/orders`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Orders {
    /// At most 20, whole, so that the phone can show each without network.
    pub items: Vec<Order>,
    /// Pass it back as `cursor` for older ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

/// How an order is paid, and whether it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Payment {
    /// The way.
    pub method: PaymentMethod,
    /// Whether it is paid.
    pub status: PaymentStatus,
    /// The provider's page where it is paid, while it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Whether an order is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum PaymentStatus {
    /// When it is handed over.
    OnHandOver,
    /// Waiting for the provider.
    Pending,
    /// Paid.
    Paid,
    /// The provider refused, or it took too long.
    Failed,
    /// Paid, for an order that was cancelled or came back: the shop is to pay it back.
    RefundDue,
    /// Paid back.
    Refunded,
    /// Nothing is to be paid any more.
    Void,
    /// A status of a newer server.
    #[serde(other)]
    Unknown,
}

/// Where an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum OrderStatus {
    /// The shop has it; goods are set aside.
    Placed,
    /// The shop has confirmed it.
    Confirmed,
    /// It is packed.
    Packed,
    /// It is on its way.
    Sent,
    /// It can be picked up.
    Ready,
    /// Its owner has it.
    Received,
    /// It was cancelled; its goods are for sale again.
    Cancelled,
    /// Its owner wants to give it back.
    ReturnRequested,
    /// It came back.
    Returned,
    /// A status of a newer server.
    #[serde(other)]
    Unknown,
}

/// One thing that happened to an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct OrderEvent {
    /// What it was then.
    pub status: OrderStatus,
    /// When, milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// What was said about it: a reason, where the parcel is. Text, not HTML.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The parcel, when it was handed to a carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<Tracking>,
}

/// A parcel at a carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Tracking {
    /// Who carries it, at most 40 characters.
    pub carrier: String,
    /// The parcel's number there, at most 40 characters.
    pub number: String,
}

/// Why an order is cancelled or given back: `POST /api/v1/orders/{id}/cancel`, `…/return`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct OrderReason {
    /// In the shopper's words, at most 200 characters. May be empty when cancelling.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's skip_serializing_if gives a reference
pub(crate) fn is_zero(amount: &i64) -> bool {
    *amount == 0
}
