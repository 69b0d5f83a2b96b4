//! What keeps phones, orders and money together when somebody would take one and leave the other.

use super::ENGINE;
use crate::shop::{BILL, LENT, SHOP, Shop, amount, new_id, request};
use fairday_contract::{AgreementId, OrderStatus};
use fairday_credit::Amount;
use fairday_credit::agreement::State;
use fairday_credit::assess::Reason;
use fairday_server::accounts::{AccountId, deletion};
use fairday_server::credit::guarantor::ByRules;
use fairday_server::credit::orders::{Followed, follow, to_refund};
use fairday_server::credit::running::{ShopAct, ShopperAct};
use fairday_server::credit::CreditError;
use fairday_server::database::{DatabaseError, Transaction};
use fairday_server::orders::advance::By;
use fairday_server::shop_config::ShopConfig;
use std::sync::Arc;

/// A shop, a shopper, and the agreement and order of a phone that was handed over.
async fn with_a_phone() -> Option<(Shop, AccountId, AgreementId, i64)> {
    let shop = Shop::open(ENGINE).await?;
    let account = shop.shopper(12).await;
    let (id, order) = shop.signed(account, 0).await;
    shop.order_is(order, OrderStatus::Received).await.unwrap();
    Some((shop, account, id, order))
}

async fn order_becomes(shop: &Shop, order: i64, status: OrderStatus) -> Result<Followed, CreditError> {
    let now_ms = shop.credit.now_ms;
    let job = move |transaction: &mut Transaction<'_>| follow(transaction, order, (status, By::Shop), now_ms);
    shop.credit.database.write(job).await
}

#[tokio::test]
async fn a_phone_is_not_taken_back_with_its_order_while_its_loan_runs() {
    let Some((mut shop, _, id, order)) = with_a_phone().await else { return };
    shop.go_to("2026-11-25");
    let returned = order_becomes(&shop, order, OrderStatus::Returned).await;
    assert!(matches!(returned, Err(CreditError::Refused(_))), "it would be billed on: {returned:?}");
    let beside_the_phone = LENT - LENT / 2 + 12 * 2_900 * 3 / 10;
    shop.shop_does(&id, ShopAct::GiveBack(amount(beside_the_phone))).await.unwrap();
    assert_eq!(order_becomes(&shop, order, OrderStatus::Returned).await.unwrap(), Followed::Done);
    shop.assert_sound().await;
}

#[tokio::test]
async fn a_phone_that_was_paid_before_it_comes_back_is_refunded_as_an_order() {
    let Some((mut shop, account, id, order)) = with_a_phone().await else { return };
    shop.go_to("2026-11-25");
    let cash = shop.credit.to_settle(account, id.clone(), false).await.unwrap();
    let settle = ShopperAct::SettleEarly { cash, leaves_plan: false, request: request(&new_id(), 1) };
    shop.credit.by_shopper(account, id, settle).await.unwrap();
    assert_eq!(order_becomes(&shop, order, OrderStatus::Returned).await.unwrap(), Followed::RefundDue);
    shop.assert_sound().await;
}

#[tokio::test]
async fn nothing_is_on_its_way_while_somebody_still_looks() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(4).await;
    let (id, offered) = shop.offer(account, 0).await;
    assert!(offered.is_referred);
    let signed = shop.sign(shop.signing(account, &id, &offered).await).await.unwrap();
    order_becomes(&shop, signed.order_number, OrderStatus::Confirmed).await.unwrap();
    for status in [OrderStatus::Packed, OrderStatus::Sent, OrderStatus::Ready, OrderStatus::Received] {
        let moved = order_becomes(&shop, signed.order_number, status).await;
        assert!(matches!(moved, Err(CreditError::Refused(_))), "{status:?}: {moved:?}");
    }
    shop.shop_does(&id, ShopAct::Approve(amount(100_000))).await.unwrap();
    order_becomes(&shop, signed.order_number, OrderStatus::Packed).await.unwrap();
    shop.assert_sound().await;
}

