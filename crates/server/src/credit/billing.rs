//! The billing run: brings every running agreement up to a day, and lets offers lapse that nobody signed.
//!
//! One process at a time does it, by a lease. Each transaction brings some hundred agreements up to date ([`batch`]), and says
//! when there is next something to do for each; so a run that was stopped is gone on with by the next, and a run that is
//! done again finds nothing. Where one of them cannot be brought up to date, each of them is done by itself.

use super::book::Book;
use super::orders::lapse;
use super::{Credit, CreditError, agreement, batch};
use crate::accounts::AccountId;
use crate::database::{DatabaseError, Row, Transaction};
use crate::lease::{self, Holder};
use fairday_credit::Date;
use fairday_credit::agreement::{Actor, State};
use futures_util::future::join_all;

/// The name of the lease.
const LEASE: &str = "credit billing";
/// How long the lease is held after each batch, milliseconds.
const LEASE_MS: i64 = 60_000;
/// Agreements that are looked for in one go.
pub const BATCH: i64 = 1_024;
/// Agreements of one transaction ([`batch`]). Those of a batch are under way together.
pub const LOT: usize = 512;

/// Agreements that are done each by itself and are under way together: they share a commit where the engine can.
const ALONE: usize = 128;
/// A lot is read by the range of its numbers when it has at least one in so many of them. Otherwise, of few that are late
/// among many that are not, each is read by itself.
const DENSE: i64 = 8;

fn is_dense(lot: &[ToCheck]) -> bool {
    let range = lot.first().zip(lot.last()).map_or(0, |(first, last)| last.number - first.number);
    range < DENSE * i64::try_from(lot.len()).unwrap_or(i64::MAX)
}

/// An agreement for which there is something to look at.
#[derive(Clone, Copy)]
struct ToCheck {
    number: i64,
    account: AccountId,
    /// Whether it is an offer that nobody signed; otherwise it runs.
    is_offer: bool,
}

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
            let Some(last) = batch.last() else { break };
            after = last.number;
            run.looked_at += batch.len() as u64;
            let (running, offers): (Vec<_>, Vec<_>) = batch.into_iter().partition(|one| !one.is_offer);
            let (dense, sparse): (Vec<_>, Vec<_>) = running.chunks(LOT).partition(|lot| is_dense(lot));
            let lots = dense.iter().map(|lot| self.bill_lot(lot, as_of, now()));
            let mut left = offers;
            left.extend(sparse.into_iter().flatten());
            for (lot, done) in dense.iter().zip(join_all(lots).await) {
                match done {
                    Ok(changed) => run.changed += changed,
                    Err(CreditError::Database(error)) => return Err(error.into()),
                    // One of them, or somebody who was faster: each by itself.
                    Err(_) => left.extend_from_slice(lot),
                }
            }
            for some in left.chunks(ALONE) {
                self.bill_each(some, as_of, now(), &mut run).await?;
            }
        }
        // Given back, so that the next process need not wait for its end.
        lease::take(&self.database, LEASE, holder, now(), 0).await?;
        Ok(run)
    }

    async fn bill_each(
        &self,
        some: &[ToCheck],
        as_of: Date,
        at_ms: i64,
        run: &mut Run,
    ) -> Result<(), RunError> {
        let jobs = some.iter().map(|one| self.bill((one.number, one.account), as_of, at_ms));
        for (one, done) in some.iter().zip(join_all(jobs).await) {
            match done {
                Ok(steps) => run.changed += u64::from(steps > 0),
                Err(CreditError::Database(error)) => return Err(error.into()),
                Err(error) => {
                    tracing::error!(number = one.number, %error, "an agreement could not be billed");
                    run.failed.push(one.number);
                }
            }
        }
        Ok(())
    }

    async fn bill_lot(&self, lot: &[ToCheck], as_of: Date, at_ms: i64) -> Result<u64, CreditError> {
        let named: Vec<_> = lot.iter().map(|one| (one.number, one.account)).collect();
        let job = move |transaction: &mut Transaction<'_>| batch::bill(transaction, &named, as_of, at_ms);
        self.database.write(job).await
    }

    /// The agreements for which there is something to look at on this day.
    async fn to_check(&self, as_of: Date, after: i64) -> Result<Vec<ToCheck>, CreditError> {
        let day = as_of.days_since_1970();
        let look = move |transaction: &mut Transaction<'_>| {
            let rows = transaction.query(
                "SELECT number, account_id, CASE state WHEN 'offered' THEN 1 ELSE 0 END FROM credit_agreement \
                 WHERE check_day IS NOT NULL AND check_day <= $1 AND number > $2 ORDER BY number LIMIT $3",
                &[&day, &after, &BATCH],
            )?;
            let read = |row: &Row| {
                Ok(ToCheck { number: row.get(0)?, account: AccountId(row.get(1)?), is_offer: row.get(2)? })
            };
            rows.iter().map(read).collect()
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
