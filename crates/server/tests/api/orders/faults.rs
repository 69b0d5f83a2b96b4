//! A database that fails at any step: nothing is left, and the same request succeeds later.

use super::shopping::{
    agreeing_to, cart, counts, new_id, path, placed, quote, refused, shop_with, sql, to_the_door, traces,
};
use crate::engine::Engine;
use crate::shopper::Shopper;
use serde_json::json;

/// Statements that make one step of placing fail, and undo that.
const STEPS: [(&str, &str); 7] = [
    ("ALTER TABLE order_line RENAME TO away", "ALTER TABLE away RENAME TO order_line"),
    ("ALTER TABLE stock_change RENAME TO away", "ALTER TABLE away RENAME TO stock_change"),
    ("ALTER TABLE coupon_use RENAME TO away", "ALTER TABLE away RENAME TO coupon_use"),
    ("ALTER TABLE coupon_account_use RENAME TO away", "ALTER TABLE away RENAME TO coupon_account_use"),
    ("ALTER TABLE order_event RENAME TO away", "ALTER TABLE away RENAME TO order_event"),
    ("ALTER TABLE reservation RENAME TO away", "ALTER TABLE away RENAME TO reservation"),
    ("ALTER TABLE orders RENAME COLUMN answer TO away", "ALTER TABLE orders RENAME COLUMN away TO answer"),
];

#[tokio::test]
async fn an_order_that_fails_at_any_step_leaves_nothing_and_can_be_sent_again() {
    let shop = shop_with(&[(1000, Some(9)), (500, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let with_coupon = cart(&[(2, 1), (1, 2)], &to_the_door(), Some("three-times"));
    let (id, order) = (new_id(), agreeing_to(&quote(&shop, &shopper, &with_coupon).await));
    for (fail, mend) in STEPS {
        sql(&shop, fail).await;
        let answer = shopper.put(&shop, &path(&id), &order).await;
        sql(&shop, mend).await;
        refused(&answer, 500, "internal");
        assert_eq!(traces(&shop).await, 0, "{fail}");
        assert_eq!(counts(&shop, 1).await, (Some(9), 0, 0), "{fail}");
    }
    assert_eq!(shopper.put(&shop, &path(&id), &order).await.status, 201);
}

#[tokio::test]
async fn a_cancellation_that_fails_at_any_step_leaves_the_order_as_it_was() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let id = placed(&shop, &shopper, &[(1, 2)]).await;
    let target = format!("{}/cancel", path(&id));
    let before = shopper.get(&shop, &path(&id)).await.json();
    for (fail, mend) in [STEPS[0], STEPS[1], STEPS[4]] {
        sql(&shop, fail).await;
        let answer = shopper.post(&shop, &target, &json!({})).await;
        sql(&shop, mend).await;
        refused(&answer, 500, "internal");
        assert_eq!(shopper.get(&shop, &path(&id)).await.json(), before, "{fail}");
        assert_eq!(counts(&shop, 1).await, (Some(7), 2, 0), "{fail}");
    }
    assert_eq!(shopper.post(&shop, &target, &json!({})).await.status, 200);
    assert_eq!(counts(&shop, 1).await, (Some(9), 0, 0));
}

#[tokio::test]
async fn on_a_full_disk_orders_wait_reading_goes_on_and_the_same_request_succeeds_later() {
    if Engine::of_shops() == Engine::Postgres {
        return; // its disk cannot be filled from here
    }
    let shop = shop_with(&[(1000, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (id, order) = (new_id(), super::shopping::agreed(&shop, &shopper, &[(1, 2)]).await);
    let set = async |pragma: &'static str| {
        let run = move |transaction: &mut fairday_server::database::Transaction<'_>| {
            transaction.query(pragma, &[]).map(|_| ())
        };
        shop.state.database.write::<_, fairday_server::database::DatabaseError>(run).await.expect("set");
    };
    set("PRAGMA max_page_count = 1").await; // no more than it has
    let mut refusals = 0;
    // What room there is in pages begun may do for an order or two.
    for index in 0..50 {
        let another = super::shopping::agreed(&shop, &shopper, &[(1, 1)]).await;
        let answer = shopper.put(&shop, &path(&format!("{index:032x}f")[1..]), &another).await;
        if answer.status == 201 {
            continue;
        }
        if answer.status == 409 {
            break;
        }
        refused(&answer, 503, "unavailable");
        assert!(!answer.header("retry-after").is_empty());
        refusals += 1;
        break;
    }
    assert_eq!(refusals, 1, "the disk was full");
    assert_eq!(shopper.get(&shop, "/api/v1/orders").await.status, 200);
    assert_eq!(shopper.get(&shop, "/api/v1/home").await.status, 200);
    set("PRAGMA max_page_count = 1073741823").await;
    assert_eq!(shopper.put(&shop, &path(&id), &order).await.status, 201);
}

#[tokio::test]
async fn without_a_database_every_route_says_to_try_again_and_nothing_is_lost() {
    let shop = shop_with(&[(1000, Some(9))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let wanted = cart(&[(1, 1)], &to_the_door(), None);
    let order = agreeing_to(&quote(&shop, &shopper, &wanted).await);
    let id = new_id();
    shop.state.database.close().await;
    for answer in [
        shopper.post(&shop, "/api/v1/quotes", &wanted).await,
        shopper.put(&shop, &path(&id), &order).await,
        shopper.get(&shop, &path(&id)).await,
        shopper.get(&shop, "/api/v1/orders").await,
        shopper.post(&shop, &format!("{}/cancel", path(&id)), &json!({})).await,
    ] {
        let problem = refused(&answer, 503, "unavailable");
        assert!(problem["retry_ms"].as_i64().is_some_and(|ms| ms > 0));
        assert!(!answer.header("retry-after").is_empty());
    }
    assert_eq!(shopper.get(&shop, "/api/v1/home").await.status, 200, "browsing goes on");
}
