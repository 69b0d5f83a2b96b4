//! Ordinary goods on phone credit: an order that is due with the next month's bill, within the account's free line.
//!
//! It is an agreement like a handset's, with one instalment, no fee and no plan, so that it is billed, paid, late and
//! checked as they are. What is different is how it begins and ends. It begins with the order, in its transaction: the
//! shopper has agreed to the order's amount and to this way to pay, and the line was granted under a signed agreement. It
//! ends with the order: cancelled, the hold is released; returned, everything is undone and what was paid is owed back.

use super::agreement::{Kind, Stored};
use super::book::Book;
use super::documents::{Wanted, text};
use super::guarantor::{Act, note};
use super::ledger::Line;
use super::person::{Running, running};
use super::sign::hold;
use super::terms::{Choice, Handset, sheet};
use super::{CreditError, agreement, day_at, ledger, texts};
use crate::accounts::AccountId;
use crate::database::Transaction;
use crate::shop_config::CreditConfig;
use fairday_contract::{AgreementId, Currency, OrderId, VariantId};
use fairday_credit::agreement::{Actor, Event, Facts, State};
use fairday_credit::assess::Reason;
use fairday_credit::ledger::{Account, events};
use fairday_credit::schedule::FeeTerms;
use fairday_credit::sheet::NAME_CHARS_MAX;
use fairday_credit::{Amount, Date};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// What an order comes to that is paid with the next bill.
#[derive(Clone, Debug)]
pub struct Purchase {
    config: Arc<CreditConfig>,
    wanted: String,
    sheet: Vec<u8>,
    digest: [u8; 32],
    amount: Amount,
    day: Date,
    /// The last day on which it could be signed: today, as far as the row goes.
    lapses: Date,
    now_ms: i64,
}

impl Purchase {
    /// An order of `total` with these goods, its first line's variant named.
    ///
    /// # Errors
    /// `Invalid` when so little or so much cannot be lent.
    pub fn new(
        config: &CreditConfig,
        (variant, goods): (VariantId, &str),
        (total, currency): (i64, Currency),
        now_ms: i64,
    ) -> Result<Self, CreditError> {
        let day = day_at(now_ms, config.utc_offset)?;
        let choice = Choice { plan: None, keep_number: false, months: 1, deposit: 0 };
        let goods: String = goods.chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
        let bought = Handset { variant, goods: goods.trim().to_owned(), price: total, currency };
        // With one instalment and without fees, whatever the shop's loans have.
        let config = Arc::new(CreditConfig { months: vec![1], fees: FeeTerms::default(), ..config.clone() });
        let sheet = sheet(&config, &bought, &choice, day)?;
        let bytes = sheet.bytes();
        Ok(Self {
            wanted: text(&Wanted::new(variant, choice, config.residue)),
            digest: Sha256::digest(&bytes).into(),
            sheet: bytes,
            amount: sheet.pairing.financed,
            day,
            lapses: sheet.terms.offer_ends.plus_days(1)?,
            now_ms,
            config,
        })
    }

