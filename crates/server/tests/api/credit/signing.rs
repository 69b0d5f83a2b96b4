//! A signature is for exactly the terms that were read, and places their order: both, or neither.

use super::lending::{
    DAY_MS, PRICES, agreement_path, another_server_with, assert_sound, bill, choice, code_for, days_pass,
    handed_over, lending_shop, lent, offered, operator, reprice, sign, signature, signed, wish,
};
use crate::orders::shopping::{counts, new_id, number, path, refused, sql};
use crate::shopper::Shopper;
use serde_json::{Value, json};

const PHONE: &str = "13800138000";

fn id(agreement: &Value) -> &str {
    agreement["id"].as_str().expect("an id")
}

#[tokio::test]
async fn terms_that_have_changed_since_they_were_read_are_refused_with_the_difference() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let agreement = offered(&shop, &shopper, 0).await;
    let code = code_for(&shop, &shopper, id(&agreement)).await;
    let signature = signature(&agreement, &code);
    reprice(&shop, [109_900, PRICES[1], PRICES[2], PRICES[3]]).await;
    let problem =
        refused(&sign(&shop, &shopper, id(&agreement), &signature).await, 409, "credit_terms_changed");
    let changes = problem["changes"].as_array().expect("changes");
    assert!(changes.contains(&json!({"what": "price", "was": "99900", "now": "109900"})), "{problem}");
    let other = another_server_with(&shop, |config| config.replace("grace_days = 3", "grace_days = 1")).await;
    reprice(&shop, PRICES).await;
    let elsewhere = sign(&other, &shopper, id(&agreement), &signature).await;
    let problem = refused(&elsewhere, 409, "credit_terms_changed");
    let changes = problem["changes"].as_array().expect("changes");
    assert!(changes.iter().any(|change| change["was"] != change["now"]), "{problem}");
    assert!(changes.iter().all(|change| change["what"] != "price"), "{problem}");
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM orders").await, 0);
    assert_eq!(counts(&shop, 1).await, (Some(3), 0, 0));
    // As they were, they can be signed, with the same code: nothing was used up.
    let answer = sign(&shop, &shopper, id(&agreement), &signature).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_sound(&shop).await;
}

#[tokio::test]
async fn a_code_for_other_terms_signs_nothing_nor_does_a_wrong_or_an_old_one() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let one = offered(&shop, &shopper, 0).await;
    let code = code_for(&shop, &shopper, id(&one)).await;
    let mut wish = wish(1, 0);
    wish["choice"]["keep_number"] = json!(false);
    let other = shopper.put(&shop, &agreement_path(&new_id()), &wish).await.json();
    refused(&sign(&shop, &shopper, id(&other), &signature(&other, &code)).await, 400, "code_expired");
    let codes_of_other = code_for(&shop, &shopper, id(&other)).await;
    let wrong = if codes_of_other == code { "000000".to_owned() } else { code.clone() };
    refused(&sign(&shop, &shopper, id(&other), &signature(&other, &wrong)).await, 400, "wrong_code");
    // What was read is not what was offered here.
    let mut of_one = signature(&other, &codes_of_other);
    of_one["digest"] = one["digest"].clone();
    assert_eq!(sign(&shop, &shopper, id(&other), &of_one).await.status, 400, "the code is for other terms");
    for digest in [json!("x"), json!("0".repeat(63))] {
        of_one["digest"] = digest;
        refused(&sign(&shop, &shopper, id(&other), &of_one).await, 400, "invalid_request");
    }
    shop.clock.advance(5 * 60_000);
    refused(&sign(&shop, &shopper, id(&one), &signature(&one, &code)).await, 400, "code_expired");
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM orders").await, 0);
}

