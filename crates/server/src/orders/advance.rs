//! Moving an order on: cancelling, giving back, and what the shop does with it.

use super::documents::Said;
use super::payment::{Payments, refund, status_name};
use super::read::{StoredOrder, find};
use super::status::{self, Actor, Move, is_returnable, may_move};
use super::{OrderError, TRIES_MAX, events, stock};
use crate::accounts::AccountId;
use crate::alarms;
use crate::credit::orders::Followed;
use crate::credit::{self, CreditError};
use crate::database::{Database, DatabaseError, Transaction};
use crate::privacy::KeyRing;
use fairday_contract::{OrderEvent, OrderId, OrderStatus, PaymentStatus, Tracking};
use std::sync::Arc;

/// Who wants an order moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// An account, which can only move orders of its own.
    Account(AccountId),
    /// The shop.
    Shop,
    /// Nobody: it was not paid in time. Moves only what is still unpaid.
    Unpaid,
    /// Nobody: it was reserved for too long. Moves only what is still here since this time, and to be paid at the hand-over.
    Lapsed {
        /// Where it has been.
        status: OrderStatus,
        /// When it came there at the latest, milliseconds since 1970 UTC.
        until_ms: i64,
    },
    /// The shop, with all that somebody has reserved. Moves only what is neither paid nor on its way.
    Release,
}

impl By {
    /// True when this may move the order at all.
    fn fits(self, stored: &StoredOrder) -> bool {
        let (at, paid) = (stored.order.status, stored.order.payment.status);
        match self {
            Self::Account(_) | Self::Shop => true,
            Self::Unpaid => matches!(paid, PaymentStatus::Pending | PaymentStatus::Failed),
            Self::Lapsed { status, until_ms } => {
                at == status && stored.moved_ms <= until_ms && paid == PaymentStatus::OnHandOver
            }
            Self::Release => {
                at != OrderStatus::Sent
                    && matches!(
                        paid,
                        PaymentStatus::OnHandOver | PaymentStatus::Pending | PaymentStatus::Failed
                    )
            }
        }
    }
}

/// A wish to move an order.
#[derive(Clone)]
pub struct Wish {
    /// Which one.
    pub id: OrderId,
    /// Who wants it.
    pub by: By,
    /// Where it is to be.
    pub to: OrderStatus,
    /// What is said about it; checked, may be empty.
    pub note: String,
    /// The parcel; checked.
    pub tracking: Option<Tracking>,
    /// Now, milliseconds since 1970 UTC.
    pub now_ms: i64,
}

/// Moves an order, with everything that follows for its goods, its coupon and its payment, or leaves it where it is when
/// it has been there already. Whatever is sent twice happens once.
///
/// # Errors
/// `NotFound`, also for an order of another account; `NotPossibleNow`.
pub async fn advance(
    database: &Database,
    keys: &Arc<KeyRing>,
    payments: &Payments,
    wish: Wish,
) -> Result<StoredOrder, OrderError> {
    for _ in 0..TRIES_MAX {
        let (keys, payments, wish) = (Arc::clone(keys), payments.clone(), wish.clone());
        let job = move |transaction: &mut Transaction<'_>| move_once(transaction, &keys, &payments, &wish);
        match database.write(job).await {
            Err(OrderError::Changing) => {}
            outcome => return outcome,
        }
    }
    Err(OrderError::Changing)
}

/// What was received is on its way back, because the loan that paid it was withdrawn from. Nothing happens to an order that
/// is on its way back already. With the account's lock held.
///
/// # Errors
/// Those of the database.
pub(crate) fn ask_return(
    transaction: &mut Transaction<'_>,
    number: i64,
    at_ms: i64,
) -> Result<(), DatabaseError> {
    let moved = transaction.execute(
        "UPDATE orders SET status = $1, status_ms = CASE WHEN status_ms > $2 THEN status_ms ELSE $2 END \
         WHERE number = $3 AND status = $4",
        &[&status::name(OrderStatus::ReturnRequested), &at_ms, &number, &status::name(OrderStatus::Received)],
    )?;
    if moved > 0 {
        transaction.execute_all(&events::record(number, OrderStatus::ReturnRequested, at_ms, None))?;
    }
    Ok(())
}

