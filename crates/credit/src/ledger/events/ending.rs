//! The events that end an agreement.

use super::{Made, due, frees_line, loses_line};
use crate::amount::Amount;
use crate::ledger::account::Account as A;
use crate::ledger::balances::{Balances, LedgerError};
use crate::ledger::draft::Draft;
use crate::ledger::entry::EntryKind;

/// Gives up everything that is left, due or not.
///
/// # Errors
/// When nothing is left.
pub fn write_off(agreement: &Balances) -> Made {
    let mut left = due(agreement).to_vec();
    left.push((A::PrincipalNotDue, agreement.amount(A::PrincipalNotDue)));
    let all = Amount::sum(left.iter().map(|(_, amount)| *amount))?;
    let (draft, ..) = Draft::new(EntryKind::WrittenOff).pay(&[(A::WriteOffs, all)], &left)?;
    loses_line(draft).finish()
}

/// What settling early takes in cash: everything due, all principal, and the plan's exit fee if the plan ends as well,
/// without what was paid in advance and what the merchant pays for a returned phone.
///
/// # Errors
/// When the sums are too large.
pub fn to_close(
    agreement: &Balances,
    plan_exit: Amount,
    phone_credit: Amount,
) -> Result<Amount, LedgerError> {
    let owed = Amount::sum([agreement.owed_now()?, agreement.amount(A::PrincipalNotDue), plan_exit])?;
    Ok(owed.less(agreement.amount(A::Advance)).less(phone_credit))
}

/// The shopper pays everything that is left ([`to_close`]), and leaves the plan as well if there is an exit fee.
///
/// # Errors
/// When `cash` is not exactly what it takes, or nothing is left.
pub fn settle_early(agreement: &Balances, plan_exit: Amount, cash: Amount) -> Made {
    close(EntryKind::SettledEarly, agreement, plan_exit, Amount::ZERO, cash)
}

/// The phone came back: the merchant takes `phone_credit` off what it is owed, and the shopper pays what is then left. What
/// the phone pays beyond that goes back to the shopper, at most what the shopper has paid.
///
/// # Errors
/// When the merchant is owed less than the phone's credit, `cash` is not exactly what it takes, or more would go back than
/// was paid.
pub fn give_back(agreement: &Balances, plan_exit: Amount, phone_credit: Amount, cash: Amount) -> Made {
    let merchant = agreement.amount(A::MerchantPayable);
    merchant.minus(phone_credit).map_err(|_| LedgerError::too_much(merchant))?;
    close(EntryKind::Returned, agreement, plan_exit, phone_credit, cash)
}

/// The shopper withdrew in time. Before the hand-over the hold is released; after it everything is undone, and what the
/// shopper paid is owed to them.
///
/// # Errors
/// When nothing is held and nothing was lent.
pub fn cancel(agreement: &Balances) -> Made {
    let undone = [A::MerchantPayable, A::OperatorPayable, A::FeeIncome, A::LateFeeIncome, A::Advance];
    let cleared = [
        A::LateFeeDue,
        A::FeeDue,
        A::PrincipalDue,
        A::PlanDue,
        A::PrincipalNotDue,
        A::Waivers,
        A::RefundsOwed,
    ];
    let paid = agreement.amount(A::Cash).less(agreement.amount(A::RefundsOwed));
    let uses = cleared.map(|account| match account {
        A::RefundsOwed => (account, paid),
        _ => (account, agreement.amount(account)),
    });
    let sources = undone.map(|account| (account, agreement.amount(account)));
    let (draft, over, missing) = Draft::new(EntryKind::Cancelled).pay(&sources, &uses)?;
    if !over.is_zero() || !missing.is_zero() {
        return Err(LedgerError::NotAllowed); // the books of something else than a running agreement
    }
    draft
        .transfer(A::LineAvailable, A::Held, agreement.amount(A::Held))
        .transfer(A::LineAvailable, A::LineUsed, agreement.amount(A::LineUsed))
        .finish()
}

fn close(
    kind: EntryKind,
    agreement: &Balances,
    plan_exit: Amount,
    phone_credit: Amount,
    cash: Amount,
) -> Made {
    let not_due = agreement.amount(A::PrincipalNotDue);
    let draft = Draft::new(kind).transfer(A::PrincipalDue, A::PrincipalNotDue, not_due).transfer(
        A::PlanDue,
        A::OperatorPayable,
        plan_exit,
    );
    let mut uses = due(agreement).to_vec();
    uses[2].1 = uses[2].1.plus(not_due)?; // principal
    uses[3].1 = uses[3].1.plus(plan_exit)?; // plan
    let advance = agreement.amount(A::Advance);
    let needed = to_close(agreement, plan_exit, phone_credit)?;
    if cash < needed {
        return Err(LedgerError::NotEnough { missing: needed.less(cash).minor() });
    }
    if cash > needed {
        return Err(LedgerError::too_much(needed));
    }
    let back = Amount::sum([phone_credit, advance, cash])?
        .less(Amount::sum(uses.iter().map(|(_, amount)| *amount))?);
    let paid = agreement.amount(A::Cash).plus(cash)?.less(agreement.amount(A::RefundsOwed));
    if back > paid {
        return Err(LedgerError::too_much(paid));
    }
    uses.push((A::RefundsOwed, back));
    let sources = [(A::MerchantPayable, phone_credit), (A::Advance, advance), (A::Cash, cash)];
    let (draft, ..) = draft.pay(&sources, &uses)?;
    frees_line(draft).finish()
}
