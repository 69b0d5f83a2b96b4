//! Billing many agreements in one transaction. What is done to each is what [`super::book`] would do, by the same rules; what
//! is read and written goes by the hundred.
//!
//! They are looked at first, in a job that only reads, while those before them are written. Nobody else may have changed them
//! by the time they are written: their state and sequence say so, as conditions of the statement.

use super::CreditError;
use super::book::next_check;
use super::documents::read_loan;
use super::ledger::{day, move_line};
use super::standing_document::{read_standing, write_standing};
use crate::accounts::AccountId;
use crate::database::{Lots, Row, ToValue, Transaction};
use fairday_credit::Date;
use fairday_credit::agreement::{Dated, State, due_steps};
use std::sync::LazyLock;

static ENTRIES: LazyLock<Lots> = LazyLock::new(|| {
    Lots::new(
        "INSERT INTO credit_entry (number, account_id, agreement, sequence, kind, instalment, counts_from, at_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
});
static TRANSFERS: LazyLock<Lots> = LazyLock::new(|| {
    Lots::new("INSERT INTO credit_transfer (entry, place, debit, credit, amount) VALUES ($1, $2, $3, $4, $5)")
});
/// Of agreements whose state stays as it is: what is not said to change is not written to its index again.
static SAME_STATE: LazyLock<Lots> = LazyLock::new(|| {
    Lots::new(
        "UPDATE credit_agreement SET sequence = $4, state_ms = $5, up_to_day = $6, check_day = $7, standing = $8 \
         WHERE number = $1 AND state = $2 AND sequence = $3",
    )
});
static OTHER_STATE: LazyLock<Lots> = LazyLock::new(|| {
    Lots::new(
        "UPDATE credit_agreement SET sequence = $4, state_ms = $5, up_to_day = $6, check_day = $7, standing = $8, \
         state = $9 WHERE number = $1 AND state = $2 AND sequence = $3",
    )
});

/// An agreement, named.
pub(super) type Named = (i64, AccountId);

/// Agreements for which there is something to look at on a day.
#[derive(Default)]
pub(super) struct Batch {
    /// How many.
    pub(super) looked_at: u64,
    /// The check day and the number of the last.
    pub(super) last: Option<(i64, i64)>,
    /// What is to be written.
    pub(super) billed: Vec<Billed>,
    /// Each to be done by itself: offers that nobody signed, and what cannot be worked out from the row alone.
    pub(super) alone: Vec<Named>,
}

/// A running agreement as it is once it is brought up to date.
#[derive(Clone)]
pub(super) struct Billed {
    pub(super) named: Named,
    before: (State, i64),
    /// The state and the sequence after it.
    after: (State, i64),
    at_ms: i64,
    day: i32,
    check_day: Option<i32>,
    standing: String,
    entries: Vec<NewEntry>,
    steps: usize,
}

#[derive(Clone)]
struct NewEntry {
    sequence: i64,
    instalment: Option<u32>,
    dated: Dated,
}

/// The agreements for which there is something to look at on this day, after the one with this check day and number: in the
/// order of the index, so that each is come by once. Those that run are brought up to the end of `as_of`.
///
/// # Errors
/// Those of the database.
pub(super) fn look(
    transaction: &mut Transaction<'_>,
    (as_of, at_ms): (Date, i64),
    after: (i64, i64),
    limit: i64,
) -> Result<Batch, CreditError> {
    let rows = transaction.query(
        "SELECT number, account_id, check_day, state, sequence, state_ms, up_to_day, loan, standing FROM credit_agreement \
         WHERE check_day IS NOT NULL AND check_day <= $1 AND (check_day, number) > ($2, $3) \
         ORDER BY check_day, number LIMIT $4",
        &[&as_of.days_since_1970(), &after.0, &after.1, &limit],
    )?;
    let mut batch = Batch { looked_at: rows.len() as u64, ..Batch::default() };
    for row in &rows {
        let named = (row.get(0)?, AccountId(row.get(1)?));
        batch.last = Some((row.get(2)?, named.0));
        match bring_up_to_date(row, named, (as_of, at_ms)) {
            Ok(billed) => batch.billed.push(billed),
            // By itself it is worked out from its entries, or said why not.
            Err(_) => batch.alone.push(named),
        }
    }
    Ok(batch)
}

fn bring_up_to_date(row: &Row, named: Named, (as_of, at_ms): (Date, i64)) -> Result<Billed, CreditError> {
    let corrupt = CreditError::Corrupt;
    let running = State::of_code(&row.get::<String>(3)?).filter(|state| state.is_running());
    let state = running.ok_or(corrupt("its state"))?;
    let (sequence, state_ms): (i64, i64) = (row.get(4)?, row.get(5)?);
    let today = if row.get::<Option<i64>>(6)?.is_some() { day(row, 6)?.max(as_of) } else { as_of };
    let loan = read_loan(&row.get::<Option<String>>(7)?.ok_or(corrupt("its loan"))?)?;
    let standing = row.get::<Option<String>>(8)?.ok_or(corrupt("its standing"))?;
    let mut standing = read_standing(&standing, sequence)?;
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
        named,
        before: (state, sequence),
        after,
        at_ms: at_ms.max(state_ms),
        day: today.days_since_1970(),
        check_day: next_check(&loan, after.0, &standing, today)?.map(Date::days_since_1970),
        standing: write_standing(&standing, after.1),
        entries,
        steps: count,
    })
}

