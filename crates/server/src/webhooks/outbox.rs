//! What is to be told.

use crate::database::{Database, DatabaseError, Row, Step, Transaction, Value};
use crate::hex::hex;
use crate::orders::payment::{second, status_from_name, status_name};
use crate::orders::status;
use fairday_contract::{OrderNotice, OrderNoticeKind, OrderStatus, PaymentStatus};
use sha2::{Digest, Sha256};

/// How much of the digest of what is told is in the name of a message, bytes.
const EVENT_DIGEST_BYTES: usize = 8;

/// Notes that an order has changed, in the transaction that changed it and after the row was changed; only in a shop that
/// tells anybody.
pub fn note(order_number: i64, kind: OrderNoticeKind, at_ms: i64) -> Step<'static> {
    let sql = "INSERT INTO webhook (order_number, kind, status, payment_status, at_ms, next_ms) \
               SELECT orders.number, $1, orders.status, orders.payment_status, $2, $2 FROM orders, webhook_endpoint \
               WHERE orders.number = $3 AND webhook_endpoint.is_on = 1";
    let kind = Value::Text(Some(kind_name(kind)));
    (sql, vec![kind, Value::Integer(Some(at_ms)), Value::Integer(Some(order_number))])
}

/// The same of a second payment for an order, after its row was changed.
pub fn note_second_payment(order_number: i64, second_payment: i64, at_ms: i64) -> Step<'static> {
    let sql = "INSERT INTO webhook (order_number, kind, status, payment_status, at_ms, next_ms, second_payment, second_status) \
               SELECT orders.number, $1, orders.status, orders.payment_status, $2, $2, second_payment.number, \
               second_payment.status FROM orders, second_payment, webhook_endpoint WHERE orders.number = $3 \
               AND second_payment.number = $4 AND webhook_endpoint.is_on = 1";
    let kind = Value::Text(Some(kind_name(OrderNoticeKind::Payment)));
    let number = |number| Value::Integer(Some(number));
    (sql, vec![kind, number(at_ms), number(order_number), number(second_payment)])
}

/// Says whether anybody is told from now on. What waits stays.
///
/// # Errors
/// Those of the database.
pub async fn turn(database: &Database, is_on: bool) -> Result<(), DatabaseError> {
    let is_on = i64::from(is_on);
    let job = move |transaction: &mut Transaction<'_>| {
        transaction.execute("UPDATE webhook_endpoint SET is_on = $1 WHERE is_on <> $1", &[&is_on])
    };
    database.write(job).await.map(|_| ())
}

/// Something to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its row.
    pub id: i64,
    /// What is told.
    pub notice: OrderNotice,
    /// How often it was tried.
    pub tries: u32,
    /// When it is tried next, milliseconds since 1970 UTC.
    pub next_ms: i64,
    /// When it was given up, milliseconds since 1970 UTC.
    pub dead_ms: Option<i64>,
    /// Why the last try failed.
    pub failure: Option<String>,
}

/// What is to be tried at `now_ms`: of each order the first alone, so that later ones wait for it. What was given up holds
/// nothing back.
pub(super) fn due(
    transaction: &mut Transaction<'_>,
    now_ms: i64,
    most: u32,
) -> Result<Vec<Waiting>, DatabaseError> {
    let rows = transaction.query(
        "SELECT webhook.id, orders.id, webhook.order_number, webhook.kind, webhook.status, webhook.payment_status, \
         webhook.at_ms, webhook.tries, webhook.next_ms, webhook.dead_ms, webhook.failure, second_payment.number, amount, \
         second_payment.currency, second_status, repayment, message, second_payment.at_ms, paid_ms \
         FROM webhook JOIN orders ON orders.number = webhook.order_number \
         LEFT JOIN second_payment ON second_payment.number = webhook.second_payment \
         WHERE webhook.dead_ms IS NULL AND webhook.next_ms <= $1 AND NOT EXISTS (SELECT 1 FROM webhook earlier \
         WHERE earlier.order_number = webhook.order_number AND earlier.id < webhook.id AND earlier.dead_ms IS NULL) \
         ORDER BY webhook.next_ms, webhook.id LIMIT $2",
        &[&now_ms, &most],
    )?;
    rows.iter().map(read).collect()
}

/// Everything that was not delivered, the oldest first.
pub(super) fn all(transaction: &mut Transaction<'_>, most: u32) -> Result<Vec<Waiting>, DatabaseError> {
    let rows = transaction.query(
        "SELECT webhook.id, orders.id, webhook.order_number, webhook.kind, webhook.status, webhook.payment_status, \
         webhook.at_ms, webhook.tries, webhook.next_ms, webhook.dead_ms, webhook.failure, second_payment.number, amount, \
         second_payment.currency, second_status, repayment, message, second_payment.at_ms, paid_ms \
         FROM webhook JOIN orders ON orders.number = webhook.order_number \
         LEFT JOIN second_payment ON second_payment.number = webhook.second_payment ORDER BY webhook.id LIMIT $1",
        &[&most],
    )?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Waiting, DatabaseError> {
    let corrupt = || DatabaseError::Corrupt("something to be told of an order cannot be read".to_owned());
    let (id, order): (i64, String) = (row.get(0)?, row.get(1)?);
    let (kind, status, payment): (String, String, String) = (row.get(3)?, row.get(4)?, row.get(5)?);
    // `SQLite` gives the number of a row that was delivered and deleted to a later one. What is told is part of the name, so
    // that no two messages have the same.
    let at_ms: i64 = row.get(6)?;
    let second_payment = match row.get::<Option<i64>>(11)? {
        Some(_) => Some(second::read(row, 11)?.ok_or_else(corrupt)?),
        None => None,
    };
    let mut said = format!("{kind} {status} {payment} {at_ms}");
    if let Some(second) = &second_payment {
        said = format!("{said} {} {}", second.number, status_name(second.status));
    }
    let said = Sha256::digest(said);
    let notice = OrderNotice {
        event: format!("{order}-{id}-{}", hex(&said[..EVENT_DIGEST_BYTES])),
        kind: kind_from_name(&kind),
        at_ms,
        order: order.parse().map_err(|_| corrupt())?,
        number: row.get::<i64>(2)?.unsigned_abs(),
        status: status::from_name(&status).unwrap_or(OrderStatus::Unknown),
        payment: status_from_name(&payment).unwrap_or(PaymentStatus::Unknown),
        second_payment,
    };
    Ok(Waiting {
        id,
        notice,
        tries: u32::try_from(row.get::<i64>(7)?).map_err(|_| corrupt())?,
        next_ms: row.get(8)?,
        dead_ms: row.get(9)?,
        failure: row.get(10)?,
    })
}

const fn kind_name(kind: OrderNoticeKind) -> &'static str {
    match kind {
        OrderNoticeKind::Payment => "order.payment",
        OrderNoticeKind::Status | OrderNoticeKind::Unknown => "order.status",
    }
}

fn kind_from_name(text: &str) -> OrderNoticeKind {
    if text == kind_name(OrderNoticeKind::Payment) {
        OrderNoticeKind::Payment
    } else {
        OrderNoticeKind::Status
    }
}
