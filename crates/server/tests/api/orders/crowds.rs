//! Many at once, at two servers.

use super::shopping::{agreed, another_server, checkout, counts, new_id, number, path, placed, shop_with};
use crate::shop::Shop;
use crate::shopper::Shopper;
use fairday_contract::{AgreedLine, Locale, OrderId, OrderRequest, QuoteLine, QuoteRequest};
use fairday_server::accounts::AccountId;
use fairday_server::orders::OrderError;
use futures_util::future::join_all;
use serde_json::json;
use std::collections::HashSet;

#[tokio::test]
async fn a_hundred_identical_requests_at_once_place_one_order_and_get_one_answer() {
    let shop = shop_with(&[(1290, Some(1000))]).await;
    let other = another_server(&shop).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (id, order) = (new_id(), agreed(&shop, &shopper, &[(1, 2)]).await);
    let target = path(&id);
    let sent =
        (0..100).map(|index| shopper.put(if index % 2 == 0 { &shop } else { &other }, &target, &order));
    let answers = join_all(sent).await;
    assert!(
        answers.iter().all(|answer| answer.status == 201),
        "{:?}",
        answers.iter().find(|a| a.status != 201)
    );
    let bodies: HashSet<&Vec<u8>> = answers.iter().map(|answer| &answer.body).collect();
    assert_eq!(bodies.len(), 1);
    let first = answers.iter().filter(|answer| answer.header("idempotent-replayed").is_empty()).count();
    assert_eq!(first, 1);
    assert_eq!(counts(&shop, 1).await, (Some(998), 2, 0));
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM orders").await, 1);
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM order_event").await, 1);
}

/// Places an order without HTTP, under the quote with this id.
async fn buy(
    shop: &Shop,
    account: AccountId,
    order: &serde_json::Value,
    quote: String,
) -> Result<(), OrderError> {
    let mut request: OrderRequest = serde_json::from_value(order.clone()).expect("an order");
    request.quote = Some(quote);
    let id: OrderId = new_id().parse().expect("an id");
    checkout(shop).place(account, id, request).await.map(|_| ())
}

/// Another quote for the terms of an order.
async fn quoted(shop: &Shop, account: AccountId, order: &serde_json::Value) -> String {
    let agreed = serde_json::from_value::<OrderRequest>(order.clone()).expect("an order").agreed;
    let line = |line: &AgreedLine| QuoteLine { variant: line.variant, quantity: line.quantity };
    let lines = agreed.lines.iter().map(line).collect();
    let asked = QuoteRequest { lines, delivery: agreed.delivery, coupon: None };
    checkout(shop).quote(account, &asked, Locale::ZhCn).await.expect("a quote").id
}

#[tokio::test]
async fn of_many_buyers_of_few_pieces_exactly_as_many_get_one_as_there_are() {
    const BUYERS: usize = 1_000;
    let shop = shop_with(&[(100, Some(10)), (200, Some(10))]).await;
    let other = another_server(&shop).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    // Half have the two goods in the other order: they must not wait for each other.
    let there = agreed(&shop, &shopper, &[(1, 1), (2, 1)]).await;
    let back = agreed(&shop, &shopper, &[(2, 1), (1, 1)]).await;
    let mut orders = Vec::new();
    for index in 0..BUYERS {
        let order = if index % 3 == 0 { &there } else { &back };
        orders.push((order, quoted(&shop, shopper.account, order).await));
    }
    let bought = orders.into_iter().enumerate().map(|(index, (order, quote))| {
        buy(if index % 2 == 0 { &shop } else { &other }, shopper.account, order, quote)
    });
    let outcomes = join_all(bought).await;
    let count = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    // One account stands in for all of them, so it is also told that it was refused too often.
    for outcome in &outcomes {
        let is_told = matches!(outcome, Ok(()) | Err(OrderError::OutOfStock(_) | OrderError::Limited(_)));
        assert!(is_told, "{outcome:?}");
    }
    assert_eq!(count, 10);
    for variant in [1, 2] {
        assert_eq!(counts(&shop, variant).await, (Some(0), 10, 0));
    }
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM orders").await, 10);
}

#[tokio::test]
async fn an_order_that_many_cancel_at_once_puts_its_goods_back_once() {
    let shop = shop_with(&[(100, Some(10))]).await;
    let other = another_server(&shop).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let id = placed(&shop, &shopper, &[(1, 4)]).await;
    let (target, reason) = (format!("{}/cancel", path(&id)), json!({"reason": "买错了"}));
    let sent =
        (0..40).map(|index| shopper.post(if index % 2 == 0 { &shop } else { &other }, &target, &reason));
    for answer in join_all(sent).await {
        assert_eq!(
            (answer.status, &answer.json()["status"]),
            (200, &json!("cancelled")),
            "{}",
            answer.text()
        );
    }
    assert_eq!(counts(&shop, 1).await, (Some(10), 0, 0));
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM order_event").await, 2);
}

#[tokio::test]
async fn while_prices_change_nobody_pays_what_was_not_agreed_to() {
    let shop = shop_with(&[(100, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let orders = [agreed(&shop, &shopper, &[(1, 1)]).await, {
        super::shopping::sql(&shop, "UPDATE variant SET price = 101 WHERE id = 1").await;
        agreed(&shop, &shopper, &[(1, 1)]).await
    }];
    let mut quotes = Vec::new();
    for index in 0..80 {
        let price =
            if index % 2 == 0 { "UPDATE variant SET price = 100" } else { "UPDATE variant SET price = 101" };
        super::shopping::sql(&shop, price).await;
        quotes.push(quoted(&shop, shopper.account, &orders[index % 2]).await);
    }
    let changes = async {
        for _ in 0..40 {
            super::shopping::sql(&shop, "UPDATE variant SET price = 201 - price WHERE id = 1").await;
        }
    };
    let buying = quotes.into_iter().enumerate();
    let buying =
        join_all(buying.map(|(index, quote)| buy(&shop, shopper.account, &orders[index % 2], quote)));
    let (outcomes, ()) = tokio::join!(buying, changes);
    for outcome in &outcomes {
        let is_told = matches!(
            outcome,
            Ok(()) | Err(OrderError::TermsChanged(_) | OrderError::Changing | OrderError::Limited(_))
        );
        assert!(is_told, "{outcome:?}");
    }
    let wrong =
        "SELECT COUNT(*) FROM orders JOIN order_line ON order_number = number WHERE total <> price + 800";
    assert_eq!(number(&shop, wrong).await, 0);
    let count = outcomes.iter().map(|outcome| i64::from(outcome.is_ok())).sum::<i64>();
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM orders").await, count);
}
