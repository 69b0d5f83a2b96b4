//! Agreements as their owners see them.

mod loan;

use super::agreement::{Kind, Stored, find};
use super::{Credit, CreditError, hardship, ledger};
use crate::accounts::AccountId;
use crate::database::Transaction;
use crate::hex::hex;
use crate::orders::status;
use crate::privacy::KeyRing;
use fairday_contract as wire;
use fairday_contract::{Agreement, AgreementId, AgreementKind, AgreementState, Agreements, LoanStanding};
use fairday_credit::agreement::{Actor, Event, State, next};
use loan::{Books, patience, standing};
use std::cmp::Reverse;
use std::sync::Arc;

/// Most agreements of a list: those that run, and the newest of the others.
pub const LISTED_MAX: i64 = 100;

impl Credit {
    /// An agreement of this account, as it is today: bills that are due included, whether they have been posted or not.
    ///
    /// # Errors
    /// `NotFound`, also for another account's.
    pub async fn agreement(&self, account: AccountId, id: AgreementId) -> Result<Agreement, CreditError> {
        let (keys, now_ms) = (Arc::clone(&self.keys), self.now_ms);
        let look = move |transaction: &mut Transaction<'_>| {
            let stored = find(transaction, &id)?.filter(|stored| stored.account == account);
            seen(transaction, &keys, &stored.ok_or(CreditError::NotFound)?, now_ms)
        };
        Ok(self.with_ways(self.database.read(look).await?))
    }

    /// The agreements of this account, the newest first. Offers that were not signed in time are not among them.
    ///
    /// # Errors
    /// When one cannot be read.
    pub async fn agreements(&self, account: AccountId) -> Result<Agreements, CreditError> {
        let (keys, now_ms) = (Arc::clone(&self.keys), self.now_ms);
        let look = move |transaction: &mut Transaction<'_>| {
            let rows = transaction.query(
                "SELECT number FROM credit_agreement \
                 WHERE account_id = $1 AND (state <> 'lapsed' OR order_number IS NOT NULL) \
                 ORDER BY CASE WHEN state IN ('active', 'late') THEN 0 ELSE 1 END, number DESC LIMIT $2",
                &[&account.0, &LISTED_MAX],
            )?;
            let numbers: Result<Vec<i64>, _> = rows.iter().map(|row| row.get(0)).collect();
            let mut numbers = numbers?;
            numbers.sort_unstable_by_key(|number| Reverse(*number));
            let mut items = Vec::with_capacity(numbers.len());
            for number in numbers {
                let stored = super::agreement::numbered(transaction, number)?;
                items.push(seen(transaction, &keys, &stored, now_ms)?);
            }
            items.retain(|one| one.state != AgreementState::Lapsed || one.order.is_some());
            let line = ledger::line(transaction, account)?;
            let (granted, available) = (line.granted.minor(), line.available.minor());
            Ok::<_, CreditError>(Agreements { items, granted, available, as_of_ms: now_ms })
        };
        let mut found = self.database.read(look).await?;
        found.items = found.items.into_iter().map(|one| self.with_ways(one)).collect();
        Ok(found)
    }

    /// The agreement with how its loan can be paid in this shop.
    pub(super) fn with_ways(&self, mut agreement: Agreement) -> Agreement {
        if let Some(loan) = &mut agreement.loan {
            loan.counter_only = !self.config.takes_online;
        }
        agreement
    }
}

/// An agreement as its owner sees it at this moment.
pub(super) fn seen(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    stored: &Stored,
    now_ms: i64,
) -> Result<Agreement, CreditError> {
    let (today, _) = stored.moment(now_ms)?;
    // Offers lapse by themselves; the run only writes it down.
    let is_over = stored.state == State::Offered && stored.check_day.is_some_and(|day| day <= today);
    let mut state = if is_over { State::Lapsed } else { stored.state };
    let mut loan = None;
    if let Some(terms) = &stored.loan {
        let mut books = Books::read(transaction, stored.number)?;
        state = books.bring_up_to_date(terms, state, today)?;
        let asked = hardship::last(transaction, keys, stored.number)?;
        loan = Some(LoanStanding { hardship: asked.map(patience), ..standing(terms, &books, state, today)? });
    }
    let (order, order_status) = match stored.order_number {
        None => (None, None),
        Some(number) => {
            let row = transaction.query_one("SELECT id, status FROM orders WHERE number = $1", &[&number])?;
            let id = row.get::<String>(0)?.parse().map_err(|_| CreditError::Corrupt("its order's id"))?;
            (Some(id), status::from_name(&row.get::<String>(1)?))
        }
    };
    let is_cooling_off = stored.kind == Kind::Handset
        && stored.loan.as_ref().is_some_and(|loan| today <= loan.cooling_off_ends);
    Ok(Agreement {
        id: stored.id.clone(),
        number: stored.number.unsigned_abs(),
        kind: match stored.kind {
            Kind::Handset => AgreementKind::Handset,
            Kind::Goods => AgreementKind::Goods,
        },
        state: state_seen(state),
        choice: stored.wanted.choice.seen(stored.wanted.variant),
        sheet: String::from_utf8(stored.sheet.clone()).map_err(|_| CreditError::Corrupt("its sheet"))?,
        digest: hex(&stored.digest),
        offered_ms: stored.offered_ms,
        signed_ms: stored.signed_ms,
        order,
        order_status,
        can_cancel: is_cooling_off && next(state, Event::Cancel, Actor::Shopper).is_ok(),
        loan,
    })
}

/// A state in the words of the wire.
pub(super) const fn state_seen(state: State) -> AgreementState {
    match state {
        State::Offered => AgreementState::Offered,
        State::Signed => AgreementState::Signed,
        State::Reserved => AgreementState::Reserved,
        State::Active => AgreementState::Active,
        State::Late => AgreementState::Late,
        State::CoolingOffCancelled => AgreementState::CoolingOffCancelled,
        State::SettledEarly => AgreementState::SettledEarly,
        State::Settled => AgreementState::Settled,
        State::Returned => AgreementState::Returned,
        State::WrittenOff => AgreementState::WrittenOff,
        State::Lapsed => AgreementState::Lapsed,
    }
}

impl super::Choice {
    /// As it is chosen on the wire.
    fn seen(&self, variant: wire::VariantId) -> wire::CreditChoice {
        wire::CreditChoice {
            variant,
            plan: self.plan.clone(),
            keep_number: self.keep_number,
            months: self.months,
            deposit: self.deposit,
        }
    }
}
