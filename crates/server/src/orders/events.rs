//! What became of an order, written down in the transaction in which it did.

use super::documents::Said;
use super::read::unreadable;
use super::{OrderError, status};
use crate::database::{DatabaseError, Row, SealedBytes, Step, Transaction, Value};
use crate::privacy::{KeyError, KeyRing};
use crate::webhooks::outbox;
use fairday_contract::{OrderEvent, OrderNoticeKind, OrderStatus};

/// Writes down that an order has come to be `status`. `said` is sealed. The order's row says so already: other systems of the
/// shop are told what it says. Everything that must happen exactly when an order changes is to be begun here.
pub(super) fn record(
    order_number: i64,
    status: OrderStatus,
    at_ms: i64,
    said: Option<&[u8]>,
) -> [Step<'_>; 2] {
    let sql = "INSERT INTO order_event (order_number, status, at_ms, said) VALUES ($1, $2, $3, $4)";
    let (number, at) = (Value::Integer(Some(order_number)), Value::Integer(Some(at_ms)));
    let event = (sql, vec![number, Value::Text(Some(status::name(status))), at, Value::Blob(said)]);
    [event, outbox::note(order_number, OrderNoticeKind::Status, at_ms)]
}

/// Has it told that the payment of an order has changed, and nothing else. Not an event of its timeline.
pub(super) fn tell_payment(
    transaction: &mut Transaction<'_>,
    order_number: i64,
    at_ms: i64,
) -> Result<(), DatabaseError> {
    transaction.execute_all(&[outbox::note(order_number, OrderNoticeKind::Payment, at_ms)]).map(|_| ())
}

/// Has it told what a second payment of an order is now.
pub(super) fn tell_second_payment(
    transaction: &mut Transaction<'_>,
    (order_number, second_payment): (i64, i64),
    at_ms: i64,
) -> Result<(), DatabaseError> {
    transaction.execute_all(&[outbox::note_second_payment(order_number, second_payment, at_ms)]).map(|_| ())
}

/// An event from `status, at_ms, said`, the fields of a row from `first` on; and why what was said cannot be read, if it
/// cannot.
pub(super) fn read(
    keys: &KeyRing,
    row: &Row,
    first: usize,
) -> Result<(OrderEvent, Option<KeyError>), OrderError> {
    let name: String = row.get(first)?;
    let (said, unreadable) = match Said::open(keys, row.get::<Option<SealedBytes>>(first + 2)?.as_deref()) {
        Ok(said) => (said, None),
        Err(error) => (Said::nothing(), Some(unreadable(error)?)),
    };
    let event = OrderEvent {
        status: status::from_name(&name).ok_or(OrderError::Corrupt("its status"))?,
        at_ms: row.get(first + 1)?,
        note: said.note,
        tracking: said.tracking,
    };
    Ok((event, unreadable))
}
