//! Paying at a provider's page. The shopper is sent there with the order's number and amount, signed; the provider tells
//! the shop what came of it by a signed callback ([`callback`](super::callback)). No card number ever comes here.

use super::{Charge, PaymentWay};
use crate::orders::status::Way;
use crate::shop_config::OnlinePayment;
use crate::shop_config::payment::WAIT_MINUTES_DEFAULT;
use fairday_contract::{Order, OrderStatus, PaymentMethod, PaymentStatus};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// At a provider's page.
pub struct Online {
    provider: Option<(OnlinePayment, String)>,
}

impl Online {
    /// At this provider's page, from where shoppers come back to the shop at `shop_url`.
    pub fn at(provider: OnlinePayment, shop_url: &str) -> Self {
        Self { provider: Some((provider, shop_url.to_owned())) }
    }

    /// Nobody can choose it. Orders from before, when it could be chosen, go on.
    pub fn not_offered() -> Self {
        Self { provider: None }
    }
}

/// Whether a payment is still waited for.
pub(super) const fn is_open(payment: PaymentStatus) -> bool {
    matches!(payment, PaymentStatus::Pending | PaymentStatus::Failed)
}

impl PaymentWay for Online {
    fn method(&self) -> PaymentMethod {
        PaymentMethod::Online
    }

    fn suits(&self, _way: Way, total: i64) -> bool {
        self.provider.is_some() && total > 0
    }

    fn begins(&self) -> PaymentStatus {
        PaymentStatus::Pending
    }

    fn follows(&self, payment: PaymentStatus, order: OrderStatus) -> PaymentStatus {
        match (payment, order) {
            (payment, OrderStatus::Cancelled) if is_open(payment) => PaymentStatus::Void,
            (PaymentStatus::Paid, OrderStatus::Cancelled | OrderStatus::Returned) => PaymentStatus::RefundDue,
            _ => payment,
        }
    }

    /// Nothing is packed or sent before it is paid.
    fn lets(&self, payment: PaymentStatus, order: OrderStatus) -> bool {
        !is_open(payment) || order == OrderStatus::Cancelled
    }

    fn page(&self, order: &Order, now_ms: i64) -> Option<String> {
        let is_payable = is_open(order.payment.status) && order.status != OrderStatus::Cancelled;
        let charge = Charge {
            name: "order",
            number: order.number,
            amount: order.terms.total,
            currency: order.terms.currency,
            asked_ms: order.timeline.first()?.at_ms,
            back: format!("/orders/{}", order.id),
        };
        if is_payable { self.page_of(&charge, now_ms) } else { None }
    }

    fn page_of(&self, charge: &Charge, now_ms: i64) -> Option<String> {
        let (provider, shop_url) = self.provider.as_ref()?;
        let until_ms = charge.asked_ms + provider.wait_ms;
        (now_ms < until_ms).then(|| address(provider, shop_url, charge, until_ms))
    }
}

/// The page's address, with what is signed in front of its signature.
fn address(provider: &OnlinePayment, shop_url: &str, charge: &Charge, until_ms: i64) -> String {
    let back = format!("{shop_url}{}", charge.back);
    let query = format!(
        "{}={}&amount={}&currency={}&expires={}&return_url={}",
        charge.name,
        charge.number,
        charge.amount,
        charge.currency.code(),
        until_ms / 1000,
        utf8_percent_encode(&back, NON_ALPHANUMERIC),
    );
    let signature = provider.secret.mac_hex(&[query.as_bytes()]);
    let mark = if provider.url.contains('?') { '&' } else { '?' };
    format!("{}{mark}{query}&signature={signature}", provider.url)
}

/// How long orders wait to be paid, milliseconds.
pub fn wait_ms(provider: Option<&OnlinePayment>) -> i64 {
    provider.map_or(WAIT_MINUTES_DEFAULT * 60_000, |provider| provider.wait_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_paid_is_paid_back_and_what_was_not_is_void() {
        use OrderStatus::{Cancelled, Packed, Returned};
        use PaymentStatus::{Failed, Paid, Pending, RefundDue, Void};
        let online = Online::not_offered();
        for (payment, order, then) in [
            (Pending, Cancelled, Void),
            (Failed, Cancelled, Void),
            (Paid, Cancelled, RefundDue),
            (Paid, Packed, Paid),
            (Paid, Returned, RefundDue),
        ] {
            assert_eq!(online.follows(payment, order), then, "{payment:?} {order:?}");
        }
    }

    #[test]
    fn nothing_is_packed_before_it_is_paid() {
        let online = Online::not_offered();
        for payment in [PaymentStatus::Pending, PaymentStatus::Failed] {
            assert!(
                !online.lets(payment, OrderStatus::Confirmed) && online.lets(payment, OrderStatus::Cancelled)
            );
        }
        assert!(online.lets(PaymentStatus::Paid, OrderStatus::Confirmed));
    }
}
