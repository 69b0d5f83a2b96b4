//! The billing run: brings every running agreement up to a day, and lets offers lapse that nobody signed.
//!
//! One process at a time does it, by a lease. Each agreement is one transaction, which also says when there is next something
//! to do for it; so a run that was stopped is gone on with by the next, and a run that is done again finds nothing.

use super::book::Book;
use super::orders::lapse;
use super::{Credit, CreditError, agreement};
use crate::accounts::AccountId;
use crate::database::{DatabaseError, Transaction};
use crate::lease::{self, Holder};
use fairday_credit::Date;
use fairday_credit::agreement::{Actor, State};
use futures_util::future::join_all;

/// The name of the lease.
const LEASE: &str = "credit billing";
/// How long the lease is held after each batch, milliseconds.
const LEASE_MS: i64 = 60_000;
/// Agreements of a batch. Their transactions are under way together, and share a commit where the engine can.
pub const BATCH: i64 = 128;

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Agreements that were looked at.
    pub looked_at: u64,
    /// Agreements to which something happened.
    pub changed: u64,
    /// The numbers of those that could not be brought up to date; the others were.
    pub failed: Vec<i64>,
}

/// Why there was no run, or not a whole one.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Another process does it.
    #[error("another process is running the bills")]
    Busy,
    /// The day has not come.
    #[error("bills are not run for a day that has not come")]
    NotYet,
    /// The database, or the clock.
    #[error(transparent)]
    Credit(#[from] CreditError),
}

impl From<DatabaseError> for RunError {
    fn from(error: DatabaseError) -> Self {
        Self::Credit(error.into())
    }
}

impl Credit {
    /// Brings every running agreement up to the end of `as_of`. `now` is the time at each batch, milliseconds.
    ///
    /// # Errors
    /// `Busy`, `NotYet`; when the database does not answer. What was done by then stays done.
    pub async fn run_billing(
        &self,
        holder: Holder,
        as_of: Date,
        now: impl Fn() -> i64,
    ) -> Result<Run, RunError> {
        if as_of > self.today()? {
            return Err(RunError::NotYet);
        }
        let mut run = Run::default();
        let mut after = 0;
        loop {
            if !lease::take(&self.database, LEASE, holder, now(), LEASE_MS).await? {
                return Err(RunError::Busy);
            }
            let batch = self.to_check(as_of, after).await?;
            let Some((last, _)) = batch.last() else { break };
            after = *last;
            let mut jobs = Vec::with_capacity(batch.len());
            for named in &batch {
                jobs.push(self.bill(*named, as_of, now()));
            }
            for ((number, _), done) in batch.iter().zip(join_all(jobs).await) {
                match done {
                    Ok(steps) => run.changed += u64::from(steps > 0),
                    Err(CreditError::Database(error)) => return Err(error.into()),
                    Err(error) => {
                        tracing::error!(number, %error, "an agreement could not be billed");
                        run.failed.push(*number);
                    }
                }
                run.looked_at += 1;
            }
        }
        // Given back, so that the next process need not wait for its end.
        lease::take(&self.database, LEASE, holder, now(), 0).await?;
        Ok(run)
    }

    /// The agreements for which there is something to look at on this day: their numbers, and whose they are.
    async fn to_check(&self, as_of: Date, after: i64) -> Result<Vec<(i64, AccountId)>, CreditError> {
        let day = as_of.days_since_1970();
        let look = move |transaction: &mut Transaction<'_>| {
            let rows = transaction.query(
                "SELECT number, account_id FROM credit_agreement \
                 WHERE check_day IS NOT NULL AND check_day <= $1 AND number > $2 ORDER BY number LIMIT $3",
                &[&day, &after, &BATCH],
            )?;
            rows.iter().map(|row| Ok((row.get(0)?, AccountId(row.get(1)?)))).collect()
        };
        self.database.read(look).await
    }

    pub(super) async fn bill(
        &self,
        (number, account): (i64, AccountId),
        as_of: Date,
        at_ms: i64,
    ) -> Result<usize, CreditError> {
        let job = move |transaction: &mut Transaction<'_>| {
            transaction.lock(&account.lock())?;
            let stored = agreement::numbered(transaction, number)?;
            // Another run, or a payment, may have been here in the meantime.
            if stored.check_day.is_none_or(|day| day > as_of) {
                return Ok(0);
            }
            if stored.state == State::Offered {
                lapse(transaction, stored, Actor::BillingRun, at_ms)?;
                return Ok(1);
            }
            let day = stored.up_to_day.map_or(as_of, |up_to| up_to.max(as_of));
            let at_ms = at_ms.max(stored.state_ms);
            let mut book = Book::open_on(transaction, stored, day, at_ms)?;
            let steps = book.bring_up_to_date()?;
            book.save(transaction)?;
            Ok(steps)
        };
        self.database.write(job).await
    }
}