#[tokio::test]
async fn whoever_has_just_signed_in_can_sign_at_once_and_a_number_gets_no_two_codes_a_minute() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let agreement = offered(&shop, &shopper, 0).await;
    let to_sign_in =
        shopper.send(&shop, "POST", "/api/v1/sign-in/codes", Some(&json!({"phone": PHONE}))).await;
    assert_eq!(to_sign_in.status, 202, "{}", to_sign_in.text());
    let codes = format!("{}/codes", agreement_path(id(&agreement)));
    let ask = async || shopper.send(&shop, "POST", &codes, None).await;
    assert_eq!(ask().await.status, 202);
    refused(&ask().await, 429, "too_many_requests");
    shop.clock.advance(60_000);
    assert_eq!(ask().await.status, 202);
}

#[tokio::test]
async fn the_same_signature_again_places_nothing_and_another_one_is_refused() {
    let shop = lending_shop().await;
    let other = another_server_with(&shop, |config| config).await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let agreement = offered(&shop, &shopper, 0).await;
    let code = code_for(&shop, &shopper, id(&agreement)).await;
    let signature = signature(&agreement, &code);
    let (one, two) = tokio::join!(
        sign(&shop, &shopper, id(&agreement), &signature),
        sign(&other, &shopper, id(&agreement), &signature)
    );
    assert_eq!((one.status, two.status), (200, 200), "{} {}", one.text(), two.text());
    assert_eq!(one.json(), two.json());
    let again = sign(&shop, &shopper, id(&agreement), &signature).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (200, "true"));
    for (field, value) in [("order", json!(new_id())), ("note", json!("别处")), ("code", json!("000000"))] {
        let mut changed = signature.clone();
        changed[field] = value;
        refused(&sign(&shop, &shopper, id(&agreement), &changed).await, 409, "agreement_id_used");
    }
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM orders").await, 1);
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM credit_entry WHERE kind = 'reserved'").await, 1);
    assert_eq!(counts(&shop, 1).await, (Some(2), 1, 0));
    refused(
        &shopper.send(&shop, "POST", &format!("{}/codes", agreement_path(id(&agreement))), None).await,
        409,
        "not_possible_now",
    );
}

#[tokio::test]
async fn goods_that_cannot_be_had_are_neither_ordered_nor_signed_for() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let agreement = offered(&shop, &shopper, 0).await;
    let code = code_for(&shop, &shopper, id(&agreement)).await;
    let good = signature(&agreement, &code);
    for (field, value, status, code) in [
        ("delivery", json!({"method": "door", "region": "540102"}), 409, "no_delivery"),
        ("delivery", json!({"method": "pick_up", "point": "nowhere"}), 409, "no_delivery"),
        ("delivery", json!({"method": "door", "region": "130624101"}), 400, "invalid_request"),
        ("recipient", json!({"name": "", "phone": "110", "region": "130624100"}), 400, "invalid_request"),
        ("order", json!("x"), 400, "invalid_request"),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        refused(&sign(&shop, &shopper, id(&agreement), &bad).await, status, code);
    }
    sql(&shop, "UPDATE variant SET stock = 0 WHERE id = 1").await;
    let problem = refused(&sign(&shop, &shopper, id(&agreement), &good).await, 409, "out_of_stock");
    assert_eq!(problem["differences"], json!([{"what": "stock", "variant": 1, "agreed": 1, "now": 0}]));
    sql(&shop, "UPDATE variant SET stock = 3, withdrawn = 1 WHERE id = 1").await;
    let problem = refused(&sign(&shop, &shopper, id(&agreement), &good).await, 409, "out_of_stock");
    assert_eq!(problem["differences"][0]["what"], "gone");
    let left = "SELECT (SELECT COUNT(*) FROM orders) + (SELECT COUNT(*) FROM credit_entry)";
    assert_eq!(number(&shop, left).await, 0);
    sql(&shop, "UPDATE variant SET withdrawn = 0 WHERE id = 1").await;
    let mut picked_up = good.clone();
    picked_up["delivery"] = json!({"method": "pick_up", "point": "fuping"});
    let answer = sign(&shop, &shopper, id(&agreement), &picked_up).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let order = shopper.get(&shop, &path(picked_up["order"].as_str().expect("an id"))).await.json();
    assert_eq!((&order["point"]["id"], &order["terms"]["delivery_fee"]), (&json!("fuping"), &json!(0)));
}

