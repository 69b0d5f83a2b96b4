//! How `fairday orders` shows orders to people.

use super::common::Zone;
use super::money::money;
use super::print::{line, word};
use crate::orders::status;
use fairday_contract::{
    AdminOrder, AdminOrderSummary, AdminReservations, Currency, PaidAt, ReservationsReleased, SecondPayment,
    Terms,
};

/// Marks an order with sealed data that cannot be opened.
const UNREADABLE: &str = "(who it goes to, or what was said, cannot be read: see `fairday keys list`)";

pub(super) fn show_reserved(reserved: &AdminReservations, zone: Zone, currency: Option<Currency>) {
    for one in &reserved.items {
        let amount = currency
            .map_or_else(|| format!("{} (minor units)", one.amount), |currency| money(one.amount, currency));
        line(&format!(
            "account {:>7}  {}  {:>5} orders  {:>7} pieces  {amount:>14}  since {}",
            one.account,
            one.phone,
            one.orders,
            one.pieces,
            zone.show(one.since_ms)
        ));
    }
    line(&format!("Reserved and not paid: {} orders, {} pieces.", reserved.orders, reserved.pieces));
}

pub(super) fn show_released(released: &ReservationsReleased) {
    let list = |numbers: &[u64]| numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    if released.released.is_empty() {
        line("Nothing was released.");
    } else {
        line(&format!("Released {} orders: {}", released.released.len(), list(&released.released)));
    }
    if !released.kept.is_empty() {
        line(&format!("On their way or paid, and not released: {}", list(&released.kept)));
    }
}

pub(super) fn show_list(orders: &[AdminOrderSummary], zone: Zone) {
    for order in orders {
        let payment = format!("{} {}", word(&order.payment), word(&order.payment_status));
        let second = match order.second_payments_due {
            0 => String::new(),
            count => format!("  {count} second payments to be paid back"),
        };
        line(&format!(
            "{:>7}  {}  {:<16}  {:>12}  {payment:<29}  {}  {}{second}",
            order.number,
            zone.show(order.placed_ms),
            status::name(order.status),
            money(order.total.amount, order.total.currency),
            if order.unreadable { UNREADABLE } else { &order.phone },
            order.name,
        ));
    }
    if orders.is_empty() {
        line("There are none.");
    }
}

fn show_second(second: &SecondPayment, zone: Zone) {
    let of = second.repayment.map(|number| format!(" of repayment {number}")).unwrap_or_default();
    line(&format!(
        "Second payment {}{of}: {} {}, told {}, message {}",
        second.number,
        money(second.amount.amount, second.amount.currency),
        word(&second.status),
        zone.show(second.at_ms),
        second.message
    ));
}

fn show_sums(terms: &Terms) {
    let money = |amount| money(amount, terms.currency);
    for item in &terms.lines {
        let title = [item.title.as_str(), item.choice.as_str()].join(" ");
        line(&format!(
            "  {} x {} at {} = {}",
            item.quantity,
            title.trim(),
            money(item.price),
            money(item.amount)
        ));
    }
    if let Some(coupon) = &terms.coupon {
        line(&format!("  coupon {coupon}: {}", money(-terms.discount)));
    }
    line(&format!("  delivery: {}", money(terms.delivery_fee)));
    line(&format!("Total: {}", money(terms.total)));
}

pub(super) fn show(found: &AdminOrder, zone: Zone) {
    let AdminOrder { order, moves, refund, second_payments, paid, unreadable } = found;
    let (terms, recipient) = (&order.terms, &order.recipient);
    line(&format!("Order {} ({}): {}", order.number, order.id.as_str(), status::name(order.status)));
    line(&format!("Payment: {} {}", word(&order.payment.method), word(&order.payment.status)));
    if let Some(PaidAt { paid_ms, at_ms }) = paid {
        let paid = paid_ms.map(|paid_ms| format!("Paid: {}, ", zone.show(paid_ms))).unwrap_or_default();
        line(&format!("{paid}told by the provider: {}", zone.show(*at_ms)));
    }
    if let Some(refund) = refund {
        line(&format!("To be paid back: {}", money(refund.amount, refund.currency)));
    }
    for second in second_payments {
        show_second(second, zone);
    }
    show_sums(terms);
    if *unreadable {
        line(UNREADABLE);
    }
    line(&format!("For: {}, {}", recipient.name, recipient.phone));
    if let Some(point) = &order.point {
        line(&format!("At: {} ({}), {}", point.name, point.id.as_str(), point.address));
    } else {
        let region = recipient.region.as_ref().map_or("", |region| region.as_str());
        let place = [recipient.region_names.concat(), recipient.village.clone(), recipient.detail.clone()];
        line(&format!("At: {region} {}", place.join(" ").trim()));
    }
    if !order.note.is_empty() {
        line(&format!("Note: {}", order.note));
    }
    for event in &order.timeline {
        let parcel = event.tracking.as_ref().map(|parcel| format!(" {} {}", parcel.carrier, parcel.number));
        let parcel = parcel.unwrap_or_default();
        line(&format!("{}  {}{parcel} {}", zone.show(event.at_ms), status::name(event.status), event.note));
    }
    if !moves.is_empty() {
        let moves: Vec<&str> = moves.iter().copied().map(status::name).collect();
        line(&format!("Can be moved to: {}", moves.join(", ")));
    }
}
