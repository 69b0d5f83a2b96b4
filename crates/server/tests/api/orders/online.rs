//! Paying at a provider's page.

use super::shopping::{
    advanced, agreeing_to, another_server, cart, counts, import, new_id, number, path, quote, refused,
    to_the_door,
};
use crate::shop::{Answer, Opening, Shop};
use crate::shopper::Shopper;
use fairday_server::alarms::{self, Listed, Which};
use fairday_server::lease::Holder;
use fairday_server::orders::OrderError;
use fairday_server::orders::payment::callback::{Heard, heed};
use fairday_server::orders::payment::message::MessageKey;
use fairday_server::orders::payment::refund::refunded;
use fairday_server::orders::payment::second;
use fairday_server::orders::payment::unpaid::Unpaid;
use fairday_server::orders::shop;
use fairday_server::refresh::empty_catalogue;
use fairday_server::shop_config::ShopConfig;
use fairday_server::signature::{REPLAY_WINDOW_MS, Secret};
use fairday_server::webhooks::{outbox, waiting};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const CONFIG: &str = r#"
[payment.online]
url = "https://pay.example/checkout?shop=7"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
wait_minutes = 30
"#;
const WAIT_MS: i64 = 30 * 60 * 1000;
const CALLBACK: &str = "/api/v1/callbacks/payments/online";

async fn shop_with(goods: &[(i64, Option<u32>)]) -> (Shop, Shopper) {
    let shop = opened(None).await;
    import(&shop, goods).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    (shop, shopper)
}

async fn opened(beside: Option<&Shop>) -> Shop {
    let shop = ShopConfig::parse(CONFIG).expect("it is right");
    let public_url = Some("https://shop.example".to_owned());
    let beside = beside.map(|shop| (Arc::clone(&shop.place), Arc::clone(&shop.keys), shop.clock.clone()));
    Shop::open_with(Opening { catalogue: empty_catalogue(), shop, public_url, beside, ..Opening::default() })
        .await
}

/// An order that is to be paid online.
async fn ordered(shop: &Shop, shopper: &Shopper) -> Value {
    let quote = quote(shop, shopper, &cart(&[(1, 2)], &to_the_door(), None)).await;
    assert_eq!(quote["payments"], json!(["cash_on_delivery", "online"]));
    let mut order = agreeing_to(&quote);
    order["payment"] = "online".into();
    let answer = shopper.put(shop, &path(&new_id()), &order).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

fn id(order: &Value) -> &str {
    order["id"].as_str().expect("an id")
}

/// What a provider's page reads from the address it is opened with, after checking the signature.
fn asked_to_pay(order: &Value) -> BTreeMap<String, String> {
    let url = order["payment"]["url"].as_str().expect("an address");
    let (page, query) = url.split_once('&').expect("a query");
    assert_eq!(page, "https://pay.example/checkout?shop=7");
    let (signed, signature) = query.split_once("&signature=").expect("a signature");
    let secret = Secret::parse(SECRET).expect("a secret");
    assert_eq!(signature, secret.mac_hex(&[signed.as_bytes()]));
    let decode = |text: &str| percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned();
    let pairs = signed.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), decode(value))).collect()
}

/// What a provider tells of this order.
fn told(order: &Value, outcome: &str) -> Value {
    json!({"order": order["number"], "outcome": outcome, "amount": order["terms"]["total"], "currency": "CNY"})
}

/// A provider tells the shop something at `now_ms`.
async fn tell_at(shop: &Shop, event: &str, body: &str, now_ms: i64) -> Answer {
    let headers = Secret::parse(SECRET).expect("a secret").headers(event, now_ms, body.as_bytes());
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    shop.send_with("POST", CALLBACK, &headers, body).await
}

async fn tell(shop: &Shop, event: &str, body: &Value) -> Answer {
    tell_at(shop, event, &body.to_string(), shop.state.now_ms()).await
}

/// Where an order is, and its payment.
async fn now(shop: &Shop, shopper: &Shopper, order: &Value) -> (String, String) {
    let order = shopper.get(shop, &path(id(order))).await.json();
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    (word(&order["status"]), word(&order["payment"]["status"]))
}

fn is(status: &str, payment: &str) -> (String, String) {
    (status.to_owned(), payment.to_owned())
}

fn unpaid(shop: &Shop) -> Unpaid {
    Unpaid {
        database: shop.state.database.clone(),
        keys: Arc::clone(&shop.keys),
        payments: shop.state.payments.clone(),
        wait_ms: WAIT_MS,
        holder: Holder::new(),
    }
}

