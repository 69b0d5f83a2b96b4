//! Who asks for credit, and what the shop knows of them.

use super::agreement::Kind;
use super::book::Book;
use super::{CreditError, ledger};
use crate::accounts::AccountId;
use crate::database::{SealedBytes, Transaction};
use crate::privacy::KeyRing;
use crate::privacy::keys::Hash;
use fairday_credit::agreement::State;
use fairday_credit::assess::{Applicant, Reason};
use fairday_credit::calendar::OFFSET_MINUTES_MAX;
use fairday_credit::resident_id::ResidentId;
use fairday_credit::{Amount, AmountError, Date};
use zeroize::Zeroizing;

const ID_PLACE: &str = "credit_person.resident_id";
const NAME_PLACE: &str = "credit_person.name";
const ID_PURPOSE: &str = "credit_person.resident_id";
/// A month, as far as knowing somebody goes, milliseconds.
const MONTH_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// A person, sealed.
#[derive(Clone)]
pub(super) struct Person {
    resident_index: Hash,
    resident_id: Vec<u8>,
    name: Vec<u8>,
}

impl Person {
    pub(super) fn seal(keys: &KeyRing, name: &str, resident_id: &ResidentId) -> Self {
        let characters = resident_id.expose();
        // Digits and perhaps an X: always text.
        let text = std::str::from_utf8(characters).unwrap_or_default();
        Self {
            resident_index: keys.index(ID_PURPOSE, text),
            resident_id: keys.seal(ID_PLACE, characters),
            name: keys.seal(NAME_PLACE, name.as_bytes()),
        }
    }

    /// Notes who has this account. `OtherPerson` when that is somebody else, or the person has another account; `Declined`
    /// when a loan of theirs was written off with an account that is deleted now.
    pub(super) fn keep(
        &self,
        transaction: &mut Transaction<'_>,
        account: AccountId,
        now_ms: i64,
    ) -> Result<(), CreditError> {
        transaction.execute(
            "INSERT INTO credit_person (account_id, resident_index, resident_id, name, at_ms) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            &[&account.0, &self.resident_index, &self.resident_id, &self.name, &now_ms],
        )?;
        // After it was put in, which waits for an account of theirs that is being deleted.
        let row = transaction.query_one(
            "SELECT COUNT(*) FROM credit_unpaid WHERE resident_index = $1",
            &[&self.resident_index],
        )?;
        if row.get::<i64>(0)? > 0 {
            return Err(CreditError::Declined(Reason::Overdue));
        }
        let row = transaction.query_optional(
            "SELECT resident_index FROM credit_person WHERE account_id = $1",
            &[&account.0],
        )?;
        match row {
            Some(row) if row.get::<Vec<u8>>(0)? == self.resident_index => Ok(()),
            _ => Err(CreditError::OtherPerson),
        }
    }
}

/// Forgets who has this account, when they have signed nothing and nothing is left that they could sign: a resident ID that
/// somebody typed is not theirs for ever.
pub(super) fn forget_unsigned(
    transaction: &mut Transaction<'_>,
    account: AccountId,
) -> Result<(), CreditError> {
    transaction.execute(
        "DELETE FROM credit_person WHERE account_id = $1 AND NOT EXISTS (SELECT 1 FROM credit_agreement \
         WHERE credit_agreement.account_id = $1 AND (signed_ms IS NOT NULL OR state = 'offered'))",
        &[&account.0],
    )?;
    Ok(())
}

/// Stands in for a person whose row cannot be opened.
const UNREADABLE: &str = "(cannot be read)";

/// A person as the shop sees them: mostly hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    /// The first character of the name.
    pub name: String,
    /// The first and last characters of the resident ID.
    pub resident_id: String,
}

