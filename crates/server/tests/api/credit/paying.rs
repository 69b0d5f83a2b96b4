//! Paying back: what is paid counts once, when it is there.

use super::lending::{
    agreement_path, another_server_with, assert_sound, bill, days_pass, lending_shop, lending_shop_with,
    lent, offered, operator, tell, told,
};
use crate::orders::shopping::{new_id, number, refused};
use crate::shop::{Answer, Shop};
use crate::shopper::Shopper;
use serde_json::{Value, json};

const PHONE: &str = "13800138000";

fn payment_path(loan: &Value, payment: &str) -> String {
    format!("{}/payments/{payment}", agreement_path(loan["id"].as_str().expect("an id")))
}

async fn asked(shop: &Shop, shopper: &Shopper, loan: &Value, request: (&str, i64, &str)) -> Answer {
    let (purpose, amount, method) = request;
    let body = json!({"purpose": purpose, "amount": amount, "method": method});
    shopper.put(shop, &payment_path(loan, &new_id()), &body).await
}

async fn now(shop: &Shop, shopper: &Shopper, loan: &Value, payment: &Value) -> Value {
    shopper.get(shop, &payment_path(loan, payment["id"].as_str().expect("an id"))).await.json()
}

#[tokio::test]
async fn a_provider_that_tells_twice_or_of_something_else_books_nothing_twice() {
    let shop = lending_shop().await;
    let other = another_server_with(&shop, |config| config).await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let loan = lent(&shop, &shopper, 0).await;
    let payment = asked(&shop, &shopper, &loan, ("instalments", 5_000, "online")).await.json();
    for (field, value, status, code) in [
        ("amount", json!(5_001), 409, "not_possible_now"),
        ("currency", json!("USD"), 409, "not_possible_now"),
        ("repayment", json!(999), 404, "agreement_not_found"),
        ("order", json!(1), 400, "invalid_request"),
        ("repayment", json!(null), 400, "invalid_request"),
    ] {
        let mut notice = told(&payment, "paid");
        notice[field] = value;
        refused(&tell(&shop, "wrong", &notice).await, status, code);
    }
    assert_eq!(tell(&shop, "failed", &told(&payment, "failed")).await.status, 204);
    let failed = now(&shop, &shopper, &loan, &payment).await;
    assert_eq!(
        (&failed["status"], &failed["url"]),
        (&json!("failed"), &payment["url"]),
        "it can be tried again"
    );
    let paid = told(&payment, "paid");
    let (one, two) = tokio::join!(tell(&shop, "paid", &paid), tell(&other, "paid", &paid));
    assert_eq!((one.status, two.status), (204, 204));
    for (event, outcome) in [("paid", "paid"), ("failed", "failed"), ("late", "failed"), ("again", "paid")] {
        assert_eq!(tell(&shop, event, &told(&payment, outcome)).await.status, 204);
    }
    let after = now(&shop, &shopper, &loan, &payment).await;
    assert_eq!((&after["status"], &after["agreement"]["loan"]["paid"]), (&json!("paid"), &json!(5_000)));
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM credit_entry WHERE kind = 'repaid'").await, 1);
    assert_sound(&shop).await;
}

#[tokio::test]
async fn the_same_request_is_the_same_payment_and_another_one_with_its_id_is_refused() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let loan = lent(&shop, &shopper, 0).await;
    let target = payment_path(&loan, &new_id());
    let request = json!({"purpose": "instalments", "amount": 5_000, "method": "online"});
    let first = shopper.put(&shop, &target, &request).await;
    assert_eq!((first.status, first.header("cache-control")), (201, "no-store"));
    let again = shopper.put(&shop, &target, &request).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (200, "true"));
    assert_eq!(again.json(), first.json());
    for (field, value) in
        [("amount", json!(5_001)), ("method", json!("pay_at_pick_up")), ("purpose", json!("settle"))]
    {
        let mut other = request.clone();
        other[field] = value;
        refused(&shopper.put(&shop, &target, &other).await, 409, "agreement_id_used");
    }
    shop.clock.advance(30 * 60_000);
    let late = shopper.get(&shop, &target).await.json();
    assert_eq!((&late["status"], late.get("url")), (&json!("void"), None), "the page is not open any more");
    // Money that comes all the same counts.
    assert_eq!(tell(&shop, "late", &told(&late, "paid")).await.status, 204);
    assert_eq!(shopper.get(&shop, &target).await.json()["status"], "paid");
}

