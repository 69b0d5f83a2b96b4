//! From the question whether the shop would lend to the last payment.

use super::lending::{
    agreement_path, assert_sound, bill, choice, code_for, days_pass, handed_over, lending_shop, offered,
    sign, signature, tell, told,
};
use crate::orders::shopping::{counts, new_id, path};
use crate::shopper::Shopper;
use serde_json::{Value, json};

const PHONE: &str = "13812345678";

#[tokio::test]
async fn a_phone_for_nothing_up_front_is_checked_signed_handed_over_billed_and_paid_back() {
    let shop = lending_shop().await;
    let offers = shop.json("/api/v1/credit").await;
    assert_eq!((&offers["lender"], &offers["categories"]), (&json!("赶集消费金融"), &json!(["phones"])));
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let asked = json!({"choice": choice(1), "age": 36});
    let answer = shopper.post(&shop, "/api/v1/credit/checks", &asked).await;
    assert_eq!(answer.json(), json!({"decision": "approved"}));

    let agreement = offered(&shop, &shopper, 0).await;
    assert_eq!((&agreement["state"], &agreement["kind"]), (&json!("offered"), &json!("handset")));
    let sheet = agreement["sheet"].as_str().expect("a sheet");
    for line in ["price 99900", "today 0", "lent 79900", "months 12", "number keep"] {
        assert!(sheet.lines().any(|one| one == line), "{line}:\n{sheet}");
    }
    let id = agreement["id"].as_str().expect("an id");
    let code = code_for(&shop, &shopper, id).await;
    let signature = signature(&agreement, &code);
    let signed = sign(&shop, &shopper, id, &signature).await;
    assert_eq!(signed.status, 200, "{}", signed.text());
    let (signed, order) = (signed.json(), signature["order"].as_str().expect("an id"));
    assert_eq!((&signed["state"], &signed["order"]), (&json!("reserved"), &json!(order)));
    let placed = shopper.get(&shop, &path(order)).await.json();
    assert_eq!((&placed["terms"]["total"], &placed["terms"]["delivery_fee"]), (&json!(99_900), &json!(0)));
    assert_eq!(placed["payment"], json!({"method": "phone_credit", "status": "on_hand_over"}));
    assert_eq!(counts(&shop, 1).await, (Some(2), 1, 0));

    handed_over(&shop, order).await;
    let loan = shopper.get(&shop, &agreement_path(id)).await.json();
    assert_eq!((&loan["state"], &loan["can_cancel"]), (&json!("active"), &json!(true)));
    let loan = &loan["loan"];
    assert_eq!(
        (&loan["owed_now"], &loan["principal_left"], &loan["settle"]),
        (&json!(0), &json!(79_900), &json!(79_900))
    );
    assert_eq!(loan["instalments"].as_array().map(Vec::len), Some(12));
    assert_eq!(loan["instalments"][0], json!({"due": "2027-02-05", "handset": 6_658, "plan": 2_900}));
    assert_eq!(counts(&shop, 1).await, (Some(2), 0, 1));

    // The first bill, which is shown before it is posted.
    let shopper = days_pass(&shop, PHONE, 21).await;
    let due = shopper.get(&shop, &agreement_path(id)).await.json();
    assert_eq!(due["loan"]["owed_now"], 9_558);
    bill(&shop).await;
    assert_eq!(shopper.get(&shop, &agreement_path(id)).await.json(), due);
    paid_online(&shop, &shopper, id, ("instalments", 9_558)).await;
    let after = shopper.get(&shop, &agreement_path(id)).await.json();
    assert_eq!((&after["loan"]["owed_now"], &after["loan"]["paid"]), (&json!(0), &json!(9_558)));
    assert_eq!(after["loan"]["instalments"][0]["covered"], 9_558);
    assert_eq!(after["can_cancel"], false, "the cooling-off period is over");

    let shopper = days_pass(&shop, PHONE, 10).await;
    let left = after["loan"]["settle"].as_i64().expect("an amount");
    assert_eq!(left, 79_900 - 6_658);
    let payment = paid_online(&shop, &shopper, id, ("settle", left)).await;
    assert_eq!(payment["counted_as"], "settle");
    let end = &payment["agreement"];
    assert_eq!((&end["state"], &end["loan"]["principal_left"]), (&json!("settled_early"), &json!(0)));
    let receipts: Vec<&Value> = end["loan"]["entries"].as_array().expect("entries").iter().collect();
    let kinds: Vec<&str> = receipts.iter().map(|one| one["kind"].as_str().expect("a kind")).collect();
    assert_eq!(kinds, ["captured", "billed", "repaid", "settled_early"]);
    assert_eq!(receipts[3]["payment"], payment["id"]);
    let all = shopper.get(&shop, "/api/v1/credit/agreements").await.json();
    assert_eq!((&all["granted"], &all["available"]), (&json!(100_000), &json!(100_000)));
    assert_sound(&shop).await;
}

/// Pays at the provider's page, which tells the shop.
async fn paid_online(
    shop: &crate::shop::Shop,
    shopper: &Shopper,
    id: &str,
    (purpose, amount): (&str, i64),
) -> Value {
    let target = format!("{}/payments/{}", agreement_path(id), new_id());
    let request = json!({"purpose": purpose, "amount": amount, "method": "online"});
    let asked = shopper.put(shop, &target, &request).await;
    assert_eq!(asked.status, 201, "{}", asked.text());
    let asked = asked.json();
    assert_eq!(asked["status"], "pending");
    let url = asked["url"].as_str().expect("a page");
    let begin =
        format!("https://pay.example/checkout?repayment={}&amount={amount}&currency=CNY&", asked["number"]);
    assert!(url.starts_with(&begin), "{url}");
    let before = shopper.get(shop, &agreement_path(id)).await.json();
    assert_eq!(before, asked["agreement"], "nothing is counted before it is paid");
    let answer = tell(shop, &new_id(), &told(&asked, "paid")).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    let paid = shopper.get(shop, &target).await.json();
    assert_eq!(paid["status"], "paid");
    assert!(paid.get("url").is_none(), "it is not paid twice");
    paid
}
