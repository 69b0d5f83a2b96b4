//! Who stands in for the shopper: asked before anything is offered, and told what became of it.
//!
//! What a guarantor is told is written in the transaction in which it happened, with a key ([`note`]), and told afterwards
//! ([`Credit::tell_guarantor`]) until it has answered: the key makes a message that arrives twice one act.

use super::{Credit, CreditError};
use crate::database::{DatabaseError, Transaction};
use fairday_contract::AgreementId;
use fairday_credit::Amount;
use fairday_credit::assess::{Applicant, Decision, Table};
use std::future::{Future, ready};
use std::pin::Pin;

/// Messages that are told in one go.
pub const TOLD_MAX: i64 = 100;

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

    const fn code(self) -> &'static str {
        match self {
            Self::Reserve => "reserve",
            Self::Capture => "capture",
            Self::Release => "release",
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

    /// Heeds a message. The same key again is answered in the same way and changes nothing.
    fn tell(&self, message: Message) -> Answering<'_, ()>;
}

/// The shop itself, by the rules of its configuration. It needs no messages: the shop's ledger has everything.
#[derive(Clone, Debug)]
pub struct ByRules(pub Table);

impl Guarantor for ByRules {
    fn assess(&self, applicant: Applicant) -> Answering<'_, Decision> {
        Box::pin(ready(Ok(self.0.assess(&applicant).decision)))
    }

    fn tell(&self, _message: Message) -> Answering<'_, ()> {
        Box::pin(ready(Ok(())))
    }
}

/// Writes down what is to be told; once, whatever is done again.
pub(super) fn note(
    transaction: &mut Transaction<'_>,
    (number, id): (i64, &AgreementId),
    act: Act,
    (amount, at_ms): (Amount, i64),
) -> Result<(), DatabaseError> {
    let key = format!("{id}-{}", act.code());
    transaction.execute(
        "INSERT INTO credit_guarantee (agreement, act, key, amount, at_ms) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (agreement, act) DO NOTHING",
        &[&number, &act.code(), &key, &amount.minor(), &at_ms],
    )?;
    Ok(())
}

impl Credit {
    /// Tells the guarantor what it has not been told, the oldest first, and says how much that was. Stops at the first
    /// message that is not answered.
    ///
    /// # Errors
    /// `NoGuarantor`; those of the database.
    pub async fn tell_guarantor(&self) -> Result<usize, CreditError> {
        let waiting = |transaction: &mut Transaction<'_>| {
            transaction.query(
                "SELECT key, act, amount FROM credit_guarantee WHERE done_ms IS NULL \
                 ORDER BY at_ms, agreement, CASE act WHEN 'reserve' THEN 0 ELSE 1 END LIMIT $1",
                &[&TOLD_MAX],
            )
        };
        let rows = self.database.read::<_, DatabaseError>(waiting).await?;
        for row in &rows {
            let (key, act) = (row.get::<String>(0)?, row.get::<String>(1)?);
            let act = Act::ALL.into_iter().find(|one| one.code() == act);
            let act = act.ok_or(CreditError::Corrupt("what the guarantor is told"))?;
            let message = Message { key: key.clone(), act, amount: super::ledger::amount(row, 2)? };
            self.guarantor.tell(message).await.map_err(|NoAnswer| CreditError::NoGuarantor)?;
            let now_ms = self.now_ms;
            let done = move |transaction: &mut Transaction<'_>| {
                transaction.execute(
                    "UPDATE credit_guarantee SET done_ms = $1 WHERE key = $2 AND done_ms IS NULL",
                    &[&now_ms, &key],
                )
            };
            self.database.write::<_, DatabaseError>(done).await?;
        }
        Ok(rows.len())
    }
}
