//! Paying with the next month's bill: phone credit for ordinary goods.

use super::PaymentWay;
use super::hand_over::at_hand_over;
use crate::orders::status::Way;
use fairday_contract::{OrderStatus, PaymentMethod, PaymentStatus};

/// On the account's free line. Whether an account has enough of it is a condition of the statement that holds it
/// ([`crate::credit::goods`]); what of a loan is paid, the loan says.
pub struct PhoneCredit {
    /// Whether the shop lends anything new.
    pub is_offered: bool,
}

impl PaymentWay for PhoneCredit {
    fn method(&self) -> PaymentMethod {
        PaymentMethod::PhoneCredit
    }

    fn suits(&self, _way: Way, total: i64) -> bool {
        self.is_offered && total > 0
    }

    fn begins(&self) -> PaymentStatus {
        PaymentStatus::OnHandOver
    }

    /// The loan pays the shop at the hand-over.
    fn follows(&self, payment: PaymentStatus, order: OrderStatus) -> PaymentStatus {
        at_hand_over(payment, order)
    }
}