#[tokio::test]
async fn an_amount_that_does_not_fit_is_refused_before_it_is_paid() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let not_lent = offered(&shop, &shopper, 0).await;
    let loan = lent(&shop, &shopper, 0).await;
    let all = 79_900 + 12 * 2_900;
    for request in [
        ("instalments", all + 1, "online"),
        ("settle", 79_899, "online"),
        ("settle", 79_901, "online"),
        ("settle_and_leave", 79_900, "online"),
    ] {
        refused(&asked(&shop, &shopper, &loan, request).await, 409, "amount_differs");
    }
    for (request, field) in [
        (("instalments", 0, "online"), "amount"),
        (("instalments", -5, "online"), "amount"),
        (("instalments", i64::MAX, "online"), "amount"),
        (("instalments", 5, "cash_on_delivery"), "method"),
        (("instalments", 5, "phone_credit"), "method"),
    ] {
        let problem = refused(&asked(&shop, &shopper, &loan, request).await, 400, "invalid_request");
        assert_eq!(problem["errors"][0]["field"], field);
    }
    let exit = loan["loan"]["settle_and_leave"].as_i64().expect("an amount");
    assert_eq!(exit, 79_900 + 12 * 2_900 * 3 / 10);
    for request in [("instalments", all, "online"), ("settle_and_leave", exit, "pay_at_pick_up")] {
        assert_eq!(asked(&shop, &shopper, &loan, request).await.status, 201);
    }
    refused(&asked(&shop, &shopper, &not_lent, ("instalments", 5, "online")).await, 409, "not_possible_now");
}

#[tokio::test]
async fn settling_that_takes_something_else_by_then_counts_as_a_payment_and_what_fits_nowhere_is_paid_back() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let loan = lent(&shop, &shopper, 0).await;
    let late = asked(&shop, &shopper, &loan, ("settle", 79_900, "online")).await.json();
    let twice = asked(&shop, &shopper, &loan, ("settle", 79_900, "online")).await.json();
    // A bill comes in between, with the plan's fee.
    let shopper = days_pass(&shop, PHONE, 21).await;
    assert_eq!(tell(&shop, "late", &told(&late, "paid")).await.status, 204);
    let counted = now(&shop, &shopper, &loan, &late).await;
    assert_eq!((&counted["status"], &counted["counted_as"]), (&json!("paid"), &json!("instalments")));
    let state = &counted["agreement"];
    assert_eq!(
        (&state["state"], &state["loan"]["paid"], &state["loan"]["owed_now"]),
        (&json!("active"), &json!(79_900), &json!(0))
    );
    let covered: i64 = state["loan"]["instalments"]
        .as_array()
        .expect("all")
        .iter()
        .filter_map(|one| one["covered"].as_i64())
        .sum();
    assert_eq!(covered, 79_900);
    assert_eq!(tell(&shop, "twice", &told(&twice, "paid")).await.status, 204);
    let back = now(&shop, &shopper, &loan, &twice).await;
    assert_eq!((&back["status"], back.get("counted_as")), (&json!("refund_due"), None));
    let act = json!({"kind": "paid_back", "by": "li", "payment": back["number"]});
    let id = loan["id"].as_str().expect("an id");
    let target = format!("/api/v1/admin/credit/agreements/{id}/acts/{}", new_id());
    for _ in 0..2 {
        let answer = operator(&shop, "PUT", &target, Some(&act)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    assert_eq!(now(&shop, &shopper, &loan, &twice).await["status"], "refunded");
    assert_sound(&shop).await;
}

#[tokio::test]
async fn settling_that_takes_less_by_then_settles_and_the_rest_is_owed_to_the_shopper() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let loan = lent(&shop, &shopper, 0).await;
    let ahead = asked(&shop, &shopper, &loan, ("instalments", 30_000, "online")).await.json();
    let all = asked(&shop, &shopper, &loan, ("settle", 79_900, "online")).await.json();
    assert_eq!(tell(&shop, "ahead", &told(&ahead, "paid")).await.status, 204);
    for event in ["all", "all", "again"] {
        assert!([204, 409].contains(&tell(&shop, event, &told(&all, "paid")).await.status));
    }
    let counted = now(&shop, &shopper, &loan, &all).await;
    assert_eq!((&counted["status"], &counted["counted_as"]), (&json!("paid"), &json!("settle")));
    let state = &counted["agreement"];
    assert_eq!(
        (&state["state"], &state["loan"]["paid"], &state["loan"]["owed_back"]),
        (&json!("settled_early"), &json!(109_900), &json!(30_000))
    );
    assert_sound(&shop).await;
}

