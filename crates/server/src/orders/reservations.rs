//! How much may be reserved and not paid by one account, for one phone number and from one network, and how many orders they
//! may place within an hour.
//!
//! Each order has a row in `reservation`, written in its transaction. The sums over these rows are a condition of the order:
//! the transaction holds the locks of the account, the number and the network, so that two orders at once cannot both fit where
//! one does. Strangers of one network so order one after the other on `PostgreSQL`, as all do on `SQLite`: each takes milliseconds.
//! Nothing is counted by a free text such as the place of a door, which one letter makes another.

use super::OrderError;
use crate::accounts::AccountId;
use crate::accounts::rate_limit::Limited;
use crate::database::{DatabaseError, Row, Step, Transaction, Value};
use crate::hex::hex;
use crate::privacy::KeyRing;
use crate::privacy::keys::Hash;
use crate::shop_config::OrderLimits;
use fairday_contract::AgreedTerms;
use sha2::{Digest, Sha256};
use std::fmt;

/// The window in which orders are counted, milliseconds.
pub const HOUR_MS: i64 = 60 * 60 * 1000;
/// How long a quote's id is remembered as spent, and a refusal as final, milliseconds: the half hour that a quote holds, and
/// more than servers' clocks differ by; far longer than any copy of a request is under way.
pub const KEPT_MS: i64 = 2 * HOUR_MS;

const NUMBER_PURPOSE: &str = "order.number";
const NETWORK_PURPOSE: &str = "order.network";

/// SQL: whether an order's row says that it is reserved and not paid.
macro_rules! is_open {
    () => {
        "orders.status IN ('placed', 'confirmed', 'packed', 'sent', 'ready') \
         AND orders.payment_status IN ('on_hand_over', 'pending', 'failed')"
    };
}
pub(super) use is_open;

/// SQL: what one subject has reserved, and its orders since `$4`.
macro_rules! sums {
    ($tag:literal, $whose:literal) => {
        concat!(
            "SELECT CAST(",
            $tag,
            " AS BIGINT), ",
            "CAST(COALESCE(SUM(CASE WHEN ",
            is_open!(),
            " THEN reservation.pieces ELSE 0 END), 0) AS BIGINT), ",
            "CAST(COALESCE(SUM(CASE WHEN ",
            is_open!(),
            " THEN reservation.amount ELSE 0 END), 0) AS BIGINT), ",
            "CAST(COALESCE(SUM(CASE WHEN reservation.placed_ms > $4 THEN 1 ELSE 0 END), 0) AS BIGINT), ",
            "MIN(CASE WHEN reservation.placed_ms > $4 THEN reservation.placed_ms END) ",
            "FROM reservation JOIN orders ON orders.number = reservation.order_number WHERE ",
            $whose
        )
    };
}

/// The sums of the account `$1`, the number `$2` and the network `$3`, in this order.
const SUMS: &str = concat!(
    sums!("1", "reservation.account_id = $1"),
    " UNION ALL ",
    sums!("2", "reservation.number_index = $2"),
    " UNION ALL ",
    sums!("3", "reservation.network = $3"),
    " ORDER BY 1"
);

/// Deletes at `$1`, at most `$2` rows, reservations that ended and that no limit counts any more. The
/// number in it is [`KEPT_MS`].
pub const ENDED: &str = concat!(
    "DELETE FROM reservation WHERE order_number IN (SELECT reservation.order_number FROM reservation \
     JOIN orders ON orders.number = reservation.order_number \
     WHERE reservation.placed_ms <= CAST($1 AS BIGINT) - 7200000 AND NOT (",
    is_open!(),
    ") LIMIT $2)"
);

/// Whose limit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The account's.
    Account,
    /// The recipient's phone number's.
    Number,
    /// The network's that the request comes from.
    Network,
}

impl fmt::Display for Whose {
    /// As a sentence begins that says what it may have.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Account => "This account",
            Self::Number => "The recipient's phone number",
            Self::Network => "The network that this comes from",
        })
    }
}

/// The limit that would be exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooMuch {
    /// More pieces than this would be reserved and not paid.
    Pieces(Whose, i64),
    /// Unpaid reservations would come to more than this, minor units.
    Amount(Whose, i64),
}

