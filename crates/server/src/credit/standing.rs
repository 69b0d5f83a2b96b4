//! Agreements as their owners see them.

use super::agreement::{Kind, Stored, find};
use super::ledger::{self, day};
use super::{Credit, CreditError, hardship};
use crate::accounts::AccountId;
use crate::database::Transaction;
use crate::hex::hex;
use crate::privacy::KeyRing;
use fairday_contract as wire;
use fairday_contract::{
    Agreement, AgreementId, AgreementKind, AgreementState, Agreements, HardshipStatus, InstalmentStanding,
    LoanEntry, LoanEntryKind, LoanStanding, RepaymentId,
};
use fairday_credit::agreement::{Actor, Dated, Event, Loan, Standing, State, due_steps, next};
use fairday_credit::ledger::{Account, Entry, EntryKind, events};
use fairday_credit::{Amount, Date};
use std::sync::Arc;

/// Most agreements of a list: the newest.
pub const LISTED_MAX: i64 = 100;

impl Credit {
    /// An agreement of this account, as it is today: bills that are due included, whether they have been posted or not.
    ///
    /// # Errors
    /// `NotFound`, also for another account's.
    pub async fn agreement(&self, account: AccountId, id: AgreementId) -> Result<Agreement, CreditError> {
        let (keys, now_ms) = (Arc::clone(&self.keys), self.now_ms);
        let look = move |transaction: &mut Transaction<'_>| {
            let stored = find(transaction, &id)?.filter(|stored| stored.account == account);
            seen(transaction, &keys, &stored.ok_or(CreditError::NotFound)?, now_ms)
        };
        self.database.read(look).await
    }

    /// The agreements of this account, the newest first. Offers that were not signed in time are not among them.
    ///
    /// # Errors
    /// When one cannot be read.
    pub async fn agreements(&self, account: AccountId) -> Result<Agreements, CreditError> {
        let (keys, now_ms) = (Arc::clone(&self.keys), self.now_ms);
        let look = move |transaction: &mut Transaction<'_>| {
            let rows = transaction.query(
                "SELECT number FROM credit_agreement \
                 WHERE account_id = $1 AND (state <> 'lapsed' OR order_number IS NOT NULL) \
                 ORDER BY number DESC LIMIT $2",
                &[&account.0, &LISTED_MAX],
            )?;
            let mut items = Vec::with_capacity(rows.len());
            for row in &rows {
                let stored = super::agreement::numbered(transaction, row.get(0)?)?;
                items.push(seen(transaction, &keys, &stored, now_ms)?);
            }
            items.retain(|one| one.state != AgreementState::Lapsed || one.order.is_some());
            let line = ledger::line(transaction, account)?;
            let (granted, available) = (line.granted.minor(), line.available.minor());
            Ok(Agreements { items, granted, available, as_of_ms: now_ms })
        };
        self.database.read(look).await
    }
}

/// An agreement as its owner sees it at this moment.
pub(super) fn seen(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    stored: &Stored,
    now_ms: i64,
) -> Result<Agreement, CreditError> {
    let (today, _) = stored.moment(now_ms)?;
    // Offers lapse by themselves; the run only writes it down.
    let is_over = stored.state == State::Offered && stored.check_day.is_some_and(|day| day <= today);
    let mut state = if is_over { State::Lapsed } else { stored.state };
    let mut loan = None;
    if let Some(terms) = &stored.loan {
        let mut books = Books::read(transaction, stored.number)?;
        state = books.bring_up_to_date(terms, state, today)?;
        let asked = hardship::last(transaction, keys, stored.number)?;
        loan = Some(LoanStanding { hardship: asked.map(patience), ..standing(terms, &books, state, today)? });
    }
    let order = match stored.order_number {
        None => None,
        Some(number) => {
            let row = transaction.query_one("SELECT id FROM orders WHERE number = $1", &[&number])?;
            Some(row.get::<String>(0)?.parse().map_err(|_| CreditError::Corrupt("its order's id"))?)
        }
    };
    let is_cooling_off = stored.kind == Kind::Handset
        && stored.loan.as_ref().is_some_and(|loan| today <= loan.cooling_off_ends);
    Ok(Agreement {
        id: stored.id.clone(),
        number: stored.number.unsigned_abs(),
        kind: match stored.kind {
            Kind::Handset => AgreementKind::Handset,
            Kind::Goods => AgreementKind::Goods,
        },
        state: state_seen(state),
        choice: stored.wanted.choice.seen(stored.wanted.variant),
        sheet: String::from_utf8(stored.sheet.clone()).map_err(|_| CreditError::Corrupt("its sheet"))?,
        digest: hex(&stored.digest),
        offered_ms: stored.offered_ms,
        signed_ms: stored.signed_ms,
        order,
        can_cancel: is_cooling_off && next(state, Event::Cancel, Actor::Shopper).is_ok(),
        loan,
    })
}

/// The entries of an agreement, with the requests that they answer.
struct Books {
    entries: Vec<(Dated, Option<RepaymentId>)>,
    standing: Standing,
}

impl Books {
    fn read(transaction: &mut Transaction<'_>, number: i64) -> Result<Self, CreditError> {
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

    fn bring_up_to_date(&mut self, loan: &Loan, mut state: State, today: Date) -> Result<State, CreditError> {
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

fn standing(loan: &Loan, books: &Books, state: State, today: Date) -> Result<LoanStanding, CreditError> {
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
    entry.transfers().iter().filter(|one| one.debit == account).map(|one| one.amount.minor()).sum()
}

/// What was asked for because times are hard, and what the shop said to it.
fn patience(asked: hardship::Hardship) -> wire::Hardship {
    let (status, note) = match asked.answer {
        None => (HardshipStatus::Asked, String::new()),
        Some(answer) if answer.is_accepted => (HardshipStatus::Accepted, answer.note),
        Some(answer) => (HardshipStatus::Declined, answer.note),
    };
    wire::Hardship { status, at_ms: asked.asked_ms, note }
}

/// A state in the words of the wire.
pub(super) const fn state_seen(state: State) -> AgreementState {
    match state {
        State::Offered => AgreementState::Offered,
        State::Signed => AgreementState::Signed,
        State::Reserved => AgreementState::Reserved,
        State::Active => AgreementState::Active,
        State::Late => AgreementState::Late,
        State::CoolingOffCancelled => AgreementState::CoolingOffCancelled,
        State::SettledEarly => AgreementState::SettledEarly,
        State::Settled => AgreementState::Settled,
        State::Returned => AgreementState::Returned,
        State::WrittenOff => AgreementState::WrittenOff,
        State::Lapsed => AgreementState::Lapsed,
    }
}

impl super::Choice {
    /// As it is chosen on the wire.
    fn seen(&self, variant: wire::VariantId) -> wire::CreditChoice {
        wire::CreditChoice {
            variant,
            plan: self.plan.clone(),
            keep_number: self.keep_number,
            months: self.months,
            deposit: self.deposit,
        }
    }
}
