//! Ways to pay.
//!
//! A way to pay is a [`PaymentWay`]: for which deliveries it can be chosen, how a payment begins, and what becomes of it
//! when the order moves. What happens at a provider's (a page to pay at, a signed callback, a phone credit) belongs into a
//! file of its own here, beside [`hand_over`], and into [`Payments`]: an order asks nothing else.

pub mod callback;
mod credit;
mod hand_over;
pub mod message;
mod online;
pub mod refund;
pub mod second;
pub mod unpaid;

pub use credit::PhoneCredit;
pub use hand_over::{CashOnDelivery, PayAtPickUp};
pub use online::Online;

use super::status::Way;
use crate::shop_config::{CreditConfig, ShopConfig};
use fairday_contract::{Currency, Order, OrderStatus, PaymentMethod, PaymentStatus};
use std::sync::Arc;

/// What a shopper is sent to a provider's page with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// What the number is of; the provider's message names it so too.
    pub name: &'static str,
    /// The number of the order, or of the payment.
    pub number: u64,
    /// How much, minor units.
    pub amount: i64,
    /// Of what.
    pub currency: Currency,
    /// When it was asked for, milliseconds since 1970 UTC.
    pub asked_ms: i64,
    /// Where the shopper comes back to: a path of the shop.
    pub back: String,
}

/// A way to pay.
pub trait PaymentWay: Send + Sync {
    /// What it is called on the wire.
    fn method(&self) -> PaymentMethod;

    /// Whether an order of this amount, delivered in this way, can be paid so.
    fn suits(&self, way: Way, total: i64) -> bool;

    /// Where a payment begins when the order is placed.
    fn begins(&self) -> PaymentStatus;

    /// What becomes of a payment when its order comes to be `order`.
    fn follows(&self, payment: PaymentStatus, order: OrderStatus) -> PaymentStatus;

    /// Whether an order whose payment is here may come to be `order`.
    fn lets(&self, _payment: PaymentStatus, _order: OrderStatus) -> bool {
        true
    }

    /// The page at which this can be paid at `now_ms`.
    fn page_of(&self, _charge: &Charge, _now_ms: i64) -> Option<String> {
        None
    }

    /// The page at which this order can be paid at `now_ms`.
    fn page(&self, _order: &Order, _now_ms: i64) -> Option<String> {
        None
    }
}

/// The ways to pay that this shop offers, in the order in which they are shown.
#[derive(Clone)]
pub struct Payments(Vec<Arc<dyn PaymentWay>>);

impl Default for Payments {
    fn default() -> Self {
        Self(vec![
            Arc::new(CashOnDelivery),
            Arc::new(PayAtPickUp),
            Arc::new(Online::not_offered()),
            Arc::new(PhoneCredit { is_offered: false }),
        ])
    }
}

impl Payments {
    /// What this shop offers; `shop_url` is where a provider sends its shoppers back to.
    pub fn of(shop: &ShopConfig, shop_url: &str) -> Self {
        let online =
            shop.online.clone().map_or_else(Online::not_offered, |provider| Online::at(provider, shop_url));
        let credit = PhoneCredit { is_offered: shop.credit.as_ref().is_some_and(CreditConfig::lends) };
        Self(vec![Arc::new(CashOnDelivery), Arc::new(PayAtPickUp), Arc::new(online), Arc::new(credit)])
    }

    /// These ways.
    pub fn new(ways: Vec<Arc<dyn PaymentWay>>) -> Self {
        Self(ways)
    }

    /// How an order of this amount, delivered in this way, can be paid.
    pub fn offered(&self, way: Way, total: i64) -> Vec<PaymentMethod> {
        self.0.iter().filter(|payment| payment.suits(way, total)).map(|payment| payment.method()).collect()
    }

    /// The page at which this order can be paid at `now_ms`, if it is paid at one.
    pub fn page(&self, order: &Order, now_ms: i64) -> Option<String> {
        self.find(order.payment.method)?.page(order, now_ms)
    }

