//! What it is time to remind of, each thing once.

use super::super::agreement::{self, Stored};
use super::super::documents::read_loan;
use super::super::{Credit, CreditError, hardship, standing};
use super::{LEASE_MS, Now, RemindError, Reminding};
use crate::accounts::AccountId;
use crate::alarms::{self, Alarm, Kind};
use crate::database::{DatabaseError, Row, Transaction};
use crate::lease::Holder;
use crate::privacy::KeyRing;
use crate::shop_config::RemindersConfig;
use fairday_contract::AgreementState;
use fairday_credit::Date;
use fairday_credit::agreement::Loan;
use futures_util::future::join_all;
use std::sync::Arc;

/// Agreements that are looked at in one go.
const BATCH: i64 = 1_024;
/// Agreements that are claimed at once: they share a commit where the engine can.
const AT_ONCE: usize = 128;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A loan of somebody who wants to be reminded.
struct Candidate {
    account: AccountId,
    number: i64,
    loan: String,
}

/// What a claim goes by.
#[derive(Clone, Copy)]
struct Claim {
    account: AccountId,
    number: i64,
    due: Date,
    days_before: i32,
    /// Which ways the shop has.
    by_sms: bool,
    by_push: bool,
    now_ms: i64,
}

impl Reminding {
    /// Claims everything of the day; how much it was.
    pub(super) async fn claim(
        &self,
        config: &RemindersConfig,
        (holder, now): (Holder, &impl Now),
        as_of: Date,
    ) -> Result<usize, RemindError> {
        let (mut count, mut after) = (0, (0, 0));
        loop {
            let Some(now_ms) = now() else { return Ok(count) };
            let at = self.at(now_ms);
            let some = self.candidates(as_of, after).await?;
            let Some(last) = some.last() else { return Ok(count) };
            after = (last.account.0, last.number);
            at.hold(holder, LEASE_MS).await?;
            let mut claims = Vec::new();
            for one in &some {
                // One that cannot be read must not keep the others.
                match read_loan(&one.loan) {
                    Ok(loan) => {
                        claims.extend(due_on(&loan, config, as_of).map(|due| at.claim_of(one, due)));
                    }
                    Err(error) => at.cannot_remind(one.number, &error).await,
                }
            }
            for claims in claims.chunks(AT_ONCE) {
                let jobs = claims.iter().map(|claim| at.credit.claim_reminder(*claim));
                for (claim, done) in claims.iter().zip(join_all(jobs).await) {
                    match done {
                        Ok(is_new) => count += usize::from(is_new),
                        Err(CreditError::Database(error)) if !error.is_of_a_row() => return Err(error.into()),
                        Err(error @ (CreditError::Corrupt(_) | CreditError::Key(_))) => {
                            at.cannot_remind(claim.number, &error).await;
                        }
                        // A phone has signed out just now: it is claimed the next time.
                        Err(error) => {
                            tracing::warn!(claim.number, %error, "a shopper cannot be reminded yet");
                        }
                    }
                }
            }
        }
    }

    /// Somebody of the shop has to look at an agreement that cannot be read.
    async fn cannot_remind(&self, agreement: i64, error: &CreditError) {
        let detail = format!("Its owner cannot be reminded: {error}.");
        let alarm = Alarm::new(Kind::Stuck, format!("agreement {agreement}"), detail);
        alarms::report(&self.credit.database, alarm, self.credit.now_ms).await;
    }

    fn claim_of(&self, one: &Candidate, (due, days_before): (Date, i32)) -> Claim {
        Claim {
            account: one.account,
            number: one.number,
            due,
            days_before,
            by_sms: self.sms.reminds(),
            by_push: self.push.is_some(),
            now_ms: self.credit.now_ms,
        }
    }

    /// Loans that run, of accounts that have chosen, of which nothing was reminded of on this day.
    async fn candidates(&self, as_of: Date, after: (i64, i64)) -> Result<Vec<Candidate>, DatabaseError> {
        let day = as_of.days_since_1970();
        let look = move |transaction: &mut Transaction<'_>| {
            let rows = transaction.query(
                "SELECT credit_reminders.account_id, number, loan FROM credit_reminders \
                 JOIN credit_agreement ON credit_agreement.account_id = credit_reminders.account_id \
                 WHERE (credit_reminders.account_id, number) > ($1, $2) \
                 AND state IN ('active', 'late') AND loan IS NOT NULL \
                 AND (sms = 1 OR EXISTS (SELECT 1 FROM credit_push \
                 WHERE credit_push.account_id = credit_reminders.account_id)) \
                 AND NOT EXISTS (SELECT 1 FROM credit_reminder \
                 WHERE credit_reminder.agreement = number AND due_day - days_before = $3) \
                 ORDER BY credit_reminders.account_id, number LIMIT $4",
                &[&after.0, &after.1, &day, &BATCH],
            )?;
            let read = |row: &Row| {
                Ok(Candidate { account: AccountId(row.get(0)?), number: row.get(1)?, loan: row.get(2)? })
            };
            rows.iter().map(read).collect()
        };
        self.credit.database.read(look).await
    }
}

