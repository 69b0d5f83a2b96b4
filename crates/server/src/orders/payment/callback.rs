//! What a payment provider tells of an order.

use super::{online, status_from_name, status_name};
use crate::database::{Database, DatabaseError, Transaction};
use crate::orders::{OrderError, TRIES_MAX, events};
use fairday_contract::{PaymentNotice, PaymentOutcome, PaymentStatus};

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The payment is now this.
    Changed(PaymentStatus),
    /// It was heard before, or says what is so already.
    Known,
    /// The order was paid before, by another payment: one of them is to be paid back.
    PaidAgain,
    /// The order is not paid in this way, or not in this amount or currency.
    DoesNotFit,
}

/// Heeds a message whose signature has been checked. `event` is the provider's id of it: the same again changes nothing.
/// What is paid for an order that was cancelled in between is to be paid back.
///
/// # Errors
/// `NotFound` when there is no such order; those of the database.
pub async fn heed(
    database: &Database,
    event: &str,
    notice: &PaymentNotice,
    now_ms: i64,
) -> Result<Heard, OrderError> {
    for _ in 0..TRIES_MAX {
        let (event, notice) = (event.to_owned(), notice.clone());
        let job = move |transaction: &mut Transaction<'_>| heed_once(transaction, &event, &notice, now_ms);
        match database.write(job).await {
            Err(OrderError::Changing) => {}
            outcome => return outcome,
        }
    }
    Err(OrderError::Changing)
}

fn heed_once(
    transaction: &mut Transaction<'_>,
    event: &str,
    notice: &PaymentNotice,
    now_ms: i64,
) -> Result<Heard, OrderError> {
    let number = notice.order.and_then(|number| i64::try_from(number).ok()).ok_or(OrderError::NotFound)?;
    let row = transaction.query_optional(
        "SELECT payment_method, payment_status, status, currency, total FROM orders WHERE number = $1",
        &[&number],
    )?;
    let row = row.ok_or(OrderError::NotFound)?;
    let (method, from, order): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let (currency, total): (String, i64) = (row.get(3)?, row.get(4)?);
    if method != "online" || currency != notice.currency.code() || total != notice.amount {
        return Ok(Heard::DoesNotFit);
    }
    let is_paid = notice.outcome == PaymentOutcome::Paid;
    if !note(transaction, event, number, is_paid, now_ms)? {
        return Ok(Heard::Known);
    }
    let payment = status_from_name(&from).ok_or(OrderError::Corrupt("whether it is paid"))?;
    let Some(to) = after(payment, notice.outcome) else {
        return Ok(if is_paid { Heard::PaidAgain } else { Heard::Known });
    };
    let changed = transaction.execute(
        "UPDATE orders SET payment_status = $1 WHERE number = $2 AND payment_status = $3 AND status = $4",
        &[&status_name(to), &number, &from, &order],
    )?;
    if changed == 0 {
        // Somebody moved the order since it was read: the note is undone too, and all is tried again.
        return Err(OrderError::Changing);
    }
    events::tell_payment(transaction, number, now_ms)?;
    Ok(Heard::Changed(to))
}

/// What a payment comes to be; nothing when it stays as it is. It is void when its order was cancelled unpaid.
fn after(payment: PaymentStatus, outcome: PaymentOutcome) -> Option<PaymentStatus> {
    match (outcome, payment) {
        (PaymentOutcome::Paid, payment) if online::is_open(payment) => Some(PaymentStatus::Paid),
        (PaymentOutcome::Paid, PaymentStatus::Void) => Some(PaymentStatus::RefundDue),
        (PaymentOutcome::Failed, PaymentStatus::Pending) => Some(PaymentStatus::Failed),
        _ => None,
    }
}

/// Whether this is heard for the first time.
fn note(
    transaction: &mut Transaction<'_>,
    event: &str,
    number: i64,
    is_paid: bool,
    now_ms: i64,
) -> Result<bool, DatabaseError> {
    let noted = transaction.execute(
        "INSERT INTO payment_event (id, order_number, is_paid, at_ms) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (id) DO NOTHING",
        &[&event, &number, &i64::from(is_paid), &now_ms],
    )?;
    Ok(noted == 1)
}