/// Finds the reservations for a recipient's phone number, as [`ContactPhone`](crate::accounts::ContactPhone) writes it.
pub(super) fn number_index(keys: &KeyRing, number: &str) -> Hash {
    keys.index(NUMBER_PURPOSE, number)
}

/// Finds the reservations from a network, as [`ClientAddress`](crate::http::client_address::ClientAddress) writes it.
pub(super) fn network_index(keys: &KeyRing, network: &str) -> Hash {
    keys.index(NETWORK_PURPOSE, network)
}

/// The digest of a spent quote's id, as the table keeps it.
pub(super) fn spent(quote: &str) -> Hash {
    Sha256::digest(quote).into()
}

/// The account, number and network that order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subjects {
    pub(super) account: AccountId,
    /// None as long as it is not known for whom.
    pub(super) number: Option<Hash>,
    /// None where it is not known.
    pub(super) network: Option<Hash>,
}

/// How much is wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) pieces: i64,
    pub(super) amount: i64,
}

impl Wanted {
    /// The pieces and the sum that these terms want.
    pub(super) fn of(terms: &AgreedTerms) -> Self {
        let pieces = terms.lines.iter().map(|line| i64::from(line.quantity)).sum();
        Self { pieces, amount: terms.total }
    }
}

/// The pieces and the sum that an order reserves.
pub(super) struct Reservation {
    pub(super) subjects: Subjects,
    pub(super) wanted: Wanted,
    /// Of the quote that it spends.
    pub(super) quote: Option<Hash>,
    /// None when nothing limits it: a phone on credit, of which there is one for a person who proved who they are.
    pub(super) limits: Option<OrderLimits>,
}

/// The unpaid reservations of a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Held {
    whose: Whose,
    pieces: i64,
    amount: i64,
    orders: i64,
    /// The oldest of these orders.
    oldest_ms: Option<i64>,
}

impl Reservation {
    /// True when the order fits. To be asked in its transaction, after the account's lock was taken, before its row is written.
    ///
    /// # Errors
    /// `ReservedTooMuch`, `Limited`, and those of the database.
    pub(super) fn check(&self, transaction: &mut Transaction<'_>, now_ms: i64) -> Result<(), OrderError> {
        let Some(limits) = &self.limits else { return Ok(()) };
        // After the account's: every order locks in this order.
        if let Some(number) = self.subjects.number.filter(|_| limits.number.is_some()) {
            transaction.lock(&format!("number {}", hex(&number)))?;
        }
        if let Some(network) = self.subjects.network.filter(|_| limits.network.is_some()) {
            transaction.lock(&format!("network {}", hex(&network)))?;
        }
        fits(&held(transaction, &self.subjects, limits, now_ms)?, self.wanted, limits, now_ms)
    }

    /// Writes the row of the order with this number. Changes no row when the quote is spent.
    pub(super) fn step(&self, order_number: i64, placed_ms: i64) -> Step<'_> {
        let sql = "INSERT INTO reservation (order_number, account_id, number_index, network, quote, pieces, amount, placed_ms) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (quote) DO NOTHING";
        let Subjects { account, number, network } = &self.subjects;
        let integer = |number: i64| Value::Integer(Some(number));
        let values = vec![
            integer(order_number),
            integer(account.0),
            blob(number.as_ref()),
            blob(network.as_ref()),
            blob(self.quote.as_ref()),
            integer(self.wanted.pieces),
            integer(self.wanted.amount),
            integer(placed_ms),
        ];
        (sql, values)
    }
}

fn blob(hash: Option<&Hash>) -> Value<'_> {
    Value::Blob(hash.map(<[u8; 32]>::as_slice))
}

/// Sums up the reservations of those subjects that have a limit, so that there are never more rows than the limits let there be.
///
/// # Errors
/// Those of the database.
pub(super) fn held(
    transaction: &mut Transaction<'_>,
    subjects: &Subjects,
    limits: &OrderLimits,
    now_ms: i64,
) -> Result<Vec<Held>, DatabaseError> {
    let account = limits.account.map(|_| subjects.account.0);
    let number = subjects.number.filter(|_| limits.number.is_some());
    let network = subjects.network.filter(|_| limits.network.is_some());
    if account.is_none() && number.is_none() && network.is_none() {
        return Ok(Vec::new());
    }
    let since_ms = now_ms - HOUR_MS;
    let rows = transaction.query(SUMS, &[&account, &number, &network, &since_ms])?;
    let read = |row: &Row| {
        let whose = match row.get::<i64>(0)? {
            1 => Whose::Account,
            2 => Whose::Number,
            _ => Whose::Network,
        };
        Ok(Held {
            whose,
            pieces: row.get(1)?,
            amount: row.get(2)?,
            orders: row.get(3)?,
            oldest_ms: row.get(4)?,
        })
    };
    rows.iter().map(read).collect()
}

