//! Placing an order, within the transaction: every row is changed where it says what was agreed to, or all of it is undone.

use super::super::coupons::Coupon;
use super::super::documents::{ANSWER_PLACE, json};
use super::super::payment::{Payments, method_name, status_name};
use super::super::reservations::Reservation;
use super::super::{OrderError, events, status, stock};
use crate::accounts::AccountId;
use crate::credit::CreditError;
use crate::credit::goods::Purchase;
use crate::database::{DatabaseError, SealedBytes, Transaction, Value};
use crate::privacy::KeyRing;
use crate::privacy::keys::Hash;
use fairday_contract::{AgreedLine, Currency, Order, OrderId, OrderStatus};

/// The answer to a request that placed an order: the order as it was then, as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The same each time.
    pub json: Vec<u8>,
    /// Whether the order had been placed before.
    pub is_replay: bool,
}

/// Which request this is.
#[derive(Clone)]
pub(super) struct Identity {
    pub(super) account: AccountId,
    pub(super) id: OrderId,
    pub(super) body_hash: Hash,
}

/// Everything an order is written from, made before the transaction.
pub(super) struct Plan {
    pub(super) identity: Identity,
    /// By the number of their variants: orders never wait for each other.
    pub(super) lines: Vec<AgreedLine>,
    pub(super) currency: Currency,
    pub(super) coupon: Option<Coupon>,
    pub(super) terms: String,
    pub(super) private: Vec<u8>,
    /// As it is answered, but for its number and the page to pay at.
    pub(super) order: Order,
    /// The same, sealed: what the order's row keeps of its answer.
    pub(super) answer: Vec<u8>,
    pub(super) payments: Payments,
    /// Of the line, when it is paid with the next bill.
    pub(super) purchase: Option<Purchase>,
    pub(super) reservation: Reservation,
    pub(super) now_ms: i64,
}

/// Why the transaction was undone.
pub(super) enum Stop {
    /// A row says otherwise than what was agreed to.
    Missed,
    /// This very request was refused before.
    RefusedBefore,
    /// Another order was made of the same quote.
    QuoteSpent,
    Refused(OrderError),
}

impl From<DatabaseError> for Stop {
    fn from(error: DatabaseError) -> Self {
        Self::Refused(error.into())
    }
}

/// Puts the order in, or finds the answer that the same request got before. Everything is to be undone on an error.
pub(super) fn write(transaction: &mut Transaction<'_>, keys: &KeyRing, plan: &Plan) -> Result<Answer, Stop> {
    transaction.lock(&plan.identity.account.lock())?;
    let Some(number) = claim(transaction, plan)? else {
        check_free(transaction, &plan.identity)?;
        // Not there any more would mean that it was deleted, and orders are not.
        let answer = look(transaction, keys, &plan.payments, &plan.identity).map_err(Stop::Refused)?;
        return answer.ok_or(Stop::Refused(OrderError::Changing));
    };
    plan.reservation.check(transaction, plan.now_ms).map_err(Stop::Refused)?;
    // In one go: what must have changed a row is looked at in the end.
    let (mut steps, mut conditions) = (vec![plan.reservation.step(number, plan.now_ms)], Vec::new());
    for line in &plan.lines {
        conditions.push(steps.len());
        steps.push(stock::reserve(line, &plan.currency));
        let numbers = [number, line.variant.0.into(), line.quantity.into(), line.price];
        steps.push((
            "INSERT INTO order_line (order_number, variant_id, quantity, price) VALUES ($1, $2, $3, $4)",
            numbers.map(|number| Value::Integer(Some(number))).to_vec(),
        ));
        steps.push(stock::note_change(line.variant.0.into(), plan.now_ms));
    }
    if let Some(coupon) = &plan.coupon {
        conditions.extend([steps.len(), steps.len() + 1]);
        steps.extend(stock::use_coupon(coupon, plan.identity.account));
    }
    steps.extend(events::record(number, OrderStatus::Placed, plan.now_ms, None));
    let counts = transaction.execute_all(&steps)?;
    if counts[0] != 1 {
        return Err(Stop::QuoteSpent);
    }
    if conditions.into_iter().any(|index| counts[index] != 1) {
        return Err(Stop::Missed);
    }
    if let Some(purchase) = &plan.purchase {
        let Identity { account, id, body_hash } = &plan.identity;
        purchase.hold(transaction, *account, (id, number, body_hash)).map_err(|error| match error {
            CreditError::Declined(reason) => Stop::Refused(OrderError::Declined(reason)),
            CreditError::Database(error) => error.into(),
            CreditError::IdUsed => Stop::Refused(OrderError::IdUsed),
            CreditError::Changing => Stop::Refused(OrderError::Changing),
            _ => Stop::Refused(OrderError::Corrupt("its credit agreement")),
        })?;
    }
    Ok(Answer { json: answer(plan.order.clone(), number, &plan.payments, plan.now_ms), is_replay: false })
}

