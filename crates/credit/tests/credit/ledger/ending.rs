use super::{Book, PLAN};
use crate::fen;
use fairday_credit::Amount;
use fairday_credit::agreement::State;
use fairday_credit::ledger::{Account, Balances, LedgerError, events};

#[test]
fn settling_early_takes_exactly_what_is_left_and_no_later_fee() {
    let mut book = Book::billed(1);
    let needed = events::to_close(&book.balances(), fen(2_000), Amount::ZERO).expect("a sum");
    assert_eq!(needed, fen(46_300 + 80_000 + 2_000));
    for (cash, error) in [(-1, LedgerError::NotEnough { missing: 1 }), (1, LedgerError::too_much(needed))] {
        let cash = fen(needed.minor() + cash);
        assert_eq!(book.post(|_, agreement| events::settle_early(agreement, fen(2_000), cash)), Err(error));
    }
    book.post(|_, agreement| events::settle_early(agreement, fen(2_000), needed)).expect("the end");
    assert!(book.balances().is_closed());
    assert_eq!(
        (book.free(), book.has(Account::FeeIncome), book.has(Account::OperatorPayable)),
        (200_000, 400, PLAN + 2_000)
    );
}

#[test]
fn an_advance_counts_when_settling_early() {
    let mut book = Book::billed(1);
    book.post(|_, agreement| events::repay(agreement, fen(46_300 + 30_000), fen(92_600))).expect("a payment");
    let needed = events::to_close(&book.balances(), Amount::ZERO, Amount::ZERO).expect("a sum");
    assert_eq!(needed, fen(50_000));
    book.post(|_, agreement| events::settle_early(agreement, Amount::ZERO, needed)).expect("the end");
    assert!(book.balances().is_closed());
}

#[test]
fn an_advance_of_more_than_is_left_goes_back_when_settling_early() {
    let mut book = Book::billed(1);
    book.post(|_, agreement| events::repay(agreement, fen(46_300 + 92_600), fen(92_600))).expect("a payment");
    book.post(|_, agreement| events::settle_early(agreement, Amount::ZERO, Amount::ZERO)).expect("the end");
    assert_eq!(book.has(Account::RefundsOwed), 92_600 - 80_000);
    assert!(!book.balances().is_closed());
    book.post(|_, agreement| events::refund(agreement, fen(12_600))).expect("a refund");
    assert!(book.balances().is_closed());
}

#[test]
fn a_returned_phone_pays_its_part_and_the_shopper_the_rest() {
    let mut book = Book::billed(1);
    let credit = fen(64_000);
    let needed = events::to_close(&book.balances(), Amount::ZERO, credit).expect("a sum");
    assert_eq!(needed, fen(46_300 + 80_000 - 64_000));
    book.post(|_, agreement| events::give_back(agreement, Amount::ZERO, credit, needed)).expect("the end");
    assert!(book.balances().is_closed());
    assert_eq!((book.has(Account::MerchantPayable), book.free()), (120_000 - 64_000, 200_000));
}

#[test]
fn a_faulty_phone_can_pay_everything_back_but_never_more_than_was_paid() {
    let mut book = Book::billed(1);
    book.post(|_, agreement| events::repay(agreement, fen(46_300), fen(0))).expect("a payment");
    let more =
        book.post(|_, agreement| events::give_back(agreement, Amount::ZERO, fen(120_001), Amount::ZERO));
    assert_eq!(more, Err(LedgerError::too_much(fen(120_000))), "what the merchant is owed");
    book.post(|_, agreement| events::give_back(agreement, Amount::ZERO, fen(120_000), Amount::ZERO))
        .expect("the end");
    assert_eq!(book.has(Account::RefundsOwed), 40_000);

    let mut waived = Book::billed(1);
    waived.post(|_, agreement| events::waive(agreement, fen(40_400))).expect("a waiver");
    let unpaid =
        waived.post(|_, agreement| events::give_back(agreement, Amount::ZERO, fen(120_000), Amount::ZERO));
    assert_eq!(unpaid, Err(LedgerError::too_much(Amount::ZERO)), "nothing was paid");
}

