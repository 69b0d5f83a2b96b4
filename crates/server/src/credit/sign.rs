//! Signing: the order, the signature and the hold in one transaction, or nothing.

use super::agreement::Stored;
use super::book::Book;
use super::guarantor::{Act, note};
use super::ledger::{self, New};
use super::terms::sheet;
use super::{Credit, CreditError, Handset, TRIES_MAX, agreement, codes, person};
use crate::accounts::AccountId;
use crate::database::{Class, Transaction};
use crate::privacy::KeyRing;
use crate::privacy::keys::Hash;
use fairday_contract::AgreementId;
use fairday_credit::Amount;
use fairday_credit::agreement::{Actor, Dated, Event, Facts, State};
use fairday_credit::assess::Reason;
use fairday_credit::ledger::events;
use fairday_credit::sheet::{Sheet, differences};
use std::sync::Arc;

const SIGNING_PURPOSE: &str = "credit.signing";

/// A signature. Shown in no dump: it has a code.
#[derive(Clone)]
pub struct Signing {
    /// Who signs.
    pub account: AccountId,
    /// What.
    pub id: AgreementId,
    /// SHA-256 of the terms that the shopper has read.
    pub digest: [u8; 32],
    /// The code that was sent for these terms.
    pub code: String,
    /// The public name of the session.
    pub session: String,
    /// What is bought, as the catalogue says it now.
    pub handset: Handset,
}

/// What a signature came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed {
    /// `Reserved`; `Signed` while somebody looks at it. As it was then, also when it was signed before.
    pub state: State,
    /// The order that it pays.
    pub order_number: i64,
    /// Whether it had been signed before by the same request.
    pub is_replay: bool,
}

/// Everything that a signature needs within its transaction.
#[derive(Clone)]
struct Prepared {
    signing: Signing,
    signing_hash: Hash,
    /// The terms as they would be offered now on the same day.
    now: Vec<u8>,
    agreements_max: Option<u32>,
    now_ms: i64,
}

impl Credit {
    /// Signs an agreement, and places its order, which `order` puts into the same transaction and gives the number of. The
    /// same signature sent again gets the same answer, and `order` is not called.
    ///
    /// # Errors
    /// `NotFound`, also for an agreement of another account; `TermsChanged` with what differs; `OtherTerms`; `WrongCode`,
    /// `NoCode`; `Declined` when the line is not free any more. Then neither is anything signed nor an order placed.
    pub async fn sign(
        &self,
        signing: Signing,
        order: impl Fn(&mut Transaction<'_>) -> Result<i64, CreditError> + Clone + Send + 'static,
    ) -> Result<Signed, CreditError> {
        let Signing { account, id, digest, code, .. } = &signing;
        self.try_code(*account, id, (*digest, code)).await?;
        let prepared = self.prepare(signing).await?;
        // It takes goods, and so waits for rows that others want.
        let orders = self.database.for_class(Class::Orders);
        for _ in 0..TRIES_MAX {
            let (keys, prepared, order) = (Arc::clone(&self.keys), prepared.clone(), order.clone());
            let job = move |transaction: &mut Transaction<'_>| write(transaction, &keys, &prepared, &order);
            match orders.write(job).await {
                Err(CreditError::Changing) => {}
                outcome => return outcome,
            }
        }
        Err(CreditError::Changing)
    }

    async fn prepare(&self, signing: Signing) -> Result<Prepared, CreditError> {
        let (account, id) = (signing.account, signing.id.clone());
        let look = move |transaction: &mut Transaction<'_>| {
            agreement::find(transaction, &id)?
                .filter(|stored| stored.account == account)
                .ok_or(CreditError::NotFound)
        };
        let stored = self.database.read(look).await?;
        if stored.wanted.variant != signing.handset.variant {
            return Err(CreditError::Order("the agreement is for other goods"));
        }
        // What has changed in the configuration or the price makes other terms; a plan that is gone makes none.
        let now = sheet(&self.config, &signing.handset, &stored.wanted.choice, stored.offered_day);
        let now = now.map(|sheet| sheet.bytes()).unwrap_or_default();
        let said = [signing.id.as_str().as_bytes(), &signing.digest, signing.code.as_bytes()].concat();
        let signing_hash = self.keys.sign(SIGNING_PURPOSE, &said);
        let agreements_max = self.guarantor.agreements_max();
        Ok(Prepared { signing, signing_hash, now, agreements_max, now_ms: self.now_ms })
    }
}

