//! Orders that all wait for a row which somebody else holds.

use super::shopping::{CONFIG, agreed, counts, import, new_id, open_at, path};
use crate::engine::{Engine, Held, Place, until_stuck};
use crate::shop::BEGIN_MS;
use crate::shopper::Shopper;
use fairday_server::clock::Clock;
use fairday_server::privacy::KeyRing;
use futures_util::future::join_all;
use serde_json::json;
use std::sync::Arc;

/// How many order at the same time.
const BUYERS: usize = 8;

#[tokio::test]
async fn while_orders_wait_for_a_row_others_sign_in_and_read() {
    if Engine::of_shops() == Engine::Sqlite {
        return; // which has no rows that are locked
    }
    let place = Arc::new(Place::new(Engine::Postgres).expect("the suite runs on it"));
    let beside = (Arc::clone(&place), Arc::new(KeyRing::generate()), Clock::set_to(BEGIN_MS));
    let shop = open_at(CONFIG, beside).await;
    import(&shop, &[(1290, Some(100))]).await;
    let mut orders = Vec::new();
    for index in 0..BUYERS {
        let buyer = Shopper::signed_in(&shop, &format!("1380013800{index}")).await;
        let order = agreed(&shop, &buyer, &[(1, 1)]).await;
        orders.push((buyer, new_id(), order));
    }
    let visitor = Shopper::signed_in(&shop, "13900139000").await;
    let held = Held::by(&place.address, "UPDATE variant SET stock = stock WHERE id = 1").await;
    let shop = &shop;
    let ordering = join_all(
        orders.iter().map(|(buyer, id, order)| async move { buyer.put(shop, &path(id), order).await }),
    );
    let browsing = async {
        until_stuck(&place.address, 2).await;
        for target in ["/api/v1/home", "/api/v1/sessions", "/api/v1/orders", "/api/v1/account/export"] {
            let answer = visitor.get(shop, target).await;
            assert_eq!(answer.status, 200, "{target}: {}", answer.text());
        }
        let entry =
            json!({"name": "王秀英", "phone": "13900139000", "region": "130624101", "detail": "村口第二家"});
        let kept = visitor.put(shop, &format!("/api/v1/addresses/{:032x}", 1), &entry).await;
        assert_eq!(kept.status, 200, "{}", kept.text());
        drop(held);
    };
    let (answers, ()) = tokio::join!(ordering, browsing);
    for answer in &answers {
        assert!([201, 503].contains(&answer.status), "{}", answer.text());
        assert!(answer.status == 201 || !answer.header("retry-after").is_empty(), "{}", answer.text());
    }
    // The same sent again is placed once.
    for (buyer, id, order) in &orders {
        let again = buyer.put(shop, &path(id), order).await;
        assert_eq!(again.status / 100, 2, "{}", again.text());
    }
    assert_eq!(counts(shop, 1).await.1, i64::try_from(BUYERS).expect("a few"), "each set aside once");
}