#[tokio::test]
async fn whoever_left_a_loan_to_be_written_off_gets_no_other() {
    let Some((mut shop, account, id, _)) = with_a_phone().await else { return };
    shop.go_to("2027-03-10");
    shop.bill().await;
    shop.shop_does(&id, ShopAct::WriteOff).await.unwrap();
    assert_eq!(shop.state(account, &id).await, State::WrittenOff);
    let offered = shop.credit.offer(account, Shop::wish(0)).await;
    assert!(matches!(offered, Err(CreditError::Declined(Reason::Overdue))), "{offered:?}");
    assert_eq!(shop.free(account).await, Err(Reason::Overdue));
}

#[tokio::test]
async fn what_was_offered_is_not_signed_by_who_has_fallen_behind_since() {
    let Some((mut shop, account, _, _)) = with_a_phone().await else { return };
    shop.go_to("2026-12-04");
    let (id, offered) = shop.offer(account, 0).await;
    let signing = shop.signing(account, &id, &offered).await;
    shop.go_to("2026-12-06");
    let signing = fairday_server::credit::sign::Signing { code: shop.code(account, &id).await, ..signing };
    let signed = shop.sign(signing).await;
    assert!(matches!(signed, Err(CreditError::Declined(Reason::Overdue))), "{signed:?}");
    assert_eq!(shop.state(account, &id).await, State::Offered);
    shop.assert_sound().await;
}

#[tokio::test]
async fn what_was_paid_ahead_is_not_overdue_before_its_bill_is_written() {
    let Some((mut shop, account, id, _)) = with_a_phone().await else { return };
    shop.repay(account, &id, BILL + 100).await;
    shop.go_to("2026-12-06"); // a day after the first bill is due, and no run yet
    shop.credit.offer(account, Shop::wish(0)).await.expect("nothing is overdue");
}

#[tokio::test]
async fn nothing_is_bought_on_credit_by_who_is_overdue_whether_the_bills_were_run_or_not() {
    let Some((mut shop, account, _, _)) = with_a_phone().await else { return };
    shop.free(account).await.expect("there is something left of the line");
    shop.go_to("2026-12-06"); // a day after the first bill is due
    assert_eq!(shop.free(account).await, Err(Reason::Overdue));
}

#[tokio::test]
async fn of_two_offers_that_were_made_together_one_is_signed_where_one_agreement_may_run() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let one_only = ShopConfig::parse(&SHOP.replace("agreements_max = 3", "agreements_max = 1")).unwrap();
    shop.credit.guarantor = Arc::new(ByRules(one_only.credit.unwrap().rules));
    let account = shop.shopper(12).await;
    let (first, second) = (shop.offer(account, 0).await, shop.offer(account, 0).await);
    shop.sign(shop.signing(account, &first.0, &first.1).await).await.unwrap();
    shop.credit.now_ms += 60_000; // a code a minute
    let signed = shop.sign(shop.signing(account, &second.0, &second.1).await).await;
    assert!(matches!(signed, Err(CreditError::Declined(Reason::TooManyAgreements))), "{signed:?}");
    assert_eq!(shop.count("SELECT COUNT(*) FROM orders").await, 1);
    shop.assert_sound().await;
}

#[tokio::test]
async fn what_was_offered_is_not_signed_on_a_line_whose_phone_is_still_on_its_way_back() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let small = ShopConfig::parse(&SHOP.replace("amount = 200000", "amount = 100000")).unwrap();
    shop.credit.guarantor = Arc::new(ByRules(small.credit.unwrap().rules));
    let account = shop.shopper(12).await;
    let (first, second) = (shop.offer(account, 0).await, shop.offer(account, 0).await);
    let signed = shop.sign(shop.signing(account, &first.0, &first.1).await).await.unwrap();
    shop.order_is(signed.order_number, OrderStatus::Received).await.unwrap();
    shop.change("UPDATE orders SET status = 'received'").await;
    shop.credit.by_shopper(account, first.0.clone(), ShopperAct::Cancel).await.unwrap();
    shop.credit.now_ms += 60_000; // a code a minute
    let signing = shop.signing(account, &second.0, &second.1).await;
    let refused = shop.sign(signing.clone()).await;
    let free = amount(100_000 - LENT);
    assert!(
        matches!(refused, Err(CreditError::Declined(Reason::AskedTooMuch { free: left })) if left == free),
        "{refused:?}"
    );
    assert_eq!(order_becomes(&shop, signed.order_number, OrderStatus::Returned).await.unwrap(), Followed::Done);
    shop.change("UPDATE orders SET status = 'returned'").await;
    shop.sign(signing).await.expect("it is there");
    shop.assert_sound().await;
}

