//! How much can be reserved without paying, and how that ends.

use super::shopping::{
    CONFIG, NO_LIMITS, agreed, agreeing_to, another_server, cart, counts, differences, new_id, number,
    open_at, path, placed, quote, refresh, refused, shop_with, shop_with_config, sql, to_the_door,
    to_the_point,
};
use crate::shop::Shop;
use crate::shopper::Shopper;
use fairday_server::accounts::housekeeping::sweep;
use fairday_server::lease::Holder;
use fairday_server::orders::lapse::Lapsing;
use fairday_server::orders::place::REFUSALS;
use fairday_server::orders::reservations::{HOUR_MS, KEPT_MS};
use fairday_server::webhooks::outbox;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::sync::Arc;

const DAY_MS: i64 = 24 * HOUR_MS;

/// The configuration of a shop with these limits.
fn limits(text: &str) -> String {
    CONFIG.replace(NO_LIMITS, text)
}

async fn two_servers(text: &str, goods: &[(i64, Option<u32>)]) -> (Shop, Shop) {
    let shop = shop_with_config(goods, &limits(text)).await;
    let other = open_at(&limits(text), shop.beside()).await;
    refresh(&other).await;
    (shop, other)
}

async fn cancelled(shop: &Shop, shopper: &Shopper, id: &str) {
    let answer = shopper.post(shop, &format!("{}/cancel", path(id)), &json!({})).await;
    assert_eq!(answer.json()["status"], "cancelled", "{}", answer.text());
}

/// Sends all orders at once, by turns to two servers; how many were placed. The others must be refused like this.
async fn placed_of(
    (shop, other): (&Shop, &Shop),
    orders: &[(&Shopper, Value)],
    (status, code): (u16, &str),
) -> usize {
    let sent = orders.iter().enumerate().map(|(index, (shopper, order))| async move {
        shopper.put(if index % 2 == 0 { shop } else { other }, &path(&new_id()), order).await
    });
    let answers = join_all(sent).await;
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        refused(answer, status, code);
    }
    answers.iter().filter(|answer| answer.status == 201).count()
}

#[tokio::test]
async fn one_account_cannot_empty_the_shop_also_not_at_once() {
    let (shop, other) = two_servers("account = { pieces = 10 }", &[(100, Some(100))]).await;
    let (greedy, modest) =
        (Shopper::signed_in(&shop, "13800138000").await, Shopper::signed_in(&shop, "13900139000").await);
    let first = placed(&shop, &greedy, &[(1, 6)]).await;
    let mut orders = Vec::new();
    for _ in 0..8 {
        orders.push((&greedy, agreed(&shop, &greedy, &[(1, 4)]).await));
    }
    assert_eq!(placed_of((&shop, &other), &orders, (409, "reserved_too_much")).await, 1);
    assert_eq!(counts(&shop, 1).await, (Some(90), 10, 0));
    // The quote says so already, in words.
    let one_more = cart(&[(1, 1)], &to_the_door(), None);
    let problem = refused(&greedy.post(&shop, "/api/v1/quotes", &one_more).await, 409, "reserved_too_much");
    let detail = problem["detail"].as_str().expect("a sentence");
    assert!(detail.contains("This account") && detail.contains("10 pieces"), "{detail}");
    placed(&shop, &modest, &[(1, 4)]).await;
    cancelled(&shop, &greedy, &first).await;
    placed(&shop, &greedy, &[(1, 6)]).await;
}

#[tokio::test]
async fn what_an_order_comes_to_is_limited_too_and_paid_orders_do_not_count() {
    let (shop, _) = two_servers("account = { amount = 3000 }", &[(1000, Some(100))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let id = placed(&shop, &shopper, &[(1, 2)]).await; // 28.00 with its delivery
    let wanted = cart(&[(1, 1)], &to_the_door(), None);
    let problem = refused(&shopper.post(&shop, "/api/v1/quotes", &wanted).await, 409, "reserved_too_much");
    assert!(
        problem["detail"].as_str().is_some_and(|detail| detail.contains("3000 minor units")),
        "{problem}"
    );
    super::shopping::advanced(&shop, &id, "received").await.expect("handed over and paid");
    quote(&shop, &shopper, &wanted).await;
}

#[tokio::test]
async fn three_accounts_for_one_number_share_its_limit() {
    let (shop, other) = two_servers("number = { pieces = 6 }", &[(100, Some(100))]).await;
    let mut shoppers = Vec::new();
    for index in 0..3 {
        shoppers.push(Shopper::signed_in(&shop, &format!("1380013800{index}")).await);
    }
    let mut orders = Vec::new();
    for shopper in &shoppers {
        orders.push((shopper, agreed(&shop, shopper, &[(1, 3)]).await));
    }
    assert_eq!(placed_of((&shop, &other), &orders, (409, "reserved_too_much")).await, 2);
    let mut elsewhere = agreed(&shop, &shoppers[2], &[(1, 3)]).await;
    elsewhere["recipient"]["phone"] = "0312-5550100".into();
    assert_eq!(shoppers[2].put(&shop, &path(&new_id()), &elsewhere).await.status, 201);
}

#[tokio::test]
async fn many_accounts_of_one_network_share_its_limit() {
    let (shop, _) = two_servers("network = { pieces = 5 }", &[(100, Some(100))]).await;
    let (one, two) =
        (Shopper::signed_in(&shop, "13800138000").await, Shopper::signed_in(&shop, "13900139000").await);
    let order = agreed(&shop, &two, &[(1, 1)]).await;
    placed(&shop, &one, &[(1, 5)]).await;
    let problem = refused(&two.put(&shop, &path(&new_id()), &order).await, 409, "reserved_too_much");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("network")), "{problem}");
    let wanted = cart(&[(1, 1)], &to_the_door(), None);
    refused(&two.post(&shop, "/api/v1/quotes", &wanted).await, 409, "reserved_too_much");
}