#[tokio::test]
async fn a_shopper_is_sent_to_the_providers_page_and_the_order_is_paid_when_the_provider_says_so() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    outbox::turn(&shop.state.database, true).await.expect("turned on");
    let order = ordered(&shop, &shopper).await;
    assert_eq!(order["payment"]["status"], "pending");
    let asked = asked_to_pay(&order);
    let expires = ((shop.state.now_ms() + WAIT_MS) / 1000).to_string();
    let back = format!("https://shop.example/orders/{}", id(&order));
    for (name, value) in [
        ("order", "1"),
        ("amount", "2580"),
        ("currency", "CNY"),
        ("expires", &expires),
        ("return_url", &back),
    ] {
        assert_eq!(asked[name], value);
    }
    let shown = shopper.get(&shop, &path(id(&order))).await.json();
    assert_eq!(shown["payment"]["url"], order["payment"]["url"]);
    assert_eq!(tell(&shop, "p1", &told(&order, "paid")).await.status, 204);
    let shown = shopper.get(&shop, &path(id(&order))).await.json();
    assert_eq!(shown["payment"], json!({"method": "online", "status": "paid"}), "nothing is left to pay");
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM webhook WHERE payment_status = 'paid'").await, 1);
    advanced(&shop, id(&order), "packed").await.expect("it is paid");
}

#[tokio::test]
async fn nothing_is_packed_before_it_is_paid_and_its_owner_can_still_cancel() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let order = ordered(&shop, &shopper).await;
    assert!(advanced(&shop, id(&order), "confirmed").await.is_err());
    assert_eq!(shopper.post(&shop, &format!("{}/cancel", path(id(&order))), &json!({})).await.status, 200);
    assert_eq!(now(&shop, &shopper, &order).await, is("cancelled", "void"));
    assert_eq!(counts(&shop, 1).await, (Some(10), 0, 0));
}

#[tokio::test]
async fn what_a_provider_did_not_say_or_does_not_fit_changes_nothing() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let order = ordered(&shop, &shopper).await;
    let (paid, now_ms) = (told(&order, "paid"), shop.state.now_ms());
    let body = paid.to_string();
    let unsigned = shop.send_with("POST", CALLBACK, &[("content-type", "application/json")], &body).await;
    refused(&unsigned, 403, "forbidden");
    for other_ms in [now_ms - REPLAY_WINDOW_MS - 1000, now_ms + REPLAY_WINDOW_MS + 1000] {
        refused(&tell_at(&shop, "old", &body, other_ms).await, 403, "forbidden");
    }
    let wrong = Secret::parse("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").expect("a secret");
    let headers = wrong.headers("x", now_ms, body.as_bytes());
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    refused(&shop.send_with("POST", CALLBACK, &headers, &body).await, 403, "forbidden");
    let headers = Secret::parse(SECRET).expect("a secret").headers("x", now_ms, b"{}");
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    refused(&shop.send_with("POST", CALLBACK, &headers, &body).await, 403, "forbidden");
    for (field, value, status, code) in [
        ("amount", json!(2579), 409, "not_possible_now"),
        ("amount", json!(-2580), 409, "not_possible_now"),
        ("currency", json!("USD"), 409, "not_possible_now"),
        ("order", json!(99), 404, "order_not_found"),
        ("order", json!(u64::MAX), 404, "order_not_found"),
        ("outcome", json!("perhaps"), 400, "invalid_request"),
        ("amount", json!(25.8), 400, "invalid_request"),
    ] {
        let mut other = paid.clone();
        other[field] = value;
        refused(&tell(&shop, "y", &other).await, status, code);
    }
    refused(&tell_at(&shop, "z", &" ".repeat(5_000), now_ms).await, 413, "too_large");
    assert_eq!(now(&shop, &shopper, &order).await, is("placed", "pending"));
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM payment_event").await, 0);
    assert_eq!(tell(&shop, "y", &paid).await.status, 204, "the id is still free");
}

#[tokio::test]
async fn an_order_that_is_paid_in_cash_and_a_shop_without_a_provider_hear_nothing() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let cash = super::shopping::placed(&shop, &shopper, &[(1, 2)]).await;
    let cash = shopper.get(&shop, &path(&cash)).await.json();
    refused(&tell(&shop, "p", &told(&cash, "paid")).await, 409, "not_possible_now");
    let without = super::shopping::shop_with(&[(1290, None)]).await;
    refused(&tell(&without, "p", &told(&cash, "paid")).await, 404, "not_found");
}