#[tokio::test]
async fn a_deposit_is_to_be_paid_back_when_a_phone_comes_back_whose_loan_was_withdrawn_from() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let mut wish = Shop::wish(0);
    wish.choice.deposit = 20_000;
    let id = wish.id.clone();
    let offered = shop.credit.offer(account, wish).await.unwrap();
    let signed = shop.sign(shop.signing(account, &id, &offered).await).await.unwrap();
    let order = signed.order_number;
    shop.order_is(order, OrderStatus::Received).await.unwrap();
    shop.change("UPDATE orders SET status = 'received'").await;
    shop.credit.by_shopper(account, id, ShopperAct::Cancel).await.unwrap();
    assert_eq!(order_becomes(&shop, order, OrderStatus::Returned).await.unwrap(), Followed::RefundDue);
    assert_eq!(to_pay_back(&shop, order).await, Some(amount(20_000)));
}

#[tokio::test]
async fn what_is_paid_back_for_a_settled_loan_is_what_was_paid_for_the_phone() {
    let Some((mut shop, account, id, order)) = with_a_phone().await else { return };
    shop.go_to("2026-12-06");
    shop.bill().await;
    shop.shop_does(&id, ShopAct::Waive(amount(1_000))).await.unwrap();
    let cash = shop.credit.to_settle(account, id.clone(), false).await.unwrap();
    let settle = ShopperAct::SettleEarly { cash, leaves_plan: false, request: request(&new_id(), 1) };
    shop.credit.by_shopper(account, id, settle).await.unwrap();
    assert_eq!(order_becomes(&shop, order, OrderStatus::Returned).await.unwrap(), Followed::RefundDue);
    assert_eq!(to_pay_back(&shop, order).await, Some(amount(LENT - 1_000)), "without what was waived");
}

#[tokio::test]
async fn what_the_shop_does_to_an_agreement_by_its_order_is_in_the_audit_log_and_what_its_owner_does_is_not() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    for by in [By::Shop, By::Account(account)] {
        let (_, order) = shop.signed(account, 0).await;
        shop.credit.now_ms += 60_000; // a code a minute
        let now_ms = shop.credit.now_ms;
        let job =
            move |transaction: &mut Transaction<'_>| follow(transaction, order, (OrderStatus::Cancelled, by), now_ms);
        shop.credit.database.write(job).await.unwrap();
        let log = "SELECT COUNT(*) FROM credit_audit WHERE act = 'cancel' AND operator = 'order'";
        assert_eq!(shop.count(log).await, 1, "{by:?}");
    }
    let (id, order) = shop.signed(account, 0).await;
    shop.order_is(order, OrderStatus::Received).await.unwrap();
    shop.change("UPDATE orders SET status = 'received'").await;
    shop.credit.by_shopper(account, id, ShopperAct::Cancel).await.unwrap();
    order_becomes(&shop, order, OrderStatus::Returned).await.unwrap();
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_audit WHERE act = 'phone_back'").await, 1);
    shop.assert_sound().await;
}

async fn to_pay_back(shop: &Shop, order: i64) -> Option<Amount> {
    let look = move |transaction: &mut Transaction<'_>| to_refund(transaction, order);
    shop.credit.database.read(look).await.unwrap()
}

