//! Other systems of the shop are told when an order changes: at least once, and of one order in order.

use super::shopping::{advanced, another_server, number, placed, shop_with};
use super::stand_in::{Got, Say, StandIn};
use crate::shop::Shop;
use crate::shopper::Shopper;
use fairday_contract::OrderNotice;
use fairday_server::lease::Holder;
use fairday_server::outbound::Outbound;
use fairday_server::shop_config::WebhookEndpoint;
use fairday_server::signature::Secret;
use fairday_server::webhooks::deliver::{
    BACKOFF_MS, BACKOFF_MS_MAX, DEAD_KEPT_MS, Delivery, LEASE_MS, TRIES_MAX,
};
use fairday_server::webhooks::{outbox, waiting};
use std::collections::BTreeSet;
use std::time::Duration;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn secret() -> Secret {
    Secret::parse(SECRET).expect("a secret")
}

/// A shop that tells this system, and a shopper in it.
async fn telling() -> (Shop, Shopper) {
    let shop = shop_with(&[(1290, None)]).await;
    outbox::turn(&shop.state.database, true).await.expect("turned on");
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    (shop, shopper)
}

fn delivery(shop: &Shop, system: &StandIn) -> Delivery {
    Delivery {
        database: shop.state.database.clone(),
        outbound: Outbound::new().expect("there are authorities").within(Duration::from_millis(500)),
        endpoint: WebhookEndpoint { url: system.url.clone(), secret: secret() },
        holder: Holder::new(),
    }
}

/// Delivers until nothing is due.
async fn all(delivery: &Delivery, shop: &Shop) -> usize {
    let mut tried = 0;
    loop {
        let count = delivery.deliver(shop.state.now_ms()).await.expect("delivers");
        tried += count;
        if count == 0 {
            return tried;
        }
    }
}

fn notice(got: &Got) -> OrderNotice {
    serde_json::from_slice(&got.body).expect("a notice")
}

/// What of each order the system heard, one after the other.
fn heard(system: &StandIn) -> Vec<(u64, String)> {
    let word = |got: &Got| got.json()["status"].as_str().expect("a status").to_owned();
    system.got().iter().map(|got| (notice(got).number, word(got))).collect()
}

#[tokio::test]
async fn every_change_is_told_once_signed_in_order_and_without_anything_personal() {
    let (shop, shopper) = telling().await;
    let system = StandIn::open(|_, _| Say::Status(204)).await;
    let delivery = delivery(&shop, &system);
    let id = placed(&shop, &shopper, &[(1, 1)]).await;
    for to in ["confirmed", "confirmed", "sent"] {
        advanced(&shop, &id, to).await.expect("moved");
    }
    assert_eq!(all(&delivery, &shop).await, 3);
    assert_eq!(heard(&system), [(1, "placed".into()), (1, "confirmed".into()), (1, "sent".into())]);
    for got in system.got() {
        let signed =
            (got.header("webhook-id"), got.header("webhook-timestamp"), got.header("webhook-signature"));
        assert_eq!(secret().verify(signed, &got.body, shop.state.now_ms()), Ok(()));
        let (notice, text) = (notice(&got), String::from_utf8_lossy(&got.body).into_owned());
        assert_eq!((notice.event.as_str(), notice.order.as_str()), (signed.0, id.as_str()));
        assert_eq!(got.header("content-type"), "application/json");
        let names = ["138001", "138*", "张"];
        assert!(names.iter().all(|one| !text.contains(one)) && text.len() < 300, "{text}");
    }
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM webhook").await, 0);
    assert_eq!(all(&delivery, &shop).await, 0);
}

#[tokio::test]
async fn a_shop_that_tells_nobody_writes_nothing_down() {
    let (shop, shopper) = telling().await;
    outbox::turn(&shop.state.database, false).await.expect("turned off");
    placed(&shop, &shopper, &[(1, 1)]).await;
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM webhook").await, 0);
}

#[tokio::test]
async fn an_order_that_is_not_placed_is_not_told() {
    let (shop, shopper) = telling().await;
    let order = super::shopping::agreed(&shop, &shopper, &[(1, 1)]).await;
    super::shopping::sql(&shop, "UPDATE variant SET price = 9").await;
    let path = super::shopping::path(&super::shopping::new_id());
    assert_eq!(shopper.put(&shop, &path, &order).await.status, 409);
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM webhook").await, 0);
}

