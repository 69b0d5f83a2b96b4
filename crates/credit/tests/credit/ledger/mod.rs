//! The ledger's events, one after the other, and what stands in the books.

mod ending;
mod running;
mod stored;

use crate::fen;
use crate::schedule::schedule;
use fairday_credit::ledger::{
    Account, Balances, Entry, LedgerError, events, verify_agreement, verify_shopper,
};
use fairday_credit::schedule::FeeTerms;

const PLAN: i64 = 5_900;
/// Three instalments of 1000 lent, with a fee of 10 each, and the plan.
const STILL_TO_BILL: i64 = 3 * (40_000 + 400 + PLAN);

/// A shopper's book with one agreement.
struct Book {
    shopper: Vec<Entry>,
    agreement: Vec<Entry>,
}

impl Book {
    fn granted(line: i64) -> Self {
        Self { shopper: vec![events::grant_line(fen(line)).expect("a line")], agreement: Vec::new() }
    }

    fn captured() -> Self {
        let mut book = Self::granted(200_000);
        book.post(|shopper, agreement| events::reserve(shopper, agreement, fen(120_000))).expect("a hold");
        book.post(|_, agreement| events::capture(agreement, fen(120_000))).expect("a loan");
        book
    }

    fn billed(count: usize) -> Self {
        let mut book = Self::captured();
        for number in 0..count {
            book.bill(number);
        }
        book
    }

    fn bill(&mut self, number: usize) {
        let loan = schedule(120_000, 3, FeeTerms { one_time_bp: 0, monthly_bp: 33 }, "2026-11-21", 5);
        let mut instalment = loan.instalments()[number];
        instalment.fee = fen(400);
        self.post(|_, agreement| events::bill(agreement, &instalment, fen(PLAN))).expect("a bill");
    }

    fn post(
        &mut self,
        event: impl FnOnce(&Balances, &Balances) -> Result<Entry, LedgerError>,
    ) -> Result<Entry, LedgerError> {
        let entry = event(&self.shopper(), &self.balances())?;
        self.shopper.push(entry.clone());
        self.agreement.push(entry.clone());
        self.shopper();
        self.balances();
        Ok(entry)
    }

    fn shopper(&self) -> Balances {
        verify_shopper(&self.shopper).expect("a shopper's book in order")
    }

    fn balances(&self) -> Balances {
        verify_agreement(&self.agreement).expect("an agreement's book in order")
    }

    fn has(&self, account: Account) -> i64 {
        self.balances().get(account)
    }

    fn free(&self) -> i64 {
        self.shopper().get(Account::LineAvailable)
    }
}
