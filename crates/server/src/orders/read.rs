//! Orders as they are kept, and as their owners see them.

use super::documents::{Private, StoredTerms};
use super::payment::{Payments, method_from_name, status_from_name};
use super::status::{self, Actor, Move, Way, is_returnable, may_move};
use super::{OrderError, PAGE_ORDERS, events};
use crate::accounts::AccountId;
use crate::database::{Database, Row, SealedBytes, Transaction};
use crate::privacy::{KeyError, KeyRing};
use fairday_contract::{Cursor, Order, OrderEvent, OrderId, OrderStatus, Orders, Payment, Tracking};
use fairday_input::masked;
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
    /// Why who gets it, or what was said, cannot be read; the order is shown without.
    pub unreadable: Option<KeyError>,
    /// Everything else, with the whole phone number and the pick-up code whatever its status.
    pub order: Order,
}

impl StoredOrder {
    /// How far its way goes.
    pub fn way(&self) -> Way {
        Way::of(&self.order.terms.delivery)
    }

    /// Adds an event to its timeline.
    fn add(&mut self, event: OrderEvent, unreadable: Option<KeyError>) {
        self.order.timeline.push(event);
        self.unreadable = self.unreadable.take().or(unreadable);
    }

    /// True when its owner was told this note and this parcel when it last came to be `status`. Saying nothing is never another
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
        order.recipient.phone = masked(&order.recipient.phone);
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
/// Those of the database, and when its terms cannot be read.
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
    for row in &events {
        let (event, unreadable) = events::read(keys, row, 0)?;
        stored.add(event, unreadable);
    }
    Ok(Some(stored))
}

/// An order of this account, as its owner sees it.
///
/// # Errors
/// `NotFound`, also when it is another's; `Key` while this server waits for the key that it is sealed under.
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
        let stored = found.ok_or(OrderError::NotFound)?;
        match stored.unreadable {
            // It will be here in a moment.
            Some(error @ KeyError::UnknownKey(_)) => Err(error.into()),
            _ => Ok(stored.for_owner(&payments, now_ms)),
        }
    };
    database.read(look).await
}

/// A page of an account's orders, the newest first. None when the cursor is not one of a list of orders.
///
/// # Errors
/// Those of the database, and when the terms of one cannot be read.
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

/// A page of an account's orders below a number, the newest first, with everything that is known of them, for its owner to
/// take along; and the number that the next page is below, if there is one.
///
/// # Errors
/// Those of the database, when the terms of one cannot be read, and `NoAccount` when the account was deleted.
pub fn whole_page(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    (account, below): (AccountId, i64),
    payments: &Payments,
    now_ms: i64,
) -> Result<(Vec<Order>, Option<i64>), OrderError> {
    // Of an account that is deleted the orders stay, for the books, without what its owner would look for.
    let there = "SELECT 1 FROM account WHERE id = $1 AND phone IS NOT NULL";
    transaction.query_optional(there, &[&account.0])?.ok_or(OrderError::NoAccount)?;
    let (stored, has_more) = list(transaction, keys, account, below)?;
    let next = stored.last().filter(|_| has_more).map(|last| last.number);
    let shown = stored.into_iter().map(|stored| {
        let phone = stored.order.recipient.phone.clone();
        let mut order = stored.for_owner(payments, now_ms);
        order.recipient.phone = phone;
        order
    });
    Ok((shown.collect(), next))
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
        for (event, unreadable) in by_order.remove(&stored.number).unwrap_or_default() {
            stored.add(event, unreadable);
        }
    }
    Ok((orders, has_more))
}

/// An order without its timeline.
pub(super) fn read(keys: &KeyRing, row: &Row) -> Result<StoredOrder, OrderError> {
    let corrupt = OrderError::Corrupt;
    let terms = StoredTerms::read(&row.get::<String>(8)?)?;
    let sealed = row.get::<Option<SealedBytes>>(9)?;
    // One that cannot be opened must not keep the others, nor the rest of the order.
    let (private, unreadable) = match Private::open(keys, sealed.as_deref()) {
        Ok(private) => (private, None),
        Err(error) => (Private::nobody(), Some(unreadable(error)?)),
    };
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
    if let Some(error) = &unreadable {
        tracing::error!(number, %error, "who an order goes to cannot be read");
    }
    Ok(StoredOrder { number, account, received_ms: row.get(5)?, moved_ms: row.get(4)?, unreadable, order })
}

/// Why a sealed document cannot be read; other errors stay what they are.
pub(super) fn unreadable(error: OrderError) -> Result<KeyError, OrderError> {
    match error {
        OrderError::Key(error) => Ok(error),
        OrderError::Corrupt(_) => Ok(KeyError::Damaged),
        other => Err(other),
    }
}
