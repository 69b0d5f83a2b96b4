//! A shopper in hardship asks for patience, and the shop answers. Accepted, the late fees stop and the days of grace are
//! those of the shop's configuration, if they are more; what was charged stays, and can be waived. The signed terms are
//! changed only so, only in the shopper's favour, and never back.

use super::agreement::{self, Stored};
use super::book::Book;
use super::{Credit, CreditError};
use crate::accounts::AccountId;
use crate::accounts::rate_limit::{Limit, Use, count};
use crate::database::{Row, SealedBytes, Transaction};
use crate::privacy::KeyRing;
use fairday_contract::AgreementId;
use fairday_credit::agreement::Refused;
use fairday_credit::late::{DailyFee, LateRule};
use fairday_input::Kind;
use std::sync::Arc;

/// How often an account can ask.
pub const ASKED: Limit =
    Limit { name: "credit/hardship/account/day", most: 10, window_ms: 24 * 60 * 60 * 1000 };
const REASON_PLACE: &str = "credit_hardship.reason";
const NOTE_PLACE: &str = "credit_hardship.note";
const REASON_PURPOSE: &str = "credit_hardship.reason";

/// What a shopper asked for. Shown in no dump: it says why.
#[derive(Clone, PartialEq, Eq)]
pub struct Hardship {
    /// Why, in the shopper's words; empty since the account was deleted.
    pub reason: String,
    /// When, milliseconds since 1970 UTC.
    pub asked_ms: i64,
    /// The shop's answer, if there is one.
    pub answer: Option<Answer>,
}

/// The shop's answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether the late fees stop.
    pub is_accepted: bool,
    /// What the shop said to it; may be empty.
    pub note: String,
    /// When, milliseconds since 1970 UTC.
    pub at_ms: i64,
}

/// The rule for being late after a hardship was accepted with so many days of grace.
pub(super) fn rule(before: LateRule, grace_days: u32) -> LateRule {
    LateRule { grace_days: before.grace_days.max(grace_days), fee: DailyFee::Nothing, ..before }
}

impl Credit {
    /// Asks for patience. The same reason again is the same request; another one takes the place of one that is not
    /// answered yet. Once accepted, there is nothing more to ask for.
    ///
    /// # Errors
    /// `NotFound`, also for another account's; `Refused` when no loan runs; `Invalid`; `Limited`.
    pub async fn ask_hardship(
        &self,
        account: AccountId,
        id: AgreementId,
        reason: &str,
    ) -> Result<Hardship, CreditError> {
        let reason =
            Kind::HARDSHIP.need(reason).map_err(|why| CreditError::field("reason", why.to_string()))?;
        let (keys, now_ms) = (Arc::clone(&self.keys), self.now_ms);
        let job = move |transaction: &mut Transaction<'_>| {
            let stored = agreement::own(transaction, account, &id)?;
            ask(transaction, &keys, &stored, (&reason, now_ms))
        };
        self.database.write(job).await
    }

    /// What was last asked for about this agreement of this account, if anything was.
    ///
    /// # Errors
    /// `NotFound`, also for another account's.
    pub async fn hardship(
        &self,
        account: AccountId,
        id: AgreementId,
    ) -> Result<Option<Hardship>, CreditError> {
        let keys = Arc::clone(&self.keys);
        let look = move |transaction: &mut Transaction<'_>| {
            let stored = agreement::find(transaction, &id)?.filter(|stored| stored.account == account);
            last(transaction, &keys, stored.ok_or(CreditError::NotFound)?.number)
        };
        self.database.read(look).await
    }
}

impl Credit {
    /// What was last asked for about this agreement, if anything was, for somebody of the shop.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn hardship_of(&self, id: AgreementId) -> Result<Option<Hardship>, CreditError> {
        let keys = Arc::clone(&self.keys);
        let look = move |transaction: &mut Transaction<'_>| {
            let stored = agreement::find(transaction, &id)?.ok_or(CreditError::NotFound)?;
            last(transaction, &keys, stored.number)
        };
        self.database.read(look).await
    }
}

