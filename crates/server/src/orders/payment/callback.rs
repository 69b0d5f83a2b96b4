//! What a payment provider tells of an order.

use super::message::{Known, MessageKey, is_paid};
use super::{online, refund, second, status_from_name, status_name};
use crate::alarms::{self, Kind};
use crate::database::{Database, Transaction};
use crate::orders::{OrderError, TRIES_MAX, events};
use fairday_contract::{PaymentNotice, PaymentOutcome, PaymentStatus};

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The payment is now this.
    Changed(PaymentStatus),
    /// It was heard before, or says what is so already.
    Known,
    /// Another message had its id. Nothing was changed, and an alarm is kept.
    OtherSaid,
    /// The order was paid before, by another payment: this one is to be paid back ([`second`]).
    PaidAgain,
    /// The order is not paid in this way, or not in this amount or currency. An alarm is kept.
    DoesNotFit,
    /// There is no such order. An alarm is kept.
    NoSuch,
}

/// Heeds a message whose signature has been checked. The same again, by its id and its body, changes nothing. What is paid
/// for an order that was cancelled in between is to be paid back.
///
/// # Errors
/// Those of the database; `Corrupt`.
pub async fn heed(
    database: &Database,
    key: &MessageKey,
    notice: &PaymentNotice,
    now_ms: i64,
) -> Result<Heard, OrderError> {
    for _ in 0..TRIES_MAX {
        let (key, notice) = (key.clone(), notice.clone());
        let job = move |transaction: &mut Transaction<'_>| heed_once(transaction, &key, &notice, now_ms);
        match database.write(job).await {
            Err(OrderError::Changing) => {}
            outcome => return outcome,
        }
    }
    Err(OrderError::Changing)
}

fn heed_once(
    transaction: &mut Transaction<'_>,
    key: &MessageKey,
    notice: &PaymentNotice,
    now_ms: i64,
) -> Result<Heard, OrderError> {
    let number = notice.order.and_then(|number| i64::try_from(number).ok());
    let row = transaction.query_optional(
        "SELECT payment_method, payment_status, status, currency, total FROM orders WHERE number = $1",
        &[&number],
    )?;
    let is_paid = is_paid(notice);
    // Money may be there for an order that nobody else knows to be paid.
    let held = number.filter(|_| is_paid && row.is_some());
    let alarm = |kind| key.alarm(kind, notice).holding(held);
    match key.known(transaction, notice)? {
        Known::Same => return Ok(Heard::Known),
        Known::Other => {
            alarms::raise(transaction, &alarm(Kind::PaymentMessageChanged), now_ms)?;
            return Ok(Heard::OtherSaid);
        }
        Known::New => {}
    }
    let (Some(number), Some(row)) = (number, row) else {
        alarms::raise(transaction, &alarm(Kind::PaymentUnknown), now_ms)?;
        return Ok(Heard::NoSuch);
    };
    let (method, from, order): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let (currency, total): (String, i64) = (row.get(3)?, row.get(4)?);
    if method != "online" || currency != notice.currency.code() || total != notice.amount {
        alarms::raise(transaction, &alarm(Kind::PaymentDoesNotFit), now_ms)?;
        return Ok(Heard::DoesNotFit);
    }
    if !key.note(transaction, notice, now_ms)? {
        return Err(OrderError::Changing);
    }
    let payment = status_from_name(&from).ok_or(OrderError::Corrupt("whether it is paid"))?;
    let Some(to) = after(payment, notice.outcome) else {
        if is_paid {
            second::keep(transaction, (key, notice), (number, None), now_ms)?;
        }
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
    if to == PaymentStatus::RefundDue {
        alarms::raise(transaction, &refund::alarm(number), now_ms)?;
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
