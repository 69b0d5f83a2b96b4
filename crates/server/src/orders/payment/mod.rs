//! Ways to pay.
//!
//! A way to pay is a [`PaymentWay`]: for which deliveries it can be chosen, how a payment begins, and what becomes of it
//! when the order moves. What happens at a provider's (a page to pay at, a signed callback, a phone credit) belongs into a
//! file of its own here, beside [`hand_over`], and into [`Payments`]: an order asks nothing else.

mod hand_over;

pub use hand_over::{CashOnDelivery, PayAtPickUp};

use super::status::Way;
use fairday_contract::{OrderStatus, PaymentMethod, PaymentStatus};
use std::sync::Arc;

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
}

/// The ways to pay that this shop offers, in the order in which they are shown.
#[derive(Clone)]
pub struct Payments(Vec<Arc<dyn PaymentWay>>);

impl Default for Payments {
    fn default() -> Self {
        Self(vec![Arc::new(CashOnDelivery), Arc::new(PayAtPickUp)])
    }
}

impl Payments {
    /// These ways.
    pub fn new(ways: Vec<Arc<dyn PaymentWay>>) -> Self {
        Self(ways)
    }

    /// How an order of this amount, delivered in this way, can be paid.
    pub fn offered(&self, way: Way, total: i64) -> Vec<PaymentMethod> {
        self.0.iter().filter(|payment| payment.suits(way, total)).map(|payment| payment.method()).collect()
    }

    /// The way with this name, if the shop offers it.
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
        PaymentMethod::Unknown => "unknown",
    }
}

/// What [`method_name`] wrote.
pub fn method_from_name(text: &str) -> Option<PaymentMethod> {
    [PaymentMethod::CashOnDelivery, PaymentMethod::PayAtPickUp, PaymentMethod::Online]
        .into_iter()
        .find(|method| method_name(*method) == text)
}

/// As the database keeps it; the same word as on the wire.
pub const fn status_name(status: PaymentStatus) -> &'static str {
    match status {
        PaymentStatus::OnHandOver => "on_hand_over",
        PaymentStatus::Pending => "pending",
        PaymentStatus::Paid => "paid",
        PaymentStatus::Failed => "failed",
        PaymentStatus::Refunded => "refunded",
        PaymentStatus::Void => "void",
        PaymentStatus::Unknown => "unknown",
    }
}

/// What [`status_name`] wrote.
pub fn status_from_name(text: &str) -> Option<PaymentStatus> {
    use PaymentStatus::{Failed, OnHandOver, Paid, Pending, Refunded, Void};
    [OnHandOver, Pending, Paid, Failed, Refunded, Void]
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
        assert!(payments.find(PaymentMethod::Online).is_none());
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
        for method in [PaymentMethod::CashOnDelivery, PaymentMethod::PayAtPickUp, PaymentMethod::Online] {
            assert_eq!(serde_json::to_value(method).expect("a word"), method_name(method));
            assert_eq!(method_from_name(method_name(method)), Some(method));
        }
        for status in [PaymentStatus::OnHandOver, PaymentStatus::Pending, PaymentStatus::Void] {
            assert_eq!(serde_json::to_value(status).expect("a word"), status_name(status));
            assert_eq!(status_from_name(status_name(status)), Some(status));
        }
    }
}