#[tokio::test]
async fn the_same_message_again_changes_nothing_and_a_failure_can_be_made_good() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let other = opened(Some(&shop)).await;
    let order = ordered(&shop, &shopper).await;
    assert_eq!(tell(&shop, "f", &told(&order, "failed")).await.status, 204);
    assert_eq!(now(&shop, &shopper, &order).await, is("placed", "failed"));
    let shown = shopper.get(&shop, &path(id(&order))).await.json();
    assert_eq!(shown["payment"]["url"], order["payment"]["url"], "the shopper may try again");
    let paid = told(&order, "paid");
    let (one, two) = tokio::join!(tell(&shop, "p", &paid), tell(&other, "p", &paid));
    assert_eq!((one.status, two.status), (204, 204));
    for (event, outcome) in [("f", "failed"), ("p", "paid"), ("late", "failed"), ("again", "paid")] {
        assert_eq!(tell(&shop, event, &told(&order, outcome)).await.status, 204);
        assert_eq!(now(&shop, &shopper, &order).await, is("placed", "paid"), "{event}");
    }
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM payment_event").await, 4);
    let body = paid.to_string();
    let notice = serde_json::from_value(paid).expect("a notice");
    for (event, heard) in [("p", Heard::Known), ("third", Heard::PaidAgain), ("third", Heard::Known)] {
        let now_ms = shop.state.now_ms();
        let key = MessageKey::online(event, body.as_bytes());
        let said = heed(&shop.state.database, &key, &notice, now_ms).await.expect("heard");
        assert_eq!(said, heard, "the shop must know of money that is not its own: {event}");
    }
}

#[tokio::test]
async fn what_is_paid_for_a_cancelled_order_is_paid_back_once() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let (late, cancelled) = (ordered(&shop, &shopper).await, ordered(&shop, &shopper).await);
    for order in [&late, &cancelled] {
        if order == &cancelled {
            assert_eq!(tell(&shop, "c", &told(order, "paid")).await.status, 204);
        }
        assert_eq!(shopper.post(&shop, &format!("{}/cancel", path(id(order))), &json!({})).await.status, 200);
    }
    assert_eq!(tell(&shop, "l", &told(&late, "paid")).await.status, 204);
    let database = &shop.state.database;
    for order in [&late, &cancelled] {
        assert_eq!(now(&shop, &shopper, order).await, is("cancelled", "refund_due"));
        for _ in 0..2 {
            let order = id(order).parse().expect("an id");
            refunded(database, order, shop.state.now_ms()).await.expect("noted");
        }
        assert_eq!(now(&shop, &shopper, order).await, is("cancelled", "refunded"));
    }
    let open = ordered(&shop, &shopper).await;
    let refused = refunded(database, id(&open).parse().expect("an id"), shop.state.now_ms()).await;
    assert!(matches!(refused, Err(OrderError::NotPossibleNow)));
}

#[tokio::test]
async fn what_is_not_paid_in_time_is_cancelled_and_its_goods_are_free_once() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let other = opened(Some(&shop)).await;
    let (unpaid_one, paid) = (ordered(&shop, &shopper).await, ordered(&shop, &shopper).await);
    let cash = super::shopping::placed(&shop, &shopper, &[(1, 1)]).await;
    assert_eq!(tell(&shop, "p", &told(&paid, "paid")).await.status, 204);
    let (one, two) = (unpaid(&shop), unpaid(&other));
    shop.clock.advance(WAIT_MS - 1);
    assert_eq!(one.cancel(shop.state.now_ms()).await.expect("looks"), 0);
    shop.clock.advance(1);
    assert!(shopper.get(&shop, &path(id(&unpaid_one))).await.json()["payment"]["url"].is_null(), "too late");
    let now_ms = shop.state.now_ms();
    let (first, second) = tokio::join!(one.cancel(now_ms), two.cancel(now_ms));
    assert_eq!(first.expect("looks") + second.expect("looks"), 1);
    assert_eq!(two.cancel(now_ms).await.expect("looks"), 0);
    assert_eq!(now(&shop, &shopper, &unpaid_one).await, is("cancelled", "void"));
    assert_eq!(now(&shop, &shopper, &paid).await, is("placed", "paid"));
    assert_eq!(shopper.get(&shop, &path(&cash)).await.json()["status"], "placed");
    assert_eq!(counts(&shop, 1).await, (Some(7), 3, 0));
}

