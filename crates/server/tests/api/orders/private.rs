//! What is one account's alone, and what is kept of it.

use super::shopping::{agreed, cart, new_id, number, path, placed, quote, refused, shop_with, to_the_door};
use crate::shop::Shop;
use crate::shopper::Shopper;
use fairday_server::database::{DatabaseError, Transaction};
use serde_json::json;

#[tokio::test]
async fn another_accounts_order_is_not_there_on_any_route() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let owner = Shopper::signed_in(&shop, "13800138000").await;
    let stranger = Shopper::signed_in(&shop, "13900139000").await;
    let id = placed(&shop, &owner, &[(1, 1)]).await;
    let reason = json!({"reason": "mine"});
    for (id, what) in
        [(&*id, "another's"), (&*new_id(), "nobody's"), ("x", "no id"), ("%00", "no id"), ("%ff", "no id")]
    {
        for answer in [
            stranger.get(&shop, &path(id)).await,
            stranger.post(&shop, &format!("{}/cancel", path(id)), &reason).await,
            stranger.post(&shop, &format!("{}/return", path(id)), &reason).await,
        ] {
            let problem = refused(&answer, 404, "order_not_found");
            assert!(problem.get("errors").is_none(), "{what}");
        }
    }
    assert_eq!(stranger.get(&shop, "/api/v1/orders").await.json(), json!({"items": []}));
    // An id that is used cannot be used again. Whose it is, or what is in it, is not told.
    let order = agreed(&shop, &stranger, &[(1, 1)]).await;
    let others = refused(&stranger.put(&shop, &path(&id), &order).await, 409, "order_id_used");
    let own = placed(&shop, &stranger, &[(1, 2)]).await;
    let owns = refused(&stranger.put(&shop, &path(&own), &order).await, 409, "order_id_used");
    assert_eq!(others["detail"], owns["detail"]);
    assert_eq!(owner.get(&shop, &path(&id)).await.json()["status"], "placed");
}

#[tokio::test]
async fn nobody_who_is_not_signed_in_gets_an_answer() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let owner = Shopper::signed_in(&shop, "13800138000").await;
    let id = placed(&shop, &owner, &[(1, 1)]).await;
    let order = agreed(&shop, &owner, &[(1, 1)]).await;
    let nobody = Shopper { account: owner.account, cookie: "a=b".to_owned() };
    let wanted = cart(&[(1, 1)], &to_the_door(), None);
    for answer in [
        nobody.post(&shop, "/api/v1/quotes", &wanted).await,
        nobody.put(&shop, &path(&id), &order).await,
        nobody.get(&shop, &path(&id)).await,
        nobody.get(&shop, "/api/v1/orders").await,
        nobody.post(&shop, &format!("{}/cancel", path(&id)), &json!({})).await,
        nobody.post(&shop, &format!("{}/return", path(&id)), &json!({"reason": "x"})).await,
    ] {
        refused(&answer, 401, "sign_in_required");
    }
}

#[tokio::test]
async fn an_accounts_orders_can_be_taken_along_and_say_nobody_once_it_is_deleted() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let mut ids = Vec::new();
    for _ in 0..21 {
        ids.push(placed(&shop, &shopper, &[(1, 1)]).await);
        shopper
            .post(&shop, &format!("{}/cancel", path(&ids[ids.len() - 1])), &json!({"reason": "改主意了"}))
            .await;
    }
    ids.push(placed(&shop, &shopper, &[(1, 1)]).await);
    let export = shopper.get(&shop, "/api/v1/account/export").await.json();
    let orders = export["orders"].as_array().expect("orders");
    assert_eq!(orders.len(), ids.len(), "all of them, and not a page");
    assert_eq!(
        (&orders[0]["id"], &orders[0]["recipient"]["phone"]),
        (&json!(ids[21]), &json!("13800138000"))
    );
    let deletion = json!({"phone": "13800138000"});
    let answer = shopper.send(&shop, "DELETE", "/api/v1/account", Some(&deletion)).await;
    refused(&answer, 409, "not_possible_now");
    assert_eq!(shopper.get(&shop, &path(&ids[21])).await.status, 200, "nothing was deleted");
    shopper.post(&shop, &format!("{}/cancel", path(&ids[21])), &json!({})).await;
    let answer = shopper.send(&shop, "DELETE", "/api/v1/account", Some(&deletion)).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    let left = "SELECT (SELECT COUNT(*) FROM orders WHERE private IS NOT NULL OR answer IS NOT NULL) \
                + (SELECT COUNT(*) FROM order_event WHERE said IS NOT NULL)";
    assert_eq!(number(&shop, left).await, 0);
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM orders").await, 22, "for the books");
    let again = Shopper::signed_in(&shop, "13800138000").await;
    assert_eq!(again.get(&shop, "/api/v1/orders").await.json(), json!({"items": []}), "a new account");
}

