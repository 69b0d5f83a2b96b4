//! Ordinary goods on the free line, due with the next month's bill.

use super::ENGINE;
use crate::shop::{LENT, Shop, amount, new_id, place_order, request};
use fairday_contract::{AgreementId, Currency, OrderId, OrderStatus, VariantId};
use fairday_credit::Amount;
use fairday_credit::agreement::State;
use fairday_credit::assess::Reason;
use fairday_credit::ledger::Account;
use fairday_server::accounts::AccountId;
use fairday_server::credit::goods::Purchase;
use fairday_server::credit::orders::{Followed, follow, to_refund};
use fairday_server::credit::running::{ShopAct, ShopperAct};
use fairday_server::credit::CreditError;
use fairday_server::credit::texts;
use fairday_server::database::{DatabaseError, Transaction};
use fairday_server::orders::advance::By;

const TOTAL: i64 = 12_345;
/// What the line of 2,000.00 has left beside a handset.
const FREE: i64 = 200_000 - LENT;

/// An order of this amount and its hold, in one transaction: its id, which is the agreement's too, and its number.
async fn buy(shop: &Shop, account: AccountId, total: i64) -> Result<(AgreementId, i64), CreditError> {
    let named = (VariantId(3), "五常大米 5 kg +2");
    let purchase = Purchase::new(&shop.credit.config, named, (total, Currency::CNY), shop.credit.now_ms)?;
    let id = new_id();
    let order: OrderId = id.parse().unwrap();
    let job = move |transaction: &mut Transaction<'_>| {
        transaction.lock(&account.lock())?;
        let number = place_order(transaction, account, order.as_str(), total)?;
        purchase.hold(transaction, account, (&order, number, &[0; 32]))?;
        Ok::<_, CreditError>(number)
    };
    Ok((id.parse().unwrap(), shop.credit.database.write(job).await?))
}

/// A shop, and a shopper with a handset on credit, and so with a line.
async fn with_a_line() -> Option<(Shop, AccountId)> {
    let shop = Shop::open(ENGINE).await?;
    let account = shop.shopper(12).await;
    shop.lent(account, 0).await;
    Some((shop, account))
}

async fn free(shop: &Shop, account: AccountId) -> Result<i64, Reason> {
    shop.free(account).await.map(Amount::minor)
}

async fn owed_back(shop: &Shop, account: AccountId, id: &AgreementId) -> i64 {
    shop.credit.standing(account, id.clone()).await.unwrap().balances.get(Account::RefundsOwed)
}

async fn returned(shop: &Shop, order: i64) -> Followed {
    let now_ms = shop.credit.now_ms;
    let job = move |transaction: &mut Transaction<'_>| follow(transaction, order, (OrderStatus::Returned, By::Shop), now_ms);
    shop.credit.database.write(job).await.unwrap()
}

#[tokio::test]
async fn what_is_held_at_the_order_and_lent_at_the_hand_over_is_due_with_next_months_bill_in_one() {
    let Some((mut shop, account)) = with_a_line().await else { return };
    let (id, order) = buy(&shop, account, TOTAL).await.unwrap();
    assert_eq!(shop.state(account, &id).await, State::Reserved);
    assert_eq!(free(&shop, account).await, Ok(FREE - TOTAL));
    shop.order_is(order, OrderStatus::Received).await.unwrap();
    shop.go_to("2026-12-05");
    shop.bill().await;
    let standing = shop.credit.standing(account, id.clone()).await.unwrap();
    assert_eq!(standing.balances.owed_now(), Ok(amount(TOTAL)), "all of it, and no fee");
    let paid = shop.repay(account, &id, TOTAL).await;
    assert_eq!(paid.state, State::Settled);
    assert_eq!(free(&shop, account).await, Ok(FREE));
    shop.assert_sound().await;
}

