//! Ordinary goods that are paid with the next month's bill.

use super::shopping::{
    CONFIG, advanced, agreeing_to, cart, checkout, new_id, number, path, quote, refused, shop_with_config,
    sql, to_the_door, traces, without_quote,
};
use crate::shop::Shop;
use crate::shopper::Shopper;
use fairday_contract::OrderId;
use fairday_server::credit::verify::verify;
use futures_util::future::join_all;
use serde_json::{Value, json};

const CREDIT: &str = r#"
[credit]
lender = "赶集消费金融"
guarantor = "赶集"
agreement = "1-zh-CN"
text = "借款协议。"
categories = ["phones"]
yearly_cap_bp = 2400
bill_day = 5
cooling_off_days = 7
offer_days = 3
hand_over_days = 7
[credit.rules]
refer_from = 0
age_min = 18
age_max = 65
agreements_max = 3
line = [{ from = 30, amount = 200000 }]
"#;

/// A shop that lends, and a shopper whose line is 30.00.
async fn shop_that_lends() -> (Shop, Shopper) {
    shop_with_a_line(CREDIT).await
}

async fn shop_with_a_line(credit: &str) -> (Shop, Shopper) {
    let shop = shop_with_config(&[(1_000, Some(10)), (500, None)], &format!("{CONFIG}{credit}")).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    assert_eq!(shopper.account.0, 1);
    // Before all other entries on either engine: a number that is given by hand moves no sequence of PostgreSQL's.
    sql(
        &shop,
        "INSERT INTO credit_entry (number, account_id, kind, counts_from, at_ms) VALUES (0, 1, 'line_granted', 20000, 0)",
    )
    .await;
    sql(
        &shop,
        "INSERT INTO credit_transfer (entry, place, debit, credit, amount) \
         VALUES (0, 0, 'line_available', 'line_granted', 3000)",
    )
    .await;
    sql(&shop, "INSERT INTO credit_line (account_id, granted, available) VALUES (1, 3000, 3000)").await;
    (shop, shopper)
}

async fn on_credit(shop: &Shop, shopper: &Shopper, quantity: u32) -> Value {
    let quote = quote(shop, shopper, &cart(&[(1, quantity)], &to_the_door(), None)).await;
    let mut order = agreeing_to(&quote);
    order["payment"] = "phone_credit".into();
    order
}

async fn free(shop: &Shop) -> i64 {
    number(shop, "SELECT available FROM credit_line WHERE account_id = 1").await
}

async fn assert_sound(shop: &Shop) {
    let verified = verify(&shop.state.database, None).await.expect("the books can be read");
    assert_eq!(verified.findings, Vec::<String>::new());
}

fn offers(quote: &Value) -> bool {
    quote["payments"].as_array().expect("ways to pay").contains(&json!("phone_credit"))
}

#[tokio::test]
async fn credit_is_offered_to_whoever_has_enough_of_a_line_and_to_nobody_else() {
    let (shop, shopper) = shop_that_lends().await;
    let newcomer = Shopper::signed_in(&shop, "13900139000").await;
    let door = to_the_door();
    assert!(offers(&quote(&shop, &shopper, &cart(&[(1, 2)], &door, None)).await), "28.00 of 30.00");
    assert!(!offers(&quote(&shop, &shopper, &cart(&[(1, 3)], &door, None)).await), "38.00");
    assert!(!offers(&quote(&shop, &newcomer, &cart(&[(1, 2)], &door, None)).await));
    assert_eq!(free(&shop).await, 3_000, "a quote holds nothing");
}

#[tokio::test]
async fn it_is_held_with_the_order_exactly_once_lent_at_the_hand_over_and_undone_when_it_comes_back() {
    let (shop, shopper) = shop_that_lends().await;
    let (id, order) = (new_id(), on_credit(&shop, &shopper, 2).await);
    let first = shopper.put(&shop, &path(&id), &order).await;
    assert_eq!(first.status, 201, "{}", first.text());
    assert_eq!(first.json()["payment"], json!({"method": "phone_credit", "status": "on_hand_over"}));
    let again = shopper.put(&shop, &path(&id), &order).await;
    assert_eq!((again.status, again.text()), (201, first.text()));
    assert_eq!(free(&shop).await, 200);
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM credit_agreement WHERE state = 'reserved'").await, 1);

    advanced(&shop, &id, "received").await.expect("handed over");
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM credit_agreement WHERE state = 'active'").await, 1);
    advanced(&shop, &id, "returned").await.expect("it came back");
    let returned = shopper.get(&shop, &path(&id)).await.json();
    assert_eq!(returned["payment"]["status"], "refunded");
    assert_eq!(free(&shop).await, 3_000);
    assert_sound(&shop).await;
}

#[tokio::test]
async fn an_order_that_is_cancelled_frees_the_line() {
    let (shop, shopper) = shop_that_lends().await;
    let (id, order) = (new_id(), on_credit(&shop, &shopper, 2).await);
    assert_eq!(shopper.put(&shop, &path(&id), &order).await.status, 201);
    let cancelled = shopper.post(&shop, &format!("{}/cancel", path(&id)), &json!({"reason": ""})).await;
    assert_eq!(cancelled.json()["payment"]["status"], "void", "{}", cancelled.text());
    assert_eq!(free(&shop).await, 3_000);
    assert_sound(&shop).await;
}

