//! Orders as the shop sees them.

use super::payment::{Payments, second};
use super::read::{StoredOrder, below, cursor_after, find, read};
use super::status::{self, Actor, Move, may_move};
use super::{OrderError, PAGE_ORDERS};
use crate::credit::CreditError;
use crate::credit::orders::to_refund;
use crate::database::{Database, Row, Transaction};
use crate::privacy::KeyRing;
use fairday_contract::{
    AdminOrder, AdminOrderSummary, AdminOrders, Cursor, Money, Order, OrderId, OrderStatus, PaidAt,
    PaymentStatus,
};
use fairday_credit::Amount;
use fairday_input::masked;
use std::str::FromStr;
use std::sync::Arc;

/// How the shop names an order: by its id, or by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderName {
    /// The client's id.
    Id(OrderId),
    /// The number for people.
    Number(i64),
}

impl FromStr for OrderName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = || text.parse().ok().filter(|number: &i64| *number > 0 && !text.starts_with('+'));
        // An id may be digits alone, but is longer than any number.
        text.parse().map(Self::Id).ok().or_else(|| number().map(Self::Number)).ok_or_else(|| {
            "an order is named by its number, or by its id of 32 characters 0-9 a-f".to_owned()
        })
    }
}

/// Which orders are listed.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Only those that are here.
    pub status: Option<OrderStatus>,
    /// Where the list goes on.
    pub cursor: Option<Cursor>,
}

/// The id of an order.
///
/// # Errors
/// `NotFound`.
pub async fn id_of(database: &Database, name: OrderName) -> Result<OrderId, OrderError> {
    let number = match name {
        OrderName::Id(id) => return Ok(id),
        OrderName::Number(number) => number,
    };
    let look = move |transaction: &mut Transaction<'_>| {
        let row = transaction.query_optional("SELECT id FROM orders WHERE number = $1", &[&number])?;
        let id: String = row.ok_or(OrderError::NotFound)?.get(0)?;
        id.parse().map_err(|_| OrderError::Corrupt("its id"))
    };
    database.read(look).await
}

/// An order, whole.
///
/// # Errors
/// `NotFound`; when it cannot be read.
pub async fn order(
    database: &Database,
    keys: &Arc<KeyRing>,
    payments: &Payments,
    name: OrderName,
    now_ms: i64,
) -> Result<AdminOrder, OrderError> {
    let id = id_of(database, name).await?;
    let (keys, payments) = (Arc::clone(keys), payments.clone());
    let look = move |transaction: &mut Transaction<'_>| {
        let stored = find(transaction, &keys, &id)?.ok_or(OrderError::NotFound)?;
        for_shop(transaction, stored, &payments, now_ms)
    };
    database.read(look).await
}

/// An order as the shop sees it: whole, where it can be moved, and what is to be paid back.
fn for_shop(
    transaction: &mut Transaction<'_>,
    stored: StoredOrder,
    payments: &Payments,
    now_ms: i64,
) -> Result<AdminOrder, OrderError> {
    let (refund, number) = (refund(transaction, &stored)?, stored.number);
    let (way, at) = (stored.way(), stored.order.status);
    let (paid, rules) = (stored.order.payment.status, payments.find(stored.order.payment.method));
    let may = |to: &OrderStatus| {
        matches!(may_move(at, *to, Actor::Shop, way), Move::To(_))
            && rules.is_none_or(|rules| rules.lets(paid, *to))
    };
    let moves = status::ALL.into_iter().filter(may).collect();
    let (phone, code) = (stored.order.recipient.phone.clone(), stored.order.pick_up_code.clone());
    let unreadable = stored.unreadable.is_some();
    let mut order = stored.for_owner(payments, now_ms);
    (order.recipient.phone, order.pick_up_code) = (phone, code);
    let second_payments = second::of_order(transaction, number)?;
    let paid = paid_at(transaction, number)?;
    Ok(AdminOrder { order, moves, refund, second_payments, paid, unreadable })
}

fn refund(transaction: &mut Transaction<'_>, stored: &StoredOrder) -> Result<Option<Money>, OrderError> {
    let Order { payment, terms, .. } = &stored.order;
    if payment.status != PaymentStatus::RefundDue {
        return Ok(None);
    }
    let on_credit = to_refund(transaction, stored.number).map_err(|error| match error {
        CreditError::Database(error) => OrderError::Database(error),
        _ => OrderError::Corrupt("its credit agreement"),
    })?;
    Ok(Some(Money::new(on_credit.map_or(terms.total, Amount::minor), terms.currency)))
}

