//! Paying back: the shop does it at its provider, and says so here.

use super::status_name;
use crate::alarms::{self, Alarm, Kind};
use crate::database::{Database, Transaction};
use crate::orders::{OrderError, events};
use fairday_contract::{OrderId, PaymentStatus};

/// Money of an order is to be paid back. It is settled by [`refunded`].
pub fn alarm(number: i64) -> Alarm {
    Alarm::new(Kind::PayBack, subject(number), "It was cancelled or given back after it was paid.")
}

fn subject(number: i64) -> String {
    format!("order {number}")
}

/// Notes that the shop has paid an order back. Again changes nothing.
///
/// # Errors
/// `NotFound`; `NotPossibleNow` when nothing is to be paid back.
pub async fn refunded(database: &Database, id: OrderId, now_ms: i64) -> Result<(), OrderError> {
    let job = move |transaction: &mut Transaction<'_>| {
        let (due, done) = (status_name(PaymentStatus::RefundDue), status_name(PaymentStatus::Refunded));
        let row = transaction.query_optional(
            "UPDATE orders SET payment_status = $1 WHERE id = $2 AND payment_status = $3 RETURNING number",
            &[&done, &id.as_str(), &due],
        )?;
        if let Some(row) = row {
            let number = row.get(0)?;
            alarms::settle(transaction, (Kind::PayBack, &subject(number)), now_ms)?;
            return Ok(events::tell_payment(transaction, number, now_ms)?);
        }
        let row =
            transaction.query_optional("SELECT payment_status FROM orders WHERE id = $1", &[&id.as_str()])?;
        let payment: String = row.ok_or(OrderError::NotFound)?.get(0)?;
        if payment == done { Ok(()) } else { Err(OrderError::NotPossibleNow) }
    };
    database.write(job).await
}
