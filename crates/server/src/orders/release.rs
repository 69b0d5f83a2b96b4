//! Shows the shop which reservations are not paid, and by whom, and releases them in one act.

use super::OrderError;
use super::advance::{By, Wish, advance};
use super::payment::Payments;
use super::reservations::{is_open, network_index, number_index};
use super::shop::{OrderName, id_of};
use crate::accounts::{ContactPhone, PHONE_PLACE, PHONE_PURPOSE, Phone};
use crate::database::{Database, DatabaseError, Row, SealedBytes, Transaction};
use crate::http::client_address::ClientAddress;
use crate::privacy::KeyRing;
use fairday_contract::{AdminReservation, AdminReservations, OrderId, OrderStatus, ReservationsReleased};
use fairday_input::masked;
use std::net::IpAddr;
use std::sync::Arc;

/// Accounts that are shown.
pub const SHOWN_MAX: u32 = 100;
/// Orders that one release cancels; for more, the same is asked again.
pub const BATCH_MAX: u32 = 200;

const BY_ACCOUNT: &str = concat!(
    "SELECT orders.account_id, COUNT(*), CAST(SUM(reservation.pieces) AS BIGINT), \
     CAST(SUM(reservation.amount) AS BIGINT), MIN(reservation.placed_ms) \
     FROM reservation JOIN orders ON orders.number = reservation.order_number WHERE ",
    is_open!(),
    " GROUP BY orders.account_id ORDER BY 3 DESC, 1 LIMIT $1"
);
const IN_ALL: &str = concat!(
    "SELECT COUNT(*), CAST(COALESCE(SUM(reservation.pieces), 0) AS BIGINT) \
     FROM reservation JOIN orders ON orders.number = reservation.order_number WHERE ",
    is_open!()
);

/// Of whom `$1` says; the account's, the number's or the network's.
macro_rules! of {
    ($whose:literal) => {
        concat!(
            "SELECT orders.id, orders.number, orders.status FROM reservation \
             JOIN orders ON orders.number = reservation.order_number WHERE ",
            $whose,
            " AND ",
            is_open!(),
            // What is on its way comes last: it is told of, and not released.
            " ORDER BY CASE WHEN orders.status = 'sent' THEN 1 ELSE 0 END, orders.number LIMIT $2"
        )
    };
}

/// Whose reservations are released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// This account's.
    Account(i64),
    /// Those of the account with this number, and those for a recipient with it.
    Phone(ContactPhone),
    /// Those from this address, or its network.
    Address(IpAddr),
    /// These orders.
    Orders(Vec<OrderName>),
}

/// Lists unpaid reservations.
///
/// # Errors
/// Those of the database.
pub async fn reserved(database: &Database, keys: &Arc<KeyRing>) -> Result<AdminReservations, OrderError> {
    let keys = Arc::clone(keys);
    let look = move |transaction: &mut Transaction<'_>| {
        let all = transaction.query_one(IN_ALL, &[])?;
        let rows = transaction.query(BY_ACCOUNT, &[&SHOWN_MAX])?;
        let items = rows.iter().map(|row| account(transaction, &keys, row)).collect::<Result<_, _>>()?;
        Ok::<_, OrderError>(AdminReservations { items, orders: count(&all, 0)?, pieces: count(&all, 1)? })
    };
    database.read(look).await
}

fn count(row: &Row, field: usize) -> Result<u64, DatabaseError> {
    Ok(row.get::<i64>(field)?.unsigned_abs())
}

fn account(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    row: &Row,
) -> Result<AdminReservation, DatabaseError> {
    let account: i64 = row.get(0)?;
    let sealed = transaction.query_one("SELECT phone FROM account WHERE id = $1", &[&account])?;
    let sealed: Option<SealedBytes> = sealed.get(0)?;
    // A number that cannot be opened is left out: what is reserved can be seen and released without it.
    let opened = sealed.and_then(|sealed| keys.open(PHONE_PLACE, &sealed).ok());
    let phone = opened.and_then(|phone| std::str::from_utf8(&phone).map(masked).ok());
    Ok(AdminReservation {
        account: account.unsigned_abs(),
        phone: phone.unwrap_or_default(),
        orders: count(row, 1)?,
        pieces: count(row, 2)?,
        amount: row.get(3)?,
        since_ms: row.get(4)?,
    })
}

