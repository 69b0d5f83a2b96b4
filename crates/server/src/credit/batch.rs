//! Billing many agreements in one transaction. What is done to each is what [`super::book`] would do, by the same rules; what
//! is read and written goes by the hundred.

use super::CreditError;
use super::book::next_check;
use super::documents::read_loan;
use super::ledger::{day, histories, move_line};
use crate::accounts::AccountId;
use crate::database::{Lots, Row, ToValue, Transaction};
use fairday_credit::Date;
use fairday_credit::agreement::{Dated, Standing, State, due_steps};
use std::collections::HashMap;
use std::sync::LazyLock;

static ENTRIES: LazyLock<Lots> = LazyLock::new(|| {
    Lots::new(
        "INSERT INTO credit_entry (account_id, agreement, sequence, kind, instalment, counts_from, at_ms) VALUES",
        &[""; 7],
        "RETURNING agreement, sequence, number",
    )
});
static TRANSFERS: LazyLock<Lots> = LazyLock::new(|| {
    Lots::new("INSERT INTO credit_transfer (entry, place, debit, credit, amount) VALUES", &[""; 5], "")
});
static AGREEMENTS: LazyLock<Lots> = LazyLock::new(|| {
    Lots::new(
        "UPDATE credit_agreement SET state = new.column4, sequence = new.column5, state_ms = new.column6, \
         up_to_day = new.column7, check_day = new.column8 FROM (VALUES",
        &["BIGINT", "TEXT", "BIGINT", "TEXT", "BIGINT", "BIGINT", "BIGINT", "BIGINT"],
        ") AS new WHERE credit_agreement.number = new.column1 AND credit_agreement.state = new.column2 \
         AND credit_agreement.sequence = new.column3",
    )
});

/// An agreement that is brought up to date.
struct Billed {
    number: i64,
    account: AccountId,
    before: (State, i64),
    /// The state and the sequence after it.
    after: (State, i64),
    at_ms: i64,
    day: i32,
    check_day: Option<i32>,
    entries: Vec<NewEntry>,
    steps: usize,
}

struct NewEntry {
    sequence: i64,
    instalment: Option<u32>,
    dated: Dated,
}

/// Brings running agreements up to the end of `as_of`: those named, in the order of their numbers, that still are to be looked
/// at. Says for how many something was done.
///
/// # Errors
/// `Changing` when one was changed in the meantime, and whatever one of them cannot be brought up to date for. Then none
/// was, and each is to be done by itself.
pub(super) fn bill(
    transaction: &mut Transaction<'_>,
    named: &[(i64, AccountId)],
    as_of: Date,
    at_ms: i64,
) -> Result<u64, CreditError> {
    let (Some((first, _)), Some((last, _))) = (named.first(), named.last()) else { return Ok(0) };
    let mut locks: Vec<String> = named.iter().map(|(_, account)| account.lock()).collect();
    locks.sort_unstable();
    locks.dedup();
    transaction.lock_all(&locks)?;
    let rows = transaction.query(
        "SELECT number, state, sequence, state_ms, up_to_day, loan FROM credit_agreement \
         WHERE number >= $1 AND number <= $2 AND check_day <= $3 AND state IN ('active', 'late')",
        &[first, last, &as_of.days_since_1970()],
    )?;
    let owners: HashMap<i64, AccountId> = named.iter().copied().collect();
    let mut histories: HashMap<i64, Vec<Dated>> =
        histories(transaction, (*first, *last))?.into_iter().collect();
    let mut billed = Vec::with_capacity(rows.len());
    for row in &rows {
        let number: i64 = row.get(0)?;
        // What came to be due since they were named may be of an account whose lock is not held.
        let Some(account) = owners.get(&number) else { continue };
        let history = histories.remove(&number).unwrap_or_default();
        billed.push(one(row, (number, *account), &history, (as_of, at_ms))?);
    }
    write_entries(transaction, &billed)?;
    write_agreements(transaction, &billed)?;
    Ok(billed.iter().filter(|one| one.steps > 0).count() as u64)
}

