//! Books that were changed behind the program's back are found out.

use super::ENGINE;
use crate::shop::Shop;
use fairday_server::credit::running::ShopAct;
use fairday_server::credit::audit::{self, Note};
use fairday_server::credit::verify::{check_totals, verify};
use fairday_server::database::Transaction;

async fn shop_with_a_loan() -> Option<Shop> {
    let mut shop = Shop::open(ENGINE).await?;
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    shop.go_to("2026-12-20");
    shop.bill().await;
    shop.repay(account, &id, 5_000).await;
    shop.shop_does(&id, ShopAct::Waive(crate::shop::amount(1))).await.unwrap();
    shop.assert_sound().await;
    assert_eq!(check_totals(&shop.credit.database).await, Ok(None));
    Some(shop)
}

#[tokio::test]
async fn whatever_is_changed_in_the_books_is_found() {
    for (change, place) in [
        ("UPDATE credit_transfer SET amount = amount + 1 WHERE debit = 'cash'", "account"),
        ("UPDATE credit_transfer SET debit = 'cash' WHERE debit = 'principal_not_due'", "agreement 1"),
        ("UPDATE credit_entry SET kind = 'repaid' WHERE kind = 'captured'", "agreement 1"),
        ("UPDATE credit_line SET available = available - 1", "account"),
        ("UPDATE credit_agreement SET state = 'settled', check_day = NULL", "agreement 1"),
        ("UPDATE credit_agreement SET digest = body_hash", "agreement 1"),
        ("UPDATE credit_agreement SET loan = REPLACE(loan, '\"rate_bp\":0', '\"rate_bp\":1')", "agreement 1"),
        ("UPDATE credit_audit SET detail = '2' WHERE act = 'waive'", "audit log"),
        ("DELETE FROM credit_audit WHERE act = 'capture'", "audit log"),
        ("DELETE FROM credit_audit WHERE act = 'waive'", "audit log"),
        ("DELETE FROM credit_audit", "audit log"),
        ("UPDATE credit_agreement SET check_day = check_day + 1", "agreement 1"),
        ("UPDATE credit_agreement SET standing = REPLACE(standing, '\"billed\":1', '\"billed\":0')", "agreement 1"),
    ] {
        let Some(shop) = shop_with_a_loan().await else { return };
        shop.tamper(change).await;
        let found = shop.verified().await.findings;
        assert!(found.iter().any(|one| one.starts_with(place)), "{change}: {found:?}");
    }
}

#[tokio::test]
async fn a_server_notices_at_its_start_that_the_lines_are_not_what_the_ledger_says() {
    let Some(shop) = shop_with_a_loan().await else { return };
    shop.tamper("UPDATE credit_line SET available = available - 1").await;
    assert!(check_totals(&shop.credit.database).await.unwrap().is_some());
}

#[tokio::test]
async fn the_tables_themselves_forbid_a_second_hold_a_second_capture_and_a_second_bill() {
    let Some(shop) = shop_with_a_loan().await else { return };
    for kind in ["reserved", "captured", "billed"] {
        let again = move |transaction: &mut Transaction<'_>| {
            transaction.execute(
                "INSERT INTO credit_entry (account_id, agreement, sequence, kind, instalment, counts_from, at_ms) \
                 SELECT account_id, agreement, 1000, kind, instalment, counts_from, at_ms FROM credit_entry \
                 WHERE kind = $1",
                &[&kind],
            )
        };
        let error = shop.credit.database.write::<_, fairday_server::database::DatabaseError>(again).await.unwrap_err();
        assert!(error.is_unique_violation(), "{kind}: {error:?}");
    }
}

#[tokio::test]
async fn a_log_that_was_made_anew_is_found_out_by_whoever_has_noted_its_head() {
    let Some(shop) = shop_with_a_loan().await else { return };
    let noted = shop.verified().await.audit;
    assert_eq!(noted.acts, 2);
    let account = shop.shopper(12).await;
    shop.lent(account, 1).await;
    let later = verify(&shop.credit.database, Some(noted)).await.unwrap();
    assert_eq!((later.findings, later.audit.acts), (vec![], 3), "what was added since does no harm");

    // Whoever can write rows can make a chain that holds by itself: of other acts, with the right head.
    shop.tamper("DELETE FROM credit_audit").await;
    shop.tamper("DELETE FROM audit_head").await;
    let forge = |transaction: &mut Transaction<'_>| {
        let note = Note { operator: "li", act: "waive", agreement: 1, detail: "9", request: None };
        (0..3).try_for_each(|at_ms| audit::append(transaction, &note, at_ms))
    };
    shop.credit.database.write(forge).await.unwrap();
    assert_eq!(shop.verified().await.findings, Vec::<String>::new(), "nothing in the database says so");
    let found = verify(&shop.credit.database, Some(noted)).await.unwrap().findings;
    assert!(found.iter().any(|one| one.starts_with("audit log")), "{found:?}");
}
