//! Somebody who is signed in, and what they can order.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::client::{Answer, Client, PATIENCE};

/// Where it is delivered: a township of the demo's own county.
const REGION: &str = "130624100";

/// A signed-in shopper.
pub(super) struct Shopper {
    client: Client,
    pub(super) cookie: String,
    next_order: u128,
}

impl Shopper {
    /// Signs in with the code that a demo shows.
    ///
    /// # Errors
    /// When it is refused.
    pub(super) fn sign_in(client: &Client, phone: &str) -> Result<Self> {
        let sent = client.send("POST", "/api/v1/sign-in/codes", "", &json!({"phone": phone}))?.json()?;
        let code = json!({"phone": phone, "code": sent["demo_code"]});
        let answer = client.send("POST", "/api/v1/sessions", "", &code)?;
        let cookie =
            answer.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
        let cookie = cookie.with_context(|| format!("signing in was answered with {}", answer.status))?;
        Ok(Self { client: client.clone(), cookie: cookie.to_owned(), next_order: 1 })
    }

    /// A quote for these variants, so many of each.
    pub(super) fn quote(&self, lines: &[(u64, u32)], coupon: Option<&str>) -> Result<Answer> {
        let lines: Vec<Value> = lines
            .iter()
            .map(|(variant, quantity)| json!({"variant": variant, "quantity": quantity}))
            .collect();
        let mut wanted = json!({"lines": lines, "delivery": {"method": "door", "region": REGION}});
        if let Some(coupon) = coupon {
            wanted["coupon"] = json!(coupon);
        }
        self.client.send("POST", "/api/v1/quotes", &self.cookie, &wanted)
    }

    /// Agrees to a quote; gives the order's path and the answer.
    pub(super) fn order(
        &mut self,
        quote: &Value,
        change: impl FnOnce(&mut Value),
    ) -> Result<(String, Answer)> {
        let terms = &quote["terms"];
        let lines = terms["lines"].as_array().into_iter().flatten();
        let lines: Vec<Value> = lines
            .map(|line| json!({"variant": line["variant"], "quantity": line["quantity"], "price": line["price"]}))
            .collect();
        let mut agreed = json!({"lines": lines});
        for field in ["currency", "coupon", "discount", "delivery", "delivery_fee", "total"] {
            if !terms[field].is_null() {
                agreed[field] = terms[field].clone();
            }
        }
        let recipient =
            json!({"name": "张三", "phone": "13800138000", "region": REGION, "detail": "小学对面"});
        let mut order = json!({"quote": quote["id"], "agreed": agreed, "payment": "cash_on_delivery", "locale": "zh-CN",
            "recipient": recipient});
        change(&mut order);
        let path = format!("/api/v1/orders/{:032x}", self.next_order);
        self.next_order += 1;
        let answer = self.client.send("PUT", &path, &self.cookie, &order)?;
        Ok((path, answer))
    }

    pub(super) fn cancel(&self, order: &str) -> Result<Answer> {
        self.client.send("POST", &format!("{order}/cancel"), &self.cookie, &json!({}))
    }

    pub(super) fn get(&self, path: &str) -> Result<Answer> {
        self.client.get(path, &self.cookie, PATIENCE)
    }
}

/// The variants on sale and how many there are of each.
pub(super) fn on_sale(client: &Client) -> Result<Vec<(u64, u64)>> {
    let mut found = Vec::new();
    let mut path = "/api/v1/changes?limit=500".to_owned();
    loop {
        let page = client.get(&path, "", PATIENCE)?.json()?;
        for product in page["products"].as_array().into_iter().flatten() {
            for variant in product["variants"].as_array().into_iter().flatten() {
                let (id, stock) = (variant["id"].as_u64(), variant["stock"].as_u64());
                found.extend(id.map(|id| (id, stock.unwrap_or(u64::MAX))));
            }
        }
        match page["next"].as_str() {
            Some(next) => path = format!("/api/v1/changes?limit=500&cursor={next}"),
            None => return Ok(found),
        }
    }
}
