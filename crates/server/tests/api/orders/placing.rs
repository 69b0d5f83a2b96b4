//! Placing an order: exactly once.

use super::shopping::{
    agreed, agreeing_to, another_server, cart, counts, new_id, number, path, placed, quote, refused,
    shop_with, to_the_door, to_the_point,
};
use crate::shopper::Shopper;
use serde_json::json;

#[tokio::test]
async fn a_cart_is_quoted_agreed_to_and_becomes_an_order() {
    let shop = shop_with(&[(1290, Some(10)), (350, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let quote = quote(&shop, &shopper, &cart(&[(2, 1), (1, 2)], &to_the_door(), Some(" tenth "))).await;
    let terms = &quote["terms"];
    assert_eq!(
        (&terms["goods"], &terms["discount"], &terms["coupon"]),
        (&json!(2930), &json!(293), &json!("TENTH"))
    );
    assert_eq!((&terms["delivery_fee"], &terms["total"]), (&json!(800), &json!(3437)));
    assert_eq!((&terms["days_min"], &terms["days_max"]), (&json!(3), &json!(6)));
    assert_eq!(terms["lines"][1]["amount"], 2580);
    assert_eq!(quote["payments"], json!(["cash_on_delivery"]));
    assert_eq!(quote["expires_ms"].as_i64(), Some(shop.state.now_ms() + 30 * 60 * 1000));
    assert_eq!(counts(&shop, 1).await, (Some(10), 0, 0), "a quote sets nothing aside");
    let id = new_id();
    let answer = shopper.put(&shop, &path(&id), &agreeing_to(&quote)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    let order = answer.json();
    assert_eq!((&order["id"], &order["status"], &order["number"]), (&json!(id), &json!("placed"), &json!(1)));
    assert_eq!(order["terms"], *terms);
    assert_eq!(order["recipient"]["phone"], "138****8000");
    assert_eq!(order["payment"], json!({"method": "cash_on_delivery", "status": "on_hand_over"}));
    assert_eq!(order["timeline"], json!([{"status": "placed", "at_ms": shop.state.now_ms()}]));
    assert_eq!((&order["can_cancel"], &order["can_return"]), (&json!(true), &json!(false)));
    let shown = shopper.get(&shop, &path(&id)).await;
    assert_eq!(shown.json(), order);
    assert_eq!(shown.header("cache-control"), "no-store");
    assert_eq!(shopper.get(&shop, "/api/v1/orders").await.json(), json!({"items": [order]}));
    assert_eq!(counts(&shop, 1).await, (Some(8), 2, 0));
    assert_eq!(counts(&shop, 2).await, (None, 1, 0), "what is not counted stays uncounted");
}

#[tokio::test]
async fn the_same_request_gets_the_same_bytes_whatever_has_happened_since() {
    let shop = shop_with(&[(1290, Some(10))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (id, order) = (new_id(), agreed(&shop, &shopper, &[(1, 2)]).await);
    let first = shopper.put(&shop, &path(&id), &order).await;
    assert_eq!((first.status, first.header("idempotent-replayed")), (201, ""));
    let mut answers = vec![shopper.put(&shop, &path(&id), &order).await];
    assert_eq!(shopper.post(&shop, &format!("{}/cancel", path(&id)), &json!({})).await.status, 200);
    super::shopping::import(&shop, &[(9999, Some(0))]).await;
    shop.clock.advance(24 * 60 * 60 * 1000);
    answers.push(shopper.put(&shop, &path(&id), &order).await);
    let other = another_server(&shop).await;
    answers.push(shopper.put(&other, &path(&id), &order).await);
    for again in answers {
        assert_eq!((again.status, again.header("idempotent-replayed")), (201, "true"));
        assert_eq!(again.body, first.body);
    }
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM orders").await, 1);
}

#[tokio::test]
async fn a_server_that_was_restarted_gives_the_same_answer() {
    let mut shop = shop_with(&[(1290, Some(10))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (id, order) = (new_id(), agreed(&shop, &shopper, &[(1, 2)]).await);
    let first = shopper.put(&shop, &path(&id), &order).await;
    shop.stop().await.expect("stopped");
    shop.state.database.close().await;
    let restarted = another_server(&shop).await;
    assert_eq!(shopper.put(&restarted, &path(&id), &order).await.body, first.body);
    assert_eq!(counts(&restarted, 1).await, (Some(8), 2, 0));
    assert_eq!(shopper.get(&restarted, &path(&id)).await.json(), first.json());
}

#[tokio::test]
async fn the_same_id_with_another_body_is_refused_and_changes_nothing() {
    let shop = shop_with(&[(1290, Some(10))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (id, order) = (new_id(), agreed(&shop, &shopper, &[(1, 2)]).await);
    let first = shopper.put(&shop, &path(&id), &order).await;
    let mut other_note = order.clone();
    other_note["note"] = "放后门".into();
    let mut other_name = order.clone();
    other_name["recipient"]["name"] = "李四".into();
    let other_cart = agreed(&shop, &shopper, &[(1, 3)]).await;
    let mut unreadable = order.clone();
    unreadable["quote"] = "x".into();
    for other in [other_note, other_name, other_cart, unreadable] {
        refused(&shopper.put(&shop, &path(&id), &other).await, 409, "order_id_used");
    }
    assert_eq!(counts(&shop, 1).await, (Some(8), 2, 0));
    assert_eq!(shopper.get(&shop, &path(&id)).await.json(), first.json());
    // The same JSON with its fields in another order, or with spaces, is the same body.
    let shuffled = format!(
        "{{ \"locale\": {}, \"note\": {}, \"payment\": {}, \"recipient\": {}, \"quote\": {}, \"agreed\": {} }}",
        order["locale"], order["note"], order["payment"], order["recipient"], order["quote"], order["agreed"]
    );
    let headers = [crate::shopper::OWN, ("cookie", &*shopper.cookie), ("content-type", "application/json")];
    assert_eq!(shop.send_with("PUT", &path(&id), &headers, &shuffled).await.body, first.body);
}

#[tokio::test]
async fn an_order_for_a_pick_up_point_says_where_and_is_paid_there() {
    let shop = shop_with(&[(1290, Some(10))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let quote = quote(&shop, &shopper, &cart(&[(1, 1)], &to_the_point(), None)).await;
    assert_eq!(quote["payments"], json!(["pay_at_pick_up"]));
    let mut order = agreeing_to(&quote);
    order["payment"] = "cash_on_delivery".into();
    let problem = refused(&shopper.put(&shop, &path(&new_id()), &order).await, 400, "invalid_request");
    assert_eq!(problem["errors"][0]["field"], "payment");
    let placed = shopper.put(&shop, &path(&new_id()), &agreeing_to(&quote)).await.json();
    assert_eq!((&placed["point"]["name"], &placed["pick_up_code"]), (&json!("阜平站"), &json!(null)));
    assert_eq!(placed["terms"]["total"], 1390);
}

#[tokio::test]
async fn titles_are_in_the_language_of_the_request_and_stay_as_they_were_ordered() {
    let shop = shop_with(&[(1290, Some(10))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let headers = [
        crate::shopper::OWN,
        ("cookie", &*shopper.cookie),
        ("content-type", "application/json"),
        ("accept-language", "en"),
    ];
    let cart = cart(&[(1, 1)], &to_the_door(), None).to_string();
    let english = shop.send_with("POST", "/api/v1/quotes", &headers, &cart).await.json();
    let chinese = quote(&shop, &shopper, &serde_json::from_str(&cart).expect("JSON")).await;
    assert_ne!(english["terms"]["lines"][0]["title"], chinese["terms"]["lines"][0]["title"]);
    assert_eq!(english["digest"], chinese["digest"], "words cost nothing");
    let mut order = agreeing_to(&english);
    order["locale"] = "en".into();
    let placed = shopper.put(&shop, &path(&new_id()), &order).await.json();
    assert_eq!(placed["terms"]["lines"], english["terms"]["lines"]);
}

#[tokio::test]
async fn orders_come_twenty_at_a_time_the_newest_first_and_none_twice() {
    let shop = shop_with(&[(1290, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let stranger = Shopper::signed_in(&shop, "13900139000").await;
    let mut ids = Vec::new();
    for index in 0..45 {
        if index % 9 == 0 {
            placed(&shop, &stranger, &[(1, 1)]).await;
        }
        ids.push(placed(&shop, &shopper, &[(1, 1)]).await);
    }
    ids.reverse();
    let (mut seen, mut target, mut pages) = (Vec::new(), "/api/v1/orders".to_owned(), Vec::new());
    loop {
        let page = shopper.get(&shop, &target).await.json();
        let items = page["items"].as_array().expect("a list");
        pages.push(items.len());
        seen.extend(items.iter().map(|order| {
            assert_eq!(order["timeline"].as_array().map(Vec::len), Some(1));
            order["id"].as_str().expect("an id").to_owned()
        }));
        let Some(next) = page["next"].as_str() else { break };
        target = format!("/api/v1/orders?cursor={next}");
    }
    assert_eq!((seen, pages), (ids, vec![20, 20, 5]));
    for cursor in ["x", "-1", "0", "ffffffffffffffffff", "1-2"] {
        let answer = shopper.get(&shop, &format!("/api/v1/orders?cursor={cursor}")).await;
        refused(&answer, 400, "invalid_cursor");
    }
    refused(&shopper.get(&shop, "/api/v1/orders?limit=5").await, 400, "invalid_request");
    assert_eq!(shopper.get(&shop, "/api/v1/orders?cursor=1").await.json(), json!({"items": []}));
}
