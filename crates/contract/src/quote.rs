//! What a cart costs, and in what that differs from what was agreed to. All amounts are minor units of the currency
//! beside them.

use crate::order::is_zero;
use crate::{Currency, PickUpPointId, PictureId, ProductHandle, RegionCode, VariantId};
use serde::{Deserialize, Serialize};

/// Asks what a cart costs: `POST /api/v1/quotes`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
    /// With it the order would cost more than without: what it takes off is less than the delivery that is then not free.
    /// It is not used up.
    RaisesTotal,
    /// The order costs the same without it. It is not used up.
    NothingOff,
    /// A reason of a newer server.
    #[serde(other)]
    Unknown,
}

/// A way to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum PaymentMethod {
    /// In cash, to whoever brings it.
    CashOnDelivery,
    /// At the pick-up point, when it is picked up.
    PayAtPickUp,
    /// On the page of a payment provider, at once.
    Online,
    /// With next month's bill, within what the account may owe.
    PhoneCredit,
    /// A way of a newer server.
    #[serde(other)]
    Unknown,
}

/// One thing in which the terms now are not those agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
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

impl QuoteRequest {
    /// The most lines of a quote or an order: as many as a cart has.
    pub const LINES_MAX: usize = 100;
    /// The most pieces of one line.
    pub const QUANTITY_MAX: u32 = 99;
}
