//! What orders do to the stock reaches the catalogue.

use super::shopping::{another_server, counts, import, placed, refresh, shop_with};
use crate::shop::Shop;
use crate::shopper::Shopper;
use fairday_server::orders::publish::{PUBLISH_MS, publish};
use serde_json::{Value, json};

async fn publish_at(shop: &Shop) -> usize {
    publish(&shop.state.database, shop.state.now_ms()).await.expect("published")
}

/// What has changed since a revision.
async fn changes(shop: &Shop, since: u64) -> Value {
    refresh(shop).await;
    shop.json(&format!("/api/v1/changes?since={since}")).await
}

#[tokio::test]
async fn many_orders_are_told_as_one_change_of_what_they_have_sold() {
    let shop = shop_with(&[(1000, Some(9)), (500, Some(9)), (300, Some(9))]).await;
    let other = another_server(&shop).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let before = changes(&shop, 0).await["revision"].as_u64().expect("a revision");
    for _ in 0..3 {
        placed(&shop, &shopper, &[(1, 1), (2, 1)]).await;
    }
    assert_eq!(publish_at(&shop).await, 0, "not at each order");
    shop.clock.advance(PUBLISH_MS);
    let (one, two) = tokio::join!(publish_at(&shop), publish_at(&other));
    assert_eq!(one + two, 2, "one of two servers tells of two products");
    let news = changes(&shop, before).await;
    assert_eq!(news["revision"], before + 1);
    assert!(news.get("products").is_none(), "no product comes whole: {news}");
    let repriced: Vec<(&Value, &Value)> = news["repriced"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|product| (&product["variants"][0]["id"], &product["variants"][0]["stock"]))
        .collect();
    assert_eq!(repriced, [(&json!(1), &json!(6)), (&json!(2), &json!(6))]);
    shop.clock.advance(PUBLISH_MS);
    assert_eq!(publish_at(&shop).await, 0, "once");
    assert!(changes(&shop, before + 1).await.get("repriced").is_none());
}

#[tokio::test]
async fn a_cancellation_and_the_sold_out_are_told_too() {
    let shop = shop_with(&[(1000, Some(2))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let id = placed(&shop, &shopper, &[(1, 2)]).await;
    shop.clock.advance(PUBLISH_MS);
    assert_eq!(publish_at(&shop).await, 1);
    refresh(&shop).await;
    assert_eq!(shop.json("/api/v1/variants?ids=1").await["items"][0]["stock"], 0);
    shopper.post(&shop, &format!("/api/v1/orders/{id}/cancel"), &json!({})).await;
    shop.clock.advance(PUBLISH_MS);
    assert_eq!(publish_at(&shop).await, 1);
    refresh(&shop).await;
    assert_eq!(shop.json("/api/v1/variants?ids=1").await["items"][0]["stock"], 2);
}

#[tokio::test]
async fn an_import_says_how_many_are_free_to_sell_and_leaves_alone_what_is_set_aside() {
    let shop = shop_with(&[(1000, Some(9)), (500, None)]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let id = placed(&shop, &shopper, &[(1, 2), (2, 1)]).await;
    import(&shop, &[(1000, Some(20)), (600, Some(5))]).await;
    assert_eq!(counts(&shop, 1).await, (Some(20), 2, 0));
    assert_eq!(counts(&shop, 2).await, (Some(5), 1, 0));
    shopper.post(&shop, &format!("/api/v1/orders/{id}/cancel"), &json!({})).await;
    assert_eq!(counts(&shop, 1).await, (Some(22), 0, 0));
    assert_eq!(counts(&shop, 2).await, (Some(6), 0, 0), "counted since: what comes back is one more");
}