#[tokio::test]
async fn more_than_is_free_is_refused_with_what_is_and_leaves_no_trace() {
    let (shop, shopper) = shop_that_lends().await;
    let (order, later) = (on_credit(&shop, &shopper, 2).await, on_credit(&shop, &shopper, 2).await);
    assert_eq!(shopper.put(&shop, &path(&new_id()), &order).await.status, 201);
    let (id, before) = (new_id(), traces(&shop).await);
    let problem = refused(&shopper.put(&shop, &path(&id), &later).await, 409, "credit_declined");
    assert_eq!(problem["credit"], json!({"decision": "declined", "reason": "asked_too_much", "free": 200}));
    assert!(problem["detail"].as_str().expect("a sentence").contains("200 minor units"), "{problem}");
    assert_eq!(traces(&shop).await, before, "nothing was written");
    // Whoever was told so can rely on it, though the line is free again.
    sql(&shop, "UPDATE credit_line SET available = 3000").await;
    refused(&shopper.put(&shop, &path(&id), &later).await, 409, "terms_changed");
    let mut cash = later.clone();
    cash["payment"] = "cash_on_delivery".into();
    assert_eq!(
        shopper.put(&shop, &path(&id), &cash).await.status,
        201,
        "in another way the id is still free"
    );
}

#[tokio::test]
async fn without_a_quote_it_is_held_with_the_order_and_never_beyond_the_line() {
    let (shop, shopper) = shop_that_lends().await;
    let order = without_quote(&on_credit(&shop, &shopper, 2).await);
    let id = new_id();
    for _ in 0..2 {
        assert_eq!(shopper.put(&shop, &path(&id), &order).await.status, 201);
    }
    assert_eq!(free(&shop).await, 200);
    let before = traces(&shop).await;
    let problem = refused(&shopper.put(&shop, &path(&new_id()), &order).await, 409, "credit_declined");
    assert_eq!(problem["credit"], json!({"decision": "declined", "reason": "asked_too_much", "free": 200}));
    assert_eq!((traces(&shop).await, free(&shop).await), (before, 200));
    assert_sound(&shop).await;
}

#[tokio::test]
async fn nobody_without_a_line_can_order_so_and_not_in_a_shop_that_does_not_lend() {
    let (shop, _) = shop_that_lends().await;
    let newcomer = Shopper::signed_in(&shop, "13900139000").await;
    let order = on_credit(&shop, &newcomer, 1).await;
    let problem = refused(&newcomer.put(&shop, &path(&new_id()), &order).await, 409, "credit_declined");
    assert_eq!(problem["credit"]["reason"], "not_known_enough");

    let other = shop_with_config(&[(1_000, Some(10))], CONFIG).await;
    let shopper = Shopper::signed_in(&other, "13800138000").await;
    let order = on_credit(&other, &shopper, 1).await;
    let problem = shopper.put(&other, &path(&new_id()), &order).await.problem();
    assert_eq!(problem["errors"][0]["field"], "payment", "{problem}");
}

#[tokio::test]
async fn a_shop_that_lends_no_more_sells_nothing_on_a_line_that_is_there() {
    let no_more = CREDIT.replace(r#"["phones"]"#, "[]");
    let (shop, shopper) = shop_with_a_line(&no_more).await;
    let quote = quote(&shop, &shopper, &cart(&[(1, 1)], &to_the_door(), None)).await;
    assert!(!offers(&quote), "{quote}");
    let order = on_credit(&shop, &shopper, 1).await;
    let problem = shopper.put(&shop, &path(&new_id()), &order).await.problem();
    assert_eq!(problem["errors"][0]["field"], "payment", "{problem}");
    assert_eq!(free(&shop).await, 3_000);
}

#[tokio::test]
async fn the_same_hand_over_told_many_times_at_once_is_one_and_refused_to_nobody() {
    let (shop, shopper) = shop_that_lends().await;
    let (id, order) = (new_id(), on_credit(&shop, &shopper, 2).await);
    assert_eq!(shopper.put(&shop, &path(&id), &order).await.status, 201);
    for told in join_all((0..8).map(|_| advanced(&shop, &id, "received"))).await {
        told.expect("it is received");
    }
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM credit_entry WHERE kind = 'captured'").await, 1);
    assert_sound(&shop).await;
}

#[tokio::test]
async fn of_a_crowd_of_copies_and_orders_the_line_pays_one() {
    let (shop, shopper) = shop_that_lends().await;
    let request: fairday_contract::OrderRequest =
        serde_json::from_value(on_credit(&shop, &shopper, 2).await).expect("an order");
    let ids: Vec<OrderId> = (0..3).map(|_| new_id().parse().expect("an id")).collect();
    let orders = (0..24).map(|copy| {
        let (shop, id, request) = (checkout(&shop), ids[copy % 3].clone(), request.clone());
        tokio::spawn(async move { shop.place(shopper.account, id, request).await.map(|_| ()).ok() })
    });
    let placed = join_all(orders).await.into_iter().filter(|one| matches!(one, Ok(Some(())))).count();
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM orders").await, 1);
    assert!((1..=8).contains(&placed), "the copies of one order, and no other: {placed}");
    assert_eq!(free(&shop).await, 200);
    assert_sound(&shop).await;
}
