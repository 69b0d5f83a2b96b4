//! Whether the shop would lend, and the terms that it offers.

use super::lending::{
    NAME, NO_HANDSET, PRICES, agreement_path, another_server_with, choice, lending_shop, lending_shop_with,
    offered, reprice, wish,
};
use crate::orders::shopping::{new_id, number, refused};
use crate::shop::Shop;
use crate::shopper::{OWN, Shopper};
use serde_json::{Value, json};

const CHECKS: &str = "/api/v1/credit/checks";

async fn asked(shop: &Shop, shopper: &Shopper, choice: &Value, age: u32) -> Value {
    let answer = shopper.post(shop, CHECKS, &json!({"choice": choice, "age": age})).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn a_shopper_learns_before_any_form_whether_the_shop_would_lend_and_what_else_there_is() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    assert_eq!(asked(&shop, &shopper, &choice(1), 36).await, json!({"decision": "approved"}));
    assert_eq!(asked(&shop, &shopper, &choice(1), 22).await, json!({"decision": "referred"}));
    let outright = json!([{"kind": "outright"}]);
    for (age, reason) in [(17, "too_young"), (66, "too_old"), (19, "not_known_enough")] {
        let answer = asked(&shop, &shopper, &choice(1), age).await;
        assert_eq!(answer, json!({"decision": "declined", "reason": reason, "alternatives": outright}));
    }
    let dear = asked(&shop, &shopper, &choice(3), 36).await;
    assert_eq!((&dear["reason"], &dear["free"]), (&json!("asked_too_much"), &json!(100_000)));
    let all = dear["alternatives"].as_array().expect("alternatives");
    let kinds: Vec<&str> = all.iter().map(|one| one["kind"].as_str().expect("a kind")).collect();
    assert_eq!(kinds, ["deposit", "plan", "cheaper", "cheaper", "outright"]);
    assert_eq!(all[0]["choice"]["deposit"], PRICES[2] - 20_000 - 100_000);
    assert_eq!((&all[1]["choice"]["plan"], &all[1]["choice"]["months"]), (&json!("large-24"), &json!(24)));
    let prices: Vec<i64> =
        all[2..4].iter().filter_map(|one| one["product"]["price"]["amount"].as_i64()).collect();
    assert_eq!(prices, [PRICES[0], PRICES[1]], "the dearest that fits first");
    for one in &all[..2] {
        assert_eq!(asked(&shop, &shopper, &one["choice"], 36).await["decision"], "approved", "{one}");
    }
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM credit_agreement").await, 0, "nothing is kept");
}

#[tokio::test]
async fn who_is_not_signed_in_can_ask_too_and_an_address_not_without_end() {
    let shop = lending_shop().await;
    let body = json!({"choice": choice(1), "age": 36}).to_string();
    let ask =
        async || shop.send_with("POST", CHECKS, &[OWN, ("content-type", "application/json")], &body).await;
    assert_eq!(ask().await.json(), json!({"decision": "approved"}));
    for _ in 1..600 {
        assert_eq!(ask().await.status, 200);
    }
    refused(&ask().await, 429, "too_many_requests");
}

#[tokio::test]
async fn what_cannot_be_had_is_said_field_by_field() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    for (field, value, wrong) in [
        ("variant", json!(NO_HANDSET), "choice.variant"),
        ("variant", json!(999), "choice.variant"),
        ("plan", json!("nobody-s"), "choice.plan"),
        ("months", json!(24), "choice.months"),
        ("plan", json!(null), "choice.months"),
        ("deposit", json!(-1), "choice.deposit"),
        ("deposit", json!(99_900), "choice.deposit"),
    ] {
        let mut choice = choice(1);
        choice[field] = value.clone();
        if field == "plan" && value.is_null() {
            choice["months"] = json!(24);
        }
        let answer = shopper.post(&shop, CHECKS, &json!({"choice": choice, "age": 36})).await;
        let problem = refused(&answer, 400, "invalid_request");
        assert_eq!(problem["errors"][0]["field"], wrong, "{problem}");
    }
    for (field, value) in [
        ("name", json!("")),
        ("name", json!("a\u{7f}b")),
        ("name", json!("\u{200b} ")),
        ("resident_id", json!("110105199003070018")),
        ("resident_id", json!("110105202003070017")),
        ("resident_id", json!("")),
    ] {
        let mut wish = wish(1, 0);
        wish[field] = value;
        let answer = shopper.put(&shop, &agreement_path(&new_id()), &wish).await;
        assert_eq!(refused(&answer, 400, "invalid_request")["errors"][0]["field"], field);
        assert!(!answer.text().contains("1101052"), "what was sent is not repeated");
    }
    refused(&shopper.put(&shop, &agreement_path("not-an-id"), &wish(1, 0)).await, 400, "invalid_request");
    let bad = json!({"choice": choice(1), "age": 151});
    refused(&shopper.post(&shop, CHECKS, &bad).await, 400, "invalid_request");
    let nobody = Shopper { account: shopper.account, cookie: "a=b".to_owned() };
    refused(&nobody.put(&shop, &agreement_path(&new_id()), &wish(1, 0)).await, 401, "sign_in_required");
    refused(&nobody.get(&shop, "/api/v1/credit/agreements").await, 401, "sign_in_required");
}

