//! Whatever is done with orders in whatever order, no piece is made or lost.

use super::shopping::{
    advanced, agreeing_to, another_server, cart, counts, new_id, number, path, shop_with, to_the_door,
};
use crate::shop::Shop;
use crate::shopper::Shopper;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

const STOCK: [i64; 2] = [12, 7];

#[derive(Clone, Debug)]
enum Step {
    Place { lines: Vec<(u32, u32)>, coupon: bool },
    Replay(usize),
    Cancel(usize),
    GiveBack(usize),
    Advance(usize, &'static str),
    Wait,
}

fn any_step() -> impl Strategy<Value = Step> {
    let lines = prop_oneof![
        (1_u32..4).prop_map(|n| vec![(1, n)]),
        (1_u32..4).prop_map(|n| vec![(2, n)]),
        (1_u32..4, 1_u32..4).prop_map(|(n, m)| vec![(2, n), (1, m)]),
    ];
    let to = prop_oneof![
        Just("confirmed"),
        Just("packed"),
        Just("sent"),
        Just("received"),
        Just("cancelled"),
        Just("returned")
    ];
    prop_oneof![
        4 => (lines, any::<bool>()).prop_map(|(lines, coupon)| Step::Place { lines, coupon }),
        2 => (0_usize..30).prop_map(Step::Replay),
        3 => (0_usize..30).prop_map(Step::Cancel),
        2 => (0_usize..30).prop_map(Step::GiveBack),
        4 => ((0_usize..30), to).prop_map(|(order, to)| Step::Advance(order, to)),
        1 => Just(Step::Wait),
    ]
}

/// What is true of the tables at any moment.
async fn check(shop: &Shop) {
    for (variant, whole) in (1_u32..).zip(STOCK) {
        let (stock, reserved, sold) = counts(shop, variant).await;
        assert_eq!(stock.expect("counted") + reserved + sold, whole, "variant {variant}");
    }
    let under_way = "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM order_line JOIN orders ON number = order_number \
                     WHERE status IN ('placed', 'confirmed', 'packed', 'sent', 'ready')";
    let reserved = "SELECT CAST(SUM(reserved) AS BIGINT) FROM variant";
    assert_eq!(number(shop, under_way).await, number(shop, reserved).await);
    let handed_over = "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM order_line JOIN orders ON number = order_number \
                       WHERE status IN ('received', 'return_requested', 'returned')";
    assert_eq!(
        number(shop, handed_over).await,
        number(shop, "SELECT CAST(SUM(sold) AS BIGINT) FROM variant").await
    );
    let used = "SELECT COUNT(*) FROM orders WHERE coupon IS NOT NULL AND status <> 'cancelled'";
    let counted = "SELECT CAST(COALESCE(SUM(used), 0) AS BIGINT) FROM coupon_use";
    assert_eq!(number(shop, used).await, number(shop, counted).await);
}

async fn run(steps: &[Step]) {
    let shop = shop_with(&[(1000, Some(12)), (500, Some(7))]).await;
    let other = another_server(&shop).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let mut orders: Vec<(String, serde_json::Value)> = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let server = if index % 2 == 0 { &shop } else { &other };
        let of = |number: &usize| orders.get(number % orders.len().max(1));
        match step {
            Step::Place { lines, coupon } => {
                let cart = cart(lines, &to_the_door(), coupon.then_some("three-times"));
                let answer = shopper.post(server, "/api/v1/quotes", &cart).await;
                if answer.status == 200 {
                    let (id, order) = (new_id(), agreeing_to(&answer.json()));
                    assert_eq!(shopper.put(server, &path(&id), &order).await.status, 201);
                    orders.push((id, order));
                }
            }
            Step::Replay(number) => {
                if let Some((id, order)) = of(number) {
                    assert_eq!(shopper.put(server, &path(id), order).await.status, 201);
                }
            }
            Step::Cancel(number) => {
                if let Some((id, _)) = of(number) {
                    shopper.post(server, &format!("{}/cancel", path(id)), &json!({})).await;
                }
            }
            Step::GiveBack(number) => {
                if let Some((id, _)) = of(number) {
                    shopper.post(server, &format!("{}/return", path(id)), &json!({"reason": "x"})).await;
                }
            }
            Step::Advance(number, to) => {
                if let Some((id, _)) = of(number) {
                    let _refused = advanced(server, id, to).await;
                }
            }
            Step::Wait => shop.clock.advance(3 * 24 * 60 * 60 * 1000),
        }
        check(&shop).await;
    }
    assert_eq!(usize::try_from(number(&shop, "SELECT COUNT(*) FROM orders").await), Ok(orders.len()));
    // Every one of them can still be read.
    if let Some((id, _)) = orders.last() {
        assert_eq!(shopper.get(&shop, &path(id)).await.status, 200);
    }
}

#[tokio::test]
async fn stock_set_aside_and_sold_always_come_to_what_there_was() {
    let mut runner = TestRunner::new(Config::default());
    let strategy = proptest::collection::vec(any_step(), 10..40);
    for _ in 0..8 {
        let steps = strategy.new_tree(&mut runner).expect("steps").current();
        eprintln!("{steps:?}"); // shown when the test fails
        run(&steps).await;
    }
}
