//! Following a history of entries and saying where it goes wrong.

use super::account::{Account, Scope};
use super::balances::{Balances, LedgerError};
use super::entry::{Entry, EntryKind};
use thiserror::Error;

/// A rule that a history breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Violation {
    /// A transfer that the event does not make, or a balance that is too large.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A balance below zero.
    #[error("the balance of {} is below zero", .0.code())]
    BelowZero(Account),
    /// An agreement has a second hold.
    #[error("the agreement has a second hold")]
    SecondHold,
    /// An agreement lent twice.
    #[error("the agreement is captured twice")]
    SecondCapture,
    /// Something is held although the goods were handed over.
    #[error("something is held after the hand-over")]
    HeldAfterCapture,
    /// What an agreement uses of the line is not what is left of its principal.
    #[error("the line used is not the principal that is left")]
    LineAndPrincipal,
    /// The line granted is not what is available, held and used.
    #[error("the line granted is not what is available, held and used")]
    Line,
}

/// Where a history goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("entry {at}: {violation}")]
pub struct Finding {
    /// Which entry, from 0.
    pub at: usize,
    /// What it breaks.
    pub violation: Violation,
}

/// Follows the entries of one agreement, in their order, and gives their balances.
///
/// # Errors
/// The first entry after which a rule is broken.
pub fn verify_agreement(entries: &[Entry]) -> Result<Balances, Finding> {
    let mut balances = Balances::default();
    let (mut held, mut captured) = (false, false);
    for (at, entry) in entries.iter().enumerate() {
        let found = |violation| Finding { at, violation };
        match entry.kind() {
            EntryKind::Reserved if std::mem::replace(&mut held, true) => {
                return Err(found(Violation::SecondHold));
            }
            EntryKind::Captured if std::mem::replace(&mut captured, true) => {
                return Err(found(Violation::SecondCapture));
            }
            _ => {}
        }
        apply(&mut balances, entry, Scope::Agreement).map_err(found)?;
        if captured && balances.get(Account::Held) != 0 {
            return Err(found(Violation::HeldAfterCapture));
        }
        let left = balances.principal_left().map_err(|error| found(error.into()))?;
        if balances.get(Account::LineUsed) != left.minor() {
            return Err(found(Violation::LineAndPrincipal));
        }
    }
    Ok(balances)
}

/// Follows all entries of a shopper, the line's and every agreement's, in their order, and gives their balances.
///
/// # Errors
/// The first entry after which a balance is below zero, or the line does not add up.
pub fn verify_shopper(entries: &[Entry]) -> Result<Balances, Finding> {
    let mut balances = Balances::default();
    for (at, entry) in entries.iter().enumerate() {
        let found = |violation| Finding { at, violation };
        apply(&mut balances, entry, Scope::Shopper).map_err(found)?;
        let parts = [Account::LineAvailable, Account::Held, Account::LineUsed];
        let parts: i64 = parts.iter().map(|account| balances.get(*account)).sum();
        if balances.get(Account::LineGranted) != parts {
            return Err(found(Violation::Line));
        }
    }
    Ok(balances)
}

/// Adds an entry and looks at every balance of that scope: the shopper's has all.
fn apply(balances: &mut Balances, entry: &Entry, scope: Scope) -> Result<(), Violation> {
    balances.apply(entry)?;
    let below = |account: &Account| {
        (scope == Scope::Shopper || account.scope() == scope) && balances.get(*account) < 0
    };
    Account::ALL.into_iter().find(below).map_or(Ok(()), |account| Err(Violation::BelowZero(account)))
}
