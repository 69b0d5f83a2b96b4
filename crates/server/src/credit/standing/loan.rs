//! How a loan stands: what is owed, what is covered of each instalment, and the receipts.

use super::super::ledger::{self, day};
use super::super::{CreditError, hardship};
use crate::database::Transaction;
use fairday_contract as wire;
use fairday_contract::{
    HardshipStatus, InstalmentStanding, LoanEntry, LoanEntryKind, LoanStanding, RepaymentId,
};
use fairday_credit::agreement::{Dated, Loan, Standing, State, due_steps};
use fairday_credit::ledger::{Account, Entry, EntryKind, events};
use fairday_credit::{Amount, Date};

/// The entries of an agreement, with the requests that they answer.
pub(super) struct Books {
    entries: Vec<(Dated, Option<RepaymentId>)>,
    standing: Standing,
}

impl Books {
    pub(super) fn read(transaction: &mut Transaction<'_>, number: i64) -> Result<Self, CreditError> {
        let history = ledger::history(transaction, number)?;
        let standing = Standing::of(&history)?;
        let rows = transaction.query(
            "SELECT request, counts_from FROM credit_entry WHERE agreement = $1 ORDER BY sequence",
            &[&number],
        )?;
        let mut entries = Vec::with_capacity(history.len());
        for (dated, row) in history.into_iter().zip(&rows) {
            if dated.counts_from != day(row, 1)? {
                return Err(CreditError::Corrupt("its entries"));
            }
            let request: Option<String> = row.get(0)?;
            entries.push((dated, request.and_then(|id| id.parse().ok())));
        }
        Ok(Self { entries, standing })
    }

    pub(super) fn bring_up_to_date(
        &mut self,
        loan: &Loan,
        mut state: State,
        today: Date,
    ) -> Result<State, CreditError> {
        for step in due_steps(loan, state, &self.standing, today)? {
            state = step.to;
            if let Some(dated) = step.entry {
                self.standing.apply(&dated)?;
                self.entries.push((dated, None));
            }
        }
        Ok(state)
    }
}

/// How it stands on this day.
pub(super) fn standing(
    loan: &Loan,
    books: &Books,
    state: State,
    today: Date,
) -> Result<LoanStanding, CreditError> {
    let Standing { balances, billed, .. } = &books.standing;
    let end = loan.early_end(*billed).map_err(|_| CreditError::Corrupt("its bills"))?;
    let to_close = |exit, phone| -> Result<Option<i64>, CreditError> {
        let is_running = state.is_running();
        is_running.then(|| Ok(events::to_close(balances, exit, phone)?.minor())).transpose()
    };
    let leave = if loan.plan.is_some() { to_close(end.plan_exit, Amount::ZERO)? } else { None };
    Ok(LoanStanding {
        as_of: today.to_string(),
        handed_over: loan.schedule.hand_over().to_string(),
        cooling_off_ends: loan.cooling_off_ends.to_string(),
        owed_now: balances.owed_now()?.minor(),
        late_fees: balances.amount(Account::LateFeeDue).minor(),
        paid: balances.amount(Account::Cash).minor(),
        principal_left: balances.principal_left()?.minor(),
        owed_back: balances.amount(Account::RefundsOwed).minor(),
        settle: to_close(Amount::ZERO, Amount::ZERO)?,
        settle_and_leave: leave,
        give_back: to_close(end.plan_exit, end.phone_credit)?,
        counter_only: false, // the shop's configuration says it
        instalments: instalments(loan, &books.standing, state)?,
        entries: books.entries.iter().filter_map(|(dated, payment)| entry(dated, payment.as_ref())).collect(),
        hardship: None,
    })
}

