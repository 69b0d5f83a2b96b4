//! A shop that sells handsets on credit, and what a shopper's app does to get one and to pay it back.

use crate::orders::shopping::{new_id, refresh};
use crate::shop::{Answer, Opening, Shop};
use crate::shopper::Shopper;
use fairday_server::catalogue::model::{Catalogue, Localised, Product};
use fairday_server::catalogue::sample;
use fairday_server::credit::verify::verify;
use fairday_server::lease::Holder;
use fairday_server::refresh::empty_catalogue;
use fairday_server::shop_config::ShopConfig;
use fairday_server::signature::Secret;
use fairday_server::store::{Batch, Store};
use serde_json::{Value, json};

/// Lends 1,000.00 to whoever is 25, looks at whoever is 21, and lends nothing to the younger.
pub(crate) const CONFIG: &str = r#"
[delivery.default]
fee = 800
days = [3, 6]
[delivery.region]
54 = { deny = true }
[[pick_up]]
id = "fuping"
region = "130624100"
name = "阜平站"
address = "东大街口"
fee = 100
days = [1, 2]
[payment.online]
url = "https://pay.example/checkout"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
wait_minutes = 30
[credit]
lender = "赶集消费金融"
guarantor = "赶集"
agreement = "1-zh-CN"
text = "这是一份借款协议。"
categories = ["phones"]
months = [6, 12]
grace_days = 3
late_daily_bp = 5
yearly_cap_bp = 2400
return_principal_bp = 5000
bill_day = 5
cooling_off_days = 7
offer_days = 3
hand_over_days = 7
[credit.rules]
refer_from = 20
age_min = 18
age_max = 65
agreements_max = 2
band = [
    { fact = "age", from = 0, points = 10 },
    { fact = "age", from = 21, points = 20 },
    { fact = "age", from = 25, points = 30 },
]
line = [{ from = 30, amount = 100000 }]
[[credit.plan]]
id = "basic-12"
name = "乐享 29 元"
operator = "中国电信"
monthly_fee = 2900
months = 12
subsidy = 20000
exit_bp = 3000
[[credit.plan]]
id = "large-24"
name = "乐享 99 元"
operator = "中国电信"
monthly_fee = 9900
months = 24
subsidy = 90000
exit_fee = 10000
"#;
/// What the shop's own systems prove themselves with.
pub(crate) const TOKEN: &str = "operator-token-of-the-tests-0123456789";
/// What the goods cost: three handsets, and something that is none.
pub(crate) const PRICES: [i64; 4] = [99_900, 49_900, 189_900, 1_290];
/// The number of the last of them, which is not sold on credit.
pub(crate) const NO_HANDSET: u32 = 4;
/// People whose resident IDs follow the standard, and are nobody's: 36 and 48 years old.
pub(crate) const PEOPLE: [&str; 2] = ["110105199003070017", "320102197805152349"];
/// A name that would do harm if it were shown as anything but text.
pub(crate) const NAME: &str = "王<b>小明";
pub(crate) const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A shop with handsets. It is the afternoon of 15 January 2027 in China.
pub(crate) async fn lending_shop() -> Shop {
    lending_shop_with(|config| config).await
}

/// The same with another configuration.
pub(crate) async fn lending_shop_with(change: impl Fn(String) -> String) -> Shop {
    let shop = open(&change(CONFIG.to_owned()), None).await;
    reprice(&shop, PRICES).await;
    shop
}

/// Another server of this shop, whose configuration says something else.
pub(crate) async fn another_server_with(shop: &Shop, change: impl Fn(String) -> String) -> Shop {
    let other = open(&change(CONFIG.to_owned()), Some(shop)).await;
    refresh(&other).await;
    other
}

async fn open(config: &str, beside: Option<&Shop>) -> Shop {
    Shop::open_with(Opening {
        catalogue: empty_catalogue(),
        shop: ShopConfig::parse(config).expect("it is right"),
        public_url: Some("https://shop.example".to_owned()),
        admin_token: Some(TOKEN),
        beside: beside.map(Shop::beside),
        ..Opening::default()
    })
    .await
}

/// Brings the catalogue to these prices.
pub(crate) async fn reprice(shop: &Shop, prices: [i64; 4]) {
    let Catalogue { store: profile, products, .. } = sample::catalogue(prices.len());
    let as_wanted = |(mut product, price): (Product, i64)| {
        product.options.clear();
        product.variants.truncate(1);
        for variant in &mut product.variants {
            variant.choice.clear();
            (variant.price, variant.stock, variant.compare_at) = (price, Some(3), None);
        }
        let category = if price < 10_000 { "soap" } else { "phones" };
        product.category = vec![Localised::plain(category)];
        product
    };
    let products = products.into_iter().zip(prices).map(as_wanted).collect();
    let now_ms = shop.state.now_ms();
    let batch = Batch { profile, products, withdrawn: vec![], kept: vec![], replace: true, now_ms };
    Store::new(shop.state.database.clone()).apply(batch).await.expect("imported");
    refresh(shop).await;
}