/// Why an agreement does not follow its order, which was `from` when it was read.
fn not_followed(
    transaction: &mut Transaction<'_>,
    (number, from): (i64, OrderStatus),
    error: CreditError,
) -> Result<OrderError, DatabaseError> {
    Ok(match error {
        CreditError::Database(error) => OrderError::Database(error),
        CreditError::Changing => OrderError::Changing,
        CreditError::Corrupt(_) => OrderError::Corrupt("its credit agreement"),
        _ => {
            // The same step may have been taken while this one waited for the account.
            let row = transaction.query_one("SELECT status FROM orders WHERE number = $1", &[&number])?;
            let is_there = row.get::<String>(0)? == status::name(from);
            if is_there { OrderError::NotPossibleNow } else { OrderError::Changing }
        }
    })
}

/// `Changing` when somebody else has moved the order since it was read: to be tried again.
fn move_once(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    payments: &Payments,
    wish: &Wish,
) -> Result<StoredOrder, OrderError> {
    let mut stored = find(transaction, keys, &wish.id)?.ok_or(OrderError::NotFound)?;
    let actor = match wish.by {
        By::Account(account) if account == stored.account => Actor::Shopper,
        By::Account(_) => return Err(OrderError::NotFound),
        // Somebody has to look first whether it was paid.
        By::Unpaid if alarms::holds(transaction, stored.number)? => return Err(OrderError::NotPossibleNow),
        by if by.fits(&stored) => Actor::Shop,
        _ => return Err(OrderError::NotPossibleNow),
    };
    let goods = match may_move(stored.order.status, wish.to, actor, stored.way()) {
        // The same step with another note or another parcel would be passed over in silence.
        Move::Already
            if wish.by == By::Shop && !stored.was_told(wish.to, &wish.note, wish.tracking.as_ref()) =>
        {
            return Err(OrderError::NotPossibleNow);
        }
        Move::Already => return Ok(stored),
        Move::Refused => return Err(OrderError::NotPossibleNow),
        Move::To(goods) => goods,
    };
    let is_late = stored.received_ms.is_some_and(|received_ms| !is_returnable(received_ms, wish.now_ms));
    if wish.to == OrderStatus::ReturnRequested && is_late {
        return Err(OrderError::NotPossibleNow);
    }
    let (number, from, paid) = (stored.number, stored.order.status, stored.order.payment.status);
    // Servers' clocks differ a little; a timeline goes forward.
    let at_ms = wish.now_ms.max(stored.moved_ms);
    let way = payments.find(stored.order.payment.method);
    if way.is_some_and(|way| !way.lets(paid, wish.to)) {
        return Err(OrderError::NotPossibleNow);
    }
    let mut payment = way.map_or(paid, |way| way.follows(paid, wish.to));
    let received_ms = if wish.to == OrderStatus::Received { Some(at_ms) } else { stored.received_ms };
    // Before the order's row: whoever holds an account's lock may wait for its orders, and nobody the other way round.
    let followed = match credit::orders::follow(transaction, number, (wish.to, wish.by), at_ms) {
        Ok(followed) => followed,
        Err(error) => return Err(not_followed(transaction, (number, from), error)?),
    };
    if followed == Followed::RefundDue {
        payment = PaymentStatus::RefundDue;
    }
    let moved = transaction.execute(
        "UPDATE orders SET status = $1, status_ms = $2, received_ms = $3, payment_status = $4 \
         WHERE number = $5 AND status = $6 AND payment_status = $7",
        &[
            &status::name(wish.to),
            &at_ms,
            &received_ms,
            &status_name(payment),
            &number,
            &status::name(from),
            &status_name(paid),
        ],
    )?;
    if moved == 0 {
        return Err(OrderError::Changing);
    }
    if payment == PaymentStatus::RefundDue && payment != paid {
        alarms::raise(transaction, &refund::alarm(number), wish.now_ms)?;
    }
    stock::settle(transaction, number, goods, at_ms)?;
    if let Some(code) = stored.order.terms.coupon.as_deref().filter(|_| wish.to == OrderStatus::Cancelled) {
        stock::release_coupon(transaction, code, stored.account)?;
    }
    let said = Said::seal(keys, &wish.note, wish.tracking.as_ref());
    transaction.execute_all(&events::record(number, wish.to, at_ms, said.as_deref()))?;
    stored.order.status = wish.to;
    stored.order.payment.status = payment;
    stored.order.timeline.push(OrderEvent {
        status: wish.to,
        at_ms,
        note: wish.note.clone(),
        tracking: wish.tracking.clone(),
    });
    Ok(StoredOrder { received_ms, moved_ms: at_ms, ..stored })
}
