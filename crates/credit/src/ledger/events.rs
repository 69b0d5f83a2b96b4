//! One constructor for each business event. Each takes the balances that it depends on, and refuses what they do not
//! allow; whether the event may happen at all is for [`crate::agreement`] to say.

use super::account::Account as A;
use super::balances::{Balances, LedgerError};
use super::entry::{Draft, Entry, EntryKind};
use crate::amount::Amount;
use crate::schedule::Instalment;

type Made = Result<Entry, LedgerError>;

/// The shopper may owe `amount` more.
///
/// # Errors
/// When that is nothing.
pub fn grant_line(amount: Amount) -> Made {
    Draft::new(EntryKind::LineGranted).transfer(A::LineAvailable, A::LineGranted, amount).finish()
}

/// The shopper may owe `amount` less. What is held or lent stays.
///
/// # Errors
/// When less than that is free, or it is nothing.
pub fn reduce_line(shopper: &Balances, amount: Amount) -> Made {
    check_line(shopper, amount)?;
    Draft::new(EntryKind::LineReduced).transfer(A::LineGranted, A::LineAvailable, amount).finish()
}

/// Sets `amount` of the line aside for a signed order. `shopper` is the balance of all entries of the shopper, `agreement`
/// of this agreement's.
///
/// # Errors
/// When less than that is free, or the agreement had a hold before.
pub fn reserve(shopper: &Balances, agreement: &Balances, amount: Amount) -> Made {
    if *agreement != Balances::default() {
        return Err(LedgerError::HeldAlready);
    }
    check_line(shopper, amount)?;
    Draft::new(EntryKind::Reserved).transfer(A::Held, A::LineAvailable, amount).finish()
}

/// Gives back what is held: the order was not handed over.
///
/// # Errors
/// When nothing is held.
pub fn release(agreement: &Balances) -> Made {
    Draft::new(EntryKind::Released).transfer(A::LineAvailable, A::Held, agreement.amount(A::Held)).finish()
}

/// The goods were handed over: `amount` is lent from what is held, and the rest of that is free again.
///
/// # Errors
/// When less than that is held, or it is nothing.
pub fn capture(agreement: &Balances, amount: Amount) -> Made {
    let held = agreement.amount(A::Held);
    let rest = held.minus(amount).map_err(|_| LedgerError::NotHeld)?;
    Draft::new(EntryKind::Captured)
        .transfer(A::LineUsed, A::Held, amount)
        .transfer(A::LineAvailable, A::Held, rest)
        .transfer(A::PrincipalNotDue, A::MerchantPayable, amount)
        .finish()
}

/// An instalment, and the plan's fee for the same month, are due. An advance pays them at once.
///
/// # Errors
/// When less principal than that is left, or everything is nothing.
pub fn bill(agreement: &Balances, instalment: &Instalment, plan_fee: Amount) -> Made {
    agreement.amount(A::PrincipalNotDue).minus(instalment.principal).map_err(|_| LedgerError::TooMuch)?;
    let draft = Draft::new(EntryKind::Billed)
        .transfer(A::PrincipalDue, A::PrincipalNotDue, instalment.principal)
        .transfer(A::FeeDue, A::FeeIncome, instalment.fee)
        .transfer(A::PlanDue, A::OperatorPayable, plan_fee);
    let mut due = due(agreement);
    for (account, more) in
        [(A::FeeDue, instalment.fee), (A::PrincipalDue, instalment.principal), (A::PlanDue, plan_fee)]
    {
        for entry in due.iter_mut().filter(|entry| entry.0 == account) {
            entry.1 = entry.1.plus(more)?;
        }
    }
    let (draft, ..) = draft.pay(&[(A::Advance, agreement.amount(A::Advance))], &due)?;
    frees_line(draft).finish()
}

/// The shopper paid `cash`. What is more than is due now is an advance, at most what will still be billed: instalments with
/// their fees, and the plan.
///
/// # Errors
/// When it is more than everything that is owed and will be, or nothing.
pub fn repay(agreement: &Balances, cash: Amount, still_to_bill: Amount) -> Made {
    let (draft, over, _) = Draft::new(EntryKind::Repaid).pay(&[(A::Cash, cash)], &due(agreement))?;
    if agreement.amount(A::Advance).plus(over)? > still_to_bill {
        return Err(LedgerError::TooMuch);
    }
    frees_line(draft.transfer(A::Cash, A::Advance, over)).finish()
}

/// Being late costs `amount`: what [`crate::late::LateRule::accrued`] says, without what was charged before.
///
/// # Errors
/// When that is nothing.
pub fn late_fee(amount: Amount) -> Made {
    Draft::new(EntryKind::LateFee).transfer(A::LateFeeDue, A::LateFeeIncome, amount).finish()
}

/// Gives up `amount` of what is due for late fees, then service fees, then principal. The plan's fees are the operator's to
/// give up.
///
/// # Errors
/// When less than that is due, or it is nothing.
pub fn waive(agreement: &Balances, amount: Amount) -> Made {
    let due = [A::LateFeeDue, A::FeeDue, A::PrincipalDue].map(|account| (account, agreement.amount(account)));
    let (draft, over, _) = Draft::new(EntryKind::Waived).pay(&[(A::Waivers, amount)], &due)?;
    if !over.is_zero() {
        return Err(LedgerError::TooMuch);
    }
    loses_line(draft).finish()
}

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
    agreement.amount(A::MerchantPayable).minus(phone_credit).map_err(|_| LedgerError::TooMuch)?;
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

/// `amount` of what is owed to the shopper was paid out.
///
/// # Errors
/// When less than that is owed, or it is nothing.
pub fn refund(agreement: &Balances, amount: Amount) -> Made {
    agreement.amount(A::RefundsOwed).minus(amount).map_err(|_| LedgerError::TooMuch)?;
    Draft::new(EntryKind::Refunded).transfer(A::RefundsOwed, A::Cash, amount).finish()
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
        return Err(LedgerError::TooMuch);
    }
    let back = Amount::sum([phone_credit, advance, cash])?
        .less(Amount::sum(uses.iter().map(|(_, amount)| *amount))?);
    let paid = agreement.amount(A::Cash).plus(cash)?.less(agreement.amount(A::RefundsOwed));
    if back > paid {
        return Err(LedgerError::TooMuch);
    }
    uses.push((A::RefundsOwed, back));
    let sources = [(A::MerchantPayable, phone_credit), (A::Advance, advance), (A::Cash, cash)];
    let (draft, ..) = draft.pay(&sources, &uses)?;
    frees_line(draft).finish()
}

fn check_line(shopper: &Balances, amount: Amount) -> Result<(), LedgerError> {
    let free = shopper.amount(A::LineAvailable);
    if amount > free { Err(LedgerError::LineExceeded { free: free.minor() }) } else { Ok(()) }
}

/// What is due, in the order of allocation.
fn due(agreement: &Balances) -> [(A, Amount); 4] {
    A::DUE.map(|account| (account, agreement.amount(account)))
}

/// Principal that was paid is free again.
fn frees_line(draft: Draft) -> Draft {
    let paid = draft.credited(A::PrincipalDue);
    draft.transfer(A::LineAvailable, A::LineUsed, paid)
}

/// Principal that was given up is no longer part of the line.
fn loses_line(draft: Draft) -> Draft {
    let lost = Amount::sum([draft.credited(A::PrincipalDue), draft.credited(A::PrincipalNotDue)]);
    draft.transfer(A::LineGranted, A::LineUsed, lost.unwrap_or(Amount::MAX))
}