#[tokio::test]
async fn a_phone_whose_loan_was_withdrawn_from_is_on_its_way_back_and_counts_until_it_is_there() {
    let Some((mut shop, account, id, order)) = with_a_phone().await else { return };
    shop.change("UPDATE orders SET status = 'received'").await;
    let one_only = ShopConfig::parse(&SHOP.replace("agreements_max = 3", "agreements_max = 1")).unwrap();
    shop.credit.guarantor = Arc::new(ByRules(one_only.credit.unwrap().rules));
    for _ in 0..2 {
        shop.credit.by_shopper(account, id.clone(), ShopperAct::Cancel).await.unwrap();
    }
    let asked = "SELECT COUNT(*) FROM orders JOIN order_event ON order_number = number \
                 WHERE orders.status = 'return_requested' AND order_event.status = 'return_requested'";
    assert_eq!(shop.count(asked).await, 1);
    let released = "SELECT COUNT(*) FROM credit_guarantee WHERE act = 'release'";
    assert_eq!(shop.count(released).await, 0, "the guarantor stands in while the phone is not there");
    let next = shop.credit.offer(account, Shop::wish(0)).await;
    assert!(matches!(next, Err(CreditError::Declined(Reason::TooManyAgreements))), "{next:?}");
    assert_eq!(shop.free(account).await, Ok(amount(200_000 - LENT)), "what was lent for it is not lent again before");

    assert_eq!(order_becomes(&shop, order, OrderStatus::Returned).await.unwrap(), Followed::Done);
    shop.change("UPDATE orders SET status = 'returned'").await;
    assert_eq!((shop.count(released).await, shop.free(account).await), (1, Ok(amount(200_000))));
    shop.credit.offer(account, Shop::wish(0)).await.expect("it is there");
    shop.assert_sound().await;
}

#[tokio::test]
async fn a_resident_id_is_free_again_when_nobody_signed_what_was_offered_to_it() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let (somebody, owner) = (shop.shopper(12).await, shop.shopper(12).await);
    shop.offer(somebody, 0).await;
    let meanwhile = shop.credit.offer(owner, Shop::wish(0)).await;
    assert!(matches!(meanwhile, Err(CreditError::OtherPerson)), "{meanwhile:?}");
    shop.go_to("2026-11-24");
    shop.offer(somebody, 0).await; // a second one, which can be signed for longer
    shop.go_to("2026-11-26");
    shop.bill().await;
    let meanwhile = shop.credit.offer(owner, Shop::wish(0)).await;
    assert!(matches!(meanwhile, Err(CreditError::OtherPerson)), "one is left: {meanwhile:?}");
    shop.go_to("2026-11-30");
    shop.bill().await;
    let id = shop.lent(owner, 0).await;

    shop.go_to("2026-12-01");
    shop.offer(owner, 0).await;
    shop.go_to("2026-12-05");
    shop.bill().await;
    let elsewhere = shop.credit.offer(somebody, Shop::wish(0)).await;
    assert!(matches!(elsewhere, Err(CreditError::OtherPerson)), "who has signed is kept: {elsewhere:?}");
    assert!(shop.state(owner, &id).await.is_running());
}

#[tokio::test]
async fn whoever_left_a_loan_to_be_written_off_does_not_come_back_with_another_account() {
    let Some((mut shop, account, id, _)) = with_a_phone().await else { return };
    shop.change("UPDATE orders SET status = 'received'").await;
    shop.go_to("2027-03-10");
    shop.bill().await;
    shop.shop_does(&id, ShopAct::WriteOff).await.unwrap();
    let now_ms = shop.credit.now_ms;
    let delete = move |transaction: &mut Transaction<'_>| deletion::delete(transaction, account, now_ms);
    assert!(shop.credit.database.write::<_, DatabaseError>(delete).await.unwrap());
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_person").await, 0);
    let again = shop.shopper(12).await;
    let offered = shop.credit.offer(again, Shop::wish(0)).await;
    assert!(matches!(offered, Err(CreditError::Declined(Reason::Overdue))), "{offered:?}");
    shop.offer(again, 1).await; // somebody else is not meant
}
