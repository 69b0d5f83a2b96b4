//! Where entries are kept: appended, read, and never changed.

use super::CreditError;
use crate::accounts::AccountId;
use crate::database::{Row, ToValue, Transaction};
use fairday_credit::agreement::Dated;
use fairday_credit::ledger::{Account, Balances, Entry, EntryKind, Transfer, events};
use fairday_credit::{Amount, Date};

macro_rules! insert {
    ($rows:literal) => {
        concat!("INSERT INTO credit_transfer (entry, place, debit, credit, amount) VALUES ", $rows)
    };
}

/// Statements for one, two, three and four transfers of an entry: most entries have no more, and then go in at once.
const INSERTS: [&str; 4] = [
    insert!("($1, $2, $3, $4, $5)"),
    insert!("($1, $2, $3, $4, $5), ($1, $6, $7, $8, $9)"),
    insert!("($1, $2, $3, $4, $5), ($1, $6, $7, $8, $9), ($1, $10, $11, $12, $13)"),
    insert!("($1, $2, $3, $4, $5), ($1, $6, $7, $8, $9), ($1, $10, $11, $12, $13), ($1, $14, $15, $16, $17)"),
];

/// The request that an entry answers: sent again, it changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The client's name for it, 32 hexadecimal digits.
    pub id: String,
    /// Keyed hash of what it says.
    pub hash: [u8; 32],
}

/// An entry to be appended.
pub(super) struct New<'a> {
    pub(super) account: AccountId,
    /// The agreement, and how often it has changed with this; none for the line.
    pub(super) agreement: Option<(i64, i64)>,
    pub(super) instalment: Option<u32>,
    pub(super) dated: &'a Dated,
    pub(super) request: Option<&'a Request>,
    pub(super) at_ms: i64,
}

/// Appends an entry, and moves the shopper's line with it. The account's lock is held.
pub(super) fn append(transaction: &mut Transaction<'_>, new: &New<'_>) -> Result<(), CreditError> {
    let Dated { counts_from, entry } = new.dated;
    let (agreement, sequence) = new.agreement.unzip();
    let row = transaction.query_one(
        "INSERT INTO credit_entry (account_id, agreement, sequence, kind, instalment, counts_from, at_ms, request, \
         request_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING number",
        &[
            &new.account.0,
            &agreement,
            &sequence,
            &entry.kind().code(),
            &new.instalment,
            &counts_from.days_since_1970(),
            &new.at_ms,
            &new.request.map(|request| request.id.as_str()),
            &new.request.map(|request| request.hash),
        ],
    )?;
    let number: i64 = row.get(0)?;
    append_transfers(transaction, number, entry.transfers())?;
    move_line(transaction, new.account, entry)
}

fn append_transfers(
    transaction: &mut Transaction<'_>,
    entry: i64,
    transfers: &[Transfer],
) -> Result<(), CreditError> {
    let row =
        |(place, one): (i64, &Transfer)| (place, one.debit.code(), one.credit.code(), one.amount.minor());
    let rows: Vec<_> = (0..).zip(transfers).map(row).collect();
    for some in rows.chunks(INSERTS.len()) {
        let mut values: Vec<&dyn ToValue> = vec![&entry];
        for (place, debit, credit, amount) in some {
            values.extend([place as &dyn ToValue, debit, credit, amount]);
        }
        transaction.execute(INSERTS[some.len() - 1], &values)?;
    }
    Ok(())
}

pub(super) fn move_line(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    entry: &Entry,
) -> Result<(), CreditError> {
    let mut change = Balances::default();
    change.apply(entry)?;
    let (granted, available) = (change.get(Account::LineGranted), change.get(Account::LineAvailable));
    if (granted, available) == (0, 0) {
        return Ok(());
    }
    transaction.execute(
        "INSERT INTO credit_line (account_id, granted, available) VALUES ($1, 0, 0) ON CONFLICT (account_id) DO NOTHING",
        &[&account.0],
    )?;
    let moved = transaction.execute(
        "UPDATE credit_line SET granted = granted + $2, available = available + $3 \
         WHERE account_id = $1 AND available + $3 >= 0 AND available + $3 <= granted + $2",
        &[&account.0, &granted, &available],
    )?;
    if moved == 1 { Ok(()) } else { Err(CreditError::Corrupt("its line")) }
}

/// What a shopper may owe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Altogether.
    pub granted: Amount,
    /// Of it, what is free.
    pub available: Amount,
}

impl Line {
    /// What is held or lent.
    pub fn used(self) -> Amount {
        self.granted.less(self.available)
    }