#[tokio::test]
async fn at_the_counter_a_payment_is_taken_once_by_its_number() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let loan = lent(&shop, &shopper, 0).await;
    let payment = asked(&shop, &shopper, &loan, ("instalments", 5_000, "pay_at_pick_up")).await.json();
    assert_eq!((&payment["status"], payment.get("url")), (&json!("on_hand_over"), None));
    refused(&tell(&shop, "no", &told(&payment, "paid")).await, 409, "not_possible_now");
    let id = loan["id"].as_str().expect("an id");
    let acts = format!("/api/v1/admin/credit/agreements/{id}/acts");
    let act = json!({"kind": "paid", "by": "li", "payment": payment["number"]});
    let target = format!("{acts}/{}", new_id());
    for _ in 0..2 {
        let answer = operator(&shop, "PUT", &target, Some(&act)).await;
        assert_eq!((answer.status, &answer.json()["payments"][0]["status"]), (200, &json!("paid")));
    }
    refused(
        &operator(&shop, "PUT", &format!("{acts}/{}", new_id()), Some(&act)).await,
        409,
        "not_possible_now",
    );
    let other = json!({"kind": "paid", "by": "li", "payment": 999});
    refused(&operator(&shop, "PUT", &target, Some(&other)).await, 409, "agreement_id_used");
    refused(
        &operator(&shop, "PUT", &format!("{acts}/{}", new_id()), Some(&other)).await,
        404,
        "agreement_not_found",
    );
    let after = now(&shop, &shopper, &loan, &payment).await;
    assert_eq!((&after["status"], &after["agreement"]["loan"]["paid"]), (&json!("paid"), &json!(5_000)));
    assert_sound(&shop).await;
}

#[tokio::test]
async fn a_used_id_that_says_another_thing_of_a_payment_is_an_alarm() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let loan = lent(&shop, &shopper, 0).await;
    let payment = asked(&shop, &shopper, &loan, ("instalments", 5_000, "online")).await.json();
    assert_eq!(tell(&shop, "once", &told(&payment, "failed")).await.status, 204);
    refused(&tell(&shop, "once", &told(&payment, "paid")).await, 409, "not_possible_now");
    // An order's message with the id of a payment's is another message too.
    let order = json!({"order": 1, "outcome": "failed", "amount": 5_000, "currency": "CNY"});
    refused(&tell(&shop, "once", &order).await, 409, "not_possible_now");
    let kept = "SELECT COUNT(*) FROM alarm WHERE kind = 'payment_message_changed' AND done_ms IS NULL";
    assert_eq!(number(&shop, kept).await, 2);
    assert_eq!(now(&shop, &shopper, &loan, &payment).await["status"], "failed");
    assert_eq!(tell(&shop, "its own", &told(&payment, "paid")).await.status, 204);
    assert_eq!(now(&shop, &shopper, &loan, &payment).await["status"], "paid");
    assert_sound(&shop).await;
}

/// What the first bill comes to. It is due on 5 February, three weeks after the hand-over.
const BILL: i64 = 79_900 / 12 + 2_900;
const FEBRUARY_5: &str = "2027-02-05";

