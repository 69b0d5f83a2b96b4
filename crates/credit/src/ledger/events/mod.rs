//! One constructor for each business event. Each takes the balances that it depends on, and refuses what they do not
//! allow; whether the event may happen at all is for [`crate::agreement`] to say.

mod ending;

pub use ending::{cancel, give_back, settle_early, to_close, write_off};

use super::account::Account as A;
use super::balances::{Balances, LedgerError};
use super::draft::Draft;
use super::entry::{Entry, EntryKind};
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
    let not_due = agreement.amount(A::PrincipalNotDue);
    not_due.minus(instalment.principal).map_err(|_| LedgerError::too_much(not_due))?;
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
    pay_off(agreement, cash, &due(agreement), still_to_bill)
}

/// Being late costs `amount`: what [`crate::late::LateRule::accrued`] says, without what was charged before.
///
/// # Errors
/// When that is nothing.
pub fn late_fee(amount: Amount) -> Made {
    Draft::new(EntryKind::LateFee).transfer(A::LateFeeDue, A::LateFeeIncome, amount).finish()
}

/// `amount` of late fees had no cause. What of them is due is not owed any more; `paid` of them was paid, and pays what else is
/// due, then what will be billed.
///
/// # Errors
/// When less than that was due or paid, or it is nothing.
pub fn reverse_late_fee(agreement: &Balances, amount: Amount, paid: Amount) -> Made {
    let late = agreement.amount(A::LateFeeDue).min(amount);
    let freed = amount.less(late);
    if freed > paid {
        return Err(LedgerError::too_much(late.plus(paid)?));
    }
    let uses = [A::FeeDue, A::PrincipalDue, A::PlanDue].map(|account| (account, agreement.amount(account)));
    let (draft, over, _) = Draft::new(EntryKind::LateFeeReversed)
        .transfer(A::LateFeeIncome, A::LateFeeDue, late)
        .pay(&[(A::LateFeeIncome, freed)], &uses)?;
    frees_line(draft.transfer(A::LateFeeIncome, A::Advance, over)).finish()
}

/// The shopper paid `cash` on a day on which `late` of the late fees were there: these are paid first, and those that came later
/// last. Otherwise as [`repay`].
///
/// # Errors
/// As [`repay`].
pub fn repay_before(agreement: &Balances, cash: Amount, late: Amount, still_to_bill: Amount) -> Made {
    let all = agreement.amount(A::LateFeeDue);
    let before = all.min(late);
    let mut uses = vec![(A::LateFeeDue, before)];
    uses.extend(due(agreement).into_iter().filter(|(account, _)| *account != A::LateFeeDue));
    uses.push((A::LateFeeDue, all.less(before)));
    pay_off(agreement, cash, &uses, still_to_bill)
}

fn pay_off(agreement: &Balances, cash: Amount, uses: &[(A, Amount)], still_to_bill: Amount) -> Made {
    let (draft, over, _) = Draft::new(EntryKind::Repaid).pay(&[(A::Cash, cash)], uses)?;
    let advance = agreement.amount(A::Advance);
    if advance.plus(over)? > still_to_bill {
        let due = Amount::sum(uses.iter().map(|(_, amount)| *amount))?;
        return Err(LedgerError::too_much(due.plus(still_to_bill)?.less(advance)));
    }
    frees_line(draft.transfer(A::Cash, A::Advance, over)).finish()
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
        return Err(LedgerError::too_much(amount.less(over)));
    }
    loses_line(draft).finish()
}

/// `amount` of what is owed to the shopper was paid out.
///
/// # Errors
/// When less than that is owed, or it is nothing.
pub fn refund(agreement: &Balances, amount: Amount) -> Made {
    let owed = agreement.amount(A::RefundsOwed);
    owed.minus(amount).map_err(|_| LedgerError::too_much(owed))?;
    Draft::new(EntryKind::Refunded).transfer(A::RefundsOwed, A::Cash, amount).finish()
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
