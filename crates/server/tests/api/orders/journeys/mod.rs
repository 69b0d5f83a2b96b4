//! Ten thousand shoppers, each with a line that loses, delays and doubles what it carries, a tab that is killed, a merchant
//! who changes prices and stock in between: every order is placed exactly once on the terms agreed to last, or not at all.
//!
//! The phone's side is the app's own rules (`fairday::domain::outbox`), the shop's side is the server's own checkout on a
//! real database. A journey is its seed: `FAIRDAY_SEED=1234 cargo test -p fairday-server --test api journeys` runs one.

mod line;
mod phone;
mod world;

use super::shopping::{number, shop_with};
use crate::shop::Shop;
use std::sync::Arc;
use world::{Ending, World};

/// Journeys of one test run.
const JOURNEYS: u64 = 10_000;
/// Journeys that share a shop, and with it commits.
const AT_ONCE: u64 = 250;

/// What became of some journeys.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    placed: u64,
    withdrawn: u64,
    /// Orders in the database.
    rows: u64,
    faults: u64,
}

async fn travel(seeds: std::ops::Range<u64>) -> Tally {
    let count = seeds.end - seeds.start;
    let goods: Vec<_> = (0..count).flat_map(|_| world::GOODS).collect();
    let shop = Arc::new(shop_with(&goods).await);
    let journeys: Vec<_> = seeds
        .enumerate()
        .map(|(place, seed)| {
            let shop = Arc::clone(&shop);
            tokio::spawn(async move { World::begin(&shop, seed, place as u32).await.run().await })
        })
        .collect();
    let mut tally = Tally::default();
    for journey in journeys {
        let (ending, faults) = journey.await.expect("the journey came to an end");
        tally.faults += faults;
        match ending {
            Ending::Placed => tally.placed += 1,
            Ending::Withdrawn => tally.withdrawn += 1,
        }
    }
    tally.rows = rows(&shop).await;
    tally
}

async fn rows(shop: &Shop) -> u64 {
    number(shop, "SELECT COUNT(*) FROM orders").await as u64
}

#[tokio::test(flavor = "multi_thread")]
async fn over_a_line_that_loses_delays_and_doubles_no_order_is_lost_doubled_or_on_other_terms() {
    let one = std::env::var("FAIRDAY_SEED").ok().map(|seed| seed.parse::<u64>().expect("a number"));
    let seeds = one.map_or(0..JOURNEYS, |seed| seed..seed + 1);
    let (mut total, mut begin) = (Tally::default(), seeds.start);
    while begin < seeds.end {
        let end = seeds.end.min(begin + AT_ONCE);
        let tally = travel(begin..end).await;
        assert_eq!(tally.rows, tally.placed, "as many orders as were placed, of the seeds {begin} to {end}");
        total.placed += tally.placed;
        total.withdrawn += tally.withdrawn;
        total.rows += tally.rows;
        total.faults += tally.faults;
        begin = end;
    }
    if one.is_none() {
        assert_eq!(total.placed + total.withdrawn, JOURNEYS);
        assert!(total.placed > JOURNEYS / 2 && total.withdrawn > JOURNEYS / 50, "both happen: {total:?}");
        assert!(total.faults > 2 * JOURNEYS, "the line was bad: {total:?}");
    }
}
