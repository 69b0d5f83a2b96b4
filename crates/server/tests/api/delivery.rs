//! Regions, and how things get there.

use crate::shop::{Opening, Shop};
use fairday_server::shop_config::ShopConfig;
use serde_json::json;

const SHOP: &str = r#"
[delivery.default]
fee = 800
free_from = 9900
days = [3, 6]
[delivery.region]
54 = { deny = true }
[[pick_up]]
id = "fuping"
region = "130624100"
name = { zh-CN = "阜平站", en = "Fuping station" }
address = "东大街口"
fee = 100
days = [1, 2]
"#;

async fn shop() -> Shop {
    let shop = ShopConfig::parse(SHOP).expect("it is right");
    Shop::open_with(Opening { shop, ..Opening::default() }).await
}

#[tokio::test]
async fn the_provinces_say_where_they_are_from_and_each_has_its_own_answer() {
    let shop = Shop::open().await;
    let regions = shop.json("/api/v1/regions").await;
    assert_eq!(regions["date"], "2023-06-30");
    let items = regions["items"].as_array().expect("a list");
    assert_eq!(items.len(), 34);
    assert!(regions["readings"]["bei"].as_str().is_some_and(|read| read.contains('北')));
    for item in items {
        let code = item["code"].as_str().expect("a code");
        let province = shop.json(&format!("/api/v1/regions/{code}")).await;
        assert_eq!((&province["code"], &province["name"]), (&item["code"], &item["name"]));
        assert!(province["items"].as_array().is_some_and(|cities| !cities.is_empty()), "{code}");
    }
}

#[tokio::test]
async fn a_province_is_small_kept_for_long_and_not_sent_again() {
    let shop = Shop::open().await;
    let plain = shop.get("/api/v1/regions/13").await;
    let packed = shop.densest("/api/v1/regions/13").await;
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(packed.body.len() * 5 < plain.body.len() * 2, "{} of {}", packed.body.len(), plain.body.len());
    assert!(packed.header("cache-control").contains("max-age=604800"));
    let etag = packed.header("etag").to_owned();
    let headers = [("accept-encoding", "br"), ("if-none-match", etag.as_str())];
    assert_eq!(shop.send("GET", "/api/v1/regions/13", &headers).await.status, 304);
}

#[tokio::test]
async fn a_region_that_is_none_is_said_to_be_none() {
    let shop = shop().await;
    for path in ["99", "1306", "130624100", "x", "%00", "%ff"] {
        let answer = shop.get(&format!("/api/v1/regions/{path}")).await;
        assert_eq!((answer.status, answer.problem()["code"].as_str()), (404, Some("not_found")), "{path}");
    }
    for query in ["", "?region=", "?region=1", "?region=999999", "?region=130624999", "?region=13&x=1"] {
        let answer = shop.get(&format!("/api/v1/delivery{query}")).await;
        assert_eq!(
            (answer.status, answer.problem()["code"].as_str()),
            (400, Some("invalid_request")),
            "{query}"
        );
        assert!(!answer.json()["errors"][0]["detail"].as_str().unwrap_or_default().is_empty(), "{query}");
    }
}

#[tokio::test]
async fn what_delivery_costs_is_told_for_the_region_in_the_shoppers_language() {
    let shop = shop().await;
    let english = [("accept-language", "en")];
    let answer = shop.send("GET", "/api/v1/delivery?region=130624101", &english).await;
    let offer = |fee: i64, days: [u8; 2]| json!({ "fee": { "amount": fee, "currency": "CNY" }, "days_min": days[0], "days_max": days[1] });
    let mut door = offer(800, [3, 6]);
    door["free_from"] = json!(9900);
    let point = json!({ "id": "fuping", "name": "Fuping station", "region": "130624100", "address": "东大街口",
        "offer": offer(100, [1, 2]) });
    assert_eq!(answer.json(), json!({ "region": "130624101", "door": door, "points": [point] }));
    let chinese = shop.json("/api/v1/delivery?region=130624101").await;
    assert_eq!(chinese["points"][0]["name"], "阜平站");
    let denied = shop.json("/api/v1/delivery?region=54").await;
    assert_eq!(denied, json!({ "region": "54" }));
}
