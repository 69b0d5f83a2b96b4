//! The billing run: brings every running agreement up to a day, and lets offers lapse that nobody signed.
//!
//! One process at a time does it, by a lease. Each transaction writes some hundred agreements ([`batch`]), and says when there
//! is next something to do for each; so a run that was stopped is gone on with by the next, and a run that is done again
//! finds nothing. Where some of them cannot be written together, each of them is done by itself.

use super::batch::{self, Batch, Billed, Named};
use super::book::Book;
use super::orders::lapse;
use super::{Credit, CreditError, agreement};
use crate::alarms::{self, Alarm, Kind};
use crate::database::{DatabaseError, Transaction};
use crate::lease::{self, Holder};
use fairday_credit::Date;
use fairday_credit::agreement::{Actor, State};
use futures_util::future::{join, join_all};

/// The name of the lease.
const LEASE: &str = "credit billing";
/// How long the lease is held after each batch, milliseconds.
const LEASE_MS: i64 = 60_000;
/// Agreements that are looked at in one go, while those before them are written.
pub const BATCH: i64 = 1_024;
/// Agreements of one transaction ([`batch`]). Those of a batch are under way together.
pub const LOT: usize = 512;
/// Agreements that are done each by itself and are under way together: they share a commit where the engine can.
const ALONE: usize = 128;
/// Before every agreement, in the order in which they are looked at.
const FIRST: (i64, i64) = (i64::MIN, 0);

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
        self.hold(holder, now()).await?;
        let mut batch = self.to_bill(as_of, FIRST, now()).await?;
        while let Some(last) = batch.last {
            self.hold(holder, now()).await?;
            let next = self.to_bill(as_of, last, now());
            let (written, next) = join(self.bill_batch(batch, as_of, now(), &mut run), next).await;
            written?;
            batch = next?;
        }
        // Given back, so that the next process need not wait for its end.
        lease::take(&self.database, LEASE, holder, now(), 0).await?;
        Ok(run)
    }

    /// Holds the lease from now on.
    async fn hold(&self, holder: Holder, now_ms: i64) -> Result<(), RunError> {
        let is_held = lease::take(&self.database, LEASE, holder, now_ms, LEASE_MS).await?;
        if is_held { Ok(()) } else { Err(RunError::Busy) }
    }

    async fn to_bill(&self, as_of: Date, after: (i64, i64), at_ms: i64) -> Result<Batch, CreditError> {
        let look =
            move |transaction: &mut Transaction<'_>| batch::look(transaction, (as_of, at_ms), after, BATCH);
        self.database.read_one(look).await
    }

    async fn bill_batch(&self, batch: Batch, as_of: Date, at_ms: i64, run: &mut Run) -> Result<(), RunError> {
        run.looked_at += batch.looked_at;
        let mut alone = batch.alone;
        let lots = batch.billed.chunks(LOT);
        let written = join_all(lots.clone().map(|lot| self.write_lot(lot.to_vec()))).await;
        for (lot, written) in lots.zip(written) {
            match written {
                Ok(changed) => run.changed += changed,
                Err(CreditError::Database(error)) if !error.is_of_a_row() => return Err(error.into()),
                // Somebody was faster with one of them, or one does not stand where its row says: each by itself.
                Err(_) => alone.extend(lot.iter().map(|one| one.named)),
            }
        }
        for some in alone.chunks(ALONE) {
            self.bill_each(some, as_of, at_ms, run).await?;
        }
        Ok(())
    }

    async fn write_lot(&self, lot: Vec<Billed>) -> Result<u64, CreditError> {
        self.database.write(move |transaction: &mut Transaction<'_>| batch::write(transaction, &lot)).await
    }

    async fn bill_each(
        &self,
        some: &[Named],
        as_of: Date,
        at_ms: i64,
        run: &mut Run,
    ) -> Result<(), RunError> {
        let jobs = some.iter().map(|one| self.bill(*one, as_of, at_ms));
        for ((number, _), done) in some.iter().zip(join_all(jobs).await) {
            match done {
                Ok(steps) => run.changed += u64::from(steps > 0),
                Err(CreditError::Database(error)) if !error.is_of_a_row() => return Err(error.into()),
                Err(error) => {
                    let detail = format!("It could not be billed: {error}.");
                    let alarm = Alarm::new(Kind::Stuck, format!("agreement {number}"), detail);
                    alarms::report(&self.database, alarm, at_ms).await;
                    run.failed.push(*number);
                }
            }
        }
        Ok(())
    }

    pub(super) async fn bill(
        &self,
        (number, account): Named,
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