/// Writes agreements as they are once they are brought up to date, and says for how many something was done.
///
/// # Errors
/// `Changing` when one was changed since it was looked at. Then none was written, and each is to be done by itself.
pub(super) fn write(transaction: &mut Transaction<'_>, billed: &[Billed]) -> Result<u64, CreditError> {
    let mut locks: Vec<String> = billed.iter().map(|one| one.named.1.lock()).collect();
    locks.sort_unstable();
    locks.dedup();
    transaction.lock_all(&locks)?;
    write_agreements(transaction, billed)?;
    write_entries(transaction, billed)?;
    Ok(billed.iter().filter(|one| one.steps > 0).count() as u64)
}

fn write_agreements(transaction: &mut Transaction<'_>, billed: &[Billed]) -> Result<(), CreditError> {
    let codes: Vec<_> = billed.iter().map(|one| (one.before.0.code(), one.after.0.code())).collect();
    let (mut same, mut other): (Vec<&dyn ToValue>, Vec<&dyn ToValue>) = (Vec::new(), Vec::new());
    for (one, (before, after)) in billed.iter().zip(&codes) {
        let (number, was, is) = (&one.named.0, &one.before.1, &one.after.1);
        let row: [&dyn ToValue; 8] =
            [number, before, was, is, &one.at_ms, &one.day, &one.check_day, &one.standing];
        if before == after {
            same.extend(row);
        } else {
            other.extend(row);
            other.push(after);
        }
    }
    let changed = SAME_STATE.execute(transaction, &same)? + OTHER_STATE.execute(transaction, &other)?;
    if changed == billed.len() as u64 { Ok(()) } else { Err(CreditError::Changing) }
}

fn write_entries(transaction: &mut Transaction<'_>, billed: &[Billed]) -> Result<(), CreditError> {
    let all = || billed.iter().flat_map(|one| one.entries.iter().map(move |entry| (one, entry)));
    let numbers = transaction.next_numbers("credit_entry", all().count())?;
    let plain: Vec<_> = all()
        .map(|(_, new)| (new.dated.entry.kind().code(), new.dated.counts_from.days_since_1970()))
        .collect();
    let mut values: Vec<&dyn ToValue> = Vec::with_capacity(8 * plain.len());
    let mut transfers = Vec::new();
    for (((one, new), number), (kind, counts_from)) in all().zip(&numbers).zip(&plain) {
        let (agreement, account) = (&one.named.0, &one.named.1.0);
        let row: [&dyn ToValue; 8] =
            [number, account, agreement, &new.sequence, kind, &new.instalment, counts_from, &one.at_ms];
        values.extend(row);
        for (place, transfer) in (0_i64..).zip(new.dated.entry.transfers()) {
            let (debit, credit) = (transfer.debit.code(), transfer.credit.code());
            transfers.push((*number, place, debit, credit, transfer.amount.minor()));
        }
    }
    if ENTRIES.execute(transaction, &values)? != plain.len() as u64 {
        return Err(CreditError::Changing);
    }
    let mut values: Vec<&dyn ToValue> = Vec::with_capacity(5 * transfers.len());
    for (number, place, debit, credit, amount) in &transfers {
        let row: [&dyn ToValue; 5] = [number, place, debit, credit, amount];
        values.extend(row);
    }
    TRANSFERS.execute(transaction, &values)?;
    for (one, new) in all() {
        move_line(transaction, one.named.1, &new.dated.entry)?;
    }
    Ok(())
}