/// The answer to the request that placed this order, which is kept without what the order's row says.
fn answer(mut order: Order, number: i64, payments: &Payments, placed_ms: i64) -> Vec<u8> {
    order.number = number.unsigned_abs();
    order.payment.url = payments.page(&order, placed_ms);
    json(&order)
}

/// Why nothing was put in: the account is not there any more, or the request was refused before; or neither.
fn check_free(transaction: &mut Transaction<'_>, identity: &Identity) -> Result<(), Stop> {
    let row = transaction.query_one(
        "SELECT (SELECT COUNT(*) FROM account WHERE id = $1 AND deleted_ms IS NULL), \
         (SELECT COUNT(*) FROM order_refusal \
         WHERE account_id = $1 AND order_id = $2 AND body_hash = $3)",
        &[&identity.account.0, &identity.id.as_str(), &identity.body_hash],
    )?;
    match (row.get::<i64>(0)?, row.get::<i64>(1)?) {
        (0, _) => Err(Stop::Refused(OrderError::NoAccount)),
        (_, 0) => Ok(()),
        _ => Err(Stop::RefusedBefore),
    }
}

/// Puts the order's row in. Its number; nothing when there is one with this id, or for a reason of [`check_free`].
fn claim(transaction: &mut Transaction<'_>, plan: &Plan) -> Result<Option<i64>, DatabaseError> {
    let Plan { identity, order, now_ms, .. } = plan;
    let row = transaction.query_optional(
        "INSERT INTO orders (id, account_id, body_hash, placed_ms, status, status_ms, payment_method, payment_status, \
         coupon, currency, total, terms, private, answer) SELECT $1, $2, $3, $4, $5, $4, $6, $7, $8, $9, $10, $11, $12, $13 \
         WHERE EXISTS (SELECT 1 FROM account WHERE account.id = $2 AND account.deleted_ms IS NULL) \
         AND NOT EXISTS (SELECT 1 FROM order_refusal WHERE order_refusal.account_id = $2 \
         AND order_refusal.order_id = $1 AND order_refusal.body_hash = $3) \
         ON CONFLICT (id) DO NOTHING RETURNING number",
        &[
            &identity.id.as_str(),
            &identity.account.0,
            &identity.body_hash,
            now_ms,
            &status::name(OrderStatus::Placed),
            &method_name(order.payment.method),
            &status_name(order.payment.status),
            &order.terms.coupon,
            &order.terms.currency.code(),
            &order.terms.total,
            &plan.terms,
            &plan.private,
            &plan.answer,
        ],
    )?;
    row.map(|row| row.get(0)).transpose()
}

/// The answer that this very request got before.
pub(super) fn look(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    payments: &Payments,
    identity: &Identity,
) -> Result<Option<Answer>, OrderError> {
    let row = transaction.query_optional(
        "SELECT account_id, body_hash, answer, number, placed_ms FROM orders WHERE id = $1",
        &[&identity.id.as_str()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let is_same =
        row.get::<i64>(0)? == identity.account.0 && row.get::<Vec<u8>>(1)? == identity.body_hash.as_slice();
    match row.get::<Option<SealedBytes>>(2)? {
        Some(kept) if is_same => {
            let order = serde_json::from_slice(&keys.open(ANSWER_PLACE, &kept)?)
                .map_err(|_| OrderError::Corrupt("the answer to its request"))?;
            let json = answer(order, row.get(3)?, payments, row.get(4)?);
            Ok(Some(Answer { json, is_replay: true }))
        }
        _ => Err(OrderError::IdUsed),
    }
}