/// The instalment of which the day is one for reminding, and how many days before it is due that is.
fn due_on(loan: &Loan, config: &RemindersConfig, as_of: Date) -> Option<(Date, i32)> {
    loan.schedule.instalments().iter().find_map(|instalment| {
        let days_before = instalment.due.days_since(as_of);
        config.days().find(|days| *days == days_before).map(|days| (instalment.due, days))
    })
}

impl Credit {
    /// Whether it was claimed now: somebody wants to be reminded of it, it is owed, and nobody has claimed it.
    async fn claim_reminder(&self, claim: Claim) -> Result<bool, CreditError> {
        let keys = Arc::clone(&self.keys);
        self.database.write(move |transaction| write(transaction, &keys, &claim)).await
    }
}

fn write(transaction: &mut Transaction<'_>, keys: &KeyRing, claim: &Claim) -> Result<bool, CreditError> {
    transaction.lock(&claim.account.lock())?;
    let stored = agreement::numbered(transaction, claim.number)?;
    if left(transaction, keys, &stored, claim.due, claim.now_ms)?.is_none() {
        return Ok(false);
    }
    let by_sms = claim.by_sms && {
        let sql = "SELECT 1 FROM credit_reminders JOIN account ON account.id = account_id \
                   WHERE account_id = $1 AND sms = 1 AND phone IS NOT NULL";
        transaction.query_optional(sql, &[&claim.account.0])?.is_some()
    };
    let phones = if claim.by_push { phones(transaction, claim)? } else { Vec::new() };
    if !by_sms && phones.is_empty() {
        return Ok(false);
    }
    let row = transaction.query_optional(
        "INSERT INTO credit_reminder (agreement, due_day, days_before, at_ms) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (agreement, due_day, days_before) DO NOTHING RETURNING number",
        &[&claim.number, &claim.due.days_since_1970(), &claim.days_before, &claim.now_ms],
    )?;
    let Some(row) = row else { return Ok(false) };
    let reminder: i64 = row.get(0)?;
    if by_sms {
        transaction.execute(
            "INSERT INTO credit_reminder_message (reminder, way, next_ms) VALUES ($1, 'sms', $2)",
            &[&reminder, &claim.now_ms],
        )?;
    }
    for phone in phones {
        transaction.execute(
            "INSERT INTO credit_reminder_message (reminder, way, push, next_ms) VALUES ($1, 'push', $2, $3)",
            &[&reminder, &phone, &claim.now_ms],
        )?;
    }
    Ok(true)
}

/// The phones of the account that are signed in and get notifications.
fn phones(transaction: &mut Transaction<'_>, claim: &Claim) -> Result<Vec<i64>, DatabaseError> {
    let rows = transaction.query(
        "SELECT number FROM credit_push JOIN session ON session.id = session_id \
         WHERE credit_push.account_id = $1 AND expires_ms > $2 ORDER BY number",
        &[&claim.account.0, &claim.now_ms],
    )?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// What is left of what is due on that day, minor units: nothing when it is paid, when the loan has ended, or while the shop
/// shows patience.
pub(super) fn left(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    stored: &Stored,
    due: Date,
    now_ms: i64,
) -> Result<Option<i64>, CreditError> {
    if !stored.state.is_running() || is_spared(transaction, stored.number, now_ms)? {
        return Ok(None);
    }
    let seen = standing::seen(transaction, keys, stored, now_ms)?;
    let Some(loan) =
        seen.loan.filter(|_| matches!(seen.state, AgreementState::Active | AgreementState::Late))
    else {
        return Ok(None);
    };
    let due = due.to_string();
    let left = loan.instalments.iter().find(|one| one.due == due);
    Ok(left.map(|one| one.handset + one.plan - one.covered).filter(|left| *left > 0))
}

/// Whether the shop has granted patience, and the days that it has granted are not over.
fn is_spared(transaction: &mut Transaction<'_>, number: i64, now_ms: i64) -> Result<bool, CreditError> {
    let Some(days) = hardship::conceded(transaction, number)? else { return Ok(false) };
    let row = transaction.query_one(
        "SELECT MAX(answered_ms) FROM credit_hardship WHERE agreement = $1 AND answer = 'accepted'",
        &[&number],
    )?;
    Ok(now_ms < row.get::<i64>(0)? + i64::from(days) * DAY_MS)
}
