//! Coupons, and how often they can be used.

use super::shopping::{
    agreeing_to, another_server, cart, differences, new_id, number, path, quote, refused, shop_with,
    to_the_door, without_quote,
};
use crate::shopper::Shopper;
use fairday_server::orders::coupon_guesses::GUESSES;
use futures_util::future::join_all;
use serde_json::{Value, json};

#[tokio::test]
async fn a_coupon_is_refused_with_its_reason_and_the_quote_is_without_it() {
    let shop = shop_with(&[(1000, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let asked = async |coupon| quote(&shop, &shopper, &cart(&[(1, 1)], &to_the_door(), Some(coupon))).await;
    for (coupon, reason) in
        [("five", "below_minimum"), ("sesame", "not_found"), ("", "not_found"), ("'--", "not_found")]
    {
        let quote = asked(coupon).await;
        assert_eq!(
            (&quote["coupon_refused"], &quote["terms"]["total"]),
            (&json!(reason), &json!(1800)),
            "{coupon}"
        );
        assert!(quote["terms"].get("coupon").is_none());
    }
    shop.clock.advance(60 * 24 * 60 * 60 * 1000);
    assert_eq!(asked("tenth").await["coupon_refused"], "expired");
}

#[tokio::test]
async fn a_coupon_that_would_not_make_the_order_cheaper_is_refused_with_that_reason_and_not_used_up() {
    // Delivery is free from 99.00 on.
    let shop = shop_with(&[(9_900, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    for (coupon, reason) in [("five", "raises_total"), ("once-each", "raises_total"), ("free", "nothing_off")]
    {
        let cart = cart(&[(1, 1)], &to_the_door(), Some(coupon));
        let found = quote(&shop, &shopper, &cart).await;
        let said = (&found["coupon_refused"], &found["terms"]["total"], found["terms"].get("coupon"));
        assert_eq!(said, (&json!(reason), &json!(9_900), None), "{coupon}");
        assert_eq!(shopper.put(&shop, &path(&new_id()), &agreeing_to(&found)).await.status, 201);
        // And where it is named with the order itself.
        let mut unquoted = without_quote(&agreeing_to(&found));
        unquoted["coupon"] = coupon.into();
        assert_eq!(shopper.put(&shop, &path(&new_id()), &unquoted).await.status, 201);
    }
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM coupon_use").await, 0);
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM coupon_account_use").await, 0);
    let kept = quote(&shop, &shopper, &cart(&[(1, 2)], &to_the_door(), Some("five"))).await;
    assert_eq!(kept["terms"]["total"], 19_300, "it is still there for another order");
}

#[tokio::test]
async fn an_account_uses_a_coupon_as_often_as_it_may_and_a_cancelled_order_gives_the_use_back_once() {
    let shop = shop_with(&[(1000, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let with_coupon = cart(&[(1, 1)], &to_the_door(), Some("once-each"));
    let order = agreeing_to(&quote(&shop, &shopper, &with_coupon).await);
    let (first, second) = (new_id(), new_id());
    assert_eq!(shopper.put(&shop, &path(&first), &order).await.status, 201);
    let problem = refused(&shopper.put(&shop, &path(&second), &order).await, 409, "terms_changed");
    assert_eq!(differences(&problem)[0], ("discount".to_owned(), None, 100, 0));
    assert_eq!(problem["quote"]["coupon_refused"], "used_up");
    let other = Shopper::signed_in(&shop, "13900139000").await;
    assert_eq!(quote(&shop, &other, &with_coupon).await["terms"]["discount"], 100, "others may");
    for _ in 0..2 {
        let cancelled = shopper.post(&shop, &format!("{}/cancel", path(&first)), &json!({})).await;
        assert_eq!(cancelled.json()["status"], "cancelled");
    }
    assert_eq!(number(&shop, "SELECT used FROM coupon_use").await, 0);
    assert_eq!(number(&shop, "SELECT used FROM coupon_account_use").await, 0);
    let order = agreeing_to(&quote(&shop, &shopper, &with_coupon).await);
    assert_eq!(shopper.put(&shop, &path(&second), &order).await.status, 201);
    assert_eq!(shopper.put(&shop, &path(&new_id()), &order).await.status, 409, "the use came back once");
}

#[tokio::test]
async fn whoever_guesses_codes_is_told_of_none_for_an_hour_at_any_server_and_others_are() {
    let shop = shop_with(&[(1000, None)]).await;
    let other_server = another_server(&shop).await;
    let (guesser, other) =
        (Shopper::signed_in(&shop, "13800138000").await, Shopper::signed_in(&shop, "13900139000").await);
    let asking = |code: &str| cart(&[(1, 1)], &to_the_door(), Some(code));
    for guess in 0..GUESSES.most {
        let quote = quote(&shop, &guesser, &asking(&format!("guess-{guess}"))).await;
        assert_eq!(quote["coupon_refused"], "not_found");
        assert_eq!(quote["terms"]["total"], 1800);
    }
    for code in ["guess", "once-each"] {
        let answer = guesser.post(&other_server, "/api/v1/quotes", &asking(code)).await;
        let problem = refused(&answer, 429, "too_many_requests");
        assert!(problem["retry_ms"].as_i64().is_some_and(|ms| ms > 3_000_000), "{problem}");
    }
    quote(&shop, &guesser, &cart(&[(1, 1)], &to_the_door(), None)).await;
    assert_eq!(quote(&shop, &other, &asking("once-each")).await["terms"]["discount"], 100);
    shop.clock.advance(GUESSES.window_ms);
    assert_eq!(quote(&shop, &guesser, &asking("once-each")).await["terms"]["discount"], 100);
}

#[tokio::test]
async fn a_code_that_is_only_dressed_otherwise_is_no_guess_and_neither_is_what_no_code_can_be() {
    let shop = shop_with(&[(1000, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let asked = async |coupon| quote(&shop, &shopper, &cart(&[(1, 1)], &to_the_door(), Some(coupon))).await;
    for _ in 0..GUESSES.most / 4 {
        for dressed in ["ONCE-EACH\u{200b}", "“once-each”", "ONCE–EACH", "\u{202d}ＯＮＣＥ — each\u{202c}。"]
        {
            assert_eq!(asked(dressed).await["terms"]["coupon"], "ONCE-EACH", "{dressed:?}");
        }
        for none in ["没有优惠", "50%", " ", "a_b"] {
            assert_eq!(asked(none).await["coupon_refused"], "not_found", "{none:?}");
        }
    }
    assert_eq!(asked("guess").await["coupon_refused"], "not_found", "the first guess");
    assert_eq!(asked("once-each").await["terms"]["discount"], 100);
}

/// The ways to name a code.
const WAYS: usize = 6;

#[tokio::test]
async fn after_too_many_guesses_no_way_tells_of_a_code() {
    let shop = shop_with(&[(1000, None)]).await;
    let (guesser, stranger) =
        (Shopper::signed_in(&shop, "13800138000").await, Shopper::signed_in(&shop, "13900139000").await);
    let asking = |code: &str| cart(&[(1, 1)], &to_the_door(), Some(code));
    // Ids of quotes: another account's, one of other terms, one whose time is over.
    let plain = agreeing_to(&quote(&shop, &guesser, &cart(&[(1, 1)], &to_the_door(), None)).await);
    let others = quote(&shop, &stranger, &asking("once-each")).await["id"].clone();
    let promised = agreeing_to(&quote(&shop, &guesser, &asking("five-hundred")).await);
    let over = agreeing_to(&quote(&shop, &guesser, &asking("once-each")).await);
    shop.clock.advance(31 * 60 * 1000);
    let early = new_id();
    let unquoted = without_quote(&agreeing_to(&quote(&shop, &guesser, &asking("three-times")).await));
    assert_eq!(guesser.put(&shop, &path(&early), &unquoted).await.status, 201);
    let (id, known) = (new_id(), agreeing_to(&quote(&shop, &guesser, &asking("once-each")).await));
    let guess = async |way: usize, code: &str| {
        let mut order = plain.clone();
        order["agreed"]["coupon"] = code.into();
        match way % WAYS {
            0 => return guesser.post(&shop, "/api/v1/quotes", &asking(code)).await,
            1 => order["quote"] = others.clone(),
            2 => order["quote"] = promised["quote"].clone(),
            3 => order["quote"] = over["quote"].clone(),
            4 => order = without_quote(&order),
            _ => {
                order = without_quote(&plain);
                order["coupon"] = code.into();
                order["agreed"]["total"] = 1.into(); // so that it is not placed
            }
        }
        guesser.put(&shop, &path(&new_id()), &order).await
    };
    let mut told = 1; // of "five-hundred"
    for way in 0..302 {
        let answer = guess(way, &format!("guess-{way}")).await;
        if answer.status == 429 {
            refused(&answer, 429, "too_many_requests");
        } else {
            told += 1;
        }
    }
    assert_eq!(told, GUESSES.most);
    for way in 0..WAYS {
        refused(&guess(way, "once-each").await, 429, "too_many_requests");
    }
    // What the shop has promised is no guess, and what was placed is no question.
    for _ in 0..2 {
        assert_eq!(guesser.put(&shop, &path(&id), &known).await.status, 201);
    }
    for _ in 0..2 {
        let answer = guesser.put(&shop, &path(&early), &unquoted).await;
        assert_eq!((answer.status, answer.header("idempotent-replayed")), (201, "true"));
    }
}

#[tokio::test]
async fn codes_that_are_guessed_at_once_are_told_of_as_one_by_one() {
    let shop = shop_with(&[(1000, None)]).await;
    let guesser = Shopper::signed_in(&shop, "13800138000").await;
    let asking = |code: &str| cart(&[(1, 1)], &to_the_door(), Some(code));
    for guess in 1..GUESSES.most {
        quote(&shop, &guesser, &asking(&format!("guess-{guess}"))).await;
    }
    let carts: Vec<Value> = (0..20).map(|guess| asking(&format!("burst-{guess}"))).collect();
    let answers = join_all(carts.iter().map(|cart| guesser.post(&shop, "/api/v1/quotes", cart))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    refused(&guesser.post(&shop, "/api/v1/quotes", &asking("once-each")).await, 429, "too_many_requests");
}

#[tokio::test]
async fn of_many_who_use_a_coupon_at_once_at_two_servers_no_more_get_it_than_its_limit() {
    let shop = shop_with(&[(1000, None)]).await;
    let other = another_server(&shop).await;
    let mut orders: Vec<(Shopper, Value)> = Vec::new();
    for index in 0..20 {
        let shopper = Shopper::signed_in(&shop, &format!("138001380{index:02}")).await;
        let quote = quote(&shop, &shopper, &cart(&[(1, 1)], &to_the_door(), Some("three-times"))).await;
        orders.push((shopper, agreeing_to(&quote)));
    }
    let sent = orders.iter().enumerate().map(|(index, (shopper, order))| {
        let server = if index % 2 == 0 { &shop } else { &other };
        async move { shopper.put(server, &path(&new_id()), order).await }
    });
    let answers = join_all(sent).await;
    let placed = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(placed, 3);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        refused(answer, 409, "terms_changed");
    }
    assert_eq!(number(&shop, "SELECT used FROM coupon_use").await, 3);
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM orders").await, 3);
}
