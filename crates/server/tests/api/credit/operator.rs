//! The shop's own side: what its systems see of agreements, and do with them.

use super::lending::{
    NAME, PEOPLE, agreement_path, assert_sound, days_pass, handed_over, lending_shop, lending_shop_with,
    lent, offered, operator, signed,
};
use crate::orders::shopping::{new_id, path, refused};
use crate::shop::{Answer, Shop};
use crate::shopper::Shopper;
use serde_json::{Value, json};

const PHONE: &str = "13800138000";
const ADMIN: &str = "/api/v1/admin/credit/agreements";

async fn does(shop: &Shop, agreement: &Value, act: &Value) -> Answer {
    let id = agreement["id"].as_str().expect("an id");
    operator(shop, "PUT", &format!("{ADMIN}/{id}/acts/{}", new_id()), Some(act)).await
}

/// A shop that looks at everybody first.
async fn looking_shop() -> Shop {
    lending_shop_with(|config| config.replace("from = 25, points = 30", "from = 25, points = 20")).await
}

#[tokio::test]
async fn what_somebody_has_to_look_at_is_no_yes_until_they_say_so() {
    let shop = looking_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let agreement = signed(&shop, &shopper, 0).await;
    assert_eq!(agreement["state"], "signed");
    let order = agreement["order"].as_str().expect("an order");
    let waiting = operator(&shop, "GET", &format!("{ADMIN}?state=signed"), None).await.json();
    assert_eq!(waiting["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&waiting["items"][0]["id"], &waiting["items"][0]["is_waiting"]),
        (&agreement["id"], &json!(true))
    );
    let approve = json!({"kind": "approve", "by": "li", "amount": 100_000});
    let approved = does(&shop, &agreement, &approve).await;
    assert_eq!((approved.status, &approved.json()["agreement"]["state"]), (200, &json!("reserved")));
    handed_over(&shop, order).await;
    let id = agreement["id"].as_str().expect("an id");
    assert_eq!(shopper.get(&shop, &agreement_path(id)).await.json()["state"], "active");
    refused(&does(&shop, &agreement, &json!({"kind": "decline", "by": "li"})).await, 409, "not_possible_now");
    assert_sound(&shop).await;
}

#[tokio::test]
async fn a_decline_cancels_the_order_and_tells_why_and_again_changes_nothing() {
    let shop = looking_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let agreement = signed(&shop, &shopper, 0).await;
    let id = agreement["id"].as_str().expect("an id");
    let target = format!("{ADMIN}/{id}/acts/{}", new_id());
    let act = json!({"kind": "decline", "by": "li", "note": "请先收几次货"});
    for _ in 0..2 {
        let answer = operator(&shop, "PUT", &target, Some(&act)).await;
        assert_eq!((answer.status, &answer.json()["agreement"]["state"]), (200, &json!("lapsed")));
    }
    let order = shopper.get(&shop, &path(agreement["order"].as_str().expect("an order"))).await.json();
    assert_eq!(
        (&order["status"], &order["timeline"][1]["note"]),
        (&json!("cancelled"), &json!("请先收几次货"))
    );
    let log = operator(&shop, "GET", "/api/v1/admin/credit/audit", None).await.json();
    let acts: Vec<_> = log["items"].as_array().expect("entries").iter().map(|one| &one["act"]).collect();
    assert_eq!(acts, ["cancel", "decline"]);
    assert_sound(&shop).await;
}

#[tokio::test]
async fn each_act_happens_once_and_is_in_the_log_with_who_did_it() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let loan = lent(&shop, &shopper, 0).await;
    let _ = days_pass(&shop, PHONE, 21).await;
    let id = loan["id"].as_str().expect("an id");
    let target = format!("{ADMIN}/{id}/acts/{}", new_id());
    let waive = json!({"kind": "waive", "by": "王 经理", "amount": 1_000});
    for _ in 0..2 {
        let answer = operator(&shop, "PUT", &target, Some(&waive)).await;
        assert_eq!((answer.status, &answer.json()["agreement"]["loan"]["owed_now"]), (200, &json!(8_558)));
    }
    for (by, amount) in [("王 经理", 2_000), ("li", 1_000)] {
        let other = json!({"kind": "waive", "by": by, "amount": amount});
        refused(&operator(&shop, "PUT", &target, Some(&other)).await, 409, "agreement_id_used");
    }
    for (act, status, code) in [
        (json!({"kind": "waive", "by": "li", "amount": 999_999}), 409, "amount_differs"),
        (json!({"kind": "write_off", "by": "li"}), 409, "not_possible_now"),
        (json!({"kind": "waive", "by": "li"}), 400, "invalid_request"),
        (json!({"kind": "waive", "by": "", "amount": 1}), 400, "invalid_request"),
        (json!({"kind": "waive", "by": "li", "amount": -1}), 400, "invalid_request"),
        (json!({"kind": "dance", "by": "li"}), 400, "invalid_request"),
        (json!({"kind": "paid", "by": "li"}), 400, "invalid_request"),
        (json!({"kind": "accept_hardship", "by": "li"}), 409, "not_possible_now"),
    ] {
        refused(&does(&shop, &loan, &act).await, status, code);
    }
    for (act, told) in [
        (json!({"kind": "waive", "by": "li", "amount": 999_999}), "5658 minor units at most"),
        (json!({"kind": "give_back", "by": "li", "amount": 0}), "minor units are missing"),
    ] {
        let problem = does(&shop, &loan, &act).await.json();
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(told)), "{act}: {problem}");
    }
    let give_back = json!({"kind": "give_back", "by": "li", "amount": 0});
    refused(&does(&shop, &loan, &give_back).await, 409, "amount_differs");
    let takes = operator(&shop, "GET", &format!("{ADMIN}/{id}"), None).await.json();
    let takes = takes["agreement"]["loan"]["give_back"].as_i64().expect("an amount");
    let returned = does(&shop, &loan, &json!({"kind": "give_back", "by": "li", "amount": takes})).await;
    assert_eq!((returned.status, &returned.json()["agreement"]["state"]), (200, &json!("returned")));
    let log = operator(&shop, "GET", "/api/v1/admin/credit/audit", None).await.json();
    let said: Vec<(&str, &str)> = log["items"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|one| (one["act"].as_str().expect("an act"), one["by"].as_str().expect("who")))
        .collect();
    assert_eq!(said, [("give_back", "li"), ("waive", "王 经理"), ("capture", "order")]);
    assert_sound(&shop).await;
}