pub(crate) fn agreement_path(id: &str) -> String {
    format!("/api/v1/credit/agreements/{id}")
}

/// A choice of this handset.
pub(crate) fn choice(variant: u32) -> Value {
    json!({"variant": variant, "plan": "basic-12", "keep_number": true, "months": 12, "deposit": 0})
}

/// What terms are asked for with.
pub(crate) fn wish(variant: u32, person: usize) -> Value {
    json!({"choice": choice(variant), "name": NAME, "resident_id": PEOPLE[person]})
}

/// Terms that must be offered.
pub(crate) async fn offered(shop: &Shop, shopper: &Shopper, person: usize) -> Value {
    let answer = shopper.put(shop, &agreement_path(&new_id()), &wish(1, person)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

/// The code that is sent for an agreement. A number gets one a minute.
pub(crate) async fn code_for(shop: &Shop, shopper: &Shopper, id: &str) -> String {
    shop.clock.advance(60_000);
    let answer = shopper.send(shop, "POST", &format!("{}/codes", agreement_path(id)), None).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    assert!(answer.json().get("demo_code").is_none(), "this is no demo");
    shop.sent.next_code().await
}

/// What signs these terms with this code.
pub(crate) fn signature(agreement: &Value, code: &str) -> Value {
    json!({
        "digest": agreement["digest"], "code": code, "order": new_id(),
        "delivery": {"method": "door", "region": "130624100"},
        "recipient": {"name": "张三", "phone": "13812345678", "region": "130624100", "detail": "小学对面"},
        "note": "放门口", "locale": "zh-CN",
    })
}

pub(crate) async fn sign(shop: &Shop, shopper: &Shopper, id: &str, signature: &Value) -> Answer {
    shopper.put(shop, &format!("{}/signature", agreement_path(id)), signature).await
}

/// An agreement that must be signed.
pub(crate) async fn signed(shop: &Shop, shopper: &Shopper, person: usize) -> Value {
    let agreement = offered(shop, shopper, person).await;
    let id = agreement["id"].as_str().expect("an id").to_owned();
    let code = code_for(shop, shopper, &id).await;
    let answer = sign(shop, shopper, &id, &signature(&agreement, &code)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// A loan that runs since today.
pub(crate) async fn lent(shop: &Shop, shopper: &Shopper, person: usize) -> Value {
    let agreement = signed(shop, shopper, person).await;
    handed_over(shop, agreement["order"].as_str().expect("an order")).await;
    let id = agreement["id"].as_str().expect("an id");
    shopper.get(shop, &agreement_path(id)).await.json()
}

/// The shop brings an order to its owner.
pub(crate) async fn handed_over(shop: &Shop, order: &str) {
    for status in ["confirmed", "packed", "sent", "received"] {
        let target = format!("/api/v1/admin/orders/{order}/advance");
        let answer = operator(shop, "POST", &target, Some(&json!({"status": status}))).await;
        assert_eq!(answer.status, 200, "{status}: {}", answer.text());
    }
}

/// One request of the shop's own systems.
pub(crate) async fn operator(shop: &Shop, method: &str, target: &str, json: Option<&Value>) -> Answer {
    let token = format!("Bearer {TOKEN}");
    let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
    let body = json.map(Value::to_string).unwrap_or_default();
    shop.send_with(method, target, &headers[..if json.is_some() { 2 } else { 1 }], &body).await
}

/// A payment provider's message with the shop's secret.
pub(crate) async fn tell(shop: &Shop, event: &str, notice: &Value) -> Answer {
    let body = notice.to_string();
    let secret = Secret::parse(SECRET).expect("a secret");
    let signed = secret.headers(event, shop.state.now_ms(), body.as_bytes());
    let mut headers = vec![("content-type", "application/json"), ("authorization", "Bearer provider")];
    headers.extend(signed.iter().map(|(name, value)| (*name, value.as_str())));
    shop.send_with("POST", "/api/v1/callbacks/payments/online", &headers, &body).await
}

/// What a provider tells of a payment.
pub(crate) fn told(payment: &Value, outcome: &str) -> Value {
    json!({"repayment": payment["number"], "outcome": outcome, "amount": payment["amount"], "currency": "CNY"})
}

/// So many days pass. Sessions do not live so long: the shopper signs in again.
pub(crate) async fn days_pass(shop: &Shop, phone: &str, days: i64) -> Shopper {
    shop.clock.advance(days * DAY_MS);
    Shopper::signed_in(shop, phone).await
}

/// The billing run of the shop's day.
pub(crate) async fn bill(shop: &Shop) {
    let credit = shop.state.credit().expect("it lends");
    let (today, now_ms) = (credit.today().expect("a day"), credit.now_ms);
    let run = credit.run_billing(Holder::new(), today, || now_ms).await.expect("runs");
    assert_eq!(run.failed, Vec::<i64>::new());
}

/// The books are right.
pub(crate) async fn assert_sound(shop: &Shop) {
    let verified = verify(&shop.state.database, None).await.expect("reads");
    assert_eq!(verified.findings, Vec::<String>::new());
}
