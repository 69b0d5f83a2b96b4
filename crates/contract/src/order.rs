//! From a cart to an order: quotes, orders, and what becomes of them.
//!
//! All amounts are minor units of the currency beside them. The server alone decides what things cost; an order says
//! which terms the shopper agreed to, and is refused when they are not the terms any more.

use crate::{
    Currency, Cursor, Locale, Money, OrderId, PickUpPointId, PictureId, ProductHandle, Recipient, RegionCode,
    VariantId,
};
use serde::{Deserialize, Serialize};

/// Asks what a cart costs: `POST /api/v1/quotes`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuoteRequest {
    /// What is wanted: 1 to 100 lines, a variant once.
    pub lines: Vec<QuoteLine>,
    /// How it is to be delivered.
    pub delivery: DeliveryChoice,
    /// A coupon's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<String>,
}

/// A variant, and how many of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuoteLine {
    /// Which variant.
    pub variant: VariantId,
    /// How many, 1 to 99.
    pub quantity: u32,
}

/// How an order is delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DeliveryChoice {
    /// To the recipient's door.
    Door {
        /// The recipient's region.
        region: RegionCode,
    },
    /// To a point where the recipient picks it up.
    PickUp {
        /// Which point.
        point: PickUpPointId,
    },
}

/// What a cart costs now, and for how long that can be agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quote {
    /// Names this quote in an order; only for the account that asked, only until `expires_ms`.
    pub id: String,
    /// SHA-256 of the terms' amounts, in hexadecimal digits: equal digests are equal terms.
    pub digest: String,
    /// Until when an order may be made of it, milliseconds since 1970 UTC.
    pub expires_ms: i64,
    /// What it comes to.
    pub terms: Terms,
    /// Why the coupon asked for does not hold; the terms are without it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon_refused: Option<CouponRefused>,
    /// How this can be paid.
    pub payments: Vec<PaymentMethod>,
}

/// What is bought, and what it costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Terms {
    /// The currency of every amount.
    pub currency: Currency,
    /// What is bought.
    pub lines: Vec<TermsLine>,
    /// The sum of the lines.
    pub goods: i64,
    /// The coupon that holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<String>,
    /// What the coupon takes off the goods.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub discount: i64,
    /// How it is delivered.
    pub delivery: DeliveryChoice,
    /// What delivery costs, after a coupon for it.
    pub delivery_fee: i64,
    /// Days until it is there, at least.
    pub days_min: u8,
    /// Days until it is there, at most.
    pub days_max: u8,
    /// What is to be paid: goods less discount, and delivery.
    pub total: i64,
}

/// One line of what is bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsLine {
    /// Which variant.
    pub variant: VariantId,
    /// The product it belongs to.
    pub handle: ProductHandle,
    /// The product's name, in the language of the request.
    pub title: String,
    /// What was chosen: `红色 · 2 kg`. Empty without a choice.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub choice: String,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<PictureId>,
    /// What one costs.
    pub price: i64,
    /// How many.
    pub quantity: u32,
    /// Price times quantity.
    pub amount: i64,
}

/// Why a coupon does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CouponRefused {
    /// There is none with this code.
    NotFound,
    /// It is not valid yet.
    TooEarly,
    /// It is not valid any more.
    Expired,
    /// The goods cost less than it asks for.
    BelowMinimum,
    /// It has been used as often as it can, or as often as one account may.
    UsedUp,
    /// A reason of a newer server.
    #[serde(other)]
    Unknown,
}

/// A way to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PaymentMethod {
    /// In cash, to whoever brings it.
    CashOnDelivery,
    /// At the pick-up point, when it is picked up.
    PayAtPickUp,
    /// On the page of a payment provider, at once.
    Online,
    /// A way of a newer server.
    #[serde(other)]
    Unknown,
}

/// Places an order: `PUT /api/v1/orders/{id}`. The client makes the id and keeps it before it sends this for the first
/// time; the same id with the same body gets the same answer, however often it is sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderRequest {
    /// The quote that was agreed to: its `id`.
    pub quote: String,
    /// What was agreed to.
    pub agreed: AgreedTerms,
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
pub struct AgreedLine {
    /// Which variant.
    pub variant: VariantId,
    /// How many.
    pub quantity: u32,
    /// What one costs.
    pub price: i64,
}

/// One thing in which the terms now are not those agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Difference {
    /// What differs.
    pub what: DifferenceKind,
    /// Of which line, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
    /// The amount, or number of pieces, that was agreed to.
    pub agreed: i64,
    /// What it is now.
    pub now: i64,
}

/// What differs from the terms agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DifferenceKind {
    /// A variant costs more or less.
    Price,
    /// Fewer are left than are wanted: `now` is how many.
    Stock,
    /// A variant is not for sale any more.
    Gone,
    /// The coupon takes off more or less, or does not hold any more.
    Discount,
    /// Delivery costs more or less.
    DeliveryFee,
    /// The sum.
    Total,
    /// A kind of a newer server.
    #[serde(other)]
    Unknown,
}

/// An order, as its owner sees it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
pub struct Tracking {
    /// Who carries it, at most 40 characters.
    pub carrier: String,
    /// The parcel's number there, at most 40 characters.
    pub number: String,
}

/// Why an order is cancelled or given back: `POST /api/v1/orders/{id}/cancel`, `…/return`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderReason {
    /// In the shopper's words, at most 200 characters. May be empty when cancelling.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Moves an order on: `POST /api/v1/admin/orders/{id}/advance`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
pub struct AdminOrder {
    /// The order with the recipient's whole phone number, and the pick-up code whatever its status. Its `can_cancel` and
    /// `can_return` are what its owner can do.
    pub order: Order,
    /// Where the shop can move it now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<OrderStatus>,
}

/// Orders of all accounts, the newest first: `GET /api/v1/admin/orders`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
}

/// What other systems of the shop are told when an order changes: the body of a webhook. Nothing in it is personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
}

/// What has changed about an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

/// What a payment provider tells of an order: the body of `POST /api/v1/callbacks/payments/online`, signed as webhooks are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentNotice {
    /// The order's number, as it was given to the provider's page.
    pub order: u64,
    /// What came of it.
    pub outcome: PaymentOutcome,
    /// How much, in minor units: exactly what the order costs.
    pub amount: i64,
    /// In which currency.
    pub currency: Currency,
}

/// What came of an attempt to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PaymentOutcome {
    /// The money is there.
    Paid,
    /// It is not. The shopper may try again.
    Failed,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's skip_serializing_if gives a reference
fn is_zero(amount: &i64) -> bool {
    *amount == 0
}

impl QuoteRequest {
    /// The most lines of a quote or an order: as many as a cart has.
    pub const LINES_MAX: usize = 100;
    /// The most pieces of one line.
    pub const QUANTITY_MAX: u32 = 99;
}
