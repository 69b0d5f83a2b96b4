//! Orders as they are kept, and as their owners see them.

use super::documents::{Private, StoredTerms};
use super::payment::{Payments, method_from_name, status_from_name};
use super::status::{self, Actor, Move, Way, is_returnable, may_move};
use super::{OrderError, PAGE_ORDERS, events};
use crate::accounts::AccountId;
use crate::accounts::phone::mask;
use crate::database::{Database, Row, Transaction};
use crate::privacy::KeyRing;
use fairday_contract::{Cursor, Order, OrderEvent, OrderId, OrderStatus, Orders, Payment, Tracking};
use std::collections::HashMap;
use std::sync::Arc;

/// An order with everything that is known of it. Not for its owner's eyes as it is: see [`StoredOrder::for_owner`].
pub struct StoredOrder {
    /// Names it in the tables.
    pub number: i64,
    /// Who placed it.
    pub account: AccountId,
    /// When it was received, if it was, milliseconds since 1970 UTC.
    pub received_ms: Option<i64>,
    /// When it last moved, milliseconds since 1970 UTC.
    pub moved_ms: i64,
    /// Everything else, with the whole phone number and the pick-up code whatever its status.
    pub order: Order,
}

impl StoredOrder {
    /// How far its way goes.
    pub fn way(&self) -> Way {
        Way::of(&self.order.terms.delivery)
    }

    /// Whether its owner was told this note and this parcel when it last came to be `status`. Saying nothing is never another
    /// thing.
    pub fn was_told(&self, status: OrderStatus, note: &str, tracking: Option<&Tracking>) -> bool {
        let event = self.order.timeline.iter().rfind(|event| event.status == status);
        let is_said = |event: &OrderEvent| {
            (note.is_empty() || event.note == note)
                && (tracking.is_none() || event.tracking.as_ref() == tracking)
        };
        note.is_empty() && tracking.is_none() || event.is_some_and(is_said)
    }

    /// As its owner sees it at `now_ms`: the phone's middle hidden, the pick-up code once it is ready, the page to pay at
    /// while it can be paid.
    pub fn for_owner(self, payments: &Payments, now_ms: i64) -> Order {
        let way = self.way();
        let Self { received_ms, mut order, .. } = self;
        let may = |to| matches!(may_move(order.status, to, Actor::Shopper, way), Move::To(_));
        let can_cancel = may(OrderStatus::Cancelled);
        let can_return = may(OrderStatus::ReturnRequested)
            && received_ms.is_none_or(|received_ms| is_returnable(received_ms, now_ms));
        order.recipient.phone = mask(&order.recipient.phone);
        if order.status != OrderStatus::Ready {
            order.pick_up_code = None;
        }
        order.payment.url = payments.page(&order, now_ms);
        Order { can_cancel, can_return, ..order }
    }
}