#[tokio::test]
async fn the_same_request_gets_the_same_terms_and_another_one_not_also_when_the_goods_are_gone() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let target = agreement_path(&new_id());
    let first = shopper.put(&shop, &target, &wish(1, 0)).await;
    assert_eq!((first.status, first.header("cache-control")), (201, "no-store"));
    let again = shopper.put(&shop, &target, &wish(1, 0)).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (200, "true"));
    assert_eq!(again.json(), first.json());
    let mut dressed = wish(1, 0);
    dressed["resident_id"] = "\u{202d}110105-19900307 00１７\u{202c}".into();
    dressed["name"] = format!(" {NAME}\u{ad}").into();
    assert_eq!(shopper.put(&shop, &target, &dressed).await.json(), first.json(), "only dressed otherwise");
    refused(&shopper.put(&shop, &target, &wish(2, 0)).await, 409, "agreement_id_used");
    let without = another_server_with(&shop, |config| config.replace(r#"["phones"]"#, "[]")).await;
    assert_eq!(shopper.put(&without, &target, &wish(1, 0)).await.json(), first.json());
    let new = shopper.put(&without, &agreement_path(&new_id()), &wish(1, 0)).await;
    assert_eq!(refused(&new, 400, "invalid_request")["errors"][0]["field"], "choice.variant");
    reprice(&shop, [109_900, 49_900, 189_900, 1_290]).await;
    assert_eq!(shopper.put(&shop, &target, &wish(1, 0)).await.json(), first.json());
}

#[tokio::test]
async fn a_decline_says_why_and_keeps_nothing_and_a_person_has_one_account() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let target = agreement_path(&new_id());
    let problem = refused(&shopper.put(&shop, &target, &wish(3, 0)).await, 409, "credit_declined");
    assert_eq!(problem["credit"]["reason"], "asked_too_much");
    assert_eq!(problem["credit"]["alternatives"][0]["kind"], "deposit");
    refused(&shopper.get(&shop, &target).await, 404, "agreement_not_found");
    let kept = "SELECT (SELECT COUNT(*) FROM credit_agreement) + (SELECT COUNT(*) FROM credit_person)";
    assert_eq!(number(&shop, kept).await, 0);
    // The alternative is taken.
    let mut with_deposit = wish(3, 0);
    with_deposit["choice"] = problem["credit"]["alternatives"][0]["choice"].clone();
    let taken = shopper.put(&shop, &target, &with_deposit).await;
    assert_eq!(taken.status, 201, "{}", taken.text());
    assert!(
        taken.json()["sheet"].as_str().is_some_and(|sheet| sheet.contains("\ntoday 69900\nlent 100000\n"))
    );
    let other = Shopper::signed_in(&shop, "13900139000").await;
    refused(&other.put(&shop, &agreement_path(&new_id()), &wish(1, 0)).await, 409, "other_person");
    offered(&shop, &other, 1).await;
}

#[tokio::test]
async fn what_is_offered_can_be_kept_by_anybody_and_a_product_says_what_a_month_costs() {
    let shop = lending_shop().await;
    let answer = shop.get("/api/v1/credit").await;
    assert!(answer.header("cache-control").starts_with("public"), "{}", answer.header("cache-control"));
    let unchanged = shop.send("GET", "/api/v1/credit", &[("if-none-match", answer.header("etag"))]).await;
    assert_eq!(unchanged.status, 304);
    let offers = answer.json();
    assert!(!answer.text().contains("rules") && !answer.text().contains("points"));
    let text = shop
        .get(&format!("/api/v1/credit/texts/{}", offers["text_digest"].as_str().expect("a digest")))
        .await;
    assert_eq!(text.json(), json!({"agreement": "1-zh-CN", "text": "这是一份借款协议。"}));
    assert!(text.header("cache-control").contains("immutable"));
    for other in ["0".repeat(64), "x".to_owned(), "%ff".to_owned()] {
        refused(&shop.get(&format!("/api/v1/credit/texts/{other}")).await, 404, "not_found");
    }
    let listed = shop.json("/api/v1/products?sort=price_asc").await;
    let mut months = Vec::new();
    for card in listed["items"].as_array().expect("cards") {
        assert!(card.get("monthly_from").is_none(), "the listing does not work that out");
        let handle = card["handle"].as_str().expect("a handle");
        let product = shop.json(&format!("/api/v1/products/{handle}")).await;
        months.push(product["monthly_from"]["amount"].as_i64());
    }
    // In twelve parts without a plan; the dearest with the plan that pays 900.00 of it. Of each the last part, which is larger.
    assert_eq!(months, [None, Some(4_162), Some(8_325), Some(14_074)]);
    let without =
        lending_shop_with(|config| config[..config.find("[credit]").expect("it has one")].to_owned()).await;
    refused(&without.get("/api/v1/credit").await, 404, "not_found");
}