/// Cancels what somebody has reserved and not paid, but for what is on its way already: each order whole, one after the
/// other. The same again releases what is left, and nothing twice.
///
/// # Errors
/// `NotFound` when an order that is named is not there; those of the database.
pub async fn release(
    database: &Database,
    keys: &Arc<KeyRing>,
    payments: &Payments,
    (whose, note): (Whose, &str),
    now_ms: i64,
) -> Result<ReservationsReleased, OrderError> {
    let mut outcome = ReservationsReleased::default();
    let found = find(database, keys, whose).await?;
    outcome.has_more =
        found.iter().filter(|found| found.status != OrderStatus::Sent).count() > BATCH_MAX as usize;
    let (mut tries, note) = (0, note.to_owned());
    for Found { id, number, status } in found {
        if status == OrderStatus::Sent || status == OrderStatus::Cancelled {
            outcome.kept.extend((status == OrderStatus::Sent).then_some(number));
            continue;
        }
        tries += 1;
        if tries > BATCH_MAX {
            break;
        }
        let (by, to) = (By::Release, OrderStatus::Cancelled);
        let wish = Wish { id, by, to, note: note.clone(), tracking: None, now_ms };
        match advance(database, keys, payments, wish).await {
            Ok(_) => outcome.released.push(number),
            Err(OrderError::Database(error)) => return Err(error.into()),
            Err(error) => {
                tracing::warn!(%error, number, "a reservation stays");
                outcome.kept.push(number);
            }
        }
    }
    Ok(outcome)
}

struct Found {
    id: OrderId,
    number: u64,
    status: OrderStatus,
}

async fn find(database: &Database, keys: &Arc<KeyRing>, whose: Whose) -> Result<Vec<Found>, OrderError> {
    let mut named = Vec::new();
    if let Whose::Orders(names) = &whose {
        for name in names {
            named.push(id_of(database, name.clone()).await?);
        }
    }
    let keys = Arc::clone(keys);
    let look = move |transaction: &mut Transaction<'_>| match &whose {
        Whose::Orders(_) => named.iter().map(|id| one(transaction, id)).collect(),
        Whose::Account(account) => of(transaction, of!("reservation.account_id = $1"), account),
        Whose::Address(address) => {
            let network = network_index(&keys, &ClientAddress(*address).network());
            of(transaction, of!("reservation.network = $1"), &network)
        }
        Whose::Phone(phone) => {
            let index = number_index(&keys, phone.national());
            let mut found = of(transaction, of!("reservation.number_index = $1"), &index)?;
            if let Ok(own) = Phone::parse(phone.national()) {
                let index = keys.index(PHONE_PURPOSE, &own.e164());
                let sql = of!("reservation.account_id IN (SELECT id FROM account WHERE phone_index = $1)");
                found.extend(of(transaction, sql, &index)?);
            }
            found.sort_by_key(|found| found.number);
            found.dedup_by_key(|found| found.number);
            Ok(found)
        }
    };
    database.read(look).await
}

/// One more than are released at once, and what is on its way beside them.
const FOUND_MAX: u32 = 4 * BATCH_MAX;

fn of(
    transaction: &mut Transaction<'_>,
    sql: &'static str,
    whose: &dyn crate::database::ToValue,
) -> Result<Vec<Found>, OrderError> {
    let rows = transaction.query(sql, &[whose, &FOUND_MAX])?;
    rows.iter().map(found).collect()
}

fn one(transaction: &mut Transaction<'_>, id: &OrderId) -> Result<Found, OrderError> {
    let sql = "SELECT id, number, status FROM orders WHERE id = $1";
    found(&transaction.query_optional(sql, &[&id.as_str()])?.ok_or(OrderError::NotFound)?)
}

fn found(row: &Row) -> Result<Found, OrderError> {
    let status: String = row.get(2)?;
    Ok(Found {
        id: row.get::<String>(0)?.parse().map_err(|_| OrderError::Corrupt("its id"))?,
        number: count(row, 1)?,
        status: super::status::from_name(&status).ok_or(OrderError::Corrupt("its status"))?,
    })
}