    /// The free line, as the balances that the rules ask for.
    pub(super) fn balances(self) -> Result<Balances, CreditError> {
        let mut balances = Balances::default();
        if !self.available.is_zero() {
            balances.apply(&events::grant_line(self.available)?)?;
        }
        Ok(balances)
    }
}

/// The line of an account.
///
/// # Errors
/// Those of the database.
pub fn line(transaction: &mut Transaction<'_>, account: AccountId) -> Result<Line, CreditError> {
    let row = transaction
        .query_optional("SELECT granted, available FROM credit_line WHERE account_id = $1", &[&account.0])?;
    let Some(row) = row else { return Ok(Line::default()) };
    Ok(Line { granted: amount(&row, 0)?, available: amount(&row, 1)? })
}

/// The entries of an agreement, in their order.
///
/// # Errors
/// `Corrupt` when one is not what this version writes.
pub fn history(transaction: &mut Transaction<'_>, agreement: i64) -> Result<Vec<Dated>, CreditError> {
    let rows = transaction.query(
        "SELECT number, kind, counts_from, debit, credit, amount FROM credit_entry \
         JOIN credit_transfer ON entry = number WHERE agreement = $1 ORDER BY sequence, place",
        &[&agreement],
    )?;
    entries(&rows)
}

/// How much of the late fees of an agreement was waived.
pub(super) fn late_waived(transaction: &mut Transaction<'_>, agreement: i64) -> Result<Amount, CreditError> {
    let row = transaction.query_one(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM credit_transfer JOIN credit_entry ON number = entry \
         WHERE agreement = $1 AND debit = $2 AND credit = $3",
        &[&agreement, &Account::Waivers.code(), &Account::LateFeeDue.code()],
    )?;
    amount(&row, 0)
}

/// All entries of a shopper, the line's and every agreement's, in their order.
///
/// # Errors
/// As [`history`].
pub fn history_of_account(
    transaction: &mut Transaction<'_>,
    account: i64,
) -> Result<Vec<Dated>, CreditError> {
    let rows = transaction.query(
        "SELECT number, kind, counts_from, debit, credit, amount FROM credit_entry \
         JOIN credit_transfer ON entry = number WHERE account_id = $1 ORDER BY number, place",
        &[&account],
    )?;
    entries(&rows)
}

/// Rows of `number, kind, counts_from, debit, credit, amount`, the transfers of an entry one after the other.
fn entries(rows: &[Row]) -> Result<Vec<Dated>, CreditError> {
    let mut entries = Vec::new();
    let mut rest = rows;
    while let Some(first) = rest.first() {
        let number: i64 = first.get(0)?;
        let mut transfers = Vec::new();
        while let Some((row, later)) = rest.split_first() {
            if row.get::<i64>(0)? != number {
                break;
            }
            transfers.push(Transfer {
                debit: account(row, 3)?,
                credit: account(row, 4)?,
                amount: amount(row, 5)?,
            });
            rest = later;
        }
        let kind =
            EntryKind::of_code(&first.get::<String>(1)?).ok_or(CreditError::Corrupt("a kind of entry"))?;
        let entry = Entry::restore(kind, transfers).map_err(|_| CreditError::Corrupt("an entry"))?;
        entries.push(Dated { counts_from: day(first, 2)?, entry });
    }
    Ok(entries)
}

/// The hash of the request with this id about this agreement, if it was answered.
pub(super) fn answered(
    transaction: &mut Transaction<'_>,
    agreement: i64,
    request: &str,
) -> Result<Option<Vec<u8>>, CreditError> {
    let row = transaction.query_optional(
        "SELECT request_hash FROM credit_entry WHERE agreement = $1 AND request = $2",
        &[&agreement, &request],
    )?;
    row.map(|row| Ok(row.get(0)?)).transpose()
}

fn account(row: &Row, index: usize) -> Result<Account, CreditError> {
    Account::of_code(&row.get::<String>(index)?).ok_or(CreditError::Corrupt("an account"))
}

pub(super) fn amount(row: &Row, index: usize) -> Result<Amount, CreditError> {
    Amount::new(row.get(index)?).map_err(|_| CreditError::Corrupt("an amount"))
}

/// A day, counted from 1970.
pub(super) fn day(row: &Row, index: usize) -> Result<Date, CreditError> {
    let days = i32::try_from(row.get::<i64>(index)?).map_err(|_| CreditError::Corrupt("a day"))?;
    Ok(Date::from_days_since_1970(days)?)
}
