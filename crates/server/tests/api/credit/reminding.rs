//! Choosing how to be reminded.

use super::lending::{another_server_with, lending_shop, lending_shop_with};
use crate::orders::shopping::{number, refused};
use crate::shop::Shop;
use crate::shopper::Shopper;
use serde_json::{Value, json};

const PHONE: &str = "13800138000";
const TARGET: &str = "/api/v1/credit/reminders";
const KEY: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
/// What belongs to it.
const PUBLIC_KEY: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

fn with_reminders(config: String) -> String {
    let reminders = format!(
        "[credit.reminders]\ndays_before = [0, 3]\nday_after = true\nhour = 9\n\
         [credit.reminders.push]\ncontact = \"mailto:shop@example.com\"\nkey = \"{KEY}\"\n"
    );
    config + &reminders
}

async fn shop() -> Shop {
    lending_shop_with(with_reminders).await
}

fn subscription(name: &str) -> Value {
    json!({
        "endpoint": format!("https://fcm.googleapis.com/fcm/send/{name}"),
        "keys": {"p256dh": PUBLIC_KEY, "auth": "BTBZMqHH6r4Tts7J_aSIgg"},
    })
}

#[tokio::test]
async fn nothing_is_chosen_for_anybody_and_a_choice_is_kept_until_it_is_changed() {
    let shop = shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let answer = shopper.get(&shop, TARGET).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    let offered = json!({
        "sms": true, "push_key": PUBLIC_KEY, "days_before": [3, 0], "day_after": true, "hour": 9,
    });
    assert_eq!(answer.json(), json!({"sms": false, "push": false, "phones": 0, "offered": offered}));
    for (request, sms, push) in [
        (json!({"sms": true, "locale": "zh-CN"}), true, false),
        (json!({"sms": true, "locale": "en", "push": subscription("a")}), true, true),
        (json!({"sms": false, "locale": "en", "push": subscription("b")}), false, true),
        (json!({"sms": false, "locale": "en"}), false, false),
    ] {
        for _ in 0..2 {
            let chosen = shopper.put(&shop, TARGET, &request).await;
            assert_eq!(chosen.status, 200, "{}", chosen.text());
            let chosen = chosen.json();
            assert_eq!((&chosen["sms"], &chosen["push"]), (&json!(sms), &json!(push)), "{request}");
            assert_eq!(chosen, shopper.get(&shop, TARGET).await.json());
        }
    }
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM credit_push").await, 0);
}

#[tokio::test]
async fn each_phone_says_for_itself_and_sees_how_many_there_are() {
    let shop = shop().await;
    let (one, two) = (Shopper::signed_in(&shop, PHONE).await, Shopper::signed_in(&shop, PHONE).await);
    let stranger = Shopper::signed_in(&shop, "13900139000").await;
    let wants = |name| json!({"sms": true, "locale": "zh-CN", "push": subscription(name)});
    assert_eq!(one.put(&shop, TARGET, &wants("one")).await.json()["phones"], 1);
    assert_eq!(two.put(&shop, TARGET, &wants("two")).await.json()["phones"], 2);
    assert_eq!(stranger.get(&shop, TARGET).await.json()["sms"], false, "another's choice is not theirs");
    two.put(&shop, TARGET, &json!({"sms": true, "locale": "zh-CN"})).await;
    let seen = one.get(&shop, TARGET).await.json();
    assert_eq!((&seen["sms"], &seen["push"], &seen["phones"]), (&json!(true), &json!(true), &json!(1)));
    let export = one.get(&shop, "/api/v1/account/export").await.json();
    assert_eq!(export["reminders"], seen);
    assert!(!export.to_string().contains("fcm.googleapis.com"));
    assert_eq!(one.delete(&shop, "/api/v1/sessions/current").await.status, 204);
    assert_eq!(two.get(&shop, TARGET).await.json()["phones"], 0, "signed out, it gets none");
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM credit_push").await, 0);
}

#[tokio::test]
async fn a_sixth_phone_is_told_what_to_do() {
    let shop = shop().await;
    for index in 0..6 {
        let phone = Shopper::signed_in(&shop, PHONE).await;
        let wants = json!({"sms": false, "locale": "en", "push": subscription(&index.to_string())});
        let answer = phone.put(&shop, TARGET, &wants).await;
        if index < 5 {
            assert_eq!(answer.status, 200);
        } else {
            let problem = refused(&answer, 409, "not_possible_now");
            assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("Sign out one")));
        }
    }
}

#[tokio::test]
async fn nonsense_is_refused_by_the_field_and_never_repeated() {
    let shop = shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let endpoint = |text: &str| {
        let mut push = subscription("a");
        push["endpoint"] = json!(text);
        json!({"sms": false, "locale": "en", "push": push})
    };
    let key = |name: &str, text: &str| {
        let mut push = subscription("a");
        push["keys"][name] = json!(text);
        json!({"sms": false, "locale": "en", "push": push})
    };
    let long = format!("https://fcm.googleapis.com/{}", "x".repeat(2_000));
    for (request, field) in [
        (endpoint("https://169.254.169.254/latest/meta-data"), "push.endpoint"),
        (endpoint("https://localhost:5432/"), "push.endpoint"),
        (endpoint("http://fcm.googleapis.com/fcm/send/a"), "push.endpoint"),
        (endpoint("https://fcm.googleapis.com.evil.example/a"), "push.endpoint"),
        (endpoint(&long), "push.endpoint"),
        (endpoint(""), "push.endpoint"),
        (key("p256dh", "AAAA"), "push.keys.p256dh"),
        (key("p256dh", &"A".repeat(87)), "push.keys.p256dh"),
        (key("auth", "字"), "push.keys.auth"),
        (json!({"sms": "yes", "locale": "en"}), "sms"),
        (json!({"sms": true}), "locale"),
        (json!({"sms": true, "locale": "tlh"}), "locale"),
        (json!({"sms": true, "locale": "en", "push": {"endpoint": "https://a.example"}}), "push.keys"),
    ] {
        let answer = shopper.put(&shop, TARGET, &request).await;
        let problem = refused(&answer, 400, "invalid_request");
        assert_eq!(problem["errors"][0]["field"], field, "{request}: {problem}");
        assert!(!answer.text().contains("169.254") && !answer.text().contains("evil"), "{}", answer.text());
    }
    assert_eq!(shopper.get(&shop, TARGET).await.json()["phones"], 0);
}

#[tokio::test]
async fn nobody_chooses_without_being_signed_in_and_nothing_that_the_shop_does_not_do() {
    let shop = lending_shop().await;
    refused(&shop.get(TARGET).await, 401, "sign_in_required");
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let nothing = json!({"sms": false, "days_before": [], "day_after": false, "hour": 0});
    assert_eq!(shopper.get(&shop, TARGET).await.json()["offered"]["days_before"], nothing["days_before"]);
    let sms = json!({"sms": true, "locale": "en"});
    assert_eq!(
        refused(&shopper.put(&shop, TARGET, &sms).await, 400, "invalid_request")["errors"][0]["field"],
        "sms"
    );
    let push = json!({"sms": false, "locale": "en", "push": subscription("a")});
    assert_eq!(
        refused(&shopper.put(&shop, TARGET, &push).await, 400, "invalid_request")["errors"][0]["field"],
        "push"
    );
    let off = shopper.put(&shop, TARGET, &json!({"sms": false, "locale": "en"})).await;
    assert_eq!(off.status, 200, "to want none is always possible");
    let other = another_server_with(&shop, with_reminders).await;
    assert_eq!(shopper.put(&other, TARGET, &sms).await.status, 200);
}