/// The order with this id, of whatever account.
///
/// # Errors
/// Those of the database, and when it cannot be read.
pub fn find(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    id: &OrderId,
) -> Result<Option<StoredOrder>, OrderError> {
    let row = transaction.query_optional(
        "SELECT number, id, account_id, status, status_ms, received_ms, payment_method, payment_status, terms, private \
         FROM orders WHERE id = $1",
        &[&id.as_str()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let mut stored = read(keys, &row)?;
    let events = transaction.query(
        "SELECT status, at_ms, said FROM order_event WHERE order_number = $1 ORDER BY id",
        &[&stored.number],
    )?;
    stored.order.timeline = events.iter().map(|row| events::read(keys, row, 0)).collect::<Result<_, _>>()?;
    Ok(Some(stored))
}

/// An order of this account, as its owner sees it.
///
/// # Errors
/// `NotFound`, also when it is another's.
pub async fn of_account(
    database: &Database,
    keys: &Arc<KeyRing>,
    payments: &Payments,
    (account, id): (AccountId, OrderId),
    now_ms: i64,
) -> Result<Order, OrderError> {
    let (keys, payments) = (Arc::clone(keys), payments.clone());
    let look = move |transaction: &mut Transaction<'_>| {
        let found = find(transaction, &keys, &id)?.filter(|stored| stored.account == account);
        found.map(|stored| stored.for_owner(&payments, now_ms)).ok_or(OrderError::NotFound)
    };
    database.read(look).await
}

/// A page of an account's orders, the newest first. None when the cursor is not one of a list of orders.
///
/// # Errors
/// Those of the database, and when one cannot be read.
pub async fn page(
    database: &Database,
    keys: &Arc<KeyRing>,
    payments: &Payments,
    (account, cursor): (AccountId, Option<&Cursor>),
    now_ms: i64,
) -> Result<Option<Orders>, OrderError> {
    let Some(below) = below(cursor) else { return Ok(None) };
    let keys = Arc::clone(keys);
    let look = move |transaction: &mut Transaction<'_>| list(transaction, &keys, account, below);
    let (mut stored, has_more) = database.read(look).await?;
    let next = stored.last().filter(|_| has_more).and_then(|last| cursor_after(last.order.number));
    let items = stored.drain(..).map(|stored| stored.for_owner(payments, now_ms)).collect();
    Ok(Some(Orders { items, next }))
}

/// The number below which a list goes on; none when the cursor is not one of a list of orders.
pub(super) fn below(cursor: Option<&Cursor>) -> Option<i64> {
    let Some(cursor) = cursor else { return Some(i64::MAX) };
    i64::from_str_radix(cursor.as_str(), 16).ok().filter(|number| *number > 0)
}

/// Where a list goes on after this order.
pub(super) fn cursor_after(number: u64) -> Option<Cursor> {
    format!("{number:x}").try_into().ok()
}

/// All orders of an account, the newest first, with everything that is known of it: for its owner to take along.
///
/// # Errors
/// Those of the database, and when one cannot be read.
pub fn all_of_account(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    account: AccountId,
    payments: &Payments,
    now_ms: i64,
) -> Result<Vec<Order>, OrderError> {
    let (mut orders, mut below) = (Vec::new(), i64::MAX);
    loop {
        let (stored, has_more) = list(transaction, keys, account, below)?;
        below = stored.last().map_or(0, |last| last.number);
        orders.extend(stored.into_iter().map(|stored| {
            let phone = stored.order.recipient.phone.clone();
            let mut order = stored.for_owner(payments, now_ms);
            order.recipient.phone = phone;
            order
        }));
        if !has_more {
            return Ok(orders);
        }
    }
}

/// At most a page of an account's orders below a number, and whether there are more.
fn list(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    account: AccountId,
    below: i64,
) -> Result<(Vec<StoredOrder>, bool), OrderError> {
    let mut rows = transaction.query(
        "SELECT number, id, account_id, status, status_ms, received_ms, payment_method, payment_status, terms, private \
         FROM orders WHERE account_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
        &[&account.0, &below, &(PAGE_ORDERS + 1)],
    )?;
    let has_more = rows.len() > PAGE_ORDERS as usize;
    rows.truncate(PAGE_ORDERS as usize);
    let mut orders = rows.iter().map(|row| read(keys, row)).collect::<Result<Vec<_>, _>>()?;
    let Some(lowest) = orders.last().map(|stored| stored.number) else {
        return Ok((orders, false));
    };
    let rows = transaction.query(
        "SELECT order_event.order_number, order_event.status, order_event.at_ms, order_event.said FROM order_event \
         JOIN orders ON orders.number = order_event.order_number \
         WHERE orders.account_id = $1 AND orders.number < $2 AND orders.number >= $3 ORDER BY order_event.id",
        &[&account.0, &below, &lowest],
    )?;
    let mut by_order: HashMap<i64, Vec<_>> = HashMap::new();
    for row in &rows {
        by_order.entry(row.get(0)?).or_default().push(events::read(keys, row, 1)?);
    }
    for stored in &mut orders {
        stored.order.timeline = by_order.remove(&stored.number).unwrap_or_default();
    }
    Ok((orders, has_more))
}

/// An order without its timeline.
pub(super) fn read(keys: &KeyRing, row: &Row) -> Result<StoredOrder, OrderError> {
    let corrupt = OrderError::Corrupt;
    let terms = StoredTerms::read(&row.get::<String>(8)?)?;
    let private = Private::open(keys, row.get::<Option<Vec<u8>>>(9)?.as_deref())?;
    let payment = Payment {
        method: method_from_name(&row.get::<String>(6)?).ok_or(corrupt("its way to pay"))?,
        status: status_from_name(&row.get::<String>(7)?).ok_or(corrupt("whether it is paid"))?,
        url: None,
    };
    let number: i64 = row.get(0)?;
    let order = Order {
        id: row.get::<String>(1)?.parse().map_err(|_| corrupt("its id"))?,
        number: number as u64,
        status: status::from_name(&row.get::<String>(3)?).ok_or(corrupt("its status"))?,
        terms: terms.terms,
        recipient: private.recipient,
        point: terms.point,
        pick_up_code: private.pick_up_code,
        payment,
        note: private.note,
        timeline: Vec::new(),
        can_cancel: false,
        can_return: false,
    };
    let account = AccountId(row.get(2)?);
    Ok(StoredOrder { number, account, received_ms: row.get(5)?, moved_ms: row.get(4)?, order })
}