    /// Holds the amount for this order, in the transaction that places it and with the account's lock held.
    ///
    /// # Errors
    /// `Declined` with what is free, when that is less; `IdUsed` when an agreement has the order's id.
    pub fn hold(
        &self,
        transaction: &mut Transaction<'_>,
        account: AccountId,
        (order, order_number, body_hash): (&OrderId, i64, &[u8]),
    ) -> Result<(), CreditError> {
        let running = running(transaction, account, (self.day, self.now_ms))?;
        let may_buy = free_beside(&ledger::line(transaction, account)?, &running);
        may_buy.map_err(CreditError::Declined)?; // whether it is enough is for the hold
        texts::keep(transaction, &self.config)?;
        let id: AgreementId = order.as_str().parse().map_err(|_| CreditError::Corrupt("the order's id"))?;
        let row = transaction.query_optional(
            "INSERT INTO credit_agreement (id, account_id, body_hash, kind, state, sequence, state_ms, offered_ms, \
             offered_day, utc_offset, digest, decision, line, check_day, order_number, signed_ms) \
             VALUES ($1, $2, $3, $4, $5, 0, $6, $6, $7, $8, $9, 'approved', 0, $10, $11, $6) \
             ON CONFLICT (id) DO NOTHING RETURNING number",
            &[
                &id.as_str(),
                &account.0,
                &body_hash,
                &Kind::Goods.code(),
                &State::Offered.code(),
                &self.now_ms,
                &self.day.days_since_1970(),
                &self.config.utc_offset,
                &self.digest,
                &self.lapses.days_since_1970(),
                &order_number,
            ],
        )?;
        let number = row.ok_or(CreditError::IdUsed)?.get(0)?;
        agreement::keep_terms(transaction, number, (&self.wanted, &self.sheet))?;
        let stored = agreement::numbered(transaction, number)?;
        let mut book = Book::open(transaction, stored, self.now_ms)?;
        let facts = Facts::before_loan(book.today, book.today, true);
        book.before_loan((Event::Sign, Actor::Shopper), &facts, None)?;
        hold(transaction, &mut book, &facts, (self.amount, running.coming_back))?;
        book.save(transaction)
    }
}

/// What an account can spend on ordinary goods now, or why it cannot: nobody has granted it a line, or a loan is overdue or
/// was never paid.
///
/// # Errors
/// Those of the database.
pub fn free(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    (today, now_ms): (Date, i64),
) -> Result<Result<Amount, Reason>, CreditError> {
    let line = ledger::line(transaction, account)?;
    if line.granted.is_zero() {
        return Ok(Err(Reason::NotKnownEnough)); // most accounts: nothing more is read of them
    }
    Ok(free_beside(&line, &running(transaction, account, (today, now_ms))?))
}

fn free_beside(line: &Line, running: &Running) -> Result<Amount, Reason> {
    if line.granted.is_zero() {
        Err(Reason::NotKnownEnough)
    } else if running.overdue_days > 0 {
        Err(Reason::Overdue)
    } else {
        Ok(line.available.less(running.coming_back))
    }
}

/// The order came back: nothing of it is owed any more, and what was paid is owed to the shopper. False when it was all
/// paid and settled, so that the order itself is to be refunded.
pub(super) fn take_back(
    transaction: &mut Transaction<'_>,
    stored: Stored,
    now_ms: i64,
) -> Result<bool, CreditError> {
    let mut book = Book::open(transaction, stored, now_ms)?;
    book.bring_up_to_date()?;
    if !book.state.is_running() {
        book.save(transaction)?;
        return Ok(!matches!(book.state, State::Settled | State::SettledEarly));
    }
    let (by, used) = (Actor::Operator, book.balances().amount(Account::LineUsed));
    let late = book.balances().amount(Account::LateFeeDue);
    if !late.is_zero() {
        book.on_loan((Event::Waive, by), None, |_, standing| events::waive(&standing.balances, late))?;
    }
    if book.state.is_running() {
        book.on_loan((Event::GiveBack, by), None, |_, standing| {
            let balances = &standing.balances;
            let owed = balances.owed_now()?.plus(balances.amount(Account::PrincipalNotDue))?;
            // What is still owed, and what the shopper has paid: no more than the merchant was to get.
            let paid = balances.amount(Account::Cash).less(balances.amount(Account::RefundsOwed));
            let credit = owed.plus(paid)?.less(balances.amount(Account::Advance));
            let credit = credit.min(balances.amount(Account::MerchantPayable));
            events::give_back(balances, Amount::ZERO, credit, Amount::ZERO)
        })?;
    }
    book.save(transaction)?;
    let named = (book.stored.number, &book.stored.id);
    note(transaction, named, Act::Release, (used, book.at_ms()))?;
    Ok(true)
}
