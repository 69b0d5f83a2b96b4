//! Agreements as the shop sees them: whose they are mostly hidden.

use super::agreement::{Kind, Stored, find, locked, numbered};
use super::audit::{self, Note};
use super::payments::{Payment, of_agreement};
use super::standing::{seen, state_seen};
use super::{Credit, CreditError, person};
use crate::database::{Row, Transaction};
use crate::hex::hex;
use fairday_contract::{
    AdminAgreement, AdminAgreementSummary, AdminAgreements, AdminRepayment, AgreementId, AuditEntries,
    AuditEntry, Cursor, OrderId,
};
use fairday_credit::agreement::{Refused, State};
use std::sync::Arc;

/// Agreements of one page.
pub const PAGE_AGREEMENTS: u32 = 20;
/// Entries of the audit log of one page.
pub const PAGE_ENTRIES: u32 = 50;
const DECLINE: &str = "decline";

impl Credit {
    /// A page of the agreements of all accounts with a number below this, the newest first; only those in a state, when one
    /// is named.
    ///
    /// # Errors
    /// When one cannot be read.
    pub async fn all_agreements(
        &self,
        state: Option<State>,
        below: i64,
    ) -> Result<AdminAgreements, CreditError> {
        let look = move |transaction: &mut Transaction<'_>| {
            let limit = PAGE_AGREEMENTS + 1;
            let rows = match state {
                None => transaction.query(
                    "SELECT number FROM credit_agreement WHERE number < $1 ORDER BY number DESC LIMIT $2",
                    &[&below, &limit],
                )?,
                Some(state) => transaction.query(
                    "SELECT number FROM credit_agreement WHERE number < $1 AND state = $2 \
                     ORDER BY number DESC LIMIT $3",
                    &[&below, &state.code(), &limit],
                )?,
            };
            let found = rows.iter().map(|row| numbered(transaction, row.get(0)?));
            found.collect::<Result<Vec<_>, CreditError>>()
        };
        let mut found = self.database.read(look).await?;
        let has_more = found.len() > PAGE_AGREEMENTS as usize;
        found.truncate(PAGE_AGREEMENTS as usize);
        let next = found.last().filter(|_| has_more).and_then(|last| cursor(last.number));
        Ok(AdminAgreements { items: found.iter().map(summary).collect(), next })
    }

    /// An agreement of any account.
    ///
    /// # Errors
    /// `NotFound`; when it cannot be read.
    pub async fn any_agreement(&self, id: AgreementId) -> Result<AdminAgreement, CreditError> {
        let (keys, now_ms) = (Arc::clone(&self.keys), self.now_ms);
        let look = move |transaction: &mut Transaction<'_>| {
            let stored = find(transaction, &id)?.ok_or(CreditError::NotFound)?;
            let person = person::masked(transaction, &keys, stored.account)?;
            let (name, resident_id) =
                person.map(|person| (person.name, person.resident_id)).unwrap_or_default();
            Ok::<_, CreditError>(AdminAgreement {
                agreement: seen(transaction, &keys, &stored, now_ms)?,
                name,
                resident_id,
                is_waiting: is_waiting(&stored),
                payments: of_agreement(transaction, stored.number)?.into_iter().map(payment).collect(),
            })
        };
        let found: AdminAgreement = self.database.read(look).await?;
        Ok(AdminAgreement { agreement: self.with_ways(found.agreement), ..found })
    }

    /// Notes that nobody stands in for a shopper, by a request with this id, and gives the order that is to be cancelled;
    /// nothing when that has happened.
    ///
    /// # Errors
    /// `NotFound`; `Refused` when nobody has to look at it; `IdUsed` when another act had the request's id.
    pub async fn decline(
        &self,
        operator: String,
        id: AgreementId,
        request: String,
    ) -> Result<Option<OrderId>, CreditError> {
        let now_ms = self.now_ms;
        self.retried(move |transaction| {
            let stored = locked(transaction, &id)?;
            let before = audit::answered(transaction, stored.number, &request)?;
            let is_noted = before.is_some();
            if before.is_some_and(|[by, act, _]| by != operator || act != DECLINE) {
                return Err(CreditError::IdUsed);
            }
            if !is_waiting(&stored) {
                return if is_noted { Ok(None) } else { Err(Refused::NotInThisState.into()) };
            }
            if !is_noted {
                let said = Note {
                    operator: &operator,
                    act: DECLINE,
                    agreement: stored.number,
                    detail: "",
                    request: Some(&request),
                };
                audit::append(transaction, &said, now_ms.max(stored.state_ms))?;
            }
            let row = transaction.query_optional(
                "SELECT orders.id FROM orders JOIN credit_agreement ON order_number = orders.number \
                 WHERE credit_agreement.number = $1",
                &[&stored.number],
            )?;
            let order: String = row.ok_or(CreditError::Corrupt("its order"))?.get(0)?;
            order.parse().map(Some).map_err(|_| CreditError::Corrupt("its order's id"))
        })
        .await
    }

    /// A page of the audit log, of entries with a number below this, the newest first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn audit_log(&self, below: i64) -> Result<AuditEntries, CreditError> {
        let look = move |transaction: &mut Transaction<'_>| {
            let rows = transaction.query(
                "SELECT number, at_ms, operator, act, agreement, detail, hash FROM credit_audit \
                 WHERE number < $1 ORDER BY number DESC LIMIT $2",
                &[&below, &(PAGE_ENTRIES + 1)],
            )?;
            rows.iter().map(entry).collect::<Result<Vec<_>, CreditError>>()
        };
        let mut items = self.database.read(look).await?;
        let has_more = items.len() > PAGE_ENTRIES as usize;
        items.truncate(PAGE_ENTRIES as usize);
        let next = items.last().filter(|_| has_more).and_then(|last| cursor(last.number.cast_signed()));
        Ok(AuditEntries { items, next })
    }
}

fn is_waiting(stored: &Stored) -> bool {
    stored.kind == Kind::Handset && stored.state == State::Signed && stored.is_referred
}

fn cursor(number: i64) -> Option<Cursor> {
    format!("{number:x}").try_into().ok()
}

fn summary(stored: &Stored) -> AdminAgreementSummary {
    AdminAgreementSummary {
        id: stored.id.clone(),
        number: stored.number.unsigned_abs(),
        state: state_seen(stored.state),
        offered_ms: stored.offered_ms,
        moved_ms: stored.state_ms,
        order: stored.order_number.map(i64::unsigned_abs),
        is_waiting: is_waiting(stored),
    }
}

fn payment(payment: Payment) -> AdminRepayment {
    AdminRepayment {
        id: payment.id,
        number: payment.number.unsigned_abs(),
        purpose: payment.purpose,
        amount: payment.amount.minor(),
        method: payment.method,
        status: payment.status,
        at_ms: payment.asked_ms,
        paid_on: payment.paid_on.map(|on| on.to_string()),
        moved_ms: Some(payment.moved_ms).filter(|moved_ms| *moved_ms != payment.asked_ms),
    }
}

fn entry(row: &Row) -> Result<AuditEntry, CreditError> {
    Ok(AuditEntry {
        number: row.get::<i64>(0)?.unsigned_abs(),
        at_ms: row.get(1)?,
        by: row.get(2)?,
        act: row.get(3)?,
        agreement: row.get::<i64>(4)?.unsigned_abs(),
        detail: row.get(5)?,
        hash: hex(&row.get::<Vec<u8>>(6)?),
    })
}
