//! A shop with a few goods, delivery, a pick-up point and coupons, and what a shopper's app does to order from it.

use crate::engine::Place;
use crate::shop::{Answer, Opening, Shop};
use crate::shopper::Shopper;
use fairday_server::catalogue::model::{Catalogue, Product};
use fairday_server::catalogue::{Snapshot, sample};
use fairday_server::clock::Clock;
use fairday_server::database::{DatabaseError, Transaction};
use fairday_server::orders::Checkout;
use fairday_server::orders::advance::{By, Wish, advance};
use fairday_server::privacy::KeyRing;
use fairday_server::refresh::empty_catalogue;
use fairday_server::shop_config::ShopConfig;
use fairday_server::store::{Batch, Store};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Where most shoppers of the tests live.
pub(super) const REGION: &str = "130624100";

/// What the shop is like.
pub(super) const CONFIG: &str = r#"
[delivery.default]
fee = 800
free_from = 9900
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
[[coupon]]
code = "TENTH"
percent = 10
until = 2027-01-20T00:00:00Z
[[coupon]]
code = "FIVE"
amount = 500
minimum = 2000
[[coupon]]
code = "FREE"
free_delivery = true
[[coupon]]
code = "THREE-TIMES"
amount = 100
uses = 3
[[coupon]]
code = "ONCE-EACH"
amount = 100
uses_per_account = 1
[limits]
unlimited = ["account", "number", "network"]
"#;
/// Tests of limits say others in its place.
pub(super) const NO_LIMITS: &str = "unlimited = [\"account\", \"number\", \"network\"]";

/// A shop that has these goods: price in minor units, and how many, where they are counted.
pub(crate) async fn shop_with(goods: &[(i64, Option<u32>)]) -> Shop {
    shop_with_config(goods, CONFIG).await
}

pub(super) async fn shop_with_config(goods: &[(i64, Option<u32>)], config: &str) -> Shop {
    let shop = open(config, None).await;
    import(&shop, goods).await;
    shop
}

async fn open(config: &str, beside: Option<&Shop>) -> Shop {
    let shop = ShopConfig::parse(config).expect("it is right");
    let beside = beside.map(Shop::beside);
    Shop::open_with(Opening { catalogue: empty_catalogue(), shop, beside, ..Opening::default() }).await
}

/// A shop with this database, these keys and this clock.
pub(super) async fn open_at(config: &str, beside: (Arc<Place>, Arc<KeyRing>, Clock)) -> Shop {
    let shop = ShopConfig::parse(config).expect("it is right");
    let beside = Some(beside);
    Shop::open_with(Opening { catalogue: empty_catalogue(), shop, beside, ..Opening::default() }).await
}

/// Another server of this shop.
pub(super) async fn another_server(shop: &Shop) -> Shop {
    another_server_with(shop, |config| config).await
}

/// Another server of this shop, whose configuration says something else.
pub(super) async fn another_server_with(shop: &Shop, change: impl Fn(String) -> String) -> Shop {
    let other = open(&change(CONFIG.to_owned()), Some(shop)).await;
    refresh(&other).await;
    other
}

/// Brings the catalogue to exactly these goods.
pub(crate) async fn import(shop: &Shop, goods: &[(i64, Option<u32>)]) {
    let Catalogue { store: profile, products, .. } = sample::catalogue(goods.len());
    let with_one_variant = |(mut product, (price, stock)): (Product, &(i64, Option<u32>))| {
        product.options.clear();
        product.variants.truncate(1);
        for variant in &mut product.variants {
            variant.choice.clear();
            (variant.price, variant.stock, variant.compare_at) = (*price, *stock, None);
        }
        product
    };
    let products = products.into_iter().zip(goods).map(with_one_variant).collect();
    let now_ms = shop.state.now_ms();
    let batch = Batch { profile, products, withdrawn: vec![], kept: vec![], replace: true, now_ms };
    Store::new(shop.state.database.clone()).apply(batch).await.expect("imported");
    refresh(shop).await;
}

/// Has the server read the catalogue.
pub(crate) async fn refresh(shop: &Shop) {
    let loaded = Store::new(shop.state.database.clone()).load_catalogue().await;
    shop.state.replace_snapshot(Snapshot::build(loaded.expect("reads").expect("imported")));
}

/// Changes rows behind the shop's back.
pub(crate) async fn sql(shop: &Shop, sql: &'static str) {
    let run = move |transaction: &mut Transaction<'_>| transaction.execute(sql, &[]).map(|_| ());
    shop.state.database.write::<_, DatabaseError>(run).await.expect(sql);
}

/// A number from the database.
pub(crate) async fn number(shop: &Shop, sql: &'static str) -> i64 {
    let run = move |transaction: &mut Transaction<'_>| transaction.query_one(sql, &[])?.get(0);
    shop.state.database.read::<_, DatabaseError>(run).await.expect(sql)
}

/// Stock, set aside and sold of a variant.
pub(crate) async fn counts(shop: &Shop, variant: u32) -> (Option<i64>, i64, i64) {
    let run = move |transaction: &mut Transaction<'_>| {
        let row =
            transaction.query_one("SELECT stock, reserved, sold FROM variant WHERE id = $1", &[&variant])?;
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    };
    shop.state.database.read::<_, DatabaseError>(run).await.expect("reads")
}