fn ask(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    stored: &Stored,
    (reason, now_ms): (&str, i64),
) -> Result<Hardship, CreditError> {
    let hash = keys.sign(REASON_PURPOSE, &[stored.id.as_str().as_bytes(), reason.as_bytes()].concat());
    let row = transaction.query_optional(
        "SELECT reason_hash, answer FROM credit_hardship WHERE agreement = $1 ORDER BY number DESC LIMIT 1",
        &[&stored.number],
    )?;
    let before = row.map(|row| Ok::<_, CreditError>((row.get::<Vec<u8>>(0)?, row.get::<Option<String>>(1)?)));
    let before = before.transpose()?;
    let is_settled =
        before.as_ref().is_some_and(|(was, answer)| *was == hash || answer.as_deref() == Some("accepted"));
    if !is_settled {
        if !stored.state.is_running() {
            return Err(CreditError::Refused(Refused::NotInThisState));
        }
        count(transaction, &[Use::new(keys, ASKED, &stored.account.0.to_string())], now_ms)?;
        let sealed = keys.seal(REASON_PLACE, reason.as_bytes());
        let changed = transaction.execute(
            "UPDATE credit_hardship SET reason = $1, reason_hash = $2, asked_ms = $3 \
             WHERE agreement = $4 AND answer IS NULL",
            &[&sealed, &hash, &now_ms, &stored.number],
        )?;
        if changed == 0 {
            transaction.execute(
                "INSERT INTO credit_hardship (agreement, reason, reason_hash, asked_ms) VALUES ($1, $2, $3, $4)",
                &[&stored.number, &sealed, &hash, &now_ms],
            )?;
        }
    }
    last(transaction, keys, stored.number)?.ok_or(CreditError::Changing)
}

/// What was last asked for about this agreement.
///
/// # Errors
/// When what is sealed cannot be opened.
pub fn last(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    agreement: i64,
) -> Result<Option<Hardship>, CreditError> {
    let row = transaction.query_optional(
        "SELECT reason, asked_ms, answer, note, answered_ms FROM credit_hardship \
         WHERE agreement = $1 ORDER BY number DESC LIMIT 1",
        &[&agreement],
    )?;
    row.as_ref().map(|row| read(row, keys)).transpose()
}

fn read(row: &Row, keys: &KeyRing) -> Result<Hardship, CreditError> {
    let open = |index, place| match row.get::<Option<SealedBytes>>(index)? {
        None => Ok(String::new()),
        Some(sealed) => Ok::<_, CreditError>(keys.open_text(place, &sealed).unwrap_or_else(|error| {
            // What was decided is there all the same.
            tracing::error!(%error, place, "what was said cannot be read");
            String::new()
        })),
    };
    let answer = match row.get::<Option<String>>(2)? {
        None => None,
        Some(answer) => {
            Some(Answer { is_accepted: answer == "accepted", note: open(3, NOTE_PLACE)?, at_ms: row.get(4)? })
        }
    };
    Ok(Hardship { reason: open(0, REASON_PLACE)?, asked_ms: row.get(1)?, answer })
}

/// The days of grace that were conceded, if a request was accepted.
pub(super) fn conceded(
    transaction: &mut Transaction<'_>,
    agreement: i64,
) -> Result<Option<u32>, CreditError> {
    let row = transaction.query_optional(
        "SELECT grace_days FROM credit_hardship WHERE agreement = $1 AND answer = 'accepted' \
         ORDER BY number DESC LIMIT 1",
        &[&agreement],
    )?;
    let days =
        |row: Row| u32::try_from(row.get::<i64>(0)?).map_err(|_| CreditError::Corrupt("days of grace"));
    row.map(days).transpose()
}

/// The shop answers what is asked.
pub(super) fn answer(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    book: &mut Book,
    (is_accepted, note, grace_days): (bool, &str, u32),
) -> Result<(), CreditError> {
    let answered = transaction.execute(
        "UPDATE credit_hardship SET answer = $1, answered_ms = $2, note = $3, grace_days = $4 \
         WHERE agreement = $5 AND answer IS NULL",
        &[
            &(if is_accepted { "accepted" } else { "declined" }),
            &book.at_ms(),
            &keys.seal(NOTE_PLACE, note.as_bytes()),
            &is_accepted.then_some(grace_days),
            &book.stored.number,
        ],
    )?;
    if answered == 0 {
        return Err(CreditError::NothingAsked);
    }
    if is_accepted {
        let late = rule(book.loan()?.late, grace_days);
        let sheet = book.stored.read_sheet()?;
        book.concede(&sheet, late)?;
    }
    Ok(())
}
