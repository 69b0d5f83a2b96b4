use super::Book;
use crate::fen;
use fairday_credit::Amount;
use fairday_credit::ledger::{
    Account, Balances, Entry, EntryKind, Finding, LedgerError, Transfer, Violation, events, verify_agreement,
    verify_shopper,
};

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
        "line_granted line_reduced reserved released captured billed repaid late_fee late_fee_reversed waived written_off \
         settled_early returned cancelled refunded"
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
