//! Alarms, as the shop's own systems see them.

use crate::engine::Place;
use crate::orders::shopping::refused;
use crate::shop::{Answer, BEGIN_MS, Opening, Shop};
use crate::shopper::OWN;
use fairday_server::alarms::{Alarm, Kind, LISTED_MAX, raise, raise_once_since, settle};
use fairday_server::database::DatabaseError;
use serde_json::{Value, json};
use std::process::Command;
use std::sync::Arc;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const ALARMS: &str = "/api/v1/admin/alarms";

async fn shop() -> Shop {
    Shop::open_with(Opening { admin_token: Some(TOKEN), ..Opening::default() }).await
}

async fn raised(shop: &Shop, kind: Kind, subject: String) {
    let (alarm, now_ms) = (Alarm::new(kind, subject, "What came last."), shop.state.now_ms());
    let job =
        move |transaction: &mut fairday_server::database::Transaction<'_>| raise(transaction, &alarm, now_ms);
    shop.state.database.write::<_, DatabaseError>(job).await.expect("kept");
}

async fn ask(shop: &Shop, method: &str, target: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    shop.send_with(method, target, &headers, &body).await
}

async fn listed(shop: &Shop, query: &str) -> Value {
    let answer = ask(shop, "GET", &format!("{ALARMS}{query}"), &Value::Null).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn an_alarm_is_counted_listed_worked_off_and_raised_anew() {
    let shop = shop().await;
    assert_eq!(listed(&shop, "").await, json!({"items": []}));
    raised(&shop, Kind::PaidTwice, "order 7".to_owned()).await;
    shop.clock.advance(60_000);
    raised(&shop, Kind::PaidTwice, "order 7".to_owned()).await;
    raised(&shop, Kind::PayBack, "order 7".to_owned()).await;
    let items = listed(&shop, "").await["items"].clone();
    assert_eq!(items.as_array().map(Vec::len), Some(2));
    let twice = json!({"number": 1, "kind": "paid_twice", "subject": "order 7", "detail": "What came last.",
        "remedy": Kind::PaidTwice.remedy(), "times": 2, "first_ms": BEGIN_MS, "last_ms": BEGIN_MS + 60_000});
    assert_eq!(items[1], twice);
    for by in ["小李", "小王"] {
        let answer = ask(&shop, "POST", &format!("{ALARMS}/1/done"), &json!({"by": by})).await;
        assert_eq!(
            (answer.status, answer.json()["done_by"].as_str()),
            (200, Some("小李")),
            "who was first stays"
        );
    }
    assert_eq!(listed(&shop, "").await["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(listed(&shop, "?state=done").await["items"][0]["done_ms"], BEGIN_MS + 60_000);
    raised(&shop, Kind::PaidTwice, "order 7".to_owned()).await;
    let items = listed(&shop, "?state=all").await["items"].clone();
    assert_eq!((items.as_array().map(Vec::len), &items[0]["times"]), (Some(3), &json!(1)));
}

#[tokio::test]
async fn wrong_requests_are_told_why_and_strangers_see_nothing() {
    let shop = shop().await;
    raised(&shop, Kind::BooksWrong, "books".to_owned()).await;
    let done = format!("{ALARMS}/1/done");
    for body in [json!({}), json!({"by": ""}), json!({"by": "x".repeat(61)})] {
        refused(&ask(&shop, "POST", &done, &body).await, 400, "invalid_request");
    }
    for gone in ["2", "0", "-1", "x", "99999999999999999999"] {
        let answer = ask(&shop, "POST", &format!("{ALARMS}/{gone}/done"), &json!({"by": "li"})).await;
        refused(&answer, 404, "not_found");
    }
    for (query, code) in
        [("?state=x", "invalid_request"), ("?cursor=-1", "invalid_cursor"), ("?a=b", "invalid_request")]
    {
        refused(&ask(&shop, "GET", &format!("{ALARMS}{query}"), &Value::Null).await, 400, code);
    }
    for (method, target) in [("GET", ALARMS), ("POST", done.as_str())] {
        let headers = [OWN, ("content-type", "application/json")];
        refused(&shop.send_with(method, target, &headers, r#"{"by":"li"}"#).await, 401, "sign_in_required");
        refused(&ask(&Shop::open().await, method, target, &json!({"by": "li"})).await, 404, "not_found");
    }
    assert_eq!(listed(&shop, "").await["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn long_lists_come_in_pages_and_metrics_count_what_is_open() {
    let shop = shop().await;
    let most = LISTED_MAX as usize;
    for number in 0..most + 5 {
        raised(&shop, Kind::Stuck, format!("order {number}")).await;
    }
    let first = listed(&shop, "").await;
    let next = first["next"].as_str().expect("there are more");
    let second = listed(&shop, &format!("?cursor={next}")).await;
    let subjects = |page: &Value| page["items"].as_array().expect("a list").len();
    assert_eq!((subjects(&first), subjects(&second), &second["next"]), (most, 5, &Value::Null));
    assert_eq!(second["items"][4]["subject"], "order 0");
    let job = |transaction: &mut fairday_server::database::Transaction<'_>| {
        settle(transaction, (Kind::Stuck, "order 3"), BEGIN_MS)
    };
    shop.state.database.write::<_, DatabaseError>(job).await.expect("settled");
    let metrics = shop.get("/metrics").await.text();
    for line in [
        format!("fairday_alarms_open{{kind=\"stuck\"}} {}", most + 4),
        "fairday_alarms_open{kind=\"paid_twice\"} 0".to_owned(),
    ] {
        assert!(metrics.contains(&line), "{line}: {metrics}");
    }
}

#[tokio::test]
async fn what_every_request_would_find_is_one_alarm_for_its_window() {
    let shop = shop().await;
    let database = &shop.state.database;
    let alarm = || Alarm::new(Kind::SmsBudgetSpent, "codes", "");
    for at_ms in [100, 150, 199] {
        raise_once_since(database, alarm(), (100, at_ms)).await.expect("kept");
    }
    ask(&shop, "POST", &format!("{ALARMS}/1/done"), &json!({"by": "li"})).await;
    raise_once_since(database, alarm(), (100, 199)).await.expect("it is done, and of the same window");
    assert_eq!(listed(&shop, "").await["items"], json!([]));
    raise_once_since(database, alarm(), (200, 201)).await.expect("kept");
    assert_eq!(listed(&shop, "").await["items"][0]["times"], 1);
}

#[tokio::test]
async fn the_command_lists_alarms_and_says_that_they_are_done() {
    let place = Arc::new(Place::of_shop());
    let address = place.address.clone();
    let keys = Arc::new(fairday_server::privacy::KeyRing::generate());
    let beside = Some((place, keys, fairday_server::clock::Clock::set_to(BEGIN_MS)));
    let shop = Shop::open_with(Opening { beside, ..Opening::default() }).await;
    raised(&shop, Kind::PaidTwice, "order 7".to_owned()).await;
    let run = async |arguments: &'static [&'static str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fairday"));
        command.arg("alarms").args(arguments).env("FAIRDAY_DATABASE", &address);
        let output =
            tokio::task::spawn_blocking(move || command.output().expect("it runs")).await.expect("no panic");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout), text(&output.stderr))
    };
    let (_, shown, _) = run(&["list"]).await;
    assert!(
        shown.contains("paid_twice  order 7  1 times") && shown.contains(Kind::PaidTwice.remedy()),
        "{shown}"
    );
    let (_, array, complaint) = run(&["list", "--json"]).await;
    let array: Value = serde_json::from_str(&array).unwrap_or_else(|_| panic!("{complaint}"));
    assert_eq!((&array[0]["number"], &array[0]["done_by"]), (&json!(1), &Value::Null));
    assert!(run(&["done", "1", "--by", "小李"]).await.1.contains("by 小李"));
    assert_eq!(run(&["list"]).await.1, "");
    assert!(run(&["list", "--all"]).await.1.contains("done "));
    let (is_ok, _, complaint) = run(&["done", "2", "--by", "小李"]).await;
    assert!(!is_ok && complaint.contains("no such alarm"), "{complaint}");
    let (is_ok, _, complaint) = run(&["done", "1", "--by", " "]).await;
    assert!(!is_ok && complaint.contains("--by"), "{complaint}");
}
