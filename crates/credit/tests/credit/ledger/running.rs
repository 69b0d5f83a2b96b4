use super::{Book, PLAN, STILL_TO_BILL};
use crate::fen;
use fairday_credit::ledger::{Account, LedgerError, events};

#[test]
fn a_hold_takes_from_the_line_and_a_release_gives_it_back() {
    let mut book = Book::granted(200_000);
    book.post(|shopper, agreement| events::reserve(shopper, agreement, fen(120_000))).expect("a hold");
    assert_eq!((book.free(), book.has(Account::Held)), (80_000, 120_000));
    assert!(!book.balances().is_closed());
    book.post(|_, agreement| events::release(agreement)).expect("a release");
    assert_eq!((book.free(), book.has(Account::Held)), (200_000, 0));
    assert_eq!(book.post(|_, agreement| events::release(agreement)), Err(LedgerError::Nothing));
}

#[test]
fn nobody_holds_more_than_the_line_or_twice_for_one_agreement() {
    let mut book = Book::granted(100_000);
    let more = book.post(|shopper, agreement| events::reserve(shopper, agreement, fen(100_001)));
    assert_eq!(more, Err(LedgerError::LineExceeded { free: 100_000 }));
    book.post(|shopper, agreement| events::reserve(shopper, agreement, fen(60_000))).expect("a hold");
    let again = book.post(|shopper, agreement| events::reserve(shopper, agreement, fen(10_000)));
    assert_eq!(again, Err(LedgerError::HeldAlready));
    let reduced = events::reduce_line(&book.shopper(), fen(40_001));
    assert_eq!(reduced, Err(LedgerError::LineExceeded { free: 40_000 }));
    assert!(events::reduce_line(&book.shopper(), fen(40_000)).is_ok());
}

#[test]
fn a_hand_over_lends_what_is_held_and_frees_the_rest() {
    let mut book = Book::granted(200_000);
    book.post(|shopper, agreement| events::reserve(shopper, agreement, fen(120_000))).expect("a hold");
    assert_eq!(book.post(|_, agreement| events::capture(agreement, fen(120_001))), Err(LedgerError::NotHeld));
    book.post(|_, agreement| events::capture(agreement, fen(110_000))).expect("a loan");
    assert_eq!((book.free(), book.has(Account::Held)), (90_000, 0));
    assert_eq!((book.has(Account::PrincipalNotDue), book.has(Account::MerchantPayable)), (110_000, 110_000));
    assert_eq!(book.post(|_, agreement| events::capture(agreement, fen(1))), Err(LedgerError::NotHeld));
}

#[test]
fn a_repayment_pays_late_fees_then_fees_then_the_loan_then_the_plan() {
    let mut book = Book::billed(1);
    book.post(|_, _| events::late_fee(fen(100))).expect("a late fee");
    let entry = book
        .post(|_, agreement| events::repay(agreement, fen(30_500), fen(STILL_TO_BILL)))
        .expect("a payment");
    let parts = Account::DUE.map(|account| entry.credited(account).minor());
    assert_eq!(parts, [100, 400, 30_000, 0]);
    assert_eq!((book.has(Account::PrincipalDue), book.has(Account::PlanDue)), (10_000, PLAN));
    assert_eq!(book.free(), 80_000 + 30_000);
}

#[test]
fn what_is_paid_too_early_waits_and_pays_the_next_bill() {
    let mut book = Book::billed(1);
    let left = 2 * (40_000 + 400 + PLAN);
    book.post(|_, agreement| events::repay(agreement, fen(46_300 + 41_000), fen(left))).expect("a payment");
    assert_eq!((book.has(Account::Advance), book.balances().owed_now()), (41_000, Ok(fen(0))));
    book.bill(1);
    assert_eq!(
        (book.has(Account::Advance), book.has(Account::PrincipalDue), book.has(Account::PlanDue)),
        (0, 0, 5_300)
    );
}

#[test]
fn more_than_everything_is_not_taken() {
    let mut book = Book::billed(1);
    let left = 2 * (40_000 + 400 + PLAN);
    let all = 46_300 + left;
    let more = book.post(|_, agreement| events::repay(agreement, fen(all + 1), fen(left)));
    assert_eq!(more, Err(LedgerError::too_much(fen(all))), "it says what there is");
    book.post(|_, agreement| events::repay(agreement, fen(all), fen(left))).expect("a payment");
    book.bill(1);
    book.bill(2);
    assert!(book.balances().is_closed());
    assert_eq!((book.free(), book.has(Account::Cash)), (200_000, all));
    let more = book.post(|_, agreement| events::repay(agreement, fen(1), fen(0)));
    assert_eq!(more, Err(LedgerError::too_much(fen(0))));
}

#[test]
fn a_late_fee_without_cause_is_taken_back_and_what_was_paid_of_it_pays_something_else() {
    let mut book = Book::billed(1);
    book.post(|_, _| events::late_fee(fen(900))).expect("a late fee");
    book.post(|_, agreement| events::repay(agreement, fen(500), fen(0))).expect("a payment");
    let more = book.post(|_, agreement| events::reverse_late_fee(agreement, fen(901), fen(500)));
    assert_eq!(more, Err(LedgerError::too_much(fen(900))));
    book.post(|_, agreement| events::reverse_late_fee(agreement, fen(900), fen(500))).expect("an entry");
    assert_eq!((book.has(Account::LateFeeDue), book.has(Account::LateFeeIncome)), (0, 0));
    assert_eq!((book.has(Account::FeeDue), book.has(Account::PrincipalDue)), (0, 40_000 - 100));
    assert_eq!(book.has(Account::Cash), 500, "no money has moved");
}