#[tokio::test]
async fn when_payment_and_end_of_time_meet_one_of_them_wins() {
    const ORDERS: usize = 12;
    let (shop, shopper) = shop_with(&[(1290, Some(100))]).await;
    let other = opened(Some(&shop)).await;
    let mut orders = Vec::new();
    for _ in 0..ORDERS {
        orders.push(ordered(&shop, &shopper).await);
    }
    shop.clock.advance(WAIT_MS);
    let (now_ms, cancelling) = (shop.state.now_ms(), unpaid(&other));
    let cancelling = tokio::spawn(async move { cancelling.cancel(now_ms).await });
    let bodies: Vec<Value> = orders.iter().map(|order| told(order, "paid")).collect();
    for (index, body) in bodies.iter().enumerate().rev() {
        assert_eq!(tell(&shop, &format!("p{index}"), body).await.status, 204);
    }
    let cancelled = cancelling.await.expect("no panic").expect("cancels");
    let (mut paid, mut back) = (0, 0_usize);
    for order in &orders {
        match now(&shop, &shopper, order).await {
            state if state == is("placed", "paid") => paid += 1,
            state if state == is("cancelled", "refund_due") => back += 1,
            state => panic!("{state:?}"),
        }
    }
    assert_eq!((orders.len(), back), (ORDERS, cancelled));
    assert_eq!(counts(&shop, 1).await, (Some(100 - 2 * paid), 2 * paid, 0));
}

#[tokio::test]
async fn orders_of_a_shop_that_has_no_provider_any_more_still_end() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let order = ordered(&shop, &shopper).await;
    let without = another_server(&shop).await;
    shop.clock.advance(WAIT_MS);
    assert_eq!(unpaid(&without).cancel(shop.state.now_ms()).await.expect("cancels"), 1);
    assert_eq!(now(&without, &shopper, &order).await, is("cancelled", "void"));
}

/// Open alarms, the newest first.
async fn open_alarms(shop: &Shop) -> Vec<Listed> {
    alarms::list(&shop.state.database, Which::Open, i64::MAX).await.expect("reads")
}

async fn alarm_done(shop: &Shop, alarm: &Listed) {
    let by = "小李".to_owned();
    alarms::done(&shop.state.database, alarm.number, by, shop.state.now_ms()).await.expect("noted");
}

#[tokio::test]
async fn a_used_id_that_says_paid_cancels_nothing_and_is_an_alarm() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let order = ordered(&shop, &shopper).await;
    assert_eq!(tell(&shop, "once", &told(&order, "failed")).await.status, 204);
    for _ in 0..3 {
        refused(&tell(&shop, "once", &told(&order, "paid")).await, 409, "not_possible_now");
    }
    assert_eq!(tell(&shop, "once", &told(&order, "failed")).await.status, 204, "that one is known");
    let alarms = open_alarms(&shop).await;
    assert_eq!(alarms.len(), 1, "{alarms:?}");
    let said = (alarms[0].kind.as_str(), alarms[0].subject.as_str(), alarms[0].times);
    assert_eq!(said, ("payment_message_changed", "order 1, message once", 3));
    assert!(alarms[0].detail.contains("paid, 2580 minor units of CNY"), "{}", alarms[0].detail);
    shop.clock.advance(2 * WAIT_MS);
    assert_eq!(unpaid(&shop).cancel(shop.state.now_ms()).await.expect("looked"), 0);
    assert_eq!(now(&shop, &shopper, &order).await, is("placed", "failed"), "somebody has to look first");
    assert_eq!(tell(&shop, "its own", &told(&order, "paid")).await.status, 204);
    assert_eq!(now(&shop, &shopper, &order).await, is("placed", "paid"));
}

#[tokio::test]
async fn an_order_waits_for_an_alarm_and_no_longer() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let order = ordered(&shop, &shopper).await;
    tell(&shop, "once", &told(&order, "failed")).await;
    tell(&shop, "once", &told(&order, "paid")).await;
    shop.clock.advance(2 * WAIT_MS);
    assert_eq!(unpaid(&shop).cancel(shop.state.now_ms()).await.expect("looked"), 0);
    alarm_done(&shop, &open_alarms(&shop).await[0]).await;
    assert_eq!(unpaid(&shop).cancel(shop.state.now_ms()).await.expect("cancelled"), 1);
    assert_eq!(now(&shop, &shopper, &order).await, is("cancelled", "void"));
}

