//! A database server that goes away while orders come in, as it does when it is restarted.

use super::load::{Buyer, audit};
use super::shopping::{CONFIG, import, open_at};
use crate::engine::{Engine, Place, on_server};
use crate::shop::BEGIN_MS;
use crate::shopper::Shopper;
use fairday_server::clock::Clock;
use fairday_server::privacy::KeyRing;
use futures_util::future::join_all;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const RESTARTS: usize = 5;
const BUYERS: usize = 8;
const STOCK: u32 = 1_000_000;

/// Ends every connection to a shop's database and refuses new ones, or takes them again.
async fn allow(address: &str, is_allowed: bool) {
    let name = address.rsplit('/').next().and_then(|rest| rest.split('?').next()).expect("a name").to_owned();
    let server = std::env::var("FAIRDAY_TEST_POSTGRES").expect("it is set where there is such a database");
    let sql = [
        format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {is_allowed}"),
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"),
    ];
    let run =
        move || sql.into_iter().take(2 - usize::from(is_allowed)).for_each(|sql| on_server(&server, sql));
    tokio::task::spawn_blocking(run).await.expect("it ran");
}

#[tokio::test]
async fn while_the_database_is_away_orders_are_put_off_browsing_goes_on_and_afterwards_all_are_placed_once() {
    if Engine::of_shops() == Engine::Sqlite {
        return; // which is in the server, and cannot go away without it
    }
    let place = Arc::new(Place::new(Engine::Postgres).expect("the suite runs on it"));
    let beside = (Arc::clone(&place), Arc::new(KeyRing::generate()), Clock::set_to(BEGIN_MS));
    let shop = open_at(CONFIG, beside).await;
    import(&shop, &[(1290, Some(STOCK)), (500, Some(STOCK))]).await;
    let mut buyers = Vec::new();
    for index in 0..BUYERS {
        buyers.push(Buyer::new(Shopper::signed_in(&shop, &format!("1380013800{index}")).await));
    }
    for _ in 0..RESTARTS {
        let told = AtomicUsize::new(0);
        // Each orders until it was put off, and then until one more order is through.
        let ordering = join_all(buyers.iter_mut().map(|buyer| {
            let (put_off, orders, is_told) = (buyer.put_off, buyer.acknowledged.len(), Cell::new(false));
            let told = &told;
            let enough = move |buyer: &Buyer| {
                let is_put_off = buyer.put_off > put_off;
                if is_put_off && !is_told.replace(true) {
                    told.fetch_add(1, Ordering::Relaxed);
                }
                is_put_off && buyer.acknowledged.len() > orders && buyer.is_done()
            };
            buyer.order(shop.address, enough)
        }));
        let restarting = async {
            allow(&place.address, false).await;
            while told.load(Ordering::Relaxed) < BUYERS {
                assert_eq!(shop.get("/api/v1/home").await.status, 200, "browsing goes on");
            }
            allow(&place.address, true).await;
        };
        tokio::join!(ordering, restarting);
    }
    audit(&shop, &buyers, STOCK.into()).await;
}
