//! What became of an order, written down in the transaction in which it did.

use super::documents::Said;
use super::{OrderError, status};
use crate::database::{DatabaseError, Row, Transaction};
use crate::privacy::KeyRing;
use fairday_contract::{OrderEvent, OrderStatus};

/// Writes down that an order has come to be `status`. `said` is sealed. Everything that must happen exactly when an order
/// changes, such as telling another system, is to be begun here.
pub(super) fn record(
    transaction: &mut Transaction<'_>,
    order_number: i64,
    status: OrderStatus,
    at_ms: i64,
    said: Option<&[u8]>,
) -> Result<(), DatabaseError> {
    transaction.execute(
        "INSERT INTO order_event (order_number, status, at_ms, said) VALUES ($1, $2, $3, $4)",
        &[&order_number, &status::name(status), &at_ms, &said],
    )?;
    Ok(())
}

/// An event from `status, at_ms, said`, the fields of a row from `first` on.
pub(super) fn read(keys: &KeyRing, row: &Row, first: usize) -> Result<OrderEvent, OrderError> {
    let name: String = row.get(first)?;
    let said = Said::open(keys, row.get::<Option<Vec<u8>>>(first + 2)?.as_deref())?;
    Ok(OrderEvent {
        status: status::from_name(&name).ok_or(OrderError::Corrupt("its status"))?,
        at_ms: row.get(first + 1)?,
        note: said.note,
        tracking: said.tracking,
    })
}
