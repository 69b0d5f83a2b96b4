//! How an agreement can end before its last instalment.

use super::ENGINE;
use crate::shop::{BILL, LENT, Shop, amount, new_id, request};
use fairday_contract::OrderStatus;
use fairday_credit::agreement::{Refused, State};
use fairday_credit::ledger::Account;
use fairday_server::accounts::deletion;
use fairday_server::credit::CreditError;
use fairday_server::credit::running::{ShopAct, ShopperAct};
use fairday_server::credit::standing::LISTED_MAX;
use fairday_server::database::{DatabaseError, Transaction};

#[tokio::test]
async fn an_order_that_is_cancelled_frees_what_was_held_for_it() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let (id, order) = shop.signed(account, 0).await;
    for _ in 0..2 {
        shop.order_is(order, OrderStatus::Cancelled).await.unwrap();
    }
    assert_eq!(shop.state(account, &id).await, State::Lapsed);
    let line = shop.line(account).await;
    assert_eq!((line.granted, line.used()), (amount(200_000), amount(0)));
    let received = shop.order_is(order, OrderStatus::Received).await;
    assert!(matches!(received, Err(CreditError::Refused(_))), "nothing is lent any more: {received:?}");
    shop.assert_sound().await;
}

#[tokio::test]
async fn before_the_hand_over_it_is_the_order_that_is_cancelled() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let (id, _) = shop.signed(account, 0).await;
    let refused = shop.credit.by_shopper(account, id.clone(), ShopperAct::Cancel).await;
    assert!(matches!(refused, Err(CreditError::Order(_))), "no order is left without its agreement: {refused:?}");
    assert_eq!(shop.state(account, &id).await, State::Reserved);
}

#[tokio::test]
async fn an_order_is_handed_over_once() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let (_, order) = shop.signed(account, 0).await;
    shop.order_is(order, OrderStatus::Received).await.unwrap();
    let again = shop.order_is(order, OrderStatus::Received).await;
    assert!(matches!(again, Err(CreditError::Refused(Refused::NotInThisState))), "{again:?}");
    assert_eq!(shop.line(account).await.used(), amount(LENT));
    shop.assert_sound().await;
}

#[tokio::test]
async fn within_the_cooling_off_period_the_shopper_can_withdraw_and_gets_back_what_was_paid() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    shop.go_to("2026-11-28");
    shop.repay(account, &id, 1_000).await;
    let cancelled = shop.credit.by_shopper(account, id.clone(), ShopperAct::Cancel).await.unwrap();
    assert_eq!(cancelled.state, State::CoolingOffCancelled);
    assert_eq!(cancelled.balances.get(Account::RefundsOwed), 1_000);
    let again = shop.credit.by_shopper(account, id.clone(), ShopperAct::Cancel).await.unwrap();
    assert!(again.is_replay && again.balances == cancelled.balances);
    assert_eq!(shop.line(account).await.used(), amount(0));
    assert!(!delete(&shop, account).await, "somebody has to get it");
    let (name, act) = (new_id(), ShopAct::Refund(amount(400)));
    let refund = |act: &ShopAct| shop.credit.by_shop("li".to_owned(), id.clone(), act.clone(), name.clone());
    let first = refund(&act).await.unwrap();
    let again = refund(&act).await.unwrap();
    assert_eq!((first.is_replay, again.is_replay), (false, true));
    assert_eq!((first.balances.get(Account::RefundsOwed), &again.balances), (600, &first.balances));
    let other = refund(&ShopAct::Refund(amount(600))).await;
    assert!(matches!(other, Err(CreditError::IdUsed)), "{other:?}");
    let refunded = shop.shop_does(&id, ShopAct::Refund(amount(600))).await.unwrap();
    assert_eq!(refunded.balances.get(Account::RefundsOwed), 0);
    let too_much = shop.shop_does(&id, ShopAct::Refund(amount(1))).await;
    assert!(too_much.is_err(), "{too_much:?}");
    shop.assert_sound().await;
}

#[tokio::test]
async fn after_the_cooling_off_period_it_is_too_late_to_withdraw() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    shop.go_to("2026-11-29");
    let late = shop.credit.by_shopper(account, id.clone(), ShopperAct::Cancel).await;
    assert!(matches!(late, Err(CreditError::Refused(Refused::Guard(_)))), "{late:?}");
    assert_eq!(shop.state(account, &id).await, State::Active);
}

#[tokio::test]
async fn a_clock_that_goes_back_gives_no_time_back() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    shop.go_to("2026-12-05");
    assert_eq!(shop.bill().await, 1);
    shop.go_to("2026-11-22");
    let late = shop.credit.by_shopper(account, id, ShopperAct::Cancel).await;
    assert!(matches!(late, Err(CreditError::Refused(Refused::Guard(_)))), "{late:?}");
    shop.assert_sound().await;
}

