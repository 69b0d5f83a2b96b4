use crate::fen;
use crate::schedule::schedule;
use fairday_credit::Amount;
use fairday_credit::ledger::{
    Account, Balances, Entry, EntryKind, Finding, LedgerError, Transfer, Violation, events, verify_agreement,
    verify_shopper,
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

#[test]
fn a_hold_takes_from_the_line_and_a_release_gives_it_back() {
    let mut book = Book::granted(200_000);
    book.post(|shopper, agreement| events::reserve(shopper, agreement, fen(120_000))).expect("a hold");
    assert_eq!((book.free(), book.has(Account::Held)), (80_000, 120_000));
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
    assert_eq!(more, Err(LedgerError::TooMuch));
    book.post(|_, agreement| events::repay(agreement, fen(all), fen(left))).expect("a payment");
    book.bill(1);
    book.bill(2);
    assert!(book.balances().is_closed());
    assert_eq!((book.free(), book.has(Account::Cash)), (200_000, all));
    assert_eq!(book.post(|_, agreement| events::repay(agreement, fen(1), fen(0))), Err(LedgerError::TooMuch));
}

#[test]
fn settling_early_takes_exactly_what_is_left_and_no_later_fee() {
    let mut book = Book::billed(1);
    let needed = events::to_close(&book.balances(), fen(2_000), Amount::ZERO).expect("a sum");
    assert_eq!(needed, fen(46_300 + 80_000 + 2_000));
    for (cash, error) in [(-1, LedgerError::NotEnough { missing: 1 }), (1, LedgerError::TooMuch)] {
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
    assert_eq!(more, Err(LedgerError::TooMuch));
    book.post(|_, agreement| events::give_back(agreement, Amount::ZERO, fen(120_000), Amount::ZERO))
        .expect("the end");
    assert_eq!(book.has(Account::RefundsOwed), 40_000);

    let mut waived = Book::billed(1);
    waived.post(|_, agreement| events::waive(agreement, fen(40_400))).expect("a waiver");
    let unpaid =
        waived.post(|_, agreement| events::give_back(agreement, Amount::ZERO, fen(120_000), Amount::ZERO));
    assert_eq!(unpaid, Err(LedgerError::TooMuch));
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
    assert_eq!(book.post(|_, agreement| events::waive(agreement, fen(40_401))), Err(LedgerError::TooMuch));
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
    assert_eq!(book.post(|_, agreement| events::refund(agreement, fen(1))), Err(LedgerError::TooMuch));
}

#[test]
fn every_kind_and_account_keeps_its_name() {
    for account in Account::ALL {
        assert_eq!(Account::of_code(account.code()), Some(account));
        assert_eq!(Account::ALL[account as usize], account);
    }
    for kind in EntryKind::ALL {
        assert_eq!(EntryKind::of_code(kind.code()), Some(kind));
    }
    let accounts = Account::ALL.map(Account::code).join(" ");
    assert_eq!(
        accounts,
        "line_granted line_available held line_used principal_not_due principal_due fee_due late_fee_due plan_due cash \
         merchant_payable operator_payable advance refunds_owed fee_income late_fee_income waivers write_offs"
    );
    let kinds = EntryKind::ALL.map(EntryKind::code).join(" ");
    assert_eq!(
        kinds,
        "line_granted line_reduced reserved released captured billed repaid late_fee waived written_off settled_early \
         returned cancelled refunded"
    );
    assert_eq!((Account::of_code("petty_cash"), EntryKind::of_code("")), (None, None));
}

#[test]
fn an_entry_read_back_is_held_to_the_same_rules() {
    let transfer = |debit, credit, minor| Transfer { debit, credit, amount: fen(minor) };
    let cash = transfer(Account::Cash, Account::PrincipalDue, 5);
    assert!(Entry::restore(EntryKind::Repaid, vec![cash]).is_ok());
    for (kind, transfers, error) in [
        (EntryKind::Repaid, vec![], LedgerError::Nothing),
        (EntryKind::Repaid, vec![transfer(Account::Cash, Account::PrincipalDue, 0)], LedgerError::NotAllowed),
        (EntryKind::Repaid, vec![cash, transfer(Account::Cash, Account::Cash, 1)], LedgerError::NotAllowed),
        (EntryKind::Billed, vec![cash], LedgerError::NotAllowed),
        (
            EntryKind::SettledEarly,
            vec![transfer(Account::MerchantPayable, Account::FeeDue, 1)],
            LedgerError::NotAllowed,
        ),
    ] {
        assert_eq!(Entry::restore(kind, transfers), Err(error), "{kind:?}");
    }
    for kind in EntryKind::ALL {
        assert!(Account::ALL.iter().all(|account| !kind.allows(*account, *account)), "{kind:?}");
        assert!(
            Account::ALL.iter().all(|account| !kind.allows(Account::FeeIncome, *account))
                || kind == EntryKind::Cancelled
        );
    }
}

#[test]
fn verification_says_which_entry_breaks_which_rule() {
    let one = |kind, debit, credit, minor| {
        Entry::restore(kind, vec![Transfer { debit, credit, amount: fen(minor) }]).expect("an entry")
    };
    let hold = one(EntryKind::Reserved, Account::Held, Account::LineAvailable, 100);
    let paid = one(EntryKind::Repaid, Account::Cash, Account::PrincipalDue, 10);
    let lent = one(EntryKind::Captured, Account::PrincipalNotDue, Account::MerchantPayable, 100);
    let used = one(EntryKind::Captured, Account::LineUsed, Account::Held, 40);
    let find = |at, violation| Err(Finding { at, violation });
    assert_eq!(verify_agreement(&[hold.clone(), hold.clone()]), find(1, Violation::SecondHold));
    assert_eq!(verify_agreement(&[paid]), find(0, Violation::BelowZero(Account::PrincipalDue)));
    assert_eq!(verify_agreement(std::slice::from_ref(&lent)), find(0, Violation::LineAndPrincipal));
    assert_eq!(verify_agreement(&[hold.clone(), used.clone()]), find(1, Violation::HeldAfterCapture));
    let mut book = Book::captured();
    book.agreement.push(lent);
    assert_eq!(verify_agreement(&book.agreement), find(2, Violation::SecondCapture));
    assert_eq!(verify_shopper(&[hold]), find(0, Violation::BelowZero(Account::LineAvailable)));
}

#[test]
fn a_balance_that_is_too_large_changes_nothing() {
    let mut balances = Balances::default();
    let most = events::grant_line(Amount::MAX).expect("a line");
    balances.apply(&most).expect("it fits");
    let before = balances.clone();
    assert!(matches!(balances.apply(&most), Err(LedgerError::Amount(_))));
    assert_eq!((balances.trial(), balances), (0, before));
}