#[tokio::test]
async fn what_fails_is_sent_again_later_and_holds_back_its_own_order_alone() {
    let (shop, shopper) = telling().await;
    let system = StandIn::open(|_, before| Say::Status(if before == 0 { 500 } else { 200 })).await;
    let delivery = delivery(&shop, &system);
    let first = placed(&shop, &shopper, &[(1, 1)]).await;
    assert_eq!(all(&delivery, &shop).await, 1);
    advanced(&shop, &first, "confirmed").await.expect("moved");
    placed(&shop, &shopper, &[(1, 1)]).await;
    shop.clock.advance(BACKOFF_MS - 1);
    assert_eq!(all(&delivery, &shop).await, 1, "the other order");
    shop.clock.advance(1 + BACKOFF_MS / 4);
    assert_eq!(all(&delivery, &shop).await, 2);
    let order = [(1, "placed".into()), (2, "placed".into()), (1, "placed".into()), (1, "confirmed".into())];
    assert_eq!(heard(&system), order);
    let got = system.got();
    assert_eq!(got[0].header("webhook-id"), got[2].header("webhook-id"));
    assert_ne!(got[0].header("webhook-timestamp"), got[2].header("webhook-timestamp"), "signed anew");
}

#[tokio::test]
async fn whatever_the_other_side_does_is_a_failure_or_a_delivery_and_no_redirect_is_followed() {
    let elsewhere = StandIn::open(|_, _| Say::Status(200)).await;
    let redirect = Say::Redirect(elsewhere.url.clone());
    for (say, failure) in [
        (Say::Status(500), Some("status 500")),
        (Say::Status(404), Some("status 404")),
        (redirect, Some("status 302")),
        (Say::Nothing, Some("it did not answer")),
        (Say::Noise, Some("it did not answer")),
        (Say::Never, Some("it did not answer")),
        (Say::Twice(200), None),
        (Say::Status(299), None),
    ] {
        let (shop, shopper) = telling().await;
        let says = say.clone();
        let system = StandIn::open(move |_, _| says.clone()).await;
        let delivery = delivery(&shop, &system);
        placed(&shop, &shopper, &[(1, 1)]).await;
        assert_eq!(delivery.deliver(shop.state.now_ms()).await, Ok(1));
        let left = waiting::list(&shop.state.database).await.expect("reads");
        assert_eq!(left.first().map(|left| left.tries), failure.map(|_| 1), "{say:?}");
        assert_eq!(left.first().and_then(|left| left.failure.as_deref()), failure, "{say:?}");
        assert_eq!(system.got().len(), 1, "{say:?}");
    }
    assert!(elsewhere.got().is_empty());
}

#[tokio::test]
async fn a_system_that_is_not_there_is_told_when_it_is() {
    let (shop, shopper) = telling().await;
    let system = StandIn::open(|_, _| Say::Status(200)).await;
    let mut away = delivery(&shop, &system);
    away.endpoint.url = "http://127.0.0.1:1/".to_owned();
    placed(&shop, &shopper, &[(1, 1)]).await;
    assert_eq!(all(&away, &shop).await, 1);
    shop.clock.advance(2 * BACKOFF_MS);
    assert_eq!(all(&delivery(&shop, &system), &shop).await, 0, "the other process holds the lease");
    shop.clock.advance(LEASE_MS);
    assert_eq!(all(&delivery(&shop, &system), &shop).await, 1);
    assert_eq!(heard(&system), [(1, "placed".into())]);
}

#[tokio::test]
async fn after_so_many_tries_it_is_given_up_shown_and_sent_when_the_operator_says_so() {
    let (shop, shopper) = telling().await;
    let system =
        StandIn::open(|_, before| Say::Status(if before < TRIES_MAX as usize { 503 } else { 200 })).await;
    let delivery = delivery(&shop, &system);
    let id = placed(&shop, &shopper, &[(1, 1)]).await;
    advanced(&shop, &id, "sent").await.expect("moved");
    for tries in 1..=TRIES_MAX {
        assert_eq!(delivery.deliver(shop.state.now_ms()).await, Ok(1), "{tries}");
        shop.clock.advance(BACKOFF_MS_MAX * 5 / 4);
    }
    assert_eq!(all(&delivery, &shop).await, 1, "what came after it goes on");
    let dead = waiting::list(&shop.state.database).await.expect("reads");
    assert_eq!((dead.len(), dead[0].tries, dead[0].failure.as_deref()), (1, TRIES_MAX, Some("status 503")));
    assert!(dead[0].dead_ms.is_some());
    let open = "SELECT COUNT(*) FROM alarm WHERE kind = 'webhook_given_up' AND done_ms IS NULL";
    assert_eq!(number(&shop, open).await, 1, "somebody has to mend the other system");
    assert_eq!(waiting::retry(&shop.state.database, None, shop.state.now_ms()).await, Ok(1));
    assert_eq!(all(&delivery, &shop).await, 1);
    assert_eq!(heard(&system).last(), Some(&(1, "placed".into())));
    assert_eq!(number(&shop, open).await, 0);
    assert!(waiting::list(&shop.state.database).await.expect("reads").is_empty());
}