#[tokio::test]
async fn a_used_id_for_another_order_is_not_lost() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let (first, second) = (ordered(&shop, &shopper).await, ordered(&shop, &shopper).await);
    assert_eq!(tell(&shop, "same", &told(&first, "paid")).await.status, 204);
    refused(&tell(&shop, "same", &told(&second, "paid")).await, 409, "not_possible_now");
    let mut nobodys = told(&second, "paid");
    nobodys["order"] = 99.into();
    refused(&tell(&shop, "same", &nobodys).await, 409, "not_possible_now");
    let alarms = open_alarms(&shop).await;
    let subjects: Vec<&str> = alarms.iter().map(|alarm| alarm.subject.as_str()).collect();
    assert_eq!(subjects, ["order 99, message same", "order 2, message same"]);
    assert_eq!(now(&shop, &shopper, &first).await, is("placed", "paid"));
    assert_eq!(now(&shop, &shopper, &second).await, is("placed", "pending"));
}

#[tokio::test]
async fn of_two_messages_at_once_with_one_id_one_is_heeded() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let other = opened(Some(&shop)).await;
    for _ in 0..5 {
        let order = ordered(&shop, &shopper).await;
        let event = format!("same {}", order["number"]);
        let (paid, failed) = (told(&order, "paid"), told(&order, "failed"));
        let (one, two) = tokio::join!(tell(&shop, &event, &paid), tell(&other, &event, &failed));
        let mut both = [one.status, two.status];
        both.sort_unstable();
        assert_eq!(both, [204, 409]);
        let is_paid = one.status == 204;
        assert_eq!(now(&shop, &shopper, &order).await, is("placed", if is_paid { "paid" } else { "failed" }));
    }
    assert_eq!(open_alarms(&shop).await.len(), 5);
}

#[tokio::test]
async fn what_servers_of_before_have_heeded_is_known_by_what_it_said() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let order = ordered(&shop, &shopper).await;
    super::shopping::sql(
        &shop,
        "INSERT INTO payment_event (id, order_number, is_paid, at_ms) VALUES ('old', 1, 0, 7)",
    )
    .await;
    assert_eq!(tell(&shop, "old", &told(&order, "failed")).await.status, 204);
    assert_eq!(now(&shop, &shopper, &order).await, is("placed", "pending"), "it was heeded then");
    refused(&tell(&shop, "old", &told(&order, "paid")).await, 409, "not_possible_now");
    tell(&shop, "new", &told(&order, "paid")).await;
    let kept = "SELECT COUNT(*) FROM payment_event WHERE id = 'new' AND is_paid = 1";
    assert_eq!(number(&shop, kept).await, 1, "a server of before knows what this one has heeded");
}

#[tokio::test]
async fn who_cannot_sign_raises_no_alarm() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let order = ordered(&shop, &shopper).await;
    tell(&shop, "once", &told(&order, "failed")).await;
    let body = told(&order, "paid").to_string();
    let wrong = Secret::parse("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").expect("a secret");
    for body in [body.as_str(), "{", ""] {
        let headers = wrong.headers("once", shop.state.now_ms(), body.as_bytes());
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        refused(&shop.send_with("POST", CALLBACK, &headers, body).await, 403, "forbidden");
    }
    assert_eq!(open_alarms(&shop).await, []);
}

#[tokio::test]
async fn money_that_belongs_nowhere_is_an_alarm_each() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let order = ordered(&shop, &shopper).await;
    let paid = told(&order, "paid");
    let (mut less, mut nobodys) = (paid.clone(), paid.clone());
    less["amount"] = 1.into();
    nobodys["order"] = 99.into();
    refused(&tell(&shop, "less", &less).await, 409, "not_possible_now");
    refused(&tell(&shop, "nobodys", &nobodys).await, 404, "order_not_found");
    refused(&tell(&shop, "odd", &json!({"order": 1})).await, 400, "invalid_request");
    shop.clock.advance(2 * WAIT_MS);
    assert_eq!(unpaid(&shop).cancel(shop.state.now_ms()).await.expect("looked"), 0, "less was paid");
    for event in ["one", "two"] {
        assert_eq!(tell(&shop, event, &paid).await.status, 204);
    }
    assert_eq!(shopper.post(&shop, &format!("{}/cancel", path(id(&order))), &json!({})).await.status, 200);
    let kinds = |alarms: Vec<Listed>| alarms.into_iter().map(|alarm| alarm.kind).collect::<Vec<_>>();
    let expected =
        ["pay_back", "paid_twice", "payment_unreadable", "payment_unknown", "payment_does_not_fit"];
    assert_eq!(kinds(open_alarms(&shop).await), expected);
    refunded(&shop.state.database, id(&order).parse().expect("an id"), shop.state.now_ms())
        .await
        .expect("noted");
    assert_eq!(kinds(open_alarms(&shop).await), expected[1..], "that it was paid back settles it");
}

