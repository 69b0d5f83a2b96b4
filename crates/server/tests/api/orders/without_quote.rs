//! An order that names no quote: the shop makes the terms when it takes it, and they are exactly those agreed to, or nothing is
//! placed.

use super::agreement::{Told, refused_then_agreed};
use super::shopping::{
    CONFIG, NO_LIMITS, agreed, agreeing_to, another_server, another_server_with, cart, counts, differences,
    import, new_id, number, open_at, path, placed, quote, refresh, refused, shop_with, shop_with_config, sql,
    to_the_door, to_the_point, traces, without_quote,
};
use crate::shop::Shop;
use crate::shopper::Shopper;
use fairday_server::accounts::housekeeping::sweep;
use fairday_server::orders::coupon_guesses::GUESSES;
use fairday_server::orders::place::REFUSALS;
use fairday_server::orders::reservations::{HOUR_MS, KEPT_MS};
use futures_util::future::join_all;
use serde_json::{Value, json};

/// An order of these lines to the door, at what they cost now.
async fn order_of(shop: &Shop, shopper: &Shopper, lines: &[(u32, u32)]) -> Value {
    without_quote(&agreed(shop, shopper, lines).await)
}

/// An order of one piece, at what it costs with this coupon.
async fn with_coupon(shop: &Shop, shopper: &Shopper, pieces: u32, coupon: &str) -> Value {
    let cart = cart(&[(1, pieces)], &to_the_door(), Some(coupon));
    without_quote(&agreeing_to(&quote(shop, shopper, &cart).await))
}

