//! Never on other terms than those agreed to.

use super::shopping::{
    REGION, agreed, agreeing_to, another_server_with, cart, counts, differences, import, new_id, path, quote,
    refused, shop_with, sql, to_the_door, to_the_point, traces,
};
use crate::shop::Shop;
use crate::shopper::Shopper;
use serde_json::{Value, json};

pub(super) type Told = (&'static str, Option<u64>, i64, i64);

/// Sends an order that must be refused without a trace, with exactly these differences; then agrees to the new quote under
/// the same id.
pub(super) async fn refused_then_agreed(
    shop: &Shop,
    shopper: &Shopper,
    order: &Value,
    code: &str,
    told: &[Told],
) {
    let (id, before) = (new_id(), traces(shop).await);
    let problem = refused(&shopper.put(shop, &path(&id), order).await, 409, code);
    let told: Vec<_> = told
        .iter()
        .map(|(what, variant, agreed, now)| ((*what).to_owned(), *variant, *agreed, *now))
        .collect();
    assert_eq!(differences(&problem), told);
    assert_eq!(traces(shop).await, before, "nothing was written");
    refused(&shopper.get(shop, &path(&id)).await, 404, "order_not_found");
    let mut again = agreeing_to(&problem["quote"]);
    again["recipient"] = order["recipient"].clone();
    let placed = shopper.put(shop, &path(&id), &again).await;
    assert_eq!(placed.status, 201, "{}", placed.text());
    assert_eq!(placed.json()["terms"]["total"], problem["quote"]["terms"]["total"]);
}

#[tokio::test]
async fn a_price_that_has_changed_either_way_is_shown_before_anything_is_placed() {
    let shop = shop_with(&[(1290, Some(10)), (500, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = agreed(&shop, &shopper, &[(1, 2), (2, 1)]).await;
    sql(&shop, "UPDATE variant SET price = price + 10 WHERE id = 1").await;
    let told = [("price", Some(1), 1290, 1300), ("total", None, 3880, 3900)];
    refused_then_agreed(&shop, &shopper, &order, "terms_changed", &told).await;
    let order = agreed(&shop, &shopper, &[(1, 2), (2, 1)]).await;
    sql(&shop, "UPDATE variant SET price = price - 400 WHERE id = 2").await;
    let told = [("price", Some(2), 500, 100), ("total", None, 3900, 3500)];
    refused_then_agreed(&shop, &shopper, &order, "terms_changed", &told).await;
}

#[tokio::test]
async fn what_is_sold_out_names_the_line_and_how_many_are_left() {
    let shop = shop_with(&[(1000, Some(5)), (500, Some(2))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = agreed(&shop, &shopper, &[(1, 5), (2, 2)]).await;
    super::shopping::placed(&shop, &shopper, &[(1, 2)]).await;
    let told = [("stock", Some(1), 5, 3), ("total", None, 6800, 4800)];
    refused_then_agreed(&shop, &shopper, &order, "out_of_stock", &told).await;
    assert_eq!((counts(&shop, 1).await, counts(&shop, 2).await), ((Some(0), 5, 0), (Some(0), 2, 0)));
}

#[tokio::test]
async fn what_is_gone_is_named_and_the_rest_can_still_be_had() {
    let shop = shop_with(&[(1000, None), (500, None), (300, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = agreed(&shop, &shopper, &[(1, 1), (2, 1), (3, 1)]).await;
    sql(&shop, "UPDATE variant SET withdrawn = 1 WHERE id = 2").await;
    sql(&shop, "UPDATE product SET withdrawn = 1 WHERE id = 3").await;
    let told = [("gone", Some(2), 1, 0), ("gone", Some(3), 1, 0), ("total", None, 2600, 1800)];
    refused_then_agreed(&shop, &shopper, &order, "out_of_stock", &told).await;
}

#[tokio::test]
async fn when_nothing_can_be_had_there_is_no_quote() {
    let shop = shop_with(&[(1000, Some(1)), (500, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = agreed(&shop, &shopper, &[(1, 1)]).await;
    import(&shop, &[(1000, Some(0)), (500, None)]).await;
    let id = new_id();
    let problem = refused(&shopper.put(&shop, &path(&id), &order).await, 409, "out_of_stock");
    assert_eq!(differences(&problem), [("stock".to_owned(), Some(1), 1, 0)]);
    assert!(problem.get("quote").is_none(), "{problem}");
    import(&shop, &[(1000, Some(1)), (500, None)]).await;
    // Who was told that nothing was placed can rely on it: a copy of that request changes nothing, whenever it arrives.
    let problem = refused(&shopper.put(&shop, &path(&id), &order).await, 409, "terms_changed");
    assert_eq!(differences(&problem), [], "the very same terms hold again");
    assert_eq!(traces(&shop).await, 0);
    let answer = shopper.put(&shop, &path(&id), &agreeing_to(&problem["quote"])).await;
    assert_eq!(answer.status, 201, "under a new quote");
}

#[tokio::test]
async fn a_new_delivery_fee_is_shown() {
    let shop = shop_with(&[(1000, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = agreed(&shop, &shopper, &[(1, 1)]).await;
    let dearer = another_server_with(&shop, |config| config.replacen("fee = 800", "fee = 900", 1)).await;
    let told = [("delivery_fee", None, 800, 900), ("total", None, 1800, 1900)];
    refused_then_agreed(&dearer, &shopper, &order, "terms_changed", &told).await;
}

#[tokio::test]
async fn where_the_shop_does_not_deliver_any_more_nothing_is_placed() {
    let shop = shop_with(&[(1000, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = agreed(&shop, &shopper, &[(1, 1)]).await;
    let at_point = agreeing_to(&quote(&shop, &shopper, &cart(&[(1, 1)], &to_the_point(), None)).await);
    let closed = another_server_with(&shop, |config| {
        config.replace("id = \"fuping\"", "id = \"elsewhere\"").replace("54 = { deny", "13 = { deny")
    })
    .await;
    for order in [order, at_point] {
        refused(&shopper.put(&closed, &path(&new_id()), &order).await, 409, "no_delivery");
        let cart = json!({"lines": [{"variant": 1, "quantity": 1}], "delivery": order["agreed"]["delivery"]});
        refused(&shopper.post(&closed, "/api/v1/quotes", &cart).await, 409, "no_delivery");
    }
    assert_eq!(traces(&shop).await, 0);
}

#[tokio::test]
async fn a_coupon_that_does_not_hold_any_more_is_shown_with_what_it_took_off() {
    let shop = shop_with(&[(1000, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let with = async |coupon| {
        agreeing_to(&quote(&shop, &shopper, &cart(&[(1, 3)], &to_the_door(), Some(coupon))).await)
    };
    let (five, free) = (with("five").await, with("free").await);
    let without = another_server_with(&shop, |config| config.replace("FIVE", "X").replace("FREE", "Y")).await;
    let told = [("discount", None, 500, 0), ("total", None, 3300, 3800)];
    refused_then_agreed(&without, &shopper, &five, "terms_changed", &told).await;
    let told = [("delivery_fee", None, 0, 800), ("total", None, 3000, 3800)];
    refused_then_agreed(&without, &shopper, &free, "terms_changed", &told).await;
}

#[tokio::test]
async fn a_quote_can_be_agreed_to_for_half_an_hour_by_its_account_alone() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let stranger = Shopper::signed_in(&shop, "13900139000").await;
    let order = agreed(&shop, &shopper, &[(1, 1)]).await;
    let id = new_id();
    let problem = refused(&stranger.put(&shop, &path(&id), &order).await, 409, "terms_changed");
    assert_eq!(differences(&problem), []);
    shop.clock.advance(30 * 60 * 1000 - 1);
    assert_eq!(shopper.put(&shop, &path(&id), &order).await.status, 201, "until its last moment");
    let order = agreed(&shop, &shopper, &[(1, 1)]).await;
    shop.clock.advance(30 * 60 * 1000);
    refused_then_agreed(&shop, &shopper, &order, "terms_changed", &[]).await;
}

#[tokio::test]
async fn terms_that_no_quote_promised_are_never_taken() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = agreed(&shop, &shopper, &[(1, 2)]).await;
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut order = order.clone();
        change(&mut order["agreed"]);
        order
    };
    for cheaper in [
        changed(&|agreed| agreed["total"] = 1.into()),
        changed(&|agreed| agreed["total"] = (-5).into()),
        changed(&|agreed| agreed["delivery_fee"] = 0.into()),
        changed(&|agreed| agreed["discount"] = 500.into()),
        changed(&|agreed| agreed["lines"][0]["price"] = 1.into()),
        changed(&|agreed| agreed["lines"][0]["price"] = (-1000).into()),
        changed(&|agreed| agreed["lines"][0]["price"] = i64::MAX.into()),
        changed(&|agreed| agreed["lines"][0]["quantity"] = 1.into()),
        changed(&|agreed| agreed["currency"] = "JPY".into()),
        changed(&|agreed| agreed["coupon"] = "TENTH".into()),
    ] {
        let problem = refused(&shopper.put(&shop, &path(&new_id()), &cheaper).await, 409, "terms_changed");
        let first = &cheaper["agreed"]["lines"][0];
        let total = 1000 * first["quantity"].as_i64().expect("a number") + 800;
        let coupon = if cheaper["agreed"]["coupon"].is_null() { 0 } else { 200 };
        assert_eq!(problem["quote"]["terms"]["total"], total - coupon, "{cheaper}");
    }
    let mut forged = order.clone();
    let quote = order["quote"].as_str().expect("an id");
    for id in ["", "x", "../..", &quote[1..], &quote.repeat(50)] {
        forged["quote"] = id.into();
        let problem = refused(&shopper.put(&shop, &path(&new_id()), &forged).await, 400, "invalid_request");
        assert_eq!(problem["errors"][0]["field"], "quote");
    }
    assert_eq!(traces(&shop).await, 0);
}

#[tokio::test]
async fn a_cart_that_cannot_be_had_as_it_is_is_quoted_as_far_as_it_can() {
    let shop = shop_with(&[(1000, Some(3)), (500, Some(0)), (200, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let wanted = cart(&[(1, 5), (2, 1), (3, 2), (77, 1)], &to_the_door(), None);
    let problem = refused(&shopper.post(&shop, "/api/v1/quotes", &wanted).await, 409, "out_of_stock");
    let of = |what: &str, variant, agreed, now| (what.to_owned(), Some(variant), agreed, now);
    assert_eq!(differences(&problem), [of("stock", 1, 5, 3), of("stock", 2, 1, 0), of("gone", 77, 1, 0)]);
    let terms = &problem["quote"]["terms"];
    assert_eq!((&terms["goods"], terms["lines"].as_array().map(Vec::len)), (&json!(3400), Some(2)));
    let nothing = refused(
        &shopper.post(&shop, "/api/v1/quotes", &cart(&[(2, 1)], &to_the_door(), None)).await,
        409,
        "out_of_stock",
    );
    assert!(nothing.get("quote").is_none());
}

#[tokio::test]
async fn a_cart_that_is_none_is_refused_with_the_field() {
    let shop = shop_with(&[(1000, None), (9_000_000_000, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let many: Vec<(u32, u32)> = (1..=101).map(|variant| (variant, 1)).collect();
    let mut strange = cart(&[(1, 1)], &to_the_door(), None);
    strange["delivery"] = json!({"method": "drone"});
    let mut no_region = cart(&[(1, 1)], &to_the_door(), None);
    no_region["delivery"] = json!({"method": "door", "region": "13062410"});
    for (cart, field) in [
        (cart(&[], &to_the_door(), None), "lines"),
        (cart(&many, &to_the_door(), None), "lines"),
        (cart(&[(1, 0)], &to_the_door(), None), "lines[0].quantity"),
        (cart(&[(1, 1), (2, 100)], &to_the_door(), None), "lines[1].quantity"),
        (cart(&[(1, 1), (1, 2)], &to_the_door(), None), "lines[1].variant"),
        (cart(&[(1, 1)], &to_the_door(), Some(&"x".repeat(201))), "coupon"),
        (cart(&[(1, 99), (2, 99), (3, 99)], &json!({"method": "door", "region": REGION}), None), ""),
        (strange, "delivery"),
        (no_region, "delivery"),
    ] {
        let answer = shopper.post(&shop, "/api/v1/quotes", &cart).await;
        if field.is_empty() {
            assert_eq!(answer.status, 409, "{}", answer.text());
            continue;
        }
        let problem = refused(&answer, 400, "invalid_request");
        assert!(
            problem["errors"][0]["field"].as_str().is_some_and(|name| name.starts_with(field)),
            "{cart}: {problem}"
        );
    }
    sql(&shop, "UPDATE variant SET price = 900000000000000").await;
    let dear = shopper.post(&shop, "/api/v1/quotes", &cart(&[(1, 99)], &to_the_door(), None)).await;
    assert_eq!(refused(&dear, 400, "invalid_request")["errors"][0]["field"], "lines");
}
