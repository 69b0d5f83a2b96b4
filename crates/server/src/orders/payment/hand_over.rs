//! Paying when the goods change hands. The shop says that an order was received, and so that it was paid.

use super::PaymentWay;
use crate::orders::status::Way;
use fairday_contract::{OrderStatus, PaymentMethod, PaymentStatus};

/// In cash, to whoever brings it to the door.
pub struct CashOnDelivery;

/// At the pick-up point.
pub struct PayAtPickUp;

impl PaymentWay for CashOnDelivery {
    fn method(&self) -> PaymentMethod {
        PaymentMethod::CashOnDelivery
    }

    fn suits(&self, way: Way, _total: i64) -> bool {
        way == Way::Door
    }

    fn begins(&self) -> PaymentStatus {
        PaymentStatus::OnHandOver
    }

    fn follows(&self, payment: PaymentStatus, order: OrderStatus) -> PaymentStatus {
        at_hand_over(payment, order)
    }
}

impl PaymentWay for PayAtPickUp {
    fn method(&self) -> PaymentMethod {
        PaymentMethod::PayAtPickUp
    }

    fn suits(&self, way: Way, _total: i64) -> bool {
        way == Way::PickUp
    }

    fn begins(&self) -> PaymentStatus {
        PaymentStatus::OnHandOver
    }

    fn follows(&self, payment: PaymentStatus, order: OrderStatus) -> PaymentStatus {
        at_hand_over(payment, order)
    }
}

pub(super) fn at_hand_over(payment: PaymentStatus, order: OrderStatus) -> PaymentStatus {
    match order {
        OrderStatus::Received => PaymentStatus::Paid,
        OrderStatus::Cancelled => PaymentStatus::Void,
        OrderStatus::Returned => PaymentStatus::Refunded,
        _ => payment,
    }
}
