//! Who stands in for the shopper: asked before anything is offered, and told what became of it.
//!
//! What a guarantor is told is written in the transaction in which it happened, with a key ([`note`]), and told afterwards
//! ([`Credit::tell_guarantor`]) until it has answered: the key makes a message that arrives twice one act.

use super::{Credit, CreditError};
use crate::alarms::{self, Alarm, Kind};
use crate::database::{DatabaseError, Row, Transaction};
use crate::lease::{self, Holder};
use crate::privacy::random;
use crate::shop_config::CreditConfig;
use crate::webhooks::deliver::backoff_ms;
use fairday_contract::AgreementId;
use fairday_credit::Amount;
use fairday_credit::assess::{Applicant, Decision, Table};
use futures_util::future::join_all;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;

/// Messages that are on their way at once; of one agreement always one.
pub const PARALLEL_MAX: i64 = 8;
/// How long one process tells alone, milliseconds: longer than a message takes.
pub const LEASE_MS: i64 = 60_000;
const LEASE: &str = "credit guarantor";
/// From this failed try of a message on somebody has an alarm: it has waited for about an hour and a half then.
pub const TRIES_BEFORE_ALARM: u32 = 10;
/// The subject of that alarm.
const SILENT: (Kind, &str) = (Kind::GuarantorSilent, "guarantor");

/// What a guarantor is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The amount is held for an order.
    Reserve,
    /// The goods were handed over: the loan runs.
    Capture,
    /// It will not become a loan, or was undone.
    Release,
}

impl Act {
    const ALL: [Self; 3] = [Self::Reserve, Self::Capture, Self::Release];

    /// As the database keeps it, and the wire says it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reserve => "reserve",
            Self::Capture => "capture",
            Self::Release => "release",
        }
    }

    /// A reservation is told before what follows it.
    const fn place(self) -> i64 {
        match self {
            Self::Reserve => 0,
            Self::Capture => 1,
            Self::Release => 2,
        }
    }
}

/// A message to a guarantor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The same message has the same key; it is heeded once.
    pub key: String,
    /// What is told.
    pub act: Act,
    /// How much it is about.
    pub amount: Amount,
}

/// The guarantor did not answer, or not in a way that can be understood. Never a yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the guarantor does not answer")]
pub struct NoAnswer;

/// An answer that may take its time.
pub type Answering<'a, T> = Pin<Box<dyn Future<Output = Result<T, NoAnswer>> + Send + 'a>>;

/// A guarantor.
pub trait Guarantor: Send + Sync {
    /// Whether it would stand in. Changes nothing.
    fn assess(&self, applicant: Applicant) -> Answering<'_, Decision>;

    /// How many agreements of one shopper it stands in for at a time, when it has said so beforehand: asked again when one is
    /// signed, because others may have been signed since its answer.
    fn agreements_max(&self) -> Option<u32> {
        None
    }

    /// Heeds a message. The same key again is answered in the same way and changes nothing.
    fn tell(&self, message: Message) -> Answering<'_, ()>;
}

/// The guarantor that the shop has configured: another system, or its own rules.
///
/// # Errors
/// A sentence for the operator, when another system cannot be asked from this machine.
pub fn of(config: &CreditConfig) -> Result<Arc<dyn Guarantor>, String> {
    Ok(match &config.guarantor_at {
        None => Arc::new(ByRules(config.rules.clone())),
        Some(endpoint) => Arc::new(super::remote::Remote::new(endpoint.clone())?),
    })
}

/// The shop itself, by the rules of its configuration. It needs no messages: the shop's ledger has everything.
#[derive(Clone, Debug)]
pub struct ByRules(pub Table);

impl Guarantor for ByRules {
    fn assess(&self, applicant: Applicant) -> Answering<'_, Decision> {
        Box::pin(ready(Ok(self.0.assess(&applicant).decision)))
    }

    fn agreements_max(&self) -> Option<u32> {
        Some(self.0.agreements_max())
    }

    fn tell(&self, _message: Message) -> Answering<'_, ()> {
        Box::pin(ready(Ok(())))
    }
}

/// Writes down what is to be told; once, whatever is done again. When the same was written down with another amount, somebody
/// of the shop has an alarm: the guarantor heeds the first.
pub(super) fn note(
    transaction: &mut Transaction<'_>,
    (number, id): (i64, &AgreementId),
    act: Act,
    (amount, at_ms): (Amount, i64),
) -> Result<(), DatabaseError> {
    let key = format!("{id}-{}", act.code());
    let noted = transaction.execute(
        "INSERT INTO credit_guarantee (agreement, act, place, key, amount, at_ms, next_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (agreement, act) DO NOTHING",
        &[&number, &act.code(), &act.place(), &key, &amount.minor(), &at_ms],
    )?;
    if noted == 1 {
        return Ok(());
    }
    let sql = "SELECT amount FROM credit_guarantee WHERE agreement = $1 AND act = $2";
    let before: i64 = transaction.query_one(sql, &[&number, &act.code()])?.get(0)?;
    if before == amount.minor() {
        return Ok(());
    }
    let detail = format!("It was told {before} minor units, and now they are {}.", amount.minor());
    let alarm =
        Alarm::new(Kind::GuarantorToldOtherwise, format!("agreement {number}, {}", act.code()), detail);
    alarms::raise(transaction, &alarm, at_ms)
}

