//! The shop's own systems, and its orders.

use super::shopping::{counts, import, path, placed, refused, to_the_point};
use crate::shop::{Answer, Opening, Shop};
use crate::shopper::Shopper;
use fairday_server::database::{DatabaseError, Transaction};
use fairday_server::refresh::empty_catalogue;
use fairday_server::shop_config::ShopConfig;
use serde_json::{Value, json};
use std::sync::Arc;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const CONFIG: &str = "[[pick_up]]\nid = \"fuping\"\nregion = \"130624100\"\nname = \"站\"\naddress = \"街\"\nfee = 0\ndays = [1, 2]\n";
const ORDERS: &str = "/api/v1/admin/orders";
const RESERVATIONS: &str = "/api/v1/admin/reservations";

async fn shop() -> (Shop, Shopper) {
    let shop = ShopConfig::parse(CONFIG).expect("it is right");
    let opening =
        Opening { catalogue: empty_catalogue(), shop, admin_token: Some(TOKEN), ..Opening::default() };
    let shop = Shop::open_with(opening).await;
    import(&shop, &[(1290, Some(100))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    (shop, shopper)
}

async fn ask(shop: &Shop, method: &str, target: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    shop.send_with(method, target, &headers, &body).await
}

async fn get(shop: &Shop, target: &str) -> Value {
    let answer = ask(shop, "GET", target, &Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.json()
}

async fn advance(shop: &Shop, order: &str, body: &Value) -> Answer {
    ask(shop, "POST", &format!("{ORDERS}/{order}/advance"), body).await
}

#[tokio::test]
async fn an_order_that_cannot_be_opened_is_marked_in_its_list() {
    let (shop, shopper) = shop().await;
    let broken = placed(&shop, &shopper, &[(1, 1)]).await;
    let whole = placed(&shop, &shopper, &[(1, 1)]).await;
    let keys = Arc::clone(&shop.keys);
    let damaged = [&keys.current().0[..], &[7; 60]].concat();
    let job = move |transaction: &mut Transaction<'_>| {
        let sql = "UPDATE orders SET private = $1 WHERE number = (SELECT MIN(number) FROM orders)";
        transaction.execute(sql, &[&damaged])
    };
    shop.state.database.write::<_, DatabaseError>(job).await.expect("damaged");
    let items = get(&shop, ORDERS).await["items"].clone();
    assert_eq!((&items[0]["id"], &items[0]["unreadable"]), (&json!(whole), &Value::Null));
    assert_eq!(
        (&items[1]["id"], &items[1]["unreadable"], &items[1]["name"]),
        (&json!(broken), &json!(true), &json!(""))
    );
    let one = get(&shop, &format!("{ORDERS}/{broken}")).await;
    assert_eq!((&one["unreadable"], &one["order"]["status"]), (&json!(true), &json!("placed")));
    let moved = advance(&shop, &broken, &json!({"status": "cancelled", "note": "请再下一次单"})).await;
    assert_eq!(moved.status, 200, "it can be moved all the same: {}", moved.text());
    for target in ["/api/v1/orders", "/api/v1/account/export", &path(&broken)] {
        let answer = shopper.get(&shop, target).await;
        assert_eq!(answer.status, 200, "{target}: {}", answer.text());
    }
}

#[tokio::test]
async fn without_the_token_nobody_gets_in_and_without_one_there_is_no_door() {
    let (shop, shopper) = shop().await;
    let id = placed(&shop, &shopper, &[(1, 1)]).await;
    let one = format!("{ORDERS}/{id}");
    let (advance, refund) = (format!("{one}/advance"), format!("{one}/refund"));
    let second = format!("{one}/second-payments/1/refund");
    let release = format!("{RESERVATIONS}/release");
    let routes = [
        ("GET", ORDERS),
        ("GET", &one),
        ("POST", &advance),
        ("POST", &refund),
        ("POST", &second),
        ("GET", RESERVATIONS),
        ("POST", &release),
    ];
    let body = r#"{"status":"sent"}"#;
    let closed = super::shopping::shop_with(&[(1290, None)]).await;
    for (method, target) in routes {
        for given in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer 0123456789abcdef0123456789abcdeF",
            "Basic 0123456789abcdef0123456789abcdef",
            TOKEN,
        ] {
            let headers =
                [crate::shopper::OWN, ("authorization", given), ("content-type", "application/json")];
            let answer = shop.send_with(method, target, &headers, body).await;
            refused(&answer, 401, "sign_in_required");
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
        let answer = shopper.send(&shop, method, target, Some(&json!({"status": "sent"}))).await;
        refused(&answer, 401, "sign_in_required");
        refused(&ask(&closed, method, target, &json!({"status": "sent"})).await, 404, "not_found");
    }
    assert_eq!(shopper.get(&shop, &path(&id)).await.json()["status"], "placed");
}

#[tokio::test]
async fn another_sites_page_cannot_use_the_token_of_nobody() {
    let (shop, shopper) = shop().await;
    let id = placed(&shop, &shopper, &[(1, 1)]).await;
    let headers = [
        ("sec-fetch-site", "cross-site"),
        ("cookie", shopper.cookie.as_str()),
        ("content-type", "application/json"),
    ];
    let answer =
        shop.send_with("POST", &format!("{ORDERS}/{id}/advance"), &headers, r#"{"status":"sent"}"#).await;
    refused(&answer, 403, "forbidden");
}

#[tokio::test]
async fn the_list_has_all_orders_the_newest_first_and_shows_little_of_people() {
    let (shop, shopper) = shop().await;
    let stranger = Shopper::signed_in(&shop, "13900139000").await;
    let mut ids = Vec::new();
    for index in 0..25 {
        let who = if index % 3 == 0 { &stranger } else { &shopper };
        ids.push(placed(&shop, who, &[(1, 1)]).await);
    }
    for id in &ids[..3] {
        assert_eq!(advance(&shop, id, &json!({"status": "sent"})).await.status, 200);
    }
    ids.reverse();
    let first = get(&shop, ORDERS).await;
    let next = first["next"].as_str().expect("there are more");
    let second = get(&shop, &format!("{ORDERS}?cursor={next}")).await;
    let items = |page: &Value| page["items"].as_array().expect("a list").clone();
    let all: Vec<Value> = items(&first).into_iter().chain(items(&second)).collect();
    assert_eq!((items(&first).len(), &second["next"]), (20, &Value::Null));
    assert_eq!(
        all.iter().map(|order| order["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>(),
        ids
    );
    assert_eq!((&all[0]["name"], &all[0]["phone"]), (&json!("张**"), &json!("138****8000")));
    assert!(!first.to_string().contains("张三") && !first.to_string().contains("小学"));
    let sent = items(&get(&shop, &format!("{ORDERS}?status=sent")).await);
    assert_eq!(
        sent.iter().map(|order| &order["number"]).collect::<Vec<_>>(),
        [&json!(3), &json!(2), &json!(1)]
    );
    for (query, code) in
        [("status=gone", "invalid_request"), ("cursor=x", "invalid_cursor"), ("limit=5", "invalid_request")]
    {
        refused(&ask(&shop, "GET", &format!("{ORDERS}?{query}"), &Value::Null).await, 400, code);
    }
}

#[tokio::test]
async fn an_order_is_found_by_its_number_or_its_id_with_all_that_is_needed_to_deliver_it() {
    let (shop, shopper) = shop().await;
    let id = placed(&shop, &shopper, &[(1, 2)]).await;
    let by_id = get(&shop, &format!("{ORDERS}/{id}")).await;
    assert_eq!(get(&shop, &format!("{ORDERS}/1")).await, by_id);
    let recipient = &by_id["order"]["recipient"];
    assert_eq!((&recipient["phone"], &recipient["name"]), (&json!("13800138000"), &json!("张三")));
    assert_eq!(by_id["moves"], json!(["confirmed", "packed", "sent", "received", "cancelled"]));
    for gone in ["2", "0", "-1", "x", "ffffffffffffffffffffffffffffffff", "99999999999999999999"] {
        refused(&ask(&shop, "GET", &format!("{ORDERS}/{gone}"), &Value::Null).await, 404, "order_not_found");
        refused(&advance(&shop, gone, &json!({"status": "sent"})).await, 404, "order_not_found");
    }
}

#[tokio::test]
async fn an_order_moves_once_however_often_it_is_said_and_its_owner_sees_the_parcel() {
    let (shop, shopper) = shop().await;
    let id = placed(&shop, &shopper, &[(1, 2)]).await;
    let sent =
        json!({"status": "sent", "note": "今天发出", "tracking": {"carrier": "邮政", "number": "EA1"}});
    let first = advance(&shop, &id, &sent).await;
    assert_eq!(first.status, 200, "{}", first.text());
    shop.clock.advance(1000);
    assert_eq!(advance(&shop, "1", &sent).await.json(), first.json());
    let seen = shopper.get(&shop, &path(&id)).await.json();
    let event = json!({"status": "sent", "at_ms": crate::shop::BEGIN_MS, "note": "今天发出", "tracking": sent["tracking"]});
    assert_eq!((seen["timeline"].as_array().map(Vec::len), &seen["timeline"][1]), (Some(2), &event));
    assert_eq!(advance(&shop, &id, &json!({"status": "received"})).await.status, 200);
    assert_eq!(counts(&shop, 1).await, (Some(98), 0, 2));
    refused(&advance(&shop, &id, &json!({"status": "cancelled"})).await, 409, "not_possible_now");
    let refund = format!("{ORDERS}/{id}/refund");
    refused(&ask(&shop, "POST", &refund, &Value::Null).await, 409, "not_possible_now");
}

#[tokio::test]
async fn a_wish_that_cannot_be_read_is_refused_field_by_field() {
    let (shop, shopper) = shop().await;
    let id = placed(&shop, &shopper, &[(1, 1)]).await;
    for (body, field) in [
        (json!({}), "status"),
        (json!({"status": "flown"}), "status"),
        (json!({"status": "sent", "note": "a\u{7f}b"}), "note"),
        (json!({"status": "sent", "note": "长".repeat(201)}), "note"),
        (json!({"status": "sent", "tracking": {"carrier": "", "number": "1"}}), "tracking.carrier"),
        (json!({"status": "sent", "tracking": {"carrier": "邮政"}}), "tracking.number"),
        (json!({"status": "packed", "tracking": {"carrier": "邮政", "number": "1"}}), "tracking"),
    ] {
        let problem = refused(&advance(&shop, &id, &body).await, 400, "invalid_request");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    refused(&advance(&shop, &id, &json!({"status": "ready"})).await, 409, "not_possible_now");
}

#[tokio::test]
async fn the_shop_knows_the_pick_up_code_before_it_is_ready() {
    let (shop, shopper) = shop().await;
    let quote =
        super::shopping::quote(&shop, &shopper, &super::shopping::cart(&[(1, 1)], &to_the_point(), None))
            .await;
    let id = super::shopping::new_id();
    let answer = shopper.put(&shop, &path(&id), &super::shopping::agreeing_to(&quote)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let code = get(&shop, &format!("{ORDERS}/{id}")).await["order"]["pick_up_code"].clone();
    assert!(code.is_string());
    assert_eq!(advance(&shop, &id, &json!({"status": "ready"})).await.status, 200);
    assert_eq!(shopper.get(&shop, &path(&id)).await.json()["pick_up_code"], code);
}

#[tokio::test]
async fn another_parcel_for_an_order_that_is_sent_is_refused() {
    let (shop, shopper) = shop().await;
    let id = placed(&shop, &shopper, &[(1, 1)]).await;
    let sent = |number: &str, note: &str| json!({"status": "sent", "note": note, "tracking": {"carrier": "邮政", "number": number}});
    assert_eq!(advance(&shop, &id, &sent("EA1", "今天发出")).await.status, 200);
    assert_eq!(advance(&shop, &id, &sent("EA1", "今天发出")).await.status, 200, "the same again");
    assert_eq!(advance(&shop, &id, &json!({"status": "sent"})).await.status, 200, "nothing else is said");
    for other in [sent("EA2", "今天发出"), sent("EA1", "明天"), json!({"status": "packed", "note": "箱子"})]
    {
        refused(&advance(&shop, &id, &other).await, 409, "not_possible_now");
    }
    assert_eq!(
        get(&shop, &format!("{ORDERS}/{id}")).await["order"]["timeline"].as_array().map(Vec::len),
        Some(2)
    );
}