/// Who has this account; nobody when it was deleted.
///
/// # Errors
/// When what is sealed cannot be opened.
pub fn masked(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    account: AccountId,
) -> Result<Option<Masked>, CreditError> {
    let row = transaction.query_optional(
        "SELECT name, resident_id, at_ms FROM credit_person WHERE account_id = $1",
        &[&account.0],
    )?;
    let Some(row) = row else { return Ok(None) };
    let name = keys.open_text(NAME_PLACE, &row.get::<SealedBytes>(0)?);
    let resident_id = keys.open_text(ID_PLACE, &row.get::<SealedBytes>(1)?).map(Zeroizing::new);
    let (name, resident_id) = match (name, resident_id) {
        (Ok(name), Ok(resident_id)) => (name, resident_id),
        (Err(error), _) | (_, Err(error)) => {
            // The agreement is there all the same.
            tracing::error!(%error, "who an agreement is with cannot be read");
            return Ok(Some(Masked { name: UNREADABLE.to_owned(), resident_id: UNREADABLE.to_owned() }));
        }
    };
    let kept = super::day_at(row.get::<i64>(2)?, OFFSET_MINUTES_MAX)?; // the latest day that it was anywhere
    let resident_id =
        ResidentId::parse(&resident_id, kept).map_err(|_| CreditError::Corrupt("a resident ID"))?;
    let first = name.chars().next().map(|first| format!("{first}**")).unwrap_or_default();
    Ok(Some(Masked { name: first, resident_id: resident_id.masked() }))
}

/// What is known of an account from its orders and agreements. `age` and `asked` are put in by the caller.
pub(super) fn known(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    (today, now_ms): (Date, i64),
) -> Result<Applicant, CreditError> {
    let row = transaction.query_optional(
        "SELECT created_ms, (SELECT COUNT(*) FROM orders WHERE account_id = $1 AND status = 'received'), \
         (SELECT COUNT(*) FROM orders WHERE account_id = $1 AND status = 'cancelled' AND EXISTS \
         (SELECT 1 FROM order_event WHERE order_number = orders.number AND order_event.status IN ('sent', 'ready'))) \
         FROM account WHERE id = $1 AND deleted_ms IS NULL",
        &[&account.0],
    )?;
    let row = row.ok_or(CreditError::NoAccount)?;
    let count = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
    let Running { agreements, overdue_days, coming_back } = running(transaction, account, (today, now_ms))?;
    Ok(Applicant {
        age: 0,
        months_known: count((now_ms - row.get::<i64>(0)?) / MONTH_MS),
        orders_received: count(row.get(1)?),
        orders_refused: count(row.get(2)?),
        active_agreements: agreements,
        overdue_days,
        line_used: ledger::line(transaction, account)?.used().plus(coming_back).map_err(too_much)?,
        asked: Amount::ZERO,
    })
}

/// What an account has taken on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Running {
    /// Handsets that a loan runs for or is about to, and those whose loan was withdrawn from and that are not back yet.
    pub(super) agreements: u32,
    /// For how many days the oldest unpaid instalment of any loan is overdue: for ever, when one was written off.
    pub(super) overdue_days: u32,
    /// What was lent for handsets whose loan was withdrawn from and that are not back yet: not to be lent again before.
    pub(super) coming_back: Amount,
}

/// What an account has taken on, bills that are due and were not written yet included.
pub(super) fn running(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    (today, now_ms): (Date, i64),
) -> Result<Running, CreditError> {
    let rows = transaction.query(
        "SELECT number FROM credit_agreement \
         WHERE account_id = $1 AND (state IN ('signed', 'reserved', 'active', 'late', 'written_off') \
         OR state = 'cooling_off_cancelled' AND EXISTS \
         (SELECT 1 FROM orders WHERE orders.number = order_number AND orders.status <> 'returned'))",
        &[&account.0],
    )?;
    let mut running = Running { agreements: 0, overdue_days: 0, coming_back: Amount::ZERO };
    for row in &rows {
        let stored = super::agreement::numbered(transaction, row.get(0)?)?;
        if stored.state == State::WrittenOff {
            running.overdue_days = u32::MAX;
            continue;
        }
        if stored.state == State::CoolingOffCancelled {
            let financed = stored.read_sheet()?.pairing.financed;
            running.coming_back = running.coming_back.plus(financed).map_err(too_much)?;
        }
        let handset = u32::from(stored.kind == Kind::Handset); // ordinary goods only use the line
        if !stored.state.is_running() {
            running.agreements += handset;
            continue;
        }
        // What was paid ahead covers what is due and was not billed yet.
        let mut book = Book::open(transaction, stored, now_ms)?;
        book.bring_up_to_date()?;
        if book.state.is_running() {
            running.agreements += handset;
            let oldest = book.loan()?.overdue(&book.standing, today)?.first().map_or(0, |one| one.days);
            running.overdue_days = oldest.max(running.overdue_days);
        }
    }
    Ok(running)
}

fn too_much(_: AmountError) -> CreditError {
    CreditError::Corrupt("what was lent")
}
