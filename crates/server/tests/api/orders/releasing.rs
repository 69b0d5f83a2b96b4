//! Reservations by account, and their release in one act.

use super::shopping::{advanced, agreed, counts, import, new_id, path, placed, refused};
use crate::shop::{Answer, Opening, Shop};
use crate::shopper::Shopper;
use fairday_server::refresh::empty_catalogue;
use serde_json::{Value, json};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const RESERVATIONS: &str = "/api/v1/admin/reservations";

async fn shop() -> Shop {
    let opening = Opening { catalogue: empty_catalogue(), admin_token: Some(TOKEN), ..Opening::default() };
    let shop = Shop::open_with(opening).await;
    import(&shop, &[(1000, Some(100))]).await;
    shop
}

async fn ask(shop: &Shop, method: &str, target: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    shop.send_with(method, target, &headers, &body).await
}

async fn reserved(shop: &Shop) -> Value {
    let answer = ask(shop, "GET", RESERVATIONS, &Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

async fn release(shop: &Shop, body: &Value) -> Value {
    let answer = ask(shop, "POST", &format!("{RESERVATIONS}/release"), body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn the_shop_sees_who_has_reserved_and_releases_it_in_one_act() {
    let shop = shop().await;
    let (greedy, modest) =
        (Shopper::signed_in(&shop, "13800138000").await, Shopper::signed_in(&shop, "13900139000").await);
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(placed(&shop, &greedy, &[(1, 10)]).await);
    }
    placed(&shop, &modest, &[(1, 2)]).await;
    advanced(&shop, &ids[0], "sent").await.expect("moved");
    advanced(&shop, &ids[1], "received").await.expect("handed over and paid");
    let seen = reserved(&shop).await;
    assert_eq!((&seen["orders"], &seen["pieces"]), (&json!(4), &json!(32)));
    let first = &seen["items"][0];
    assert_eq!(
        (&first["phone"], &first["orders"], &first["pieces"]),
        (&json!("138****8000"), &json!(3), &json!(30))
    );
    assert_eq!(first["amount"], 30_000, "{first}");
    let body = json!({"account": first["account"], "note": "长期未付款"});
    assert_eq!(release(&shop, &body).await, json!({"released": [3, 4], "kept": [1]}));
    assert_eq!(release(&shop, &body).await, json!({"released": [], "kept": [1]}), "again changes nothing");
    assert_eq!(counts(&shop, 1).await, (Some(78), 12, 10));
    let order = greedy.get(&shop, &path(&ids[2])).await.json();
    assert_eq!((&order["status"], &order["payment"]["status"]), (&json!("cancelled"), &json!("void")));
    assert_eq!(order["timeline"][1]["note"], "长期未付款");
}

#[tokio::test]
async fn reservations_are_released_by_number_by_address_or_by_name() {
    let shop = shop().await;
    let (own, friend) =
        (Shopper::signed_in(&shop, "13900139000").await, Shopper::signed_in(&shop, "13700137000").await);
    // All of the tests' orders are for 13800138000; this one is by whose number it is.
    let mut elsewhere = agreed(&shop, &own, &[(1, 1)]).await;
    elsewhere["recipient"]["phone"] = "0312-5550100".into();
    assert_eq!(own.put(&shop, &path(&new_id()), &elsewhere).await.status, 201);
    let named = placed(&shop, &friend, &[(1, 1)]).await;
    placed(&shop, &friend, &[(1, 1)]).await;
    let released = async |body: Value| release(&shop, &body).await["released"].clone();
    assert_eq!(released(json!({"phone": "139 0013 9000"})).await, json!([1]));
    assert_eq!(released(json!({"orders": [named, "1"]})).await, json!([2]), "the first is cancelled already");
    assert_eq!(released(json!({"address": "192.0.2.7"})).await, json!([]));
    assert_eq!(released(json!({"address": "127.0.0.1"})).await, json!([3]));
    assert_eq!(reserved(&shop).await, json!({"items": [], "orders": 0, "pieces": 0}));
    assert_eq!(counts(&shop, 1).await, (Some(100), 0, 0));
}

#[tokio::test]
async fn a_release_that_says_not_whose_is_refused() {
    let shop = shop().await;
    for (body, field) in [
        (json!({}), "account"),
        (json!({"account": 1, "phone": "13800138000"}), "account"),
        (json!({"phone": "110"}), "phone"),
        (json!({"address": "here"}), "address"),
        (json!({"orders": ["x"]}), "orders"),
        (json!({"orders": vec!["1"; 201]}), "orders"),
        (json!({"account": 1, "note": "长".repeat(201)}), "note"),
    ] {
        let answer = ask(&shop, "POST", &format!("{RESERVATIONS}/release"), &body).await;
        assert_eq!(refused(&answer, 400, "invalid_request")["errors"][0]["field"], field);
    }
    let unknown = ask(&shop, "POST", &format!("{RESERVATIONS}/release"), &json!({"orders": ["77"]})).await;
    refused(&unknown, 404, "order_not_found");
}