#[tokio::test]
async fn settling_early_takes_exactly_what_is_said_and_leaving_the_plan_costs_its_fee() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    shop.go_to("2026-12-08");
    let phone = shop.credit.to_settle(account, id.clone(), false).await.unwrap();
    assert_eq!(phone, amount(LENT + 2_900), "the first bill, which is due, and the rest of the phone");
    let both = shop.credit.to_settle(account, id.clone(), true).await.unwrap();
    assert_eq!(both.less(phone), amount(11 * 2_900 * 3 / 10));
    let settle = |cash| ShopperAct::SettleEarly { cash, leaves_plan: true, request: request(&new_id(), 1) };
    let short = shop.credit.by_shopper(account, id.clone(), settle(phone)).await;
    assert!(matches!(short, Err(CreditError::Ledger(_))), "{short:?}");
    let settled = shop.credit.by_shopper(account, id, settle(both)).await.unwrap();
    assert_eq!(settled.state, State::SettledEarly);
    shop.assert_sound().await;
}

#[tokio::test]
async fn a_phone_that_comes_back_pays_its_part() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    shop.go_to("2026-12-05");
    shop.bill().await;
    shop.repay(account, &id, BILL).await;
    let left = LENT - LENT / 12;
    let (phone, exit) = (left / 2, 11 * 2_900 * 3 / 10);
    let returned = shop.shop_does(&id, ShopAct::GiveBack(amount(left - phone + exit))).await.unwrap();
    assert_eq!(returned.state, State::Returned);
    assert_eq!(shop.line(account).await.used(), amount(0));
    shop.assert_sound().await;
}

#[tokio::test]
async fn what_is_long_overdue_can_be_written_off_and_a_part_waived_by_name() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    shop.go_to("2026-12-20");
    shop.bill().await;
    let early = shop.shop_does(&id, ShopAct::WriteOff).await;
    assert!(matches!(early, Err(CreditError::NotLongOverdue(15))), "it says how long: {early:?}");
    let before = shop.credit.standing(account, id.clone()).await.unwrap().balances;
    let late_fee = before.amount(Account::LateFeeDue);
    assert!(!late_fee.is_zero());
    let waived = shop.shop_does(&id, ShopAct::Waive(late_fee)).await.unwrap();
    assert_eq!(waived.balances.get(Account::LateFeeDue), 0);
    shop.go_to("2027-03-10");
    let written_off = shop.shop_does(&id, ShopAct::WriteOff).await.unwrap();
    assert_eq!(written_off.state, State::WrittenOff);
    assert_eq!(shop.line(account).await.used(), amount(0));
    let log = "SELECT COUNT(*) FROM credit_audit WHERE operator = 'li' AND act IN ('waive', 'write_off')";
    assert_eq!(shop.count(log).await, 2, "what was refused is no act");
    shop.assert_sound().await;
}

#[tokio::test]
async fn an_account_with_a_loan_is_not_deleted_and_afterwards_nothing_says_who_it_was() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    shop.tamper("UPDATE orders SET status = 'received'").await;
    assert!(!delete(&shop, account).await);
    shop.go_to("2026-11-25");
    let cash = shop.credit.to_settle(account, id.clone(), false).await.unwrap();
    let settle = ShopperAct::SettleEarly { cash, leaves_plan: false, request: request(&new_id(), 1) };
    shop.credit.by_shopper(account, id, settle).await.unwrap();
    assert!(delete(&shop, account).await);
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_person").await, 0);
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_agreement").await, 1, "the books are kept");
    shop.assert_sound().await;
}

async fn delete(shop: &Shop, account: fairday_server::accounts::AccountId) -> bool {
    let now_ms = shop.credit.now_ms;
    let job = move |transaction: &mut Transaction<'_>| deletion::delete(transaction, account, now_ms);
    shop.credit.database.write::<_, DatabaseError>(job).await.unwrap()
}

#[tokio::test]
async fn a_loan_that_runs_is_listed_whatever_came_after_it() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    let ended = move |transaction: &mut Transaction<'_>| {
        for number in 0..LISTED_MAX {
            let id = format!("{number:032x}");
            let row = transaction.query_one(
                "INSERT INTO credit_agreement (id, account_id, kind, body_hash, state, sequence, state_ms, offered_ms, \
                 offered_day, utc_offset, digest, decision, line) SELECT $1, account_id, kind, body_hash, 'settled', \
                 sequence, state_ms, offered_ms, offered_day, utc_offset, digest, decision, line \
                 FROM credit_agreement WHERE state = 'active' RETURNING number",
                &[&id],
            )?;
            transaction.execute(
                "INSERT INTO credit_sheet (agreement, wanted, sheet) SELECT $1, wanted, sheet FROM credit_sheet \
                 WHERE agreement = (SELECT number FROM credit_agreement WHERE state = 'active')",
                &[&row.get::<i64>(0)?],
            )?;
        }
        Ok(())
    };
    shop.credit.database.write::<_, DatabaseError>(ended).await.unwrap();
    let listed = shop.credit.agreements(account).await.unwrap().items;
    assert_eq!(listed.len(), usize::try_from(LISTED_MAX).unwrap());
    assert!(listed.is_sorted_by_key(|one| std::cmp::Reverse(one.number)), "the newest first");
    assert_eq!(listed.last().map(|one| &one.id), Some(&id));
}