/// The order as the shop sees it, and its line in the list.
async fn for_shop(shop: &Shop, order: &Value) -> (Value, Value) {
    let (database, keys) = (&shop.state.database, &shop.keys);
    let name = id(order).parse().expect("a name");
    let payments = &shop.state.payments;
    let one = shop::order(database, keys, payments, name, shop.state.now_ms()).await.expect("reads");
    let list = shop::page(database, keys, &shop::Listing::default()).await.expect("reads").expect("a page");
    let line = list.items.into_iter().next().expect("an order");
    (serde_json::to_value(one).expect("JSON"), serde_json::to_value(line).expect("JSON"))
}

#[tokio::test]
async fn a_second_payment_is_a_row_to_work_off_until_it_is_paid_back() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    outbox::turn(&shop.state.database, true).await.expect("turned on");
    let order = ordered(&shop, &shopper).await;
    let paid_ms = shop.state.now_ms();
    shop.clock.advance(60_000);
    for event in ["first", "second", "second", "third"] {
        let mut notice = told(&order, "paid");
        notice["paid_ms"] = paid_ms.into();
        assert_eq!(tell(&shop, event, &notice).await.status, 204);
    }
    assert_eq!(now(&shop, &shopper, &order).await, is("placed", "paid"));
    let (one, line) = for_shop(&shop, &order).await;
    assert_eq!(line["second_payments_due"], 2);
    assert_eq!(one["paid"], json!({"paid_ms": paid_ms, "at_ms": paid_ms + 60_000}));
    let second = json!({"number": 1, "amount": {"amount": 2580, "currency": "CNY"}, "status": "refund_due",
        "message": "second", "at_ms": paid_ms + 60_000, "paid_ms": paid_ms});
    assert_eq!(
        (&one["second_payments"][0], one["second_payments"].as_array().map(Vec::len)),
        (&second, Some(2))
    );
    let open = |alarms: Vec<Listed>| alarms.into_iter().map(|one| one.subject).collect::<Vec<_>>();
    assert_eq!(open(open_alarms(&shop).await), ["order 1, message third", "order 1, message second"]);
    let database = &shop.state.database;
    let back = async |number| {
        let order = id(&order).parse().expect("an id");
        second::refunded(database, (order, number), shop.state.now_ms()).await
    };
    for _ in 0..2 {
        back(1).await.expect("paid back");
    }
    assert!(matches!(back(7).await, Err(OrderError::NotFound)));
    let (one, line) = for_shop(&shop, &order).await;
    assert_eq!(
        (&one["second_payments"][0]["status"], &line["second_payments_due"]),
        (&json!("refunded"), &json!(1))
    );
    assert_eq!(open(open_alarms(&shop).await), ["order 1, message third"]);
    let told: Vec<Value> = waiting::list(database)
        .await
        .expect("reads")
        .iter()
        .map(|one| serde_json::to_value(&one.notice).expect("JSON"))
        .filter(|notice| notice.get("second_payment").is_some())
        .map(|notice| {
            assert_eq!((&notice["type"], &notice["payment"]), (&json!("order.payment"), &json!("paid")));
            json!([notice["second_payment"]["number"], notice["second_payment"]["status"]])
        })
        .collect();
    assert_eq!(told, [json!([1, "refund_due"]), json!([2, "refund_due"]), json!([1, "refunded"])]);
}

#[tokio::test]
async fn a_message_of_a_payment_that_has_not_come_or_is_long_ago_is_not_heeded_and_is_an_alarm() {
    let (shop, shopper) = shop_with(&[(1290, Some(10))]).await;
    let order = ordered(&shop, &shopper).await;
    let now_ms = shop.state.now_ms();
    for paid_ms in [now_ms + 6 * 60_000, now_ms - 61 * 24 * 60 * 60_000, now_ms / 1000, -1] {
        let mut notice = told(&order, "paid");
        notice["paid_ms"] = paid_ms.into();
        let problem = refused(&tell(&shop, "odd", &notice).await, 400, "invalid_request");
        assert_eq!(problem["errors"][0]["field"], "paid_ms", "{paid_ms}");
    }
    assert_eq!(open_alarms(&shop).await[0].kind, "payment_unreadable");
    assert_eq!(now(&shop, &shopper, &order).await, is("placed", "pending"));
}