/// What came of telling the guarantor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Messages that it has heeded.
    pub heeded: usize,
    /// Messages that it did not answer; they are tried again later.
    pub failed: usize,
}

/// A message whose time has come.
struct Waiting {
    message: Message,
    tries: u32,
}

impl Credit {
    /// Tells the guarantor what it is time to tell it: of each agreement one after the other. What it does not answer is
    /// tried again, later each time, and never given up: money hangs on it. Nothing when another process does it.
    ///
    /// # Errors
    /// Those of the database. What was told and could not be noted is told again.
    pub async fn tell_guarantor(&self, holder: Holder) -> Result<Told, CreditError> {
        let mut told = Told::default();
        loop {
            if self.waiting().await?.is_empty()
                || !lease::take(&self.database, LEASE, holder, self.now_ms, LEASE_MS).await?
            {
                return Ok(told);
            }
            // Whoever held the lease before may have told some of it.
            let telling = self.waiting().await?.into_iter().map(|waiting| self.tell(waiting));
            for is_heeded in join_all(telling).await {
                let count = if is_heeded? { &mut told.heeded } else { &mut told.failed };
                *count += 1;
            }
        }
    }

    /// Of each agreement the first alone.
    async fn waiting(&self) -> Result<Vec<Waiting>, CreditError> {
        let now_ms = self.now_ms;
        let look = move |transaction: &mut Transaction<'_>| {
            transaction.query(
                "SELECT key, act, amount, tries FROM credit_guarantee WHERE done_ms IS NULL AND next_ms <= $1 \
                 AND NOT EXISTS (SELECT 1 FROM credit_guarantee earlier \
                 WHERE earlier.agreement = credit_guarantee.agreement AND earlier.place < credit_guarantee.place \
                 AND earlier.done_ms IS NULL) ORDER BY next_ms, agreement LIMIT $2",
                &[&now_ms, &PARALLEL_MAX],
            )
        };
        let rows = self.database.read::<_, DatabaseError>(look).await?;
        rows.iter().map(waiting).collect()
    }

    /// Whether it was heeded.
    async fn tell(&self, Waiting { message, tries }: Waiting) -> Result<bool, CreditError> {
        let (key, now_ms) = (message.key.clone(), self.now_ms);
        if self.guarantor.tell(message).await.is_ok() {
            let done = move |transaction: &mut Transaction<'_>| {
                transaction.execute(
                    "UPDATE credit_guarantee SET done_ms = $1 WHERE key = $2 AND done_ms IS NULL",
                    &[&now_ms, &key],
                )?;
                let sql = "SELECT 1 FROM credit_guarantee WHERE done_ms IS NULL AND tries >= $1 LIMIT 1";
                let is_late = tries > 0 && transaction.query_optional(sql, &[&TRIES_BEFORE_ALARM])?.is_some();
                // Asked of whoever was late alone: most messages are heeded at once.
                if tries == 0 || is_late { Ok(()) } else { alarms::settle(transaction, SILENT, now_ms) }
            };
            self.database.write::<_, DatabaseError>(done).await?;
            return Ok(true);
        }
        let next_ms = now_ms + backoff_ms(tries + 1, random::below);
        tracing::warn!(tries = tries + 1, "the guarantor could not be told");
        let later = move |transaction: &mut Transaction<'_>| {
            if tries + 1 >= TRIES_BEFORE_ALARM {
                let detail = format!("The message {key} was told {} times.", tries + 1);
                alarms::raise(transaction, &Alarm::new(SILENT.0, SILENT.1, detail), now_ms)?;
            }
            transaction.execute(
                "UPDATE credit_guarantee SET tries = $1, next_ms = $2 WHERE key = $3 AND tries = $4",
                &[&(tries + 1), &next_ms, &key, &tries],
            )
        };
        self.database.write::<_, DatabaseError>(later).await?;
        Ok(false)
    }
}

fn waiting(row: &Row) -> Result<Waiting, CreditError> {
    let corrupt = || CreditError::Corrupt("what the guarantor is told");
    let act = row.get::<String>(1)?;
    let act = Act::ALL.into_iter().find(|one| one.code() == act).ok_or_else(corrupt)?;
    let message = Message { key: row.get(0)?, act, amount: super::ledger::amount(row, 2)? };
    Ok(Waiting { message, tries: u32::try_from(row.get::<i64>(3)?).map_err(|_| corrupt())? })
}