/// Every text and every byte in the tables of orders.
async fn stored(shop: &Shop) -> Vec<Vec<u8>> {
    let read = |transaction: &mut Transaction<'_>| {
        let mut all = Vec::new();
        for row in transaction.query("SELECT terms, private, answer FROM orders", &[])? {
            all.push(row.get::<String>(0)?.into_bytes());
            all.push(row.get::<Vec<u8>>(1)?);
            all.push(row.get::<Vec<u8>>(2)?);
        }
        for row in transaction.query("SELECT said FROM order_event WHERE said IS NOT NULL", &[])? {
            all.push(row.get::<Vec<u8>>(0)?);
        }
        Ok(all)
    };
    shop.state.database.read::<_, DatabaseError>(read).await.expect("reads")
}

#[tokio::test]
async fn names_numbers_addresses_and_what_was_said_are_sealed() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let id = placed(&shop, &shopper, &[(1, 1)]).await;
    let reason = json!({"reason": "奶奶病了"});
    shopper.post(&shop, &format!("{}/cancel", path(&id)), &reason).await;
    let stored = stored(&shop).await;
    assert_eq!(stored.len(), 4);
    for secret in ["张三", "13800138000", "138****8000", "大柳树村", "小学对面", "放门口", "奶奶病了"]
    {
        let secret = secret.as_bytes();
        assert!(!stored.iter().any(|bytes| bytes.windows(secret.len()).any(|part| part == secret)));
    }
}

#[tokio::test]
async fn texts_are_kept_as_they_are_without_what_nobody_sees_and_what_cannot_be_shown_is_refused() {
    let shop = shop_with(&[(1000, Some(99))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let order = agreed(&shop, &shopper, &[(1, 1)]).await;
    let with = |field: &str, text: &str| {
        let mut order = order.clone();
        match field.split_once('.') {
            Some((above, name)) => order[above][name] = text.into(),
            None => order[field] = text.into(),
        }
        order
    };
    let markup = "<img src=x onerror=alert(1)>\"'&";
    for (field, chars_max) in
        [("recipient.name", 40), ("recipient.village", 40), ("recipient.detail", 120), ("note", 200)]
    {
        let mut marked = with(field, markup);
        marked["quote"] = agreed(&shop, &shopper, &[(1, 1)]).await["quote"].clone();
        let placed = shopper.put(&shop, &path(&new_id()), &marked).await;
        assert_eq!(placed.status, 201, "{}", placed.text());
        let pointer = format!("/{}", field.replace('.', "/"));
        assert_eq!(placed.json().pointer(&pointer), Some(&json!(markup)));
        let mut copied = with(field, "\u{202d}放\u{ad}门口\u{200b}\r\n 先打电话\u{202c}");
        copied["quote"] = agreed(&shop, &shopper, &[(1, 1)]).await["quote"].clone();
        let placed = shopper.put(&shop, &path(&new_id()), &copied).await;
        let kept = if field == "note" { "放门口\n先打电话" } else { "放门口 先打电话" };
        assert_eq!(placed.json().pointer(&pointer), Some(&json!(kept)), "{}", placed.text());
        for bad in ["a\u{0}b", "a\u{1b}b", "a\u{7f}", &"字".repeat(chars_max + 1)] {
            let answer = shopper.put(&shop, &path(&new_id()), &with(field, bad)).await;
            let problem = refused(&answer, 400, "invalid_request");
            assert_eq!(problem["errors"][0]["field"], field, "{problem}");
            assert!(!answer.text().contains('字'), "what was sent is not repeated");
        }
    }
    for (field, text) in [
        ("recipient.name", " "),
        ("recipient.detail", ""),
        ("recipient.phone", "110"),
        ("recipient.phone", "0312502123"),
        ("recipient.phone", ""),
        ("recipient.region", "110101001"),
        ("payment", "barter"),
        ("payment", "online"),
    ] {
        let answer = shopper.put(&shop, &path(&new_id()), &with(field, text)).await;
        assert_eq!(refused(&answer, 400, "invalid_request")["errors"][0]["field"], field);
    }
    for (field, value) in [("locale", json!("xx")), ("agreed", json!(null)), ("recipient", json!("张三"))] {
        let mut order = order.clone();
        order[field] = value;
        refused(&shopper.put(&shop, &path(&new_id()), &order).await, 400, "invalid_request");
    }
    refused(&shopper.put(&shop, "/api/v1/orders/not-an-id", &order).await, 400, "invalid_request");
    let quote = quote(&shop, &shopper, &cart(&[(1, 1)], &to_the_door(), None)).await;
    assert!(quote.get("recipient").is_none());
}
