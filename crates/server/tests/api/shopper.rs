//! Somebody who is signed in at a shop of the tests.

#![allow(dead_code)]

use crate::shop::{Answer, Shop};
use fairday_server::accounts::sessions::{self, NewSession, Token};
use fairday_server::accounts::{AccountId, PHONE_PLACE, PHONE_PURPOSE, Phone, find_or_open};
use fairday_server::database::DatabaseError;
use serde_json::Value;

/// What a browser says with every write from one of the shop's own pages.
pub(crate) const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

/// A signed-in shopper's browser.
pub(crate) struct Shopper {
    pub(crate) account: AccountId,
    pub(crate) cookie: String,
}

impl Shopper {
    /// Signs in without a code, as nobody but a test can.
    pub(crate) async fn signed_in(shop: &Shop, phone: &str) -> Self {
        let phone = Phone::parse(phone).expect("a mobile number");
        let index = shop.keys.index(PHONE_PURPOSE, &phone.e164());
        let sealed = shop.keys.seal(PHONE_PLACE, phone.national().as_bytes());
        let (token, now_ms) = (Token::generate(), shop.state.now_ms());
        let session = NewSession::new(&token, "Chrome, Android".to_owned(), now_ms);
        let begun = shop.state.database.write::<_, DatabaseError>(move |transaction| {
            let account = find_or_open(transaction, &index, &sealed, now_ms)?;
            sessions::begin(transaction, account, &session)?;
            Ok(account)
        });
        let account = begun.await.expect("signed in");
        Self { account, cookie: format!("__Host-fairday={}", token.as_str()) }
    }

    /// One request, with JSON when there is any.
    pub(crate) async fn send(&self, shop: &Shop, method: &str, target: &str, json: Option<&Value>) -> Answer {
        let headers = [OWN, ("cookie", self.cookie.as_str()), ("content-type", "application/json")];
        let body = json.map(Value::to_string).unwrap_or_default();
        shop.send_with(method, target, &headers[..if json.is_some() { 3 } else { 2 }], &body).await
    }

    pub(crate) async fn get(&self, shop: &Shop, target: &str) -> Answer {
        self.send(shop, "GET", target, None).await
    }

    pub(crate) async fn put(&self, shop: &Shop, target: &str, json: &Value) -> Answer {
        self.send(shop, "PUT", target, Some(json)).await
    }

    pub(crate) async fn post(&self, shop: &Shop, target: &str, json: &Value) -> Answer {
        self.send(shop, "POST", target, Some(json)).await
    }

    pub(crate) async fn delete(&self, shop: &Shop, target: &str) -> Answer {
        self.send(shop, "DELETE", target, None).await
    }
}