/// A loan whose first bill was paid on its day in this way, and not booked: ten days later it is late.
async fn paid_and_not_booked(shop: &Shop, method: &str) -> (Value, Value, i64) {
    let shopper = Shopper::signed_in(shop, PHONE).await;
    let loan = lent(shop, &shopper, 0).await;
    let shopper = days_pass(shop, PHONE, 21).await;
    let payment = asked(shop, &shopper, &loan, ("instalments", BILL, method)).await.json();
    let paid_ms = shop.state.now_ms();
    let shopper = days_pass(shop, PHONE, 10).await;
    bill(shop).await;
    let late = shopper.get(shop, &agreement_path(loan["id"].as_str().expect("an id"))).await.json();
    assert_eq!(late["state"], "late");
    assert!(late["loan"]["late_fees"].as_i64().is_some_and(|fees| fees > 0), "{late}");
    (loan, payment, paid_ms)
}

/// The loan counts the payment from its day: nothing is late, and the fee was taken back by an entry.
async fn assert_counts_from_its_day(shop: &Shop, loan: &Value) {
    let id = loan["id"].as_str().expect("an id");
    let seen = operator(shop, "GET", &format!("/api/v1/admin/credit/agreements/{id}"), None).await.json();
    let (after, payment) = (&seen["agreement"], &seen["payments"][0]);
    assert_eq!((&after["state"], &after["loan"]["owed_now"]), (&json!("active"), &json!(0)));
    assert!(after["loan"].get("late_fees").is_none(), "{after}");
    assert_eq!((&payment["status"], &payment["paid_on"]), (&json!("paid"), &json!(FEBRUARY_5)));
    let entries = after["loan"]["entries"].as_array().expect("entries");
    let last: Vec<_> = entries.iter().rev().take(3).map(|one| (&one["kind"], &one["on"])).collect();
    let on = json!(FEBRUARY_5);
    assert_eq!(last[..2], [(&json!("repaid"), &on), (&json!("late_fee_reversed"), &on)]);
    assert_eq!(last[2].0, "late_fee", "it is still there");
    assert_sound(shop).await;
}