#[test]
fn cancelling_in_time_leaves_nothing_but_what_goes_back() {
    let mut signed = Book::granted(200_000);
    signed.post(|shopper, agreement| events::reserve(shopper, agreement, fen(120_000))).expect("a hold");
    signed.post(|_, agreement| events::cancel(agreement)).expect("an end");
    assert!(signed.balances().is_closed());

    let mut book = Book::billed(1);
    book.post(|_, _| events::late_fee(fen(100))).expect("a late fee");
    book.post(|_, agreement| events::waive(agreement, fen(300))).expect("a waiver");
    book.post(|_, agreement| events::repay(agreement, fen(20_000), fen(92_600))).expect("a payment");
    book.post(|_, agreement| events::cancel(agreement)).expect("an end");
    assert_eq!((book.has(Account::RefundsOwed), book.free()), (20_000, 200_000));
    for account in Account::ALL {
        let open = matches!(account, Account::Cash | Account::RefundsOwed);
        assert!(open || account.code() == "line_available" || book.has(account) == 0, "{account:?}");
    }
    book.post(|_, agreement| events::refund(agreement, fen(20_000))).expect("a refund");
    assert_eq!(book.has(Account::Cash), 0);
    assert!(book.balances().is_closed());
}

#[test]
fn what_is_given_up_is_lost_for_the_line() {
    let mut book = Book::billed(1);
    let more = book.post(|_, agreement| events::waive(agreement, fen(40_401)));
    assert_eq!(more, Err(LedgerError::too_much(fen(40_400))), "it says what there is");
    book.post(|_, agreement| events::waive(agreement, fen(400 + 10_000))).expect("a waiver");
    assert_eq!((book.free(), book.shopper().get(Account::LineGranted)), (80_000, 190_000));
    book.post(|_, agreement| events::write_off(agreement)).expect("a write-off");
    assert!(book.balances().is_closed());
    assert_eq!((book.free(), book.shopper().get(Account::LineGranted)), (80_000, 80_000));
    assert_eq!(book.has(Account::WriteOffs), 30_000 + 80_000 + PLAN);
    assert_eq!(book.post(|_, agreement| events::write_off(agreement)), Err(LedgerError::Nothing));
}

#[test]
fn nothing_is_refunded_that_is_not_owed() {
    let mut book = Book::billed(1);
    let more = book.post(|_, agreement| events::refund(agreement, fen(1)));
    assert_eq!(more, Err(LedgerError::too_much(Amount::ZERO)));
}

#[test]
fn a_state_fits_the_balances_that_it_can_have() {
    let fitting = |balances: &Balances| -> Vec<State> {
        State::ALL.into_iter().filter(|state| state.fits(balances)).collect()
    };
    let running = vec![State::Active, State::Late];
    assert_eq!(fitting(&Book::captured().balances()), running);
    let mut book = Book::billed(1);
    assert_eq!(fitting(&book.balances()), running);
    let needed = events::to_close(&book.balances(), Amount::ZERO, Amount::ZERO).expect("a sum");
    book.post(|_, agreement| events::settle_early(agreement, Amount::ZERO, needed)).expect("the end");
    assert!(State::SettledEarly.fits(&book.balances()) && !State::Reserved.fits(&book.balances()));

    let mut held = Book::granted(200_000);
    assert!(State::Offered.fits(&held.balances()) && State::Lapsed.fits(&held.balances()));
    held.post(|shopper, agreement| events::reserve(shopper, agreement, fen(120_000))).expect("a hold");
    assert_eq!(fitting(&held.balances()), [State::Reserved]);

    let mut refund = Book::billed(1);
    refund.post(|_, agreement| events::repay(agreement, fen(20_000), fen(0))).expect("a payment");
    refund.post(|_, agreement| events::cancel(agreement)).expect("an end");
    assert!(State::CoolingOffCancelled.fits(&refund.balances()));
    assert!(!State::Settled.fits(&refund.balances()) && !State::Lapsed.fits(&refund.balances()));
}
