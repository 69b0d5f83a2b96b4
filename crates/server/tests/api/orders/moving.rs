//! What becomes of an order.

use super::shopping::{
    advanced, agreeing_to, cart, counts, new_id, path, placed, quote, refused, shop_with, to_the_point,
};
use crate::shop::Shop;
use crate::shopper::Shopper;
use serde_json::{Value, json};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

async fn moved(shop: &Shop, shopper: &Shopper, id: &str, how: &str, reason: &str) -> Value {
    let body = if reason.is_empty() { json!({}) } else { json!({"reason": reason}) };
    let answer = shopper.post(shop, &format!("{}/{how}", path(id)), &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn a_cancelled_order_puts_its_goods_back_once_and_says_why() {
    let shop = shop_with(&[(1000, Some(9)), (500, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let id = placed(&shop, &shopper, &[(1, 2), (2, 3)]).await;
    shop.clock.advance(60_000);
    let cancelled = moved(&shop, &shopper, &id, "cancel", "买错了").await;
    assert_eq!(
        (&cancelled["status"], &cancelled["payment"]["status"]),
        (&json!("cancelled"), &json!("void"))
    );
    let last = &cancelled["timeline"][1];
    assert_eq!(*last, json!({"status": "cancelled", "at_ms": shop.state.now_ms(), "note": "买错了"}));
    assert_eq!((&cancelled["can_cancel"], &cancelled["can_return"]), (&json!(false), &json!(false)));
    shop.clock.advance(60_000);
    assert_eq!(moved(&shop, &shopper, &id, "cancel", "again").await, cancelled);
    assert_eq!(counts(&shop, 1).await, (Some(9), 0, 0));
    assert_eq!(counts(&shop, 2).await, (None, 0, 0));
    assert!(advanced(&shop, &id, "sent").await.is_err(), "the shop cannot send it any more");
}

#[tokio::test]
async fn an_order_that_is_packed_cannot_be_cancelled_by_its_owner_and_the_shop_still_can() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let id = placed(&shop, &shopper, &[(1, 2)]).await;
    advanced(&shop, &id, "confirmed").await.expect("moved");
    assert_eq!(shopper.get(&shop, &path(&id)).await.json()["can_cancel"], true);
    advanced(&shop, &id, "packed").await.expect("moved");
    let order = shopper.get(&shop, &path(&id)).await.json();
    assert_eq!(order["can_cancel"], false);
    let answer = shopper.post(&shop, &format!("{}/cancel", path(&id)), &json!({})).await;
    refused(&answer, 409, "not_possible_now");
    assert_eq!(shopper.get(&shop, &path(&id)).await.json(), order);
    advanced(&shop, &id, "cancelled").await.expect("the shop cancels it");
    assert_eq!(counts(&shop, 1).await, (Some(9), 0, 0));
}

#[tokio::test]
async fn what_was_received_is_sold_and_paid_and_can_be_given_back_for_seven_days() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (id, late) = (placed(&shop, &shopper, &[(1, 2)]).await, placed(&shop, &shopper, &[(1, 1)]).await);
    let target = format!("{}/return", path(&id));
    let reason = json!({"reason": "少了一个"});
    refused(&shopper.post(&shop, &target, &reason).await, 409, "not_possible_now");
    for to in ["sent", "confirmed", "received", "received"] {
        advanced(&shop, &id, to).await.expect("a step that was passed changes nothing");
    }
    advanced(&shop, &late, "received").await.expect("moved");
    assert_eq!(counts(&shop, 1).await, (Some(6), 0, 3));
    let order = shopper.get(&shop, &path(&id)).await.json();
    let statuses: Vec<&str> = order["timeline"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|event| event["status"].as_str())
        .collect();
    assert_eq!(statuses, ["placed", "sent", "received"]);
    assert_eq!((&order["payment"]["status"], &order["can_return"]), (&json!("paid"), &json!(true)));
    shop.clock.advance(7 * DAY_MS - 1);
    for empty in [json!({}), json!({"reason": "  "})] {
        let problem = refused(&shopper.post(&shop, &target, &empty).await, 400, "invalid_request");
        assert_eq!(problem["errors"][0]["field"], "reason");
    }
    let asked = moved(&shop, &shopper, &id, "return", "少了一个").await;
    assert_eq!(
        (&asked["status"], &asked["timeline"][3]["note"]),
        (&json!("return_requested"), &json!("少了一个"))
    );
    assert_eq!(moved(&shop, &shopper, &id, "return", "again").await, asked);
    shop.clock.advance(1);
    assert_eq!(shopper.get(&shop, &path(&late)).await.json()["can_return"], false);
    let answer = shopper.post(&shop, &format!("{}/return", path(&late)), &reason).await;
    refused(&answer, 409, "not_possible_now");
    advanced(&shop, &id, "returned").await.expect("moved");
    let returned = moved(&shop, &shopper, &id, "return", "again").await;
    assert_eq!(
        (&returned["status"], &returned["payment"]["status"]),
        (&json!("returned"), &json!("refunded"))
    );
    assert_eq!(
        counts(&shop, 1).await,
        (Some(6), 0, 3),
        "what came back is looked at before it is sold again"
    );
}

#[tokio::test]
async fn the_pick_up_code_is_shown_when_it_is_ready_and_stays_the_same() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = agreeing_to(&quote(&shop, &shopper, &cart(&[(1, 1)], &to_the_point(), None)).await);
    let id = new_id();
    assert_eq!(shopper.put(&shop, &path(&id), &order).await.status, 201);
    let code = async || shopper.get(&shop, &path(&id)).await.json()["pick_up_code"].clone();
    for before in ["confirmed", "packed", "sent"] {
        advanced(&shop, &id, before).await.expect("moved");
        assert_eq!(code().await, Value::Null, "{before}");
    }
    advanced(&shop, &id, "ready").await.expect("moved");
    let shown = code().await;
    assert_eq!(shown.as_str().map(str::len), Some(6));
    assert_eq!(code().await, shown);
    advanced(&shop, &id, "received").await.expect("moved");
    assert_eq!(code().await, Value::Null, "it is of no more use");
}

#[tokio::test]
async fn a_timeline_never_goes_back_when_the_clock_does() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let id = placed(&shop, &shopper, &[(1, 1)]).await;
    shop.clock.advance(-60_000);
    let order = moved(&shop, &shopper, &id, "cancel", "").await;
    assert_eq!(order["timeline"][0]["at_ms"], order["timeline"][1]["at_ms"]);
}
