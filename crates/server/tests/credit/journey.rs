//! From a handset's page to the last payment.

use super::ENGINE;
use crate::shop::{BILL, LENT, Shop, amount, date, new_id, request};
use fairday_contract::OrderStatus;
use fairday_credit::agreement::State;
use fairday_credit::ledger::Account;
use fairday_credit::sheet::Sheet;
use fairday_server::credit::CreditError;
use fairday_server::credit::running::ShopperAct;
use fairday_server::credit::sign::Signed;

#[tokio::test]
async fn an_order_with_a_handset_and_plan_is_signed_reserved_handed_over_billed_repaid_and_settled_early() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;

    let (id, offered) = shop.offer(account, 0).await;
    let sheet = Sheet::read(&offered.sheet).unwrap();
    assert_eq!((sheet.pairing.deposit, sheet.pairing.financed), (amount(0), amount(LENT)));
    assert_eq!(shop.line(account).await.granted, amount(0), "an offer holds nothing");

    let signed = shop.sign(shop.signing(account, &id, &offered).await).await.unwrap();
    let Signed { state, order_number, is_replay } = signed;
    assert_eq!((state, is_replay), (State::Reserved, false));
    let line = shop.line(account).await;
    assert_eq!((line.granted, line.used()), (amount(200_000), amount(LENT)));
    let consent = "SELECT COUNT(*) FROM credit_agreement WHERE signed_ms IS NOT NULL AND session_id = 'session-1' \
                   AND text_version = '1-zh-CN' AND text_digest IS NOT NULL AND order_number IS NOT NULL";
    assert_eq!(shop.count(consent).await, 1);

    shop.go_to("2026-11-24");
    shop.order_is(order_number, OrderStatus::Sent).await.unwrap();
    assert_eq!(shop.state(account, &id).await, State::Reserved, "nothing is lent on the way");
    shop.order_is(order_number, OrderStatus::Received).await.unwrap();
    assert_eq!(shop.state(account, &id).await, State::Active);
    assert_eq!(shop.bill().await, 0, "nothing is due yet");

    shop.go_to("2026-12-05");
    assert_eq!(shop.bill().await, 1);
    let standing = shop.credit.standing(account, id.clone()).await.unwrap();
    assert_eq!(standing.balances.owed_now(), Ok(amount(BILL)));

    let paid = shop.repay(account, &id, BILL).await;
    assert_eq!((paid.state, paid.balances.owed_now()), (State::Active, Ok(amount(0))));
    assert_eq!(shop.line(account).await.used(), amount(LENT - LENT / 12), "what is paid back is free again");

    shop.go_to("2026-12-20");
    let cash = shop.credit.to_settle(account, id.clone(), false).await.unwrap();
    assert_eq!(cash, amount(LENT - LENT / 12), "what is left of the phone, and nothing more");
    let act = ShopperAct::SettleEarly { cash, leaves_plan: false, request: request(&new_id(), 1) };
    let settled = shop.credit.by_shopper(account, id.clone(), act).await.unwrap();
    assert_eq!(settled.state, State::SettledEarly);
    assert_eq!(settled.balances.get(Account::LineUsed), 0);
    let line = shop.line(account).await;
    assert_eq!(line.available, line.granted);

    shop.go_to("2027-01-05");
    assert_eq!(shop.bill().await, 0, "what has ended is not billed");
    shop.assert_sound().await;
}

#[tokio::test]
async fn a_loan_that_is_paid_each_month_settles_by_itself() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    let mut due = date("2026-12-05");
    for month in 1..=12 {
        shop.go_to(&due.to_string());
        assert_eq!(shop.bill().await, 1, "month {month}");
        let owed = shop.credit.standing(account, id.clone()).await.unwrap().balances.owed_now().unwrap();
        let paid = shop.repay(account, &id, owed.minor()).await;
        assert_eq!(paid.state, if month == 12 { State::Settled } else { State::Active }, "month {month}");
        due = due.plus_months(1).unwrap();
    }
    assert_eq!(shop.line(account).await.used(), amount(0));
    shop.assert_sound().await;
}

#[tokio::test]
async fn a_payment_that_is_sent_again_counts_once_and_another_one_with_its_id_is_refused() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    shop.go_to("2026-12-06");
    let name = new_id();
    let pay = |minor| ShopperAct::Repay(amount(minor), request(&name, minor));
    // No run was needed: what is due is billed before a payment.
    let first = shop.credit.by_shopper(account, id.clone(), pay(5_000)).await.unwrap();
    let again = shop.credit.by_shopper(account, id.clone(), pay(5_000)).await.unwrap();
    assert_eq!((first.is_replay, again.is_replay), (false, true));
    assert_eq!(again.balances, first.balances);
    assert_eq!(again.balances.get(Account::Cash), 5_000);
    let other = shop.credit.by_shopper(account, id.clone(), pay(6_000)).await;
    assert!(matches!(other, Err(CreditError::IdUsed)), "{other:?}");
    let too_much = shop.credit.by_shopper(account, id, ShopperAct::Repay(amount(10_000_000), request(&new_id(), 0)));
    assert!(matches!(too_much.await, Err(CreditError::Ledger(_))));
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_entry WHERE kind = 'repaid'").await, 1);
    shop.assert_sound().await;
}

#[tokio::test]
async fn ten_copies_of_a_payment_at_once_count_once() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    shop.go_to("2026-12-06");
    let name = new_id();
    let copies: Vec<_> = (0..10)
        .map(|_| {
            let (credit, id, request) = (shop.credit.clone(), id.clone(), request(&name, 5_000));
            tokio::spawn(async move {
                credit.by_shopper(account, id, ShopperAct::Repay(amount(5_000), request)).await
            })
        })
        .collect();
    let mut firsts = 0;
    for copy in copies {
        let outcome = copy.await.unwrap().unwrap();
        firsts += u32::from(!outcome.is_replay);
        assert_eq!(outcome.balances.get(Account::Cash), 5_000);
    }
    assert_eq!(firsts, 1);
    shop.assert_sound().await;
}