/// How many rows orders have left anywhere.
pub(super) async fn traces(shop: &Shop) -> i64 {
    number(
        shop,
        "SELECT (SELECT COUNT(*) FROM orders) + (SELECT COUNT(*) FROM order_line) + (SELECT COUNT(*) FROM order_event) \
         + (SELECT COUNT(*) FROM stock_change) + (SELECT COUNT(*) FROM coupon_use) \
         + (SELECT COUNT(*) FROM coupon_account_use) \
         + (SELECT CAST(COALESCE(SUM(reserved + sold), 0) AS BIGINT) FROM variant)",
    )
    .await
}

/// An id that no order has.
pub(crate) fn new_id() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(1);
    format!("{:032x}", COUNT.fetch_add(1, Ordering::Relaxed))
}

pub(crate) fn path(id: &str) -> String {
    format!("/api/v1/orders/{id}")
}

pub(crate) fn to_the_door() -> Value {
    json!({"method": "door", "region": REGION})
}

pub(super) fn to_the_point() -> Value {
    json!({"method": "pick_up", "point": "fuping"})
}

/// What a cart with these variants and quantities is asked a quote with.
pub(crate) fn cart(lines: &[(u32, u32)], delivery: &Value, coupon: Option<&str>) -> Value {
    let line = |(variant, quantity): &(u32, u32)| json!({"variant": variant, "quantity": quantity});
    let mut cart = json!({"lines": lines.iter().map(line).collect::<Vec<_>>(), "delivery": delivery});
    if let Some(coupon) = coupon {
        cart["coupon"] = coupon.into();
    }
    cart
}

/// A quote that must be given.
pub(super) async fn quote(shop: &Shop, shopper: &Shopper, cart: &Value) -> Value {
    let answer = shopper.post(shop, "/api/v1/quotes", cart).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// The order that agrees to this quote.
pub(super) fn agreeing_to(quote: &Value) -> Value {
    let terms = &quote["terms"];
    let line = |line: &Value| json!({"variant": line["variant"], "quantity": line["quantity"], "price": line["price"]});
    let lines: Vec<Value> = terms["lines"].as_array().expect("lines").iter().map(line).collect();
    let mut agreed = json!({"lines": lines});
    for field in ["currency", "coupon", "discount", "delivery", "delivery_fee", "total"] {
        if !terms[field].is_null() {
            agreed[field] = terms[field].clone();
        }
    }
    let recipient = match terms["delivery"]["region"].as_str() {
        Some(region) => {
            json!({"name": "张三", "phone": "138 0013 8000", "region": region, "village": "大柳树村", "detail": "小学对面"})
        }
        None => json!({"name": "张三", "phone": "13800138000"}),
    };
    let payment = quote["payments"][0].clone();
    json!({"quote": quote["id"], "agreed": agreed, "recipient": recipient, "payment": payment, "note": "放门口", "locale": "zh-CN"})
}

/// The same order, naming no quote.
pub(super) fn without_quote(order: &Value) -> Value {
    let mut order = order.clone();
    order.as_object_mut().and_then(|fields| fields.remove("quote")).expect("it named one");
    order
}

/// Quotes a cart and agrees to it: what is to be sent.
pub(crate) async fn agreed(shop: &Shop, shopper: &Shopper, lines: &[(u32, u32)]) -> Value {
    agreeing_to(&quote(shop, shopper, &cart(lines, &to_the_door(), None)).await)
}

/// An order that must be placed: its id.
pub(crate) async fn placed(shop: &Shop, shopper: &Shopper, lines: &[(u32, u32)]) -> String {
    let (id, order) = (new_id(), agreed(shop, shopper, lines).await);
    let answer = shopper.put(shop, &path(&id), &order).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    id
}

/// What the shop itself does with an order.
pub(super) async fn advanced(shop: &Shop, id: &str, to: &str) -> Result<(), String> {
    let wish = Wish {
        id: id.parse().expect("an id"),
        by: By::Shop,
        to: serde_json::from_value(to.into()).expect("a status"),
        note: String::new(),
        tracking: None,
        now_ms: shop.state.now_ms(),
    };
    let state = &shop.state;
    let moved = advance(&state.database, &state.keys, &state.payments, wish).await;
    moved.map(|_| ()).map_err(|error| error.to_string())
}

/// What the server of this shop quotes and places with, without HTTP in between.
pub(super) fn checkout(shop: &Shop) -> Checkout {
    Checkout {
        database: shop.state.database.clone(),
        keys: Arc::clone(&shop.keys),
        snapshot: shop.state.snapshot(),
        shop: Arc::clone(&shop.state.config.shop),
        payments: shop.state.payments.clone(),
        network: None,
        now_ms: shop.state.now_ms(),
    }
}

/// The problem of a refusal with this status and code.
pub(crate) fn refused(answer: &Answer, status: u16, code: &str) -> Value {
    let problem = answer.problem();
    assert_eq!((answer.status, problem["code"].as_str()), (status, Some(code)), "{problem}");
    problem
}

/// The differences of a refusal: what, of which variant, agreed, now.
pub(super) fn differences(problem: &Value) -> Vec<(String, Option<u64>, i64, i64)> {
    let read = |one: &Value| {
        let what = one["what"].as_str().expect("a kind").to_owned();
        let number = |name: &str| one[name].as_i64().expect("a number");
        (what, one["variant"].as_u64(), number("agreed"), number("now"))
    };
    problem["differences"].as_array().map(|all| all.iter().map(read).collect()).unwrap_or_default()
}