#[tokio::test]
async fn an_order_on_the_terms_of_now_is_placed_as_under_a_quote() {
    let shop = shop_with(&[(1290, Some(10)), (350, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let quote = quote(&shop, &shopper, &cart(&[(2, 1), (1, 2)], &to_the_door(), Some("tenth"))).await;
    let (id, order) = (new_id(), without_quote(&agreeing_to(&quote)));
    let answer = shopper.put(&shop, &path(&id), &order).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.json()["terms"], quote["terms"]);
    assert_eq!(counts(&shop, 1).await, (Some(8), 2, 0));
    assert_eq!(number(&shop, "SELECT used FROM coupon_use").await, 1);
    let point = super::shopping::quote(&shop, &shopper, &cart(&[(1, 1)], &to_the_point(), None)).await;
    let at_point = without_quote(&agreeing_to(&point));
    assert_eq!(shopper.put(&shop, &path(&new_id()), &at_point).await.json()["point"]["name"], "阜平站");
}

#[tokio::test]
async fn an_order_may_wait_for_days_when_its_terms_stay() {
    let shop = shop_with(&[(1000, Some(3))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = order_of(&shop, &shopper, &[(1, 1)]).await;
    shop.clock.advance(72 * HOUR_MS);
    assert_eq!(shopper.put(&shop, &path(&new_id()), &order).await.status, 201);
}

#[tokio::test]
async fn the_same_again_is_answered_alike_and_another_body_is_not() {
    let shop = shop_with(&[(1000, Some(10))]).await;
    let other = another_server(&shop).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (id, order) = (new_id(), with_coupon(&shop, &shopper, 1, "once-each").await);
    let first = shopper.put(&shop, &path(&id), &order).await;
    assert_eq!((first.status, first.header("idempotent-replayed")), (201, ""));
    import(&shop, &[(2000, Some(0))]).await;
    shop.clock.advance(24 * HOUR_MS);
    for server in [&shop, &other] {
        let again = shopper.put(server, &path(&id), &order).await;
        assert_eq!((again.status, again.header("idempotent-replayed")), (201, "true"));
        assert_eq!(again.body, first.body);
    }
    let mut others = vec![order.clone(), order.clone(), order.clone(), order];
    others[0]["note"] = "放后门".into();
    others[1]["agreed"]["total"] = 1.into();
    others[2]["quote"] = "x".into();
    others[3]["agreed"]["coupon"] = "sesame".into();
    for body in others {
        refused(&shopper.put(&shop, &path(&id), &body).await, 409, "order_id_used");
    }
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM orders").await, 1);
}

#[tokio::test]
async fn copies_at_once_at_two_servers_place_one() {
    let shop = shop_with(&[(1000, Some(10))]).await;
    let other = another_server(&shop).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (id, order) = (new_id(), order_of(&shop, &shopper, &[(1, 1)]).await);
    let target = path(&id);
    let sent = (0..12).map(|index| shopper.put(if index % 2 == 0 { &shop } else { &other }, &target, &order));
    let answers = join_all(sent).await;
    assert!(answers.iter().all(|answer| answer.status == 201 && answer.body == answers[0].body));
    assert_eq!(counts(&shop, 1).await, (Some(9), 1, 0));
}

#[tokio::test]
async fn other_terms_are_refused_with_a_quote_of_the_new_ones() {
    let shop = shop_with(&[(1290, Some(5)), (500, None), (300, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = order_of(&shop, &shopper, &[(1, 2), (2, 1)]).await;
    sql(&shop, "UPDATE variant SET price = price + 10 WHERE id = 1").await;
    let told = [("price", Some(1), 1290, 1300), ("total", None, 3880, 3900)];
    refused_then_agreed(&shop, &shopper, &order, "terms_changed", &told).await;

    let cheaper = order_of(&shop, &shopper, &[(2, 1)]).await;
    sql(&shop, "UPDATE variant SET price = 400 WHERE id = 2").await;
    let told = [("price", Some(2), 500, 400), ("total", None, 1300, 1200)];
    refused_then_agreed(&shop, &shopper, &cheaper, "terms_changed", &told).await;

    let too_many = order_of(&shop, &shopper, &[(1, 3), (2, 1)]).await;
    placed(&shop, &shopper, &[(1, 1)]).await;
    let told = [("stock", Some(1), 3, 2), ("total", None, 5100, 3800)];
    refused_then_agreed(&shop, &shopper, &too_many, "out_of_stock", &told).await;

    let gone = order_of(&shop, &shopper, &[(2, 1), (3, 1)]).await;
    sql(&shop, "UPDATE variant SET withdrawn = 1 WHERE id = 3").await;
    let told: [Told; 2] = [("gone", Some(3), 1, 0), ("total", None, 1500, 1200)];
    refused_then_agreed(&shop, &shopper, &gone, "out_of_stock", &told).await;
}

#[tokio::test]
async fn another_fee_is_refused_and_no_delivery_too() {
    let shop = shop_with(&[(1000, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = order_of(&shop, &shopper, &[(1, 1)]).await;
    let dearer = another_server_with(&shop, |config| config.replacen("fee = 800", "fee = 900", 1)).await;
    let told = [("delivery_fee", None, 800, 900), ("total", None, 1800, 1900)];
    refused_then_agreed(&dearer, &shopper, &order, "terms_changed", &told).await;
    let closed = another_server_with(&shop, |config| config.replace("54 = { deny", "13 = { deny")).await;
    let (id, before) = (new_id(), traces(&shop).await);
    refused(&shopper.put(&closed, &path(&id), &order).await, 409, "no_delivery");
    // Who was told so can rely on it.
    let problem = refused(&shopper.put(&shop, &path(&id), &order).await, 409, "terms_changed");
    assert_eq!(differences(&problem), []);
    assert_eq!(traces(&shop).await, before);
}

#[tokio::test]
async fn terms_that_are_made_up_are_never_taken() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = order_of(&shop, &shopper, &[(1, 2)]).await;
    let changes: [(&str, Value); 7] = [
        ("/total", 1.into()),
        ("/delivery_fee", 0.into()),
        ("/lines/0/price", 1.into()),
        ("/lines/0/price", i64::MAX.into()),
        ("/lines/0/price", (-1000).into()),
        ("/lines/0/quantity", 1.into()),
        ("/currency", "JPY".into()),
    ];
    for (field, value) in changes {
        let mut cheaper = order.clone();
        *cheaper["agreed"].pointer_mut(field).expect("a field") = value;
        refused(&shopper.put(&shop, &path(&new_id()), &cheaper).await, 409, "terms_changed");
    }
    let mut cheaper = order.clone();
    cheaper["agreed"]["discount"] = 500.into();
    refused(&shopper.put(&shop, &path(&new_id()), &cheaper).await, 409, "terms_changed");
    assert_eq!(traces(&shop).await, 0);
}

#[tokio::test]
async fn a_refusal_is_final_for_its_body_also_when_the_terms_are_back() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (id, order) = (new_id(), order_of(&shop, &shopper, &[(1, 1)]).await);
    sql(&shop, "UPDATE variant SET price = 1100").await;
    refused(&shopper.put(&shop, &path(&id), &order).await, 409, "terms_changed");
    sql(&shop, "UPDATE variant SET price = 1000").await;
    let problem = refused(&shopper.put(&shop, &path(&id), &order).await, 409, "terms_changed");
    assert_eq!(differences(&problem), [], "the app goes on by itself");
    assert_eq!(traces(&shop).await, 0);
    let answer = shopper.put(&shop, &path(&id), &agreeing_to(&problem["quote"])).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[tokio::test]
async fn an_agreed_coupon_that_holds_no_more_is_refused() {
    let shop = shop_with(&[(1000, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (five, free) =
        (with_coupon(&shop, &shopper, 3, "five").await, with_coupon(&shop, &shopper, 3, "free").await);
    let once = with_coupon(&shop, &shopper, 1, "once-each").await;
    let without = another_server_with(&shop, |config| config.replace("FIVE", "X").replace("FREE", "Y")).await;
    let told = [("discount", None, 500, 0), ("total", None, 3300, 3800)];
    refused_then_agreed(&without, &shopper, &five, "terms_changed", &told).await;
    let told = [("delivery_fee", None, 0, 800), ("total", None, 3000, 3800)];
    refused_then_agreed(&without, &shopper, &free, "terms_changed", &told).await;
    assert_eq!(shopper.put(&shop, &path(&new_id()), &once).await.status, 201);
    let told = [("discount", None, 100, 0), ("total", None, 1700, 1800)];
    refused_then_agreed(&shop, &shopper, &once, "terms_changed", &told).await;
}

#[tokio::test]
async fn a_typed_coupon_that_holds_is_shown_before_anything_is_placed() {
    let shop = shop_with(&[(1000, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let mut order = order_of(&shop, &shopper, &[(1, 1)]).await;
    order["coupon"] = " Once-Each ".into();
    let told = [("discount", None, 0, 100), ("total", None, 1800, 1700)];
    refused_then_agreed(&shop, &shopper, &order, "terms_changed", &told).await;
    // It is used up, below its minimum, or none: then it changes nothing, and it is not used.
    for code in ["once-each", "five", "sesame"] {
        order["coupon"] = code.into();
        let answer = shopper.put(&shop, &path(&new_id()), &order).await;
        assert_eq!((answer.status, &answer.json()["terms"]["total"]), (201, &json!(1800)), "{code}");
    }
    assert_eq!(number(&shop, "SELECT CAST(SUM(used) AS BIGINT) FROM coupon_use").await, 1);
}

#[tokio::test]
async fn a_typed_coupon_is_for_an_order_without_another_one() {
    let shop = shop_with(&[(1000, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let mut quoted = agreed(&shop, &shopper, &[(1, 1)]).await;
    let mut twice = with_coupon(&shop, &shopper, 1, "once-each").await;
    let mut long = without_quote(&quoted);
    (quoted["coupon"], twice["coupon"]) = ("once-each".into(), "once-each".into());
    long["coupon"] = "x".repeat(201).into();
    for order in [quoted, twice, long] {
        let problem = refused(&shopper.put(&shop, &path(&new_id()), &order).await, 400, "invalid_request");
        assert_eq!(problem["errors"][0]["field"], "coupon");
    }
    assert_eq!(traces(&shop).await, 0);
}

#[tokio::test]
async fn a_guessed_code_counts_once_and_whoever_guessed_waits() {
    let shop = shop_with(&[(1000, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (plain, known) =
        (order_of(&shop, &shopper, &[(1, 1)]).await, with_coupon(&shop, &shopper, 1, "once-each").await);
    for guess in 0..GUESSES.most {
        let mut order = plain.clone();
        if guess % 2 == 0 {
            order["agreed"]["coupon"] = format!("guess-{guess}").into();
            refused(&shopper.put(&shop, &path(&new_id()), &order).await, 409, "terms_changed");
        } else {
            order["coupon"] = format!("guess-{guess}").into();
            assert_eq!(shopper.put(&shop, &path(&new_id()), &order).await.status, 201);
        }
    }
    let id = new_id();
    refused(&shopper.put(&shop, &path(&id), &known).await, 429, "too_many_requests");
    assert_eq!(shopper.put(&shop, &path(&new_id()), &plain).await.status, 201, "without a code");
    shop.clock.advance(GUESSES.window_ms);
    assert_eq!(shopper.put(&shop, &path(&id), &known).await.status, 201, "it was put off, not refused");
}

#[tokio::test]
async fn reservations_and_orders_an_hour_are_limited_alike() {
    let text = CONFIG.replace(NO_LIMITS, "account = { pieces = 10, orders_an_hour = 5 }");
    let shop = shop_with_config(&[(100, Some(100))], &text).await;
    let other = open_at(&text, shop.beside()).await;
    refresh(&other).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (four, one) =
        (order_of(&shop, &shopper, &[(1, 4)]).await, order_of(&shop, &shopper, &[(1, 1)]).await);
    let targets: Vec<String> = (0..8).map(|_| path(&new_id())).collect();
    let sent = targets
        .iter()
        .enumerate()
        .map(|(index, target)| shopper.put(if index % 2 == 0 { &shop } else { &other }, target, &four));
    let answers = join_all(sent).await;
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        refused(answer, 409, "reserved_too_much");
    }
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 2);
    for _ in 0..2 {
        assert_eq!(shopper.put(&shop, &path(&new_id()), &one).await.status, 201);
    }
    refused(&shopper.put(&shop, &path(&new_id()), &one).await, 409, "reserved_too_much");
    assert_eq!(counts(&shop, 1).await, (Some(90), 10, 0));
    sql(&shop, "UPDATE orders SET status = 'cancelled'").await;
    assert_eq!(shopper.put(&shop, &path(&new_id()), &one).await.status, 201);
    let (last, later) = (new_id(), refused_for_now(&shop, &shopper, &one).await);
    assert_eq!(later["retry_ms"], HOUR_MS, "{later}");
    shop.clock.advance(HOUR_MS);
    assert_eq!(shopper.put(&shop, &path(&last), &one).await.status, 201);
}

async fn refused_for_now(shop: &Shop, shopper: &Shopper, order: &Value) -> Value {
    refused(&shopper.put(shop, &path(&new_id()), order).await, 429, "too_many_requests")
}

#[tokio::test]
async fn refusals_are_bounded_and_go_by_themselves() {
    let shop = shop_with(&[(100, Some(100))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = order_of(&shop, &shopper, &[(1, 1)]).await;
    sql(&shop, "UPDATE variant SET price = 101").await;
    let kept = "SELECT COUNT(*) FROM order_refusal";
    let first = new_id();
    for _ in 0..3 {
        refused(&shopper.put(&shop, &path(&first), &order).await, 409, "terms_changed");
    }
    assert_eq!(number(&shop, kept).await, 1, "the same again is one refusal");
    for _ in 1..REFUSALS.most {
        refused(&shopper.put(&shop, &path(&new_id()), &order).await, 409, "terms_changed");
    }
    refused_for_now(&shop, &shopper, &order).await;
    assert_eq!(number(&shop, kept).await, REFUSALS.most);
    shop.clock.advance(KEPT_MS);
    sweep(&shop.state.database, shop.state.now_ms()).await.expect("swept");
    assert_eq!(number(&shop, kept).await, 0);
}