    /// The way with this name, if there is one. It may be that nobody can choose it any more.
    pub fn find(&self, method: PaymentMethod) -> Option<&dyn PaymentWay> {
        self.0.iter().find(|payment| payment.method() == method).map(AsRef::as_ref)
    }
}

/// As the database keeps it; the same word as on the wire.
pub const fn method_name(method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::CashOnDelivery => "cash_on_delivery",
        PaymentMethod::PayAtPickUp => "pay_at_pick_up",
        PaymentMethod::Online => "online",
        PaymentMethod::PhoneCredit => "phone_credit",
        PaymentMethod::Unknown => "unknown",
    }
}

/// What [`method_name`] wrote.
pub fn method_from_name(text: &str) -> Option<PaymentMethod> {
    use PaymentMethod::{CashOnDelivery, Online, PayAtPickUp, PhoneCredit};
    [CashOnDelivery, PayAtPickUp, Online, PhoneCredit].into_iter().find(|method| method_name(*method) == text)
}

/// As the database keeps it; the same word as on the wire.
pub const fn status_name(status: PaymentStatus) -> &'static str {
    match status {
        PaymentStatus::OnHandOver => "on_hand_over",
        PaymentStatus::Pending => "pending",
        PaymentStatus::Paid => "paid",
        PaymentStatus::Failed => "failed",
        PaymentStatus::RefundDue => "refund_due",
        PaymentStatus::Refunded => "refunded",
        PaymentStatus::Void => "void",
        PaymentStatus::Unknown => "unknown",
    }
}

/// What [`status_name`] wrote.
pub fn status_from_name(text: &str) -> Option<PaymentStatus> {
    use PaymentStatus::{Failed, OnHandOver, Paid, Pending, RefundDue, Refunded, Void};
    [OnHandOver, Pending, Paid, Failed, RefundDue, Refunded, Void]
        .into_iter()
        .find(|status| status_name(*status) == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cash_is_for_the_door_and_the_point_is_paid_at_the_point() {
        let payments = Payments::default();
        assert_eq!(payments.offered(Way::Door, 100), [PaymentMethod::CashOnDelivery]);
        assert_eq!(payments.offered(Way::PickUp, 100), [PaymentMethod::PayAtPickUp]);
        let online = payments.find(PaymentMethod::Online).expect("orders of the past follow its rules");
        assert!(!online.suits(Way::Door, 100), "there is no provider");
    }

    #[test]
    fn what_is_paid_at_the_hand_over_is_paid_when_it_is_received_and_void_when_it_is_cancelled() {
        let payments = Payments::default();
        let cash = payments.find(PaymentMethod::CashOnDelivery).expect("offered");
        let begun = cash.begins();
        assert_eq!(begun, PaymentStatus::OnHandOver);
        assert_eq!(cash.follows(begun, OrderStatus::Sent), PaymentStatus::OnHandOver);
        assert_eq!(cash.follows(begun, OrderStatus::Cancelled), PaymentStatus::Void);
        let paid = cash.follows(begun, OrderStatus::Received);
        assert_eq!(paid, PaymentStatus::Paid);
        assert_eq!(cash.follows(paid, OrderStatus::ReturnRequested), PaymentStatus::Paid);
        assert_eq!(cash.follows(paid, OrderStatus::Returned), PaymentStatus::Refunded);
    }

    #[test]
    fn the_words_are_those_of_the_wire() {
        for name in ["cash_on_delivery", "pay_at_pick_up", "online", "phone_credit"] {
            let method = method_from_name(name).expect("a way to pay");
            assert_eq!(serde_json::to_value(method).expect("a word"), method_name(method));
            assert_eq!(method_from_name(method_name(method)), Some(method));
        }
        for status in [PaymentStatus::OnHandOver, PaymentStatus::RefundDue, PaymentStatus::Void] {
            assert_eq!(serde_json::to_value(status).expect("a word"), status_name(status));
            assert_eq!(status_from_name(status_name(status)), Some(status));
        }
    }
}