#[tokio::test]
async fn orders_of_one_network_at_once_do_not_exceed_its_limit() {
    let (shop, other) = two_servers("network = { pieces = 6 }", &[(100, Some(100))]).await;
    let mut shoppers = Vec::new();
    for index in 0..8 {
        shoppers.push(Shopper::signed_in(&shop, &format!("1380013800{index}")).await);
    }
    let mut orders = Vec::new();
    for (index, shopper) in shoppers.iter().enumerate() {
        // Numbers have limits too, and the same number would be a lock too.
        let mut order = agreed(&shop, shopper, &[(1, 3)]).await;
        order["recipient"]["phone"] = format!("1390013900{index}").into();
        orders.push((shopper, order));
    }
    assert_eq!(placed_of((&shop, &other), &orders, (409, "reserved_too_much")).await, 2);
    assert_eq!(counts(&shop, 1).await, (Some(94), 6, 0));
}

#[tokio::test]
async fn orders_within_the_hour_count_also_when_cancelled() {
    let (shop, _) = two_servers("account = { orders_an_hour = 3 }", &[(100, Some(100))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (id, order) = (new_id(), agreed(&shop, &shopper, &[(1, 1)]).await);
    let late = agreed(&shop, &shopper, &[(1, 1)]).await;
    assert_eq!(shopper.put(&shop, &path(&id), &order).await.status, 201);
    cancelled(&shop, &shopper, &id).await;
    for _ in 0..2 {
        let id = placed(&shop, &shopper, &[(1, 1)]).await;
        cancelled(&shop, &shopper, &id).await;
    }
    let wanted = cart(&[(1, 1)], &to_the_door(), None);
    for answer in [
        shopper.put(&shop, &path(&new_id()), &late).await,
        shopper.post(&shop, "/api/v1/quotes", &wanted).await,
    ] {
        let problem = refused(&answer, 429, "too_many_requests");
        assert_eq!(problem["retry_ms"], HOUR_MS, "{problem}");
    }
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM order_refusal").await, 0, "it may be sent again later");
    let again = shopper.put(&shop, &path(&id), &order).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (201, "true"), "it was placed before");
    shop.clock.advance(HOUR_MS);
    placed(&shop, &shopper, &[(1, 1)]).await;
}

#[tokio::test]
async fn a_quote_makes_one_order_and_the_shopper_can_go_on() {
    let shop = shop_with(&[(100, Some(100))]).await;
    let other = another_server(&shop).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = agreed(&shop, &shopper, &[(1, 1)]).await;
    let orders: Vec<_> = (0..10).map(|_| (&shopper, order.clone())).collect();
    assert_eq!(placed_of((&shop, &other), &orders, (409, "terms_changed")).await, 1);
    assert_eq!(counts(&shop, 1).await, (Some(99), 1, 0));
    // Taking it back does not make the quote good again.
    let (first, second) = (new_id(), new_id());
    let order = agreed(&shop, &shopper, &[(1, 1)]).await;
    assert_eq!(shopper.put(&shop, &path(&first), &order).await.status, 201);
    cancelled(&shop, &shopper, &first).await;
    let problem = refused(&shopper.put(&shop, &path(&second), &order).await, 409, "terms_changed");
    assert_eq!(differences(&problem), [], "the terms are the same: the app goes on by itself");
    let placed = shopper.put(&shop, &path(&second), &agreeing_to(&problem["quote"])).await;
    assert_eq!(placed.status, 201, "{}", placed.text());
    let again = shopper.put(&shop, &path(&first), &order).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (201, "true"));
}