/// When an order was paid online, and when the provider told it.
fn paid_at(transaction: &mut Transaction<'_>, number: i64) -> Result<Option<PaidAt>, OrderError> {
    let row = transaction.query_optional(
        "SELECT paid_ms, at_ms FROM payment_event WHERE order_number = $1 AND is_paid = 1 ORDER BY at_ms, id LIMIT 1",
        &[&number],
    )?;
    row.map(|row| Ok(PaidAt { paid_ms: row.get(0)?, at_ms: row.get(1)? })).transpose()
}

/// A page of the orders of all accounts, the newest first. None when the cursor is not one of a list of orders.
///
/// # Errors
/// Those of the database, and when one cannot be read.
pub async fn page(
    database: &Database,
    keys: &Arc<KeyRing>,
    listing: &Listing,
) -> Result<Option<AdminOrders>, OrderError> {
    let Some(below) = below(listing.cursor.as_ref()) else { return Ok(None) };
    let (keys, status) = (Arc::clone(keys), listing.status);
    let look = move |transaction: &mut Transaction<'_>| list(transaction, &keys, status, below);
    let mut items = database.read(look).await?;
    let has_more = items.len() > PAGE_ORDERS as usize;
    items.truncate(PAGE_ORDERS as usize);
    let next = items.last().filter(|_| has_more).and_then(|last| cursor_after(last.number));
    Ok(Some(AdminOrders { items, next }))
}

/// One more than a page, if there are as many.
fn list(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    status: Option<OrderStatus>,
    below: i64,
) -> Result<Vec<AdminOrderSummary>, OrderError> {
    let most = i64::from(PAGE_ORDERS) + 1;
    let rows = match status {
        None => transaction.query(
            "SELECT number, id, account_id, status, status_ms, received_ms, payment_method, payment_status, terms, \
             private, placed_ms, (SELECT COUNT(*) FROM second_payment WHERE order_number = orders.number \
             AND second_payment.status = 'refund_due') FROM orders WHERE number < $1 ORDER BY number DESC LIMIT $2",
            &[&below, &most],
        )?,
        Some(status) => transaction.query(
            "SELECT number, id, account_id, status, status_ms, received_ms, payment_method, payment_status, terms, \
             private, placed_ms, (SELECT COUNT(*) FROM second_payment WHERE order_number = orders.number \
             AND second_payment.status = 'refund_due') FROM orders WHERE status = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
            &[&status::name(status), &below, &most],
        )?,
    };
    rows.iter().map(|row| summary(keys, row)).collect()
}

fn summary(keys: &KeyRing, row: &Row) -> Result<AdminOrderSummary, OrderError> {
    let StoredOrder { moved_ms, unreadable, order, .. } = read(keys, row)?;
    Ok(AdminOrderSummary {
        id: order.id,
        number: order.number,
        status: order.status,
        placed_ms: row.get(10)?,
        moved_ms,
        total: Money::new(order.terms.total, order.terms.currency),
        payment: order.payment.method,
        payment_status: order.payment.status,
        delivery: order.terms.delivery,
        name: shortened(&order.recipient.name),
        phone: masked(&order.recipient.phone),
        second_payments_due: u32::try_from(row.get::<i64>(11)?).unwrap_or(u32::MAX),
        unreadable: unreadable.is_some(),
    })
}

/// The first character of a name.
fn shortened(name: &str) -> String {
    name.chars().next().map(|first| format!("{first}**")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_named_by_its_number_or_its_id() {
        assert_eq!("1042".parse(), Ok(OrderName::Number(1042)));
        let digits = "1".repeat(32);
        assert!(matches!(digits.parse(), Ok(OrderName::Id(_))));
        for bad in ["", "0", "-1", "+1", "x", "1042 ", &"1".repeat(31)] {
            assert!(OrderName::from_str(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn of_a_name_its_beginning_is_shown() {
        assert_eq!([shortened("张三丰"), shortened("Zhang"), shortened("")], ["张**", "Z**", ""]);
    }
}
