//! Random lives of agreements against one line: whatever happens, in whatever order, the books stay right.

mod acts;
mod book;

use crate::{date, fen};
use acts::{Act, acts, carry_out, sheet, sheets};
use book::{Agreement, Book};
use fairday_credit::Amount;
use fairday_credit::agreement::State;
use fairday_credit::ledger::{Account, Entry, EntryKind, events, verify_agreement, verify_shopper};
use fairday_credit::sheet::Sheet;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use std::cell::RefCell;
use std::collections::HashSet;

const AGREEMENTS: usize = 3;
const LINE: i64 = 250_000;

/// What is always true.
fn inspect(book: &Book) {
    let shopper = verify_shopper(&book.shopper).expect("the shopper's book");
    assert_eq!(shopper, book.balances());
    assert_eq!(shopper.trial(), 0);
    let bound = shopper.get(Account::Held) + shopper.get(Account::LineUsed);
    assert!(bound <= shopper.get(Account::LineGranted), "the line is exceeded");
    for agreement in &book.agreements {
        inspect_agreement(book, agreement);
    }
}

fn inspect_agreement(book: &Book, agreement: &Agreement) {
    let entries: Vec<Entry> = agreement.history.iter().map(|dated| dated.entry.clone()).collect();
    let balances = verify_agreement(&entries).expect("the agreement's book");
    let count = |kind| entries.iter().filter(|entry| entry.kind() == kind).count();
    assert!(count(EntryKind::Reserved) <= 1 && count(EntryKind::Captured) <= 1);
    assert!(agreement.state.fits(&balances), "{:?}", agreement.state);
    let held = balances.get(Account::Held);
    assert_eq!(held > 0, agreement.state == State::Reserved, "{:?} holds {held}", agreement.state);
    if !agreement.state.is_running() {
        let left = (balances.owed_now().expect("a sum"), balances.principal_left().expect("a sum"));
        assert_eq!(left, (Amount::ZERO, Amount::ZERO), "{:?}", agreement.state);
        assert_eq!(balances.get(Account::Advance), 0);
    }
    if agreement.state == State::Settled {
        assert!(balances.is_closed());
    }
    assert!(balances.get(Account::Cash) >= balances.get(Account::RefundsOwed));
    let late = agreement.standing().late_charged;
    let most = [agreement.sheet.schedule.total(), agreement.sheet.totals.plan, late, agreement.plan_exit];
    assert!(agreement.received <= Amount::sum(most).expect("a sum"), "more was paid than the sheet says");
    if agreement.state.is_running() {
        // What was waived stays charged, also when it turns out to have had no cause; and what would leave a payment with
        // nothing to pay does.
        let all_paid = balances.owed_now().expect("a sum").plus(balances.amount(Account::PrincipalNotDue));
        let is_all_paid = all_paid.is_ok_and(|left| left <= balances.amount(Account::Advance));
        let most = agreement.late_fees(book.today).plus(agreement.late_waived()).expect("a sum");
        assert!(is_all_paid || late <= most, "more late fees than there are late days");
    }
}

/// Whatever has happened, a loan that runs can be paid to its end, and then nothing is owed.
fn pay_to_the_end(book: &mut Book, which: usize) {
    while book.agreements[which].state.is_running() {
        book.bring_up_to_date(which);
        let owed = book.agreements[which].balances().owed_now().expect("a sum");
        let _ = book.repay(which, owed);
        book.today = book.today.plus_days(31).expect("a day");
        inspect(book);
    }
}

/// A whole life of all agreements, looked at after every act.
fn live(sheets: Vec<Sheet>, acts: &[(usize, Act)]) -> Book {
    let mut book = Book {
        today: date("2026-11-21"),
        shopper: vec![events::grant_line(fen(LINE)).expect("a line")],
        agreements: sheets.into_iter().map(Agreement::offered).collect(),
    };
    for (which, act) in acts {
        carry_out(&mut book, *which, act);
        inspect(&book);
    }
    book
}

/// Tests of random lives show nothing when the lives are dull.
#[test]
fn random_lives_come_to_every_state_and_every_kind_of_entry() {
    let config = ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let (states, kinds) = (RefCell::new(HashSet::new()), RefCell::new(HashSet::new()));
    let lived = runner.run(&(sheets(), acts()), |(sheets, acts)| {
        let mut book = live(sheets, &acts);
        states.borrow_mut().extend(book.agreements.iter().map(|agreement| agreement.state));
        pay_to_the_end(&mut book, 0);
        states.borrow_mut().insert(book.agreements[0].state);
        kinds.borrow_mut().extend(book.shopper.iter().map(Entry::kind));
        Ok(())
    });
    lived.expect("lives");
    let dull: Vec<State> = State::ALL.into_iter().filter(|state| !states.borrow().contains(state)).collect();
    assert_eq!(dull, []);
    let dull = EntryKind::ALL.into_iter().filter(|kind| !kinds.borrow().contains(kind));
    assert_eq!(dull.collect::<Vec<_>>(), [EntryKind::LineReduced]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_books_stay_right_whatever_happens(sheets in sheets(), acts in acts()) {
        let mut book = live(sheets, &acts);
        for which in 0..AGREEMENTS {
            pay_to_the_end(&mut book, which);
            prop_assert!(!book.agreements[which].state.is_running());
        }
        let granted = book.balances().get(Account::LineGranted);
        prop_assert!(book.balances().get(Account::LineUsed) == 0 && granted <= LINE);
    }

    #[test]
    fn a_billing_run_twice_or_later_bills_the_same(
        sheet in sheet(), days in 1_i32..500, often in prop::collection::vec(1_i32..60, 1..12),
    ) {
        let begin = |sheet: &Sheet| {
            let mut book = Book {
                today: date("2026-11-21"),
                shopper: vec![events::grant_line(fen(LINE)).expect("a line")],
                agreements: vec![Agreement::offered(sheet.clone())],
            };
            carry_out(&mut book, 0, &Act::Begin);
            book
        };
        let (mut once, mut many) = (begin(&sheet), begin(&sheet));
        let end = once.today.plus_days(days).expect("a day");
        once.today = end;
        once.bring_up_to_date(0);
        for step in often {
            many.today = many.today.plus_days(step).expect("a day").min(end);
            many.bring_up_to_date(0);
            many.bring_up_to_date(0);
        }
        many.today = end;
        many.bring_up_to_date(0);
        prop_assert_eq!(once.agreements[0].balances(), many.agreements[0].balances());
        prop_assert_eq!(once.agreements[0].state, many.agreements[0].state);
        let bills = |book: &Book| book.shopper.iter().filter(|entry| entry.kind() == EntryKind::Billed).count();
        prop_assert_eq!(bills(&once), bills(&many));
    }
}