#[tokio::test]
async fn refusals_of_an_account_are_bounded_and_go_by_themselves() {
    let shop = shop_with(&[(100, Some(100))]).await;
    let (shopper, stranger) =
        (Shopper::signed_in(&shop, "13800138000").await, Shopper::signed_in(&shop, "13900139000").await);
    let order = agreed(&shop, &shopper, &[(1, 1)]).await;
    for _ in 0..5 {
        refused(&stranger.put(&shop, &path(&new_id()), &order).await, 409, "terms_changed");
    }
    let kept = "SELECT COUNT(*) FROM order_refusal";
    assert_eq!(number(&shop, kept).await, 0, "what can never be placed is not remembered");
    sql(&shop, "UPDATE variant SET price = 101").await;
    let mut refusals = 0;
    for _ in 0..REFUSALS.most + 20 {
        let answer = shopper.put(&shop, &path(&new_id()), &order).await;
        if answer.status == 409 {
            refusals += 1;
        } else {
            let problem = refused(&answer, 429, "too_many_requests");
            assert!(problem["retry_ms"].as_i64().is_some_and(|ms| ms > 0), "{problem}");
        }
    }
    assert_eq!((refusals, number(&shop, kept).await), (REFUSALS.most, REFUSALS.most));
    placed(&shop, &shopper, &[(1, 1)]).await;
    shop.clock.advance(KEPT_MS);
    sweep(&shop.state.database, shop.state.now_ms()).await.expect("swept");
    assert_eq!(number(&shop, kept).await, 0);
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM reservation").await, 1, "it is still reserved");
}

#[tokio::test]
async fn a_reservation_that_ended_is_forgotten_when_no_limit_counts_it() {
    let shop = shop_with(&[(100, Some(100))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (gone, open) = (placed(&shop, &shopper, &[(1, 1)]).await, placed(&shop, &shopper, &[(1, 1)]).await);
    cancelled(&shop, &shopper, &gone).await;
    let rows = "SELECT COUNT(*) FROM reservation";
    for (wait_ms, left) in [(KEPT_MS - 1, 2), (1, 1)] {
        shop.clock.advance(wait_ms);
        sweep(&shop.state.database, shop.state.now_ms()).await.expect("swept");
        assert_eq!(number(&shop, rows).await, left);
    }
    cancelled(&shop, &shopper, &open).await;
    sweep(&shop.state.database, shop.state.now_ms()).await.expect("swept");
    assert_eq!(number(&shop, rows).await, 0);
}

fn lapsing(shop: &Shop) -> Lapsing {
    Lapsing {
        database: shop.state.database.clone(),
        keys: Arc::clone(&shop.keys),
        payments: shop.state.payments.clone(),
        limits: shop.state.config.shop.limits,
        holder: Holder::new(),
    }
}

#[tokio::test]
async fn what_nobody_confirms_or_collects_lapses_and_its_stock_is_back_once() {
    let days = "unconfirmed_days = 3\nuncollected_days = 2";
    let (shop, other) = two_servers(days, &[(100, Some(100))]).await;
    outbox::turn(&shop.state.database, true).await.expect("turned on");
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let unconfirmed = placed(&shop, &shopper, &[(1, 2)]).await;
    let confirmed = placed(&shop, &shopper, &[(1, 3)]).await;
    super::shopping::advanced(&shop, &confirmed, "confirmed").await.expect("moved");
    shop.clock.advance(DAY_MS);
    let uncollected = new_id();
    let order = agreeing_to(&quote(&shop, &shopper, &cart(&[(1, 4)], &to_the_point(), None)).await);
    assert_eq!(shopper.put(&shop, &path(&uncollected), &order).await.status, 201);
    super::shopping::advanced(&shop, &uncollected, "ready").await.expect("moved");
    let (one, two) = (lapsing(&shop), lapsing(&other));
    shop.clock.advance(2 * DAY_MS - 1);
    assert_eq!(one.cancel(shop.state.now_ms()).await.expect("looks"), 0);
    assert_eq!(counts(&shop, 1).await, (Some(91), 9, 0));
    shop.clock.advance(1);
    let now_ms = shop.state.now_ms();
    let (first, second) = tokio::join!(one.cancel(now_ms), two.cancel(now_ms));
    let both = first.expect("looks") + second.expect("looks");
    // Another process may have had the lease for one of the rules.
    assert_eq!(both + one.cancel(now_ms).await.expect("looks"), 2);
    assert_eq!(one.cancel(now_ms).await.expect("looks"), 0);
    assert_eq!(counts(&shop, 1).await, (Some(97), 3, 0));
    for (id, why) in [(&unconfirmed, "confirm"), (&uncollected, "collected")] {
        let order = shopper.get(&shop, &path(id)).await.json();
        assert_eq!((&order["status"], &order["payment"]["status"]), (&json!("cancelled"), &json!("void")));
        let last = order["timeline"].as_array().and_then(|events| events.last()).expect("an event").clone();
        assert!(last["note"].as_str().is_some_and(|note| note.contains(why)), "{last}");
    }
    assert_eq!(shopper.get(&shop, &path(&confirmed)).await.json()["status"], "confirmed");
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM webhook WHERE status = 'cancelled'").await, 2);
}