#[tokio::test]
async fn a_shopper_in_hardship_asks_and_the_shop_answers() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let loan = lent(&shop, &shopper, 0).await;
    let target = format!("{}/hardship", agreement_path(loan["id"].as_str().expect("an id")));
    let markup = "家里人<script>生病了\n先缓一缓";
    for _ in 0..2 {
        let asked = shopper.put(&shop, &target, &json!({"reason": markup})).await;
        assert_eq!((asked.status, &asked.json()["loan"]["hardship"]["status"]), (200, &json!("asked")));
    }
    for bad in ["", " \u{202e}", "a\u{7f}b", &"字".repeat(401)] {
        refused(&shopper.put(&shop, &target, &json!({"reason": bad})).await, 400, "invalid_request");
    }
    let accept = json!({"kind": "accept_hardship", "by": "li", "note": "好的 <b>先不收</b>\n下月再说"});
    assert_eq!(does(&shop, &loan, &accept).await.status, 200);
    let shopper = days_pass(&shop, PHONE, 60).await;
    let after = shopper.get(&shop, &agreement_path(loan["id"].as_str().expect("an id"))).await.json();
    let hardship = &after["loan"]["hardship"];
    assert_eq!(
        (&hardship["status"], &hardship["note"]),
        (&json!("accepted"), &json!("好的 <b>先不收</b>\n下月再说"))
    );
    assert!(after["loan"].get("late_fees").is_none(), "{after}");
}

#[tokio::test]
async fn whoever_has_not_the_token_sees_nothing_and_whoever_has_sees_nobody() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let mut agreements = Vec::new();
    for _ in 0..21 {
        agreements.push(offered_again(&shop, &shopper).await);
        shop.clock.advance(24 * 60 * 60 * 1000 / 20);
    }
    let id = agreements[0]["id"].as_str().expect("an id");
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    for target in [ADMIN.to_owned(), format!("{ADMIN}/{id}"), "/api/v1/admin/credit/audit".to_owned()] {
        refused(&shopper.get(&shop, &target).await, 401, "sign_in_required");
        assert_eq!(operator(&shop, "GET", &target, None).await.status, 200);
    }
    let act = json!({"kind": "waive", "by": "li", "amount": 1});
    let target = format!("{ADMIN}/{id}/acts/{}", new_id());
    refused(&shopper.put(&shop, &target, &act).await, 401, "sign_in_required");
    let first = operator(&shop, "GET", ADMIN, None).await.json();
    assert_eq!(first["items"].as_array().map(Vec::len), Some(20));
    let next = format!("{ADMIN}?cursor={}", first["next"].as_str().expect("a cursor"));
    let second = operator(&shop, "GET", &next, None).await.json();
    assert_eq!(second["items"][0]["id"], agreements[0]["id"]);
    for (bad, code) in [
        ("cursor=-1", "invalid_cursor"),
        ("cursor=zz", "invalid_cursor"),
        ("state=gone", "invalid_request"),
        ("x=1", "invalid_request"),
    ] {
        refused(&operator(&shop, "GET", &format!("{ADMIN}?{bad}"), None).await, 400, code);
    }
    let shown = operator(&shop, "GET", &format!("{ADMIN}/{id}"), None).await;
    assert_eq!((shown.json()["name"].as_str(), shown.header("cache-control")), (Some("王**"), "no-store"));
    assert!(
        !shown.text().contains(PEOPLE[0]) && !shown.text().contains(NAME) && !shown.text().contains(PHONE)
    );
    refused(
        &operator(&shop, "GET", &format!("{ADMIN}/{}", new_id()), None).await,
        404,
        "agreement_not_found",
    );
}

async fn offered_again(shop: &Shop, shopper: &Shopper) -> Value {
    offered(shop, shopper, 0).await
}
