//! Payments that came for something that was paid already: an order, or a payment of phone credit. Each is a row that waits
//! until somebody has paid it back at the provider's and says so. It stands with the order, also of phone credit: with the
//! order that the agreement pays.

use super::message::MessageKey;
use super::{status_from_name, status_name};
use crate::alarms::{self, Kind};
use crate::database::{Database, DatabaseError, Row, Transaction};
use crate::orders::{OrderError, events};
use fairday_contract::{Money, OrderId, PaymentNotice, PaymentStatus, SecondPayment};

const DUE: &str = status_name(PaymentStatus::RefundDue);
const DONE: &str = status_name(PaymentStatus::Refunded);

/// Keeps a second payment that a message tells of, raises its alarm, and has it told.
///
/// # Errors
/// Those of the database.
pub(crate) fn keep(
    transaction: &mut Transaction<'_>,
    (key, notice): (&MessageKey, &PaymentNotice),
    (order, repayment): (i64, Option<i64>),
    now_ms: i64,
) -> Result<(), DatabaseError> {
    let row = transaction.query_one(
        "INSERT INTO second_payment (order_number, repayment, provider, message, amount, currency, status, paid_ms, at_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING number",
        &[
            &order,
            &repayment,
            &key.provider(),
            &key.id(),
            &notice.amount,
            &notice.currency.code(),
            &DUE,
            &notice.paid_ms,
            &now_ms,
        ],
    )?;
    let number: i64 = row.get(0)?;
    let mut alarm = key.alarm(Kind::PaidTwice, notice);
    alarm.detail = format!("{} It is second payment {number} of order {order}.", alarm.detail);
    alarms::raise(transaction, &alarm, now_ms)?;
    events::tell_second_payment(transaction, (order, number), now_ms)
}

/// Notes that a second payment of an order was paid back. Again changes nothing.
///
/// # Errors
/// `NotFound` when the order has none with this number.
pub async fn refunded(
    database: &Database,
    (order, number): (OrderId, i64),
    now_ms: i64,
) -> Result<(), OrderError> {
    let job = move |transaction: &mut Transaction<'_>| {
        let row = transaction.query_optional(
            "SELECT orders.number, repayment, message FROM second_payment JOIN orders ON orders.number = order_number \
             WHERE orders.id = $1 AND second_payment.number = $2",
            &[&order.as_str(), &number],
        )?;
        let row = row.ok_or(OrderError::NotFound)?;
        let (order_number, repayment): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
        let changed = transaction.execute(
            "UPDATE second_payment SET status = $1, done_ms = $2 WHERE number = $3 AND status = $4",
            &[&DONE, &now_ms, &number, &DUE],
        )?;
        if changed == 0 {
            return Ok(()); // it was paid back before
        }
        let (what, named) = repayment.map_or(("order", order_number), |number| ("repayment", number));
        let subject = MessageKey::subject(what, named.unsigned_abs(), &row.get::<String>(2)?);
        alarms::settle(transaction, (Kind::PaidTwice, &subject), now_ms)?;
        Ok(events::tell_second_payment(transaction, (order_number, number), now_ms)?)
    };
    database.write(job).await
}

/// The second payments of an order, the oldest first.
///
/// # Errors
/// Those of the database; `Corrupt`.
pub(in crate::orders) fn of_order(
    transaction: &mut Transaction<'_>,
    order: i64,
) -> Result<Vec<SecondPayment>, OrderError> {
    let rows = transaction.query(
        "SELECT number, amount, currency, status, repayment, message, at_ms, paid_ms FROM second_payment \
         WHERE order_number = $1 ORDER BY number",
        &[&order],
    )?;
    rows.iter().map(|row| read(row, 0)?.ok_or(OrderError::Corrupt("a second payment"))).collect()
}

/// Reads one from `number, amount, currency, status, repayment, message, at_ms, paid_ms`, the fields of a row from `first` on.
/// Nothing when it is not what this version writes.
pub(crate) fn read(row: &Row, first: usize) -> Result<Option<SecondPayment>, DatabaseError> {
    let (currency, status): (String, String) = (row.get(first + 2)?, row.get(first + 3)?);
    let (Ok(currency), Some(status)) = (currency.parse(), status_from_name(&status)) else { return Ok(None) };
    Ok(Some(SecondPayment {
        number: row.get::<i64>(first)?.unsigned_abs(),
        amount: Money::new(row.get(first + 1)?, currency),
        status,
        repayment: row.get::<Option<i64>>(first + 4)?.map(i64::unsigned_abs),
        message: row.get(first + 5)?,
        at_ms: row.get(first + 6)?,
        paid_ms: row.get(first + 7)?,
    }))
}