#[tokio::test]
async fn what_was_given_up_is_forgotten_after_a_month() {
    let (shop, shopper) = telling().await;
    let system = StandIn::open(|_, _| Say::Status(500)).await;
    placed(&shop, &shopper, &[(1, 1)]).await;
    super::shopping::sql(&shop, "UPDATE webhook SET dead_ms = at_ms").await;
    let delivery = delivery(&shop, &system);
    delivery.forget(shop.state.now_ms() + DEAD_KEPT_MS).await.expect("forgets");
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM webhook").await, 1);
    delivery.forget(shop.state.now_ms() + DEAD_KEPT_MS + 1).await.expect("forgets");
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM webhook").await, 0);
}

#[tokio::test]
async fn two_servers_on_one_database_tell_each_change_once() {
    let (shop, shopper) = telling().await;
    let other = another_server(&shop).await;
    let system = StandIn::open(|_, _| Say::Status(200)).await;
    for _ in 0..20 {
        let id = placed(&shop, &shopper, &[(1, 1)]).await;
        advanced(&other, &id, "confirmed").await.expect("moved");
    }
    let (one, two) = (delivery(&shop, &system), delivery(&other, &system));
    for _ in 0..40 {
        let (one, two) = tokio::join!(one.deliver(shop.state.now_ms()), two.deliver(shop.state.now_ms()));
        one.and(two).expect("both go on");
    }
    let got = system.got();
    let events: BTreeSet<&str> = got.iter().map(|got| got.header("webhook-id")).collect();
    assert_eq!((got.len(), events.len()), (40, 40));
    for order in 1..=20 {
        let of_order: Vec<String> = heard(&system)
            .into_iter()
            .filter(|(number, _)| *number == order)
            .map(|(_, status)| status)
            .collect();
        assert_eq!(of_order, ["placed", "confirmed"]);
    }
}

#[tokio::test]
async fn when_a_process_dies_on_the_way_another_sends_again_after_its_lease() {
    let (shop, shopper) = telling().await;
    let other = another_server(&shop).await;
    let system = StandIn::open(|_, _| Say::Status(200)).await;
    placed(&shop, &shopper, &[(1, 1)]).await;
    let dying =
        Delivery { outbound: Outbound::new().expect("there are authorities"), ..delivery(&shop, &system) };
    let never = StandIn::open(|_, _| Say::Never).await;
    let dying = Delivery { endpoint: WebhookEndpoint { url: never.url.clone(), secret: secret() }, ..dying };
    let now_ms = shop.state.now_ms();
    let sending = tokio::spawn(async move { dying.deliver(now_ms).await });
    while never.got().is_empty() {
        tokio::task::yield_now().await;
    }
    sending.abort();
    let other = delivery(&other, &system);
    assert_eq!(other.deliver(now_ms + LEASE_MS - 1).await, Ok(0), "it may still be alive");
    assert_eq!(other.deliver(now_ms + LEASE_MS).await, Ok(1));
    assert_eq!(heard(&system), [(1, "placed".into())]);
    let id = never.got()[0].header("webhook-id").to_owned();
    assert_eq!(system.got()[0].header("webhook-id"), id, "the same message");
}

#[tokio::test]
async fn no_two_messages_have_one_id_however_soon_one_is_delivered() {
    let (shop, shopper) = telling().await;
    let system = StandIn::open(|_, _| Say::Status(204)).await;
    let delivery = delivery(&shop, &system);
    let id = placed(&shop, &shopper, &[(1, 1)]).await;
    assert_eq!(all(&delivery, &shop).await, 1);
    for to in ["confirmed", "packed", "sent", "received"] {
        advanced(&shop, &id, to).await.expect("moved");
        assert_eq!(all(&delivery, &shop).await, 1, "the row before is gone");
    }
    let got = system.got();
    let events: BTreeSet<&str> = got.iter().map(|got| got.header("webhook-id")).collect();
    assert_eq!((got.len(), events.len()), (5, 5), "who heeds each id once misses nothing");
}
