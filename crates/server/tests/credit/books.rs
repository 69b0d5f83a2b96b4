//! Books that were changed behind the program's back are found out.

use super::ENGINE;
use crate::shop::Shop;
use fairday_server::credit::running::ShopAct;
use fairday_server::credit::verify::check_totals;

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
        ("UPDATE credit_agreement SET digest = sheet", "agreement 1"),
        ("UPDATE credit_agreement SET loan = REPLACE(loan, '\"rate_bp\":0', '\"rate_bp\":1')", "agreement 1"),
        ("UPDATE credit_audit SET detail = '2' WHERE act = 'waive'", "audit log"),
        ("DELETE FROM credit_audit WHERE act = 'capture'", "audit log"),
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
        let again = move |transaction: &mut fairday_server::database::Transaction<'_>| {
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