fn one(
    row: &Row,
    (number, account): (i64, AccountId),
    history: &[Dated],
    (as_of, at_ms): (Date, i64),
) -> Result<Billed, CreditError> {
    let corrupt = CreditError::Corrupt;
    let state = State::of_code(&row.get::<String>(1)?).ok_or(corrupt("its state"))?;
    let (sequence, state_ms): (i64, i64) = (row.get(2)?, row.get(3)?);
    let today = if row.get::<Option<i64>>(4)?.is_some() { day(row, 4)?.max(as_of) } else { as_of };
    let loan = read_loan(&row.get::<Option<String>>(5)?.ok_or(corrupt("its loan"))?)?;
    let mut standing = Standing::of(history)?;
    let steps = due_steps(&loan, state, &standing, today)?;
    let mut after = (state, sequence);
    let mut entries = Vec::new();
    let count = steps.len();
    for step in steps {
        after = (step.to, after.1 + 1);
        if let Some(dated) = step.entry {
            standing.apply(&dated)?;
            entries.push(NewEntry { sequence: after.1, instalment: step.number, dated });
        }
    }
    Ok(Billed {
        number,
        account,
        before: (state, sequence),
        after,
        at_ms: at_ms.max(state_ms),
        day: today.days_since_1970(),
        check_day: next_check(&loan, after.0, &standing, today)?.map(Date::days_since_1970),
        entries,
        steps: count,
    })
}

fn write_entries(transaction: &mut Transaction<'_>, billed: &[Billed]) -> Result<(), CreditError> {
    let mut values: Vec<&dyn ToValue> = Vec::new();
    let all = || billed.iter().flat_map(|one| one.entries.iter().map(move |entry| (one, entry)));
    let plain: Vec<_> = all()
        .map(|(_, new)| (new.dated.entry.kind().code(), new.dated.counts_from.days_since_1970()))
        .collect();
    for ((one, new), (kind, counts_from)) in all().zip(&plain) {
        let row: [&dyn ToValue; 7] =
            [&one.account.0, &one.number, &new.sequence, kind, &new.instalment, counts_from, &one.at_ms];
        values.extend(row);
    }
    let mut numbers = HashMap::with_capacity(plain.len());
    for row in ENTRIES.query(transaction, &values)? {
        numbers.insert((row.get::<i64>(0)?, row.get::<i64>(1)?), row.get::<i64>(2)?);
    }
    let mut transfers = Vec::new();
    for (one, new) in all() {
        let number = numbers.get(&(one.number, new.sequence)).ok_or(CreditError::Changing)?;
        for (place, transfer) in (0_i64..).zip(new.dated.entry.transfers()) {
            let (debit, credit) = (transfer.debit.code(), transfer.credit.code());
            transfers.push((*number, place, debit, credit, transfer.amount.minor()));
        }
    }
    let mut values: Vec<&dyn ToValue> = Vec::with_capacity(5 * transfers.len());
    for (number, place, debit, credit, amount) in &transfers {
        let row: [&dyn ToValue; 5] = [number, place, debit, credit, amount];
        values.extend(row);
    }
    TRANSFERS.execute(transaction, &values)?;
    for (one, new) in all() {
        move_line(transaction, one.account, &new.dated.entry)?;
    }
    Ok(())
}

fn write_agreements(transaction: &mut Transaction<'_>, billed: &[Billed]) -> Result<(), CreditError> {
    let codes: Vec<_> = billed.iter().map(|one| (one.before.0.code(), one.after.0.code())).collect();
    let mut values: Vec<&dyn ToValue> = Vec::with_capacity(8 * billed.len());
    for (one, (before, after)) in billed.iter().zip(&codes) {
        let row: [&dyn ToValue; 8] =
            [&one.number, before, &one.before.1, after, &one.after.1, &one.at_ms, &one.day, &one.check_day];
        values.extend(row);
    }
    let changed = AGREEMENTS.execute(transaction, &values)?;
    if changed == billed.len() as u64 { Ok(()) } else { Err(CreditError::Changing) }
}
