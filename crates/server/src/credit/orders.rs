//! What becomes of an agreement when its order moves: within the transaction that moves the order.

use super::agreement::{self, Kind, Stored};
use super::audit::{self, Note};
use super::book::Book;
use super::guarantor::{Act, note};
use super::{CreditError, goods, person};
use crate::database::Transaction;
use fairday_contract::OrderStatus;
use fairday_credit::agreement::{Actor, Event, Facts, Refused, State};
use fairday_credit::ledger::events;

/// Who hands orders over, in the audit log.
const BY_ORDER: &str = "order";

/// What a step of an order leaves to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// Nothing.
    Done,
    /// The order was paid back and settled before it came back: its money is to be given back with the order.
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
    status: OrderStatus,
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
            let said =
                Note { operator: BY_ORDER, act: "take_back", agreement: number, detail: "", request: None };
            audit::append(transaction, &said, now_ms)?;
            return Ok(if is_undone { Followed::Done } else { Followed::RefundDue });
        }
        OrderStatus::Returned if stored.state.is_running() => return Err(Refused::NotInThisState.into()),
        OrderStatus::Returned if stored.state == State::CoolingOffCancelled => {
            let amount = stored.read_sheet()?.pairing.financed;
            note(transaction, (stored.number, &stored.id), Act::Release, (amount, now_ms))?;
        }
        OrderStatus::Returned if matches!(stored.state, State::Settled | State::SettledEarly) => {
            return Ok(Followed::RefundDue);
        }
        // "We are checking" is not a yes: nothing is on its way before somebody stands in for it.
        OrderStatus::Packed | OrderStatus::Sent | OrderStatus::Ready if stored.state == State::Signed => {
            return Err(Refused::NotInThisState.into());
        }
        OrderStatus::Cancelled if matches!(stored.state, State::Signed | State::Reserved) => {
            lapse(transaction, stored, Actor::BillingRun, now_ms)?;
        }
        _ => {}
    }
    Ok(Followed::Done)
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
    let said =
        Note { operator: BY_ORDER, act: "capture", agreement: book.stored.number, detail: "", request: None };
    audit::append(transaction, &said, book.at_ms())
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
    let amount = book.balances().amount(fairday_credit::ledger::Account::Held);
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