#[tokio::test]
async fn the_line_is_never_exceeded_and_the_refusal_names_what_is_free() {
    let Some((shop, account)) = with_a_line().await else { return };
    let refused = buy(&shop, account, FREE + 1).await;
    let Err(CreditError::Declined(Reason::AskedTooMuch { free })) = refused else { panic!("{refused:?}") };
    assert_eq!(free, amount(FREE));
    assert_eq!(shop.count("SELECT COUNT(*) FROM orders").await, 1, "nothing was placed");
    buy(&shop, account, FREE).await.unwrap();
    let refused = buy(&shop, account, 1).await;
    assert!(matches!(refused, Err(CreditError::Declined(Reason::LineUsedUp))), "{refused:?}");
    shop.assert_sound().await;
}

#[tokio::test]
async fn of_many_orders_at_once_only_as_many_are_placed_as_the_line_allows() {
    let Some((shop, account)) = with_a_line().await else { return };
    let each = FREE / 3;
    let orders: Vec<_> = (0..8)
        .map(|_| {
            let shop = shop.clone();
            tokio::spawn(async move { buy(&shop, account, each).await })
        })
        .collect();
    let mut placed = 0;
    for order in orders {
        match order.await.unwrap() {
            Ok(_) => placed += 1,
            Err(CreditError::Declined(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(placed, 3);
    let holds = "SELECT COUNT(*) FROM credit_agreement WHERE kind = 'goods'";
    assert_eq!((shop.count(holds).await, shop.count("SELECT COUNT(*) FROM orders").await), (3, 4));
    shop.assert_sound().await;
}

#[tokio::test]
async fn nobody_buys_on_credit_without_a_line_or_while_a_bill_is_late() {
    let Some((mut shop, account)) = with_a_line().await else { return };
    let newcomer = shop.shopper(12).await;
    assert_eq!(free(&shop, newcomer).await, Err(Reason::NotKnownEnough));
    assert!(matches!(buy(&shop, newcomer, 1).await, Err(CreditError::Declined(Reason::NotKnownEnough))));
    shop.go_to("2026-12-12");
    shop.bill().await;
    assert_eq!(free(&shop, account).await, Err(Reason::Overdue));
    assert!(matches!(buy(&shop, account, 1).await, Err(CreditError::Declined(Reason::Overdue))));
}

#[tokio::test]
async fn an_order_that_is_cancelled_frees_the_line() {
    let Some((shop, account)) = with_a_line().await else { return };
    let (id, order) = buy(&shop, account, TOTAL).await.unwrap();
    shop.order_is(order, OrderStatus::Cancelled).await.unwrap();
    assert_eq!(shop.state(account, &id).await, State::Lapsed);
    assert_eq!(free(&shop, account).await, Ok(FREE));
    shop.assert_sound().await;
}

#[tokio::test]
async fn an_order_that_comes_back_is_owed_no_more_and_what_was_paid_is_owed_to_the_shopper() {
    let Some((mut shop, account)) = with_a_line().await else { return };
    for (paid, day) in [(0, "2026-11-22"), (2_000, "2026-11-23"), (TOTAL, "2026-11-24")] {
        let (id, order) = buy(&shop, account, TOTAL).await.unwrap();
        shop.order_is(order, OrderStatus::Received).await.unwrap();
        shop.go_to(day);
        if paid > 0 {
            shop.repay(account, &id, paid).await;
        }
        assert_eq!(returned(&shop, order).await, Followed::Done);
        assert_eq!(shop.state(account, &id).await, State::Returned);
        assert_eq!(owed_back(&shop, account, &id).await, paid);
        assert_eq!(free(&shop, account).await, Ok(FREE));
        shop.assert_sound().await;
    }
}

#[tokio::test]
async fn late_fees_of_an_order_that_comes_back_are_given_up() {
    let Some((mut shop, account)) = with_a_line().await else { return };
    let (id, order) = buy(&shop, account, TOTAL).await.unwrap();
    shop.order_is(order, OrderStatus::Received).await.unwrap();
    shop.go_to("2026-12-30");
    shop.bill().await;
    assert_eq!(shop.state(account, &id).await, State::Late);
    shop.repay(account, &id, 5_000).await;
    assert_eq!(returned(&shop, order).await, Followed::Done);
    assert_eq!(shop.state(account, &id).await, State::Returned);
    assert_eq!(shop.line(account).await.used(), amount(LENT));
    shop.assert_sound().await;
}

#[tokio::test]
async fn an_order_that_was_settled_before_it_comes_back_is_refunded_as_an_order() {
    let Some((mut shop, account)) = with_a_line().await else { return };
    let (id, order) = buy(&shop, account, TOTAL).await.unwrap();
    shop.order_is(order, OrderStatus::Received).await.unwrap();
    shop.go_to("2026-12-05");
    shop.repay(account, &id, TOTAL).await;
    assert_eq!(shop.state(account, &id).await, State::Settled);
    assert_eq!(returned(&shop, order).await, Followed::RefundDue);
    let look = move |transaction: &mut Transaction<'_>| to_refund(transaction, order);
    assert_eq!(shop.credit.database.read(look).await.unwrap(), Some(amount(TOTAL)));
    shop.assert_sound().await;
}

#[tokio::test]
async fn the_text_under_which_goods_were_bought_is_kept_as_one_that_was_signed() {
    let Some((shop, account)) = with_a_line().await else { return };
    shop.change("DELETE FROM credit_text").await;
    buy(&shop, account, TOTAL).await.unwrap();
    let digest = shop.credit.config.text_digest();
    let look = move |transaction: &mut Transaction<'_>| texts::find(transaction, &digest);
    let kept = shop.credit.database.read::<_, DatabaseError>(look).await.unwrap();
    assert_eq!(kept.map(|kept| kept.text), Some(shop.credit.config.text.clone()));
}

#[tokio::test]
async fn an_order_whose_loan_was_ended_early_is_refunded_as_an_order_too() {
    let Some((mut shop, account)) = with_a_line().await else { return };
    let (id, order) = buy(&shop, account, TOTAL).await.unwrap();
    shop.order_is(order, OrderStatus::Received).await.unwrap();
    shop.go_to("2026-11-25");
    let settle = ShopperAct::SettleEarly { cash: amount(TOTAL), leaves_plan: false, request: request(&new_id(), 1) };
    shop.credit.by_shopper(account, id, settle).await.unwrap();
    assert_eq!(returned(&shop, order).await, Followed::RefundDue, "the shop has the money and the goods");
    shop.assert_sound().await;
}

#[tokio::test]
async fn the_loan_of_an_order_ends_with_its_order_and_not_by_itself() {
    let Some((shop, account)) = with_a_line().await else { return };
    let (id, order) = buy(&shop, account, TOTAL).await.unwrap();
    shop.order_is(order, OrderStatus::Received).await.unwrap();
    let withdrawn = shop.credit.by_shopper(account, id.clone(), ShopperAct::Cancel).await;
    assert!(matches!(withdrawn, Err(CreditError::Order(_))), "{withdrawn:?}");
    let given_back = shop.shop_does(&id, ShopAct::GiveBack(amount(0))).await;
    assert!(matches!(given_back, Err(CreditError::Order(_))), "{given_back:?}");
    let cash = shop.credit.to_settle(account, id.clone(), false).await.unwrap();
    assert_eq!(cash, amount(TOTAL));
    let settle = ShopperAct::SettleEarly { cash, leaves_plan: false, request: request(&new_id(), 1) };
    assert_eq!(shop.credit.by_shopper(account, id, settle).await.unwrap().state, State::SettledEarly);
    shop.assert_sound().await;
}

#[tokio::test]
async fn orders_on_the_line_do_not_count_as_agreements_that_keep_another_handset_away() {
    let Some((shop, account)) = with_a_line().await else { return };
    for _ in 0..3 {
        buy(&shop, account, 100).await.unwrap();
    }
    shop.credit.offer(account, Shop::wish(0)).await.expect("three agreements may run, and one does");
}