#[tokio::test]
async fn an_offer_ends_by_itself_and_a_cancelled_order_ends_its_agreement() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let old = offered(&shop, &shopper, 0).await;
    let agreement = signed(&shop, &shopper, 0).await;
    let cancelled = format!("{}/cancel", agreement_path(id(&agreement)));
    let problem = refused(&shopper.send(&shop, "POST", &cancelled, None).await, 409, "not_possible_now");
    assert!(
        problem["detail"].as_str().is_some_and(|detail| detail.contains("cancel the order")),
        "{problem}"
    );
    let order = agreement["order"].as_str().expect("an order");
    assert_eq!(shopper.post(&shop, &format!("{}/cancel", path(order)), &json!({})).await.status, 200);
    let ended = shopper.get(&shop, &agreement_path(id(&agreement))).await.json();
    assert_eq!(ended["state"], "lapsed");
    shop.clock.advance(4 * DAY_MS);
    let lapsed = shopper.get(&shop, &agreement_path(id(&old))).await.json();
    assert_eq!(lapsed["state"], "lapsed", "before anything has written it down");
    let listed = shopper.get(&shop, "/api/v1/credit/agreements").await.json();
    assert_eq!(listed["items"], json!([ended]), "an offer that nobody signed is nothing to keep");
    bill(&shop).await;
    assert_eq!(shopper.get(&shop, "/api/v1/credit/agreements").await.json(), listed);
    assert_eq!(counts(&shop, 1).await, (Some(3), 0, 0));
    assert_sound(&shop).await;
}

#[tokio::test]
async fn within_the_cooling_off_period_a_shopper_withdraws_and_afterwards_not() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let loan = lent(&shop, &shopper, 0).await;
    let target = format!("{}/cancel", agreement_path(id(&loan)));
    for _ in 0..2 {
        let answer = shopper.send(&shop, "POST", &target, None).await;
        assert_eq!((answer.status, &answer.json()["state"]), (200, &json!("cooling_off_cancelled")));
    }
    let order = loan["order"].as_str().expect("an order");
    assert_eq!(shopper.get(&shop, &path(order)).await.json()["status"], "return_requested");
    let meanwhile = shopper.put(&shop, &agreement_path(&new_id()), &wish(1, 0)).await;
    refused(&meanwhile, 409, "credit_declined"); // the phone is still out
    let target = format!("/api/v1/admin/orders/{order}/advance");
    let back = operator(&shop, "POST", &target, Some(&json!({"status": "returned"}))).await;
    assert_eq!(back.status, 200, "{}", back.text());
    let kept = lent(&shop, &shopper, 0).await;
    let shopper = days_pass(&shop, PHONE, 8).await;
    let target = format!("{}/cancel", agreement_path(id(&kept)));
    refused(&shopper.send(&shop, "POST", &target, None).await, 409, "not_possible_now");
    assert_sound(&shop).await;
}

#[tokio::test]
async fn the_text_that_was_signed_can_be_read_when_there_is_another_one() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let digest = shop.json("/api/v1/credit").await["text_digest"].as_str().expect("a digest").to_owned();
    let other = another_server_with(&shop, |config| config.replace("这是一份", "这是另一份")).await;
    let target = format!("/api/v1/credit/texts/{digest}");
    refused(&other.get(&target).await, 404, "not_found");
    handed_over(&shop, signed(&shop, &shopper, 0).await["order"].as_str().expect("an order")).await;
    assert_eq!(other.json(&target).await["text"], "这是一份借款协议。");
    let asked = shopper.post(&shop, "/api/v1/credit/checks", &json!({"choice": choice(1), "age": 36})).await;
    assert_eq!(asked.json()["reason"], "asked_too_much", "the line is used for the first");
}