fn write(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    prepared: &Prepared,
    order: &impl Fn(&mut Transaction<'_>) -> Result<i64, CreditError>,
) -> Result<Signed, CreditError> {
    let Prepared { signing, signing_hash, agreements_max, now_ms, .. } = prepared;
    let stored = agreement::own(transaction, signing.account, &signing.id)?;
    if let (Some(order_number), Some(hash)) = (stored.order_number, &stored.signing_hash) {
        let state = if stored.is_referred { State::Signed } else { State::Reserved };
        let is_same = hash == signing_hash;
        return if is_same {
            Ok(Signed { state, order_number, is_replay: true })
        } else {
            Err(CreditError::IdUsed)
        };
    }
    check_terms(&stored, prepared)?;
    let terms = stored.read_sheet()?;
    codes::use_up(transaction, keys, &stored, &signing.code)?;
    let order_number = order(transaction)?;
    let mut book = Book::open(transaction, stored, *now_ms)?;
    // The guarantor's yes was to somebody who had paid what was due, and had signed nothing else since.
    let running = person::running(transaction, signing.account, (book.today, *now_ms))?;
    if running.overdue_days > 0 {
        return Err(CreditError::Declined(Reason::Overdue));
    }
    if agreements_max.is_some_and(|max| running.agreements >= max) {
        return Err(CreditError::Declined(Reason::TooManyAgreements));
    }
    let facts = Facts::before_loan(book.today, terms.terms.offer_ends, true);
    book.before_loan((Event::Sign, Actor::Shopper), &facts, None)?;
    if !book.stored.is_referred {
        hold(transaction, &mut book, &facts, (terms.pairing.financed, running.coming_back))?;
    }
    consent(transaction, prepared, &book, &terms, order_number)?;
    book.save(transaction)?;
    Ok(Signed { state: book.state, order_number, is_replay: false })
}

/// The terms are still those that were offered, and those that the shopper has read.
fn check_terms(stored: &Stored, prepared: &Prepared) -> Result<(), CreditError> {
    if stored.digest != prepared.signing.digest {
        return Err(CreditError::OtherTerms);
    }
    if stored.sheet != prepared.now {
        let (was, now) = (String::from_utf8_lossy(&stored.sheet), String::from_utf8_lossy(&prepared.now));
        return Err(CreditError::TermsChanged(differences(&was, &now)));
    }
    Ok(())
}

/// Holds the amount: grants what the guarantor agreed to beyond what is granted, and sets the amount aside. What was lent for
/// phones that are still coming back ([`person::Running`]) is free again in the ledger, and not to be lent.
pub(super) fn hold(
    transaction: &mut Transaction<'_>,
    book: &mut Book,
    facts: &Facts,
    (amount, coming_back): (Amount, Amount),
) -> Result<(), CreditError> {
    let account = book.stored.account;
    let more = book.stored.line.less(ledger::line(transaction, account)?.granted);
    if !more.is_zero() {
        let dated = Dated { counts_from: book.today, entry: events::grant_line(more)? };
        let new = New {
            account,
            agreement: None,
            instalment: None,
            dated: &dated,
            request: None,
            at_ms: book.at_ms(),
        };
        ledger::append(transaction, &new)?;
    }
    let line = ledger::line(transaction, account)?;
    fits(amount, line.available.less(coming_back)).map_err(CreditError::Declined)?;
    let entry = events::reserve(&line.balances()?, book.balances(), amount)?;
    book.before_loan((Event::Reserve, Actor::Guarantor), facts, Some(entry))?;
    let named = (book.stored.number, &book.stored.id);
    Ok(note(transaction, named, Act::Reserve, (amount, book.at_ms()))?)
}

fn fits(amount: Amount, free: Amount) -> Result<(), Reason> {
    if amount <= free {
        Ok(())
    } else if free.is_zero() {
        Err(Reason::LineUsedUp)
    } else {
        Err(Reason::AskedTooMuch { free })
    }
}

/// Records who agreed to what, when and where, and which order it pays.
fn consent(
    transaction: &mut Transaction<'_>,
    prepared: &Prepared,
    book: &Book,
    sheet: &Sheet,
    order_number: i64,
) -> Result<(), CreditError> {
    let row = transaction
        .query_optional("SELECT account_id, total FROM orders WHERE number = $1", &[&order_number])?;
    let row = row.ok_or(CreditError::Order("it is not there"))?;
    if row.get::<i64>(0)? != book.stored.account.0 {
        return Err(CreditError::Order("it is another account's"));
    }
    if row.get::<i64>(1)? != sheet.pairing.price.minor() {
        return Err(CreditError::Order("it costs something else than the agreement says"));
    }
    let signed = transaction.execute(
        "UPDATE credit_agreement SET order_number = $1, signed_ms = $2, session_id = $3, text_version = $4, \
         text_digest = $5, signing_hash = $6 WHERE number = $7 AND order_number IS NULL",
        &[
            &order_number,
            &book.at_ms(),
            &prepared.signing.session,
            &sheet.terms.agreement,
            &sheet.terms.text_digest,
            &prepared.signing_hash,
            &book.stored.number,
        ],
    )?;
    if signed == 1 { Ok(()) } else { Err(CreditError::Changing) }
}