#[tokio::test]
async fn what_was_paid_at_the_counter_counts_from_its_day_whenever_it_is_booked() {
    let shop = lending_shop().await;
    let (loan, payment, _) = paid_and_not_booked(&shop, "pay_at_pick_up").await;
    let acts = format!("/api/v1/admin/credit/agreements/{}/acts", loan["id"].as_str().expect("an id"));
    let does = async |act: &str, paid_on: Value| {
        let body = json!({"kind": "paid", "by": "li", "payment": payment["number"], "paid_on": paid_on});
        operator(&shop, "PUT", &format!("{acts}/{act}"), Some(&body)).await
    };
    for (day, why) in [
        ("2027-02-16", "has not come yet: in the shop it is 2027-02-15"),
        ("2027-01-14", "not before the loan began: 2027-01-15"),
        ("2026-12-01", "at most 60 days ago: 2026-12-17"),
        ("5.2.2027", "as in 2026-12-05"),
    ] {
        let problem = refused(&does(&new_id(), json!(day)).await, 400, "invalid_request");
        assert_eq!(problem["errors"][0]["field"], "paid_on");
        assert!(problem["errors"][0]["detail"].as_str().is_some_and(|told| told.contains(why)), "{problem}");
    }
    let act = new_id();
    for _ in 0..2 {
        let answer = does(&act, json!(FEBRUARY_5)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    refused(&does(&act, json!("2027-02-06")).await, 409, "agreement_id_used");
    assert_counts_from_its_day(&shop, &loan).await;
    let log = operator(&shop, "GET", "/api/v1/admin/credit/audit", None).await.json();
    let said = (&log["items"][0]["act"], &log["items"][0]["detail"]);
    assert_eq!(said, (&json!("paid"), &json!(format!("{}, paid on {FEBRUARY_5}", payment["number"]))));
}

#[tokio::test]
async fn what_a_provider_was_paid_counts_from_the_day_that_it_says() {
    let shop = lending_shop().await;
    let (loan, payment, paid_ms) = paid_and_not_booked(&shop, "online").await;
    let mut notice = told(&payment, "paid");
    notice["paid_ms"] = paid_ms.into();
    assert_eq!(tell(&shop, "late", &notice).await.status, 204);
    assert_counts_from_its_day(&shop, &loan).await;
}

#[tokio::test]
async fn a_payment_that_comes_twice_is_worked_off_with_the_order_that_the_loan_pays() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let loan = lent(&shop, &shopper, 0).await;
    let payment = asked(&shop, &shopper, &loan, ("instalments", 5_000, "online")).await.json();
    for event in ["one", "two"] {
        assert_eq!(tell(&shop, event, &told(&payment, "paid")).await.status, 204);
    }
    let order = format!("/api/v1/admin/orders/{}", loan["order"].as_str().expect("an order"));
    let second = operator(&shop, "GET", &order, None).await.json()["second_payments"][0].clone();
    assert_eq!(
        (&second["repayment"], &second["status"], &second["amount"]["amount"]),
        (&payment["number"], &json!("refund_due"), &json!(5_000))
    );
    let listed = operator(&shop, "GET", "/api/v1/admin/orders", None).await.json();
    assert_eq!(listed["items"][0]["second_payments_due"], 1);
    let back = format!("{order}/second-payments/{}/refund", second["number"]);
    for _ in 0..2 {
        let answer = operator(&shop, "POST", &back, None).await;
        assert_eq!(
            (answer.status, &answer.json()["second_payments"][0]["status"]),
            (200, &json!("refunded"))
        );
    }
    for none in ["9", "x", "-1"] {
        let target = format!("{order}/second-payments/{none}/refund");
        refused(&operator(&shop, "POST", &target, None).await, 404, "order_not_found");
    }
    let kept = "SELECT COUNT(*) FROM alarm WHERE kind = 'paid_twice' AND done_ms IS NULL";
    assert_eq!(number(&shop, kept).await, 0);
    assert_sound(&shop).await;
}

#[tokio::test]
async fn a_few_fen_that_are_missing_keep_no_loan_late() {
    for (residue, state) in [(5, "active"), (4, "late")] {
        let shop = lending_shop_with(|config| {
            config.replace("grace_days = 3", &format!("grace_days = 3\nlate_residue = {residue}"))
        })
        .await;
        let shopper = Shopper::signed_in(&shop, PHONE).await;
        let loan = lent(&shop, &shopper, 0).await;
        let shopper = days_pass(&shop, PHONE, 21).await;
        // The plan's part is paid last.
        let payment = asked(&shop, &shopper, &loan, ("instalments", BILL - 2_900 - 5, "online")).await.json();
        assert_eq!(tell(&shop, "paid", &told(&payment, "paid")).await.status, 204);
        let shopper = days_pass(&shop, PHONE, 10).await;
        bill(&shop).await;
        let after = shopper.get(&shop, &agreement_path(loan["id"].as_str().expect("an id"))).await.json();
        assert_eq!(
            (&after["state"], after["loan"]["owed_now"].as_i64().map(|owed| owed >= 2_905)),
            (&json!(state), Some(true))
        );
        assert_sound(&shop).await;
    }
}

#[tokio::test]
async fn a_shop_without_a_provider_says_that_loans_are_paid_at_the_counter() {
    for (has_provider, counter_only) in [(true, None), (false, Some(&json!(true)))] {
        let shop = lending_shop_with(|config| {
            let without =
                config.replace("[payment.online]", "").replace("url = \"https://pay.example/checkout\"", "");
            let without = without
                .lines()
                .filter(|line| !line.starts_with("secret") && !line.starts_with("wait_minutes"));
            if has_provider { config.clone() } else { without.collect::<Vec<_>>().join("\n") }
        })
        .await;
        let shopper = Shopper::signed_in(&shop, PHONE).await;
        let loan = lent(&shop, &shopper, 0).await;
        assert_eq!(loan["loan"].get("counter_only"), counter_only);
        let all = shopper.get(&shop, "/api/v1/credit/agreements").await.json();
        assert_eq!(all["items"][0]["loan"].get("counter_only"), counter_only);
        assert_eq!(loan["order_status"], "received");
    }
}