/// True when what is wanted fits beside what is held.
///
/// # Errors
/// `ReservedTooMuch`; `Limited` with the time until there may be another order.
pub(super) fn fits(
    held: &[Held],
    wanted: Wanted,
    limits: &OrderLimits,
    now_ms: i64,
) -> Result<(), OrderError> {
    let cap = |whose: Whose| match whose {
        Whose::Account => limits.account,
        Whose::Number => limits.number,
        Whose::Network => limits.network,
    };
    let limited: Vec<_> = held.iter().filter_map(|held| Some((held, cap(held.whose)?))).collect();
    for (Held { whose, pieces, amount, .. }, cap) in &limited {
        if pieces.saturating_add(wanted.pieces) > cap.pieces {
            return Err(OrderError::ReservedTooMuch(TooMuch::Pieces(*whose, cap.pieces)));
        }
        if amount.saturating_add(wanted.amount) > cap.amount {
            return Err(OrderError::ReservedTooMuch(TooMuch::Amount(*whose, cap.amount)));
        }
    }
    let full = limited.iter().filter(|(held, cap)| held.orders >= cap.orders_an_hour);
    let wait = |held: &Held| held.oldest_ms.unwrap_or(now_ms) + HOUR_MS - now_ms;
    match full.max_by_key(|(held, _)| wait(held)) {
        None => Ok(()),
        Some((held, cap)) => {
            let limit = format!("{} may place at most {} orders an hour.", held.whose, cap.orders_an_hour);
            Err(Limited::TooOften { limit, wait_ms: wait(held).clamp(1, HOUR_MS) }.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop_config::limits::Cap;

    const NOW_MS: i64 = 10 * HOUR_MS;

    fn held(pieces: i64, amount: i64, orders: i64) -> Held {
        Held { whose: Whose::Account, pieces, amount, orders, oldest_ms: Some(NOW_MS - 60_000) }
    }

    fn ask(held: Held, pieces: i64, amount: i64) -> Result<(), OrderError> {
        let cap = Cap { pieces: 10, amount: 1_000, orders_an_hour: 3 };
        let limits = OrderLimits { account: Some(cap), ..OrderLimits::default() };
        fits(&[held], Wanted { pieces, amount }, &limits, NOW_MS)
    }

    #[test]
    fn what_comes_to_the_limit_fits_and_one_more_does_not() {
        assert!(ask(held(4, 400, 2), 6, 600).is_ok());
        let too_much = |outcome| match outcome {
            Err(OrderError::ReservedTooMuch(too_much)) => too_much,
            other => panic!("{other:?}"),
        };
        assert_eq!(too_much(ask(held(4, 400, 2), 7, 600)), TooMuch::Pieces(Whose::Account, 10));
        assert_eq!(too_much(ask(held(4, 400, 2), 6, 601)), TooMuch::Amount(Whose::Account, 1_000));
        assert_eq!(too_much(ask(held(i64::MAX, 0, 0), i64::MAX, 0)), TooMuch::Pieces(Whose::Account, 10));
    }

    #[test]
    fn another_order_can_be_placed_when_the_oldest_is_an_hour_old() {
        let Err(OrderError::Limited(Limited::TooOften { limit, wait_ms })) = ask(held(0, 0, 3), 1, 1) else {
            panic!("a fourth order within the hour is refused")
        };
        assert_eq!(wait_ms, HOUR_MS - 60_000);
        assert_eq!(limit, "This account may place at most 3 orders an hour.");
    }

    #[test]
    fn housekeeping_keeps_what_a_limit_or_a_quote_still_needs() {
        assert!(ENDED.contains(&format!("- {KEPT_MS} ")));
        const { assert!(KEPT_MS > HOUR_MS && KEPT_MS > crate::orders::promise::VALID_MS) };
    }
}