/// Every instalment, with what of it is paid: of the handset and of the plan the oldest first, and what was paid in advance
/// from the next bill on. Of a loan that has ended nothing is owed.
fn instalments(
    loan: &Loan,
    standing: &Standing,
    state: State,
) -> Result<Vec<InstalmentStanding>, CreditError> {
    let balances = &standing.balances;
    let plan = loan.plan_fee();
    let plan_due = balances.amount(Account::PlanDue);
    let mut plan_paid =
        plan.times(standing.billed).map_err(|_| CreditError::Corrupt("its bills"))?.less(plan_due);
    let mut advance = balances.amount(Account::Advance);
    let reduced = if state.is_running() { loan.reduced(standing)? } else { loan.schedule.total() };
    let mut all = Vec::with_capacity(loan.schedule.instalments().len());
    for (index, covered) in (0..).zip(loan.schedule.covered(reduced)) {
        let (handset, total) =
            (covered.instalment.total(), covered.instalment.total().minor() + plan.minor());
        let paid = if !state.is_running() {
            total
        } else if index < standing.billed {
            let of_plan = plan.min(plan_paid);
            plan_paid = plan_paid.less(of_plan);
            covered.paid.minor() + of_plan.minor()
        } else {
            let ahead = advance.minor().min(total);
            advance = advance.less(Amount::new(ahead).unwrap_or(Amount::ZERO));
            ahead
        };
        all.push(InstalmentStanding {
            due: covered.instalment.due.to_string(),
            handset: handset.minor(),
            plan: plan.minor(),
            covered: paid,
        });
    }
    Ok(all)
}

/// An entry of the loan, in one amount; nothing of what only moves the line.
fn entry(dated: &Dated, payment: Option<&RepaymentId>) -> Option<LoanEntry> {
    let entry = &dated.entry;
    let credited = |account| entry.credited(account).minor();
    let (kind, amount) = match entry.kind() {
        EntryKind::LineGranted | EntryKind::LineReduced | EntryKind::Reserved | EntryKind::Released => {
            return None;
        }
        EntryKind::Captured => (LoanEntryKind::Captured, credited(Account::MerchantPayable)),
        EntryKind::Billed => {
            let sources = [Account::PrincipalNotDue, Account::FeeIncome, Account::OperatorPayable];
            (LoanEntryKind::Billed, sources.into_iter().map(credited).sum())
        }
        EntryKind::Repaid => (LoanEntryKind::Repaid, debited(entry, Account::Cash)),
        EntryKind::LateFee => (LoanEntryKind::LateFee, credited(Account::LateFeeIncome)),
        EntryKind::LateFeeReversed => {
            (LoanEntryKind::LateFeeReversed, debited(entry, Account::LateFeeIncome))
        }
        EntryKind::Waived => (LoanEntryKind::Waived, debited(entry, Account::Waivers)),
        EntryKind::WrittenOff => (LoanEntryKind::WrittenOff, debited(entry, Account::WriteOffs)),
        EntryKind::SettledEarly => (LoanEntryKind::SettledEarly, debited(entry, Account::Cash)),
        EntryKind::Returned => (LoanEntryKind::Returned, debited(entry, Account::Cash)),
        EntryKind::Cancelled => (LoanEntryKind::Cancelled, credited(Account::RefundsOwed)),
        EntryKind::Refunded => (LoanEntryKind::Refunded, credited(Account::Cash)),
    };
    Some(LoanEntry { kind, on: dated.counts_from.to_string(), amount, payment: payment.cloned() })
}

fn debited(entry: &Entry, account: Account) -> i64 {
    entry.debited(account).minor()
}

/// What was asked for because times are hard, and what the shop said to it.
pub(super) fn patience(asked: hardship::Hardship) -> wire::Hardship {
    let (status, note) = match asked.answer {
        None => (HardshipStatus::Asked, String::new()),
        Some(answer) if answer.is_accepted => (HardshipStatus::Accepted, answer.note),
        Some(answer) => (HardshipStatus::Declined, answer.note),
    };
    wire::Hardship { status, at_ms: asked.asked_ms, note }
}
