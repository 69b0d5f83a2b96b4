//! What becomes of an agreement when its order moves: within the transaction that moves the order.

use super::agreement::{self, Kind, Stored};
use super::audit::{self, Note};
use super::book::Book;
use super::guarantor::{Act, note};
use super::{CreditError, goods, person};
use crate::database::Transaction;
use crate::orders::advance::By;
use fairday_contract::OrderStatus;
use fairday_credit::Amount;
use fairday_credit::agreement::{Actor, Event, Facts, Refused, State};
use fairday_credit::ledger::{Account, events};

/// Who moves orders, in the audit log.
const BY_ORDER: &str = "order";

/// What a step of an order leaves to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// Nothing.
    Done,
    /// Money is to be given back with the order, which is in no book of a loan: the loan was paid back and settled before the
    /// order came back, or was withdrawn from after a deposit.
    RefundDue,
}

/// The order with this number has come to be `status`: received, its agreement becomes a loan; cancelled, what was held for
/// it is free again; returned, ordinary goods are owed no more. A phone that comes back is for its own step first
/// ([`super::running`]): what it pays has to be said. Nothing when no agreement pays the order.
///
/// # Errors
/// `Refused` when it cannot be sent or handed over, because nobody stands in for it yet, or not taken back, because its loan
/// still runs.
pub fn follow(
    transaction: &mut Transaction<'_>,
    order_number: i64,
    (status, by): (OrderStatus, By),
    now_ms: i64,
) -> Result<Followed, CreditError> {
    if matches!(status, OrderStatus::Placed | OrderStatus::Confirmed | OrderStatus::ReturnRequested) {
        return Ok(Followed::Done);
    }
    let Some(found) = agreement::of_order(transaction, order_number)? else { return Ok(Followed::Done) };
    transaction.lock(&found.account.lock())?;
    let stored = agreement::numbered(transaction, found.number)?;
    match status {
        OrderStatus::Received => capture(transaction, stored, now_ms)?,
        OrderStatus::Returned if stored.kind == Kind::Goods => {
            let number = stored.number;
            let is_undone = goods::take_back(transaction, stored, now_ms)?;
            record(transaction, number, "take_back", now_ms)?;
            return Ok(if is_undone { Followed::Done } else { Followed::RefundDue });
        }
        OrderStatus::Returned if stored.state.is_running() => return Err(Refused::NotInThisState.into()),
        OrderStatus::Returned if stored.state == State::CoolingOffCancelled => {
            let pairing = stored.read_sheet()?.pairing;
            note(transaction, (stored.number, &stored.id), Act::Release, (pairing.financed, now_ms))?;
            record(transaction, stored.number, "phone_back", now_ms)?;
            // The withdrawal owes back what was paid on the loan; a deposit was paid before there was one.
            return Ok(if pairing.deposit.is_zero() { Followed::Done } else { Followed::RefundDue });
        }
        OrderStatus::Returned if matches!(stored.state, State::Settled | State::SettledEarly) => {
            return Ok(Followed::RefundDue);
        }
        // "We are checking" is not a yes: nothing is on its way before somebody stands in for it.
        OrderStatus::Packed | OrderStatus::Sent | OrderStatus::Ready if stored.state == State::Signed => {
            return Err(Refused::NotInThisState.into());
        }
        OrderStatus::Cancelled if matches!(stored.state, State::Signed | State::Reserved) => {
            if matches!(by, By::Shop | By::Release) {
                record(transaction, stored.number, "cancel", now_ms)?;
            }
            lapse(transaction, stored, Actor::BillingRun, now_ms)?;
        }
        _ => {}
    }
    Ok(Followed::Done)
}

/// What is to be paid back for an order whose money is in no book of a loan ([`Followed::RefundDue`]): the deposit, and of a
/// loan that was paid back what was lent and not waived. Nothing when no agreement pays the order.
///
/// # Errors
/// When the agreement cannot be read.
pub fn to_refund(
    transaction: &mut Transaction<'_>,
    order_number: i64,
) -> Result<Option<Amount>, CreditError> {
    let Some(stored) = agreement::of_order(transaction, order_number)? else { return Ok(None) };
    let pairing = stored.read_sheet()?.pairing;
    if stored.state == State::CoolingOffCancelled {
        return Ok(Some(pairing.deposit));
    }
    let row = transaction.query_one(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM credit_transfer JOIN credit_entry ON number = entry \
         WHERE agreement = $1 AND debit = $2 AND credit = $3",
        &[&stored.number, &Account::Waivers.code(), &Account::PrincipalDue.code()],
    )?;
    let waived = Amount::new(row.get(0)?).map_err(|_| CreditError::Corrupt("what was waived"))?;
    let paid = pairing.financed.less(waived).plus(pairing.deposit);
    paid.map(Some).map_err(|_| CreditError::Corrupt("what was lent"))
}

fn capture(transaction: &mut Transaction<'_>, stored: Stored, now_ms: i64) -> Result<(), CreditError> {
    let sheet = stored.read_sheet()?;
    let amount = sheet.pairing.financed;
    let mut book = Book::open(transaction, stored, now_ms)?;
    let facts = Facts::before_loan(book.today, sheet.terms.offer_ends, true);
    let entry = events::capture(book.balances(), amount);
    // An agreement with nothing held is refused for its state, and not for what is missing.
    fairday_credit::agreement::next(book.state, Event::Capture, Actor::Operator)?;
    book.before_loan((Event::Capture, Actor::Operator), &facts, Some(entry?))?;
    book.begin_loan(&sheet)?;
    book.save(transaction)?;
    note(transaction, (book.stored.number, &book.stored.id), Act::Capture, (amount, book.at_ms()))?;
    record(transaction, book.stored.number, "capture", book.at_ms())
}

/// What the shop did to an agreement by moving its order.
fn record(
    transaction: &mut Transaction<'_>,
    agreement: i64,
    act: &str,
    at_ms: i64,
) -> Result<(), CreditError> {
    audit::append(transaction, &Note { operator: BY_ORDER, act, agreement, detail: "", request: None }, at_ms)
}

/// Ends an agreement that has not become a loan.
pub(super) fn lapse(
    transaction: &mut Transaction<'_>,
    stored: Stored,
    by: Actor,
    now_ms: i64,
) -> Result<(), CreditError> {
    let (is_offer, account) = (stored.state == State::Offered, stored.account);
    let mut book = Book::open(transaction, stored, now_ms)?;
    let is_held = book.state == State::Reserved;
    let entry = if is_held { Some(events::release(book.balances())?) } else { None };
    let amount = book.balances().amount(Account::Held);
    let facts = Facts::before_loan(book.today, book.today, true);
    book.before_loan((Event::Lapse, by), &facts, entry)?;
    book.save(transaction)?;
    if is_offer {
        person::forget_unsigned(transaction, account)?;
    }
    if is_held {
        note(transaction, (book.stored.number, &book.stored.id), Act::Release, (amount, book.at_ms()))?;
    }
    Ok(())
}
