//! What keeps phones, orders and money together when somebody would take one and leave the other.

use super::ENGINE;
use crate::shop::{BILL, LENT, Shop, amount, new_id, request};
use fairday_contract::{AgreementId, OrderStatus};
use fairday_credit::agreement::State;
use fairday_credit::assess::Reason;
use fairday_server::accounts::AccountId;
use fairday_server::credit::orders::{Followed, follow};
use fairday_server::credit::running::{ShopAct, ShopperAct};
use fairday_server::credit::{CreditError, goods};
use fairday_server::database::Transaction;

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
    let job = move |transaction: &mut Transaction<'_>| follow(transaction, order, status, now_ms);
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
    let look = move |transaction: &mut Transaction<'_>| goods::free(transaction, account);
    assert_eq!(shop.credit.database.read(look).await.unwrap(), Err(Reason::Overdue));
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
