//! Names, resident IDs and codes are where they have to be, and nowhere else.

use super::lending::{
    NAME, PEOPLE, agreement_path, choice, code_for, handed_over, lending_shop, offered, operator, sign,
    signature, tell, told, wish,
};
use crate::orders::shopping::{new_id, refused};
use crate::shop::Shop;
use crate::shopper::Shopper;
use serde_json::json;

const PHONE: &str = "13887654321";

/// All that a shopper does with an agreement, well and badly: what must not be in a log, and everything that was answered.
async fn everything(shop: &Shop) -> (Vec<String>, Vec<String>) {
    let shopper = Shopper::signed_in(shop, PHONE).await;
    let mut answers = Vec::new();
    let checked = shopper.post(shop, "/api/v1/credit/checks", &json!({"choice": choice(1), "age": 36})).await;
    answers.push(checked.text());
    for (field, value) in [("resident_id", "110105199003070018"), ("resident_id", "12"), ("name", "\u{0}")] {
        let mut bad = wish(1, 0);
        bad[field] = value.into();
        answers.push(shopper.put(shop, &agreement_path(&new_id()), &bad).await.text());
    }
    let mut no_number = wish(1, 0);
    no_number["resident_id"] = json!({"of": PEOPLE[0]});
    answers.push(shopper.put(shop, &agreement_path(&new_id()), &no_number).await.text());
    let agreement = offered(shop, &shopper, 0).await;
    let id = agreement["id"].as_str().expect("an id");
    let code = code_for(shop, &shopper, id).await;
    let mut wrong = signature(&agreement, "000000");
    answers.push(sign(shop, &shopper, id, &wrong).await.text());
    wrong["code"] = json!([code]);
    answers.push(sign(shop, &shopper, id, &wrong).await.text());
    let signature = signature(&agreement, &code);
    answers.push(sign(shop, &shopper, id, &signature).await.text());
    handed_over(shop, signature["order"].as_str().expect("an id")).await;
    let target = format!("{}/payments/{}", agreement_path(id), new_id());
    let request = json!({"purpose": "instalments", "amount": 5_000, "method": "online"});
    let payment = shopper.put(shop, &target, &request).await;
    answers.push(payment.text());
    answers.push(tell(shop, &new_id(), &told(&payment.json(), "paid")).await.text());
    for target in ["/api/v1/credit/agreements".to_owned(), agreement_path(id), target] {
        answers.push(shopper.get(shop, &target).await.text());
    }
    for target in ["agreements".to_owned(), format!("agreements/{id}"), "audit".to_owned()] {
        answers.push(operator(shop, "GET", &format!("/api/v1/admin/credit/{target}"), None).await.text());
    }
    let secrets = [NAME, PEOPLE[0], PHONE, &code, "110105199003070018"].map(str::to_owned);
    (secrets.into(), answers)
}

/// For the log of all tests: what must not be in it.
pub(crate) async fn a_visit() -> Vec<String> {
    everything(&lending_shop().await).await.0
}

#[tokio::test]
async fn neither_name_nor_resident_id_nor_number_is_in_any_answer() {
    let shop = lending_shop().await;
    let (secrets, answers) = everything(&shop).await;
    assert!(answers.iter().any(|answer| answer.contains("11**************17")), "mostly hidden");
    for answer in &answers {
        for secret in secrets.iter().filter(|secret| secret.len() > 6) {
            assert!(!answer.contains(secret.as_str()), "{secret} in {answer}");
        }
    }
}

#[tokio::test]
async fn writes_of_other_sites_are_refused_on_every_route() {
    let shop = lending_shop().await;
    let shopper = Shopper::signed_in(&shop, PHONE).await;
    let agreement = offered(&shop, &shopper, 0).await;
    let id = agreement["id"].as_str().expect("an id");
    let payment = format!("payments/{}", new_id());
    for (method, below) in [
        ("PUT", ""),
        ("POST", "/codes"),
        ("PUT", "/signature"),
        ("POST", "/cancel"),
        ("PUT", "/hardship"),
        ("PUT", payment.as_str()),
    ] {
        let target = format!("{}/{}", agreement_path(id), below.trim_start_matches('/'));
        let target = target.trim_end_matches('/');
        for from in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.test")] {
            let headers = [from, ("cookie", shopper.cookie.as_str()), ("content-type", "application/json")];
            let answer = shop.send_with(method, target, &headers, "{}").await;
            refused(&answer, 403, "forbidden");
        }
    }
    for from in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.test")] {
        let headers = [from, ("cookie", shopper.cookie.as_str()), ("content-type", "application/json")];
        refused(&shop.send_with("PUT", "/api/v1/credit/reminders", &headers, "{}").await, 403, "forbidden");
    }
}
