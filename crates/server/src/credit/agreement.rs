//! The row of an agreement.

use super::CreditError;
use super::documents::{Wanted, read_loan};
use super::ledger::{amount, day};
use crate::accounts::AccountId;
use crate::database::{Row, Transaction};
use fairday_contract::AgreementId;
use fairday_credit::agreement::{Loan, State};
use fairday_credit::sheet::Sheet;
use fairday_credit::{Amount, Date};

/// What the columns of [`Stored`] are, in its order.
macro_rules! select {
    ($where:literal) => {
        concat!(
            "SELECT number, id, account_id, state, sequence, state_ms, offered_day, utc_offset, wanted, sheet, digest, \
             decision, line, order_number, signing_hash, loan, up_to_day, check_day, offered_ms, body_hash, signed_ms, kind \
             FROM credit_agreement JOIN credit_sheet ON agreement = number WHERE ",
            $where
        )
    };
}

/// What an agreement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A handset: offered, and signed with a code.
    Handset,
    /// An order of ordinary goods on the free line, due with one bill: agreed to with the order ([`super::goods`]).
    Goods,
}

impl Kind {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Handset => "handset",
            Self::Goods => "goods",
        }
    }
}

/// An agreement as it is kept.
#[derive(Clone, Debug)]
pub struct Stored {
    /// For people.
    pub number: i64,
    /// The client's.
    pub id: AgreementId,
    /// Whose it is.
    pub account: AccountId,
    /// What it is about.
    pub kind: Kind,
    /// Where it is in its life.
    pub state: State,
    /// How often it has changed.
    pub sequence: i64,
    /// When it last did.
    pub state_ms: i64,
    /// When it was offered.
    pub offered_ms: i64,
    /// The day of that.
    pub offered_day: Date,
    /// The shop's time zone then, minutes east.
    pub utc_offset: i32,
    /// The terms, in the form that is signed.
    pub sheet: Vec<u8>,
    /// SHA-256 of them.
    pub digest: [u8; 32],
    /// Whether the guarantor left it to somebody to look at.
    pub is_referred: bool,
    /// What the guarantor agreed to lend altogether.
    pub line: Amount,
    /// The order that it pays.
    pub order_number: Option<i64>,
    /// When it was signed.
    pub signed_ms: Option<i64>,
    /// Since the hand-over.
    pub loan: Option<Loan>,
    /// Up to which day it was brought up to date.
    pub up_to_day: Option<Date>,
    /// The next day on which the billing run has something to look at.
    pub check_day: Option<Date>,
    pub(super) wanted: Wanted,
    pub(super) body_hash: Vec<u8>,
    pub(super) signing_hash: Option<Vec<u8>>,
}

impl Stored {
    /// The sheet of its terms.
    ///
    /// # Errors
    /// `Corrupt` when they are not those of a sheet.
    pub fn read_sheet(&self) -> Result<Sheet, CreditError> {
        Sheet::read(&self.sheet).map_err(|_| CreditError::Corrupt("its sheet"))
    }

    /// The day on which something happens to it at `now_ms`, and when: neither goes back, though servers' clocks differ.
    pub(super) fn moment(&self, now_ms: i64) -> Result<(Date, i64), CreditError> {
        let at_ms = now_ms.max(self.state_ms);
        let day = super::day_at(at_ms, self.utc_offset)?;
        Ok((self.up_to_day.map_or(day, |up_to| day.max(up_to)), at_ms))
    }
}

/// The agreement with this id.
///
/// # Errors
/// When it cannot be read.
pub fn find(transaction: &mut Transaction<'_>, id: &AgreementId) -> Result<Option<Stored>, CreditError> {
    let row = transaction.query_optional(select!("id = $1"), &[&id.as_str()])?;
    row.as_ref().map(read).transpose()
}

/// The agreement with this number.
///
/// # Errors
/// `NotFound`; when it cannot be read.
pub fn numbered(transaction: &mut Transaction<'_>, number: i64) -> Result<Stored, CreditError> {
    let row = transaction.query_optional(select!("number = $1"), &[&number])?;
    read(&row.ok_or(CreditError::NotFound)?)
}

/// The agreement that pays this order.
pub(super) fn of_order(transaction: &mut Transaction<'_>, order: i64) -> Result<Option<Stored>, CreditError> {
    let row = transaction.query_optional(select!("order_number = $1"), &[&order])?;
    row.as_ref().map(read).transpose()
}

/// The agreement with this id, when it is this account's, with the account's lock held.
pub(super) fn own(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    id: &AgreementId,
) -> Result<Stored, CreditError> {
    transaction.lock(&account.lock())?;
    find(transaction, id)?.filter(|stored| stored.account == account).ok_or(CreditError::NotFound)
}

/// The agreement with this id, with the lock of its account held.
pub(super) fn locked(transaction: &mut Transaction<'_>, id: &AgreementId) -> Result<Stored, CreditError> {
    let stored = find(transaction, id)?.ok_or(CreditError::NotFound)?;
    transaction.lock(&stored.account.lock())?;
    numbered(transaction, stored.number)
}

/// Keeps the terms of an agreement whose row was just put in.
pub(super) fn keep_terms(
    transaction: &mut Transaction<'_>,
    number: i64,
    (wanted, sheet): (&str, &[u8]),
) -> Result<(), CreditError> {
    transaction.execute(
        "INSERT INTO credit_sheet (agreement, wanted, sheet) VALUES ($1, $2, $3)",
        &[&number, &wanted, &sheet],
    )?;
    Ok(())
}

fn read(row: &Row) -> Result<Stored, CreditError> {
    let corrupt = CreditError::Corrupt;
    let loan: Option<String> = row.get(15)?;
    let optional_day = |index| match row.get::<Option<i64>>(index)? {
        None => Ok(None),
        Some(_) => day(row, index).map(Some),
    };
    Ok(Stored {
        number: row.get(0)?,
        id: row.get::<String>(1)?.parse().map_err(|_| corrupt("its id"))?,
        account: AccountId(row.get(2)?),
        state: State::of_code(&row.get::<String>(3)?).ok_or(corrupt("its state"))?,
        sequence: row.get(4)?,
        state_ms: row.get(5)?,
        offered_ms: row.get(18)?,
        offered_day: day(row, 6)?,
        utc_offset: i32::try_from(row.get::<i64>(7)?).map_err(|_| corrupt("its time zone"))?,
        wanted: Wanted::read(&row.get::<String>(8)?)?,
        sheet: row.get(9)?,
        digest: row.get::<Vec<u8>>(10)?.try_into().map_err(|_| corrupt("its digest"))?,
        is_referred: row.get::<String>(11)? == "referred",
        line: amount(row, 12)?,
        order_number: row.get(13)?,
        signing_hash: row.get(14)?,
        loan: loan.as_deref().map(read_loan).transpose()?,
        up_to_day: optional_day(16)?,
        check_day: optional_day(17)?,
        body_hash: row.get(19)?,
        signed_ms: row.get(20)?,
        kind: match row.get::<String>(21)?.as_str() {
            "handset" => Kind::Handset,
            "goods" => Kind::Goods,
            _ => return Err(corrupt("its kind")),
        },
    })
}
