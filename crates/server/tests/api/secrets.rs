use crate::shop::{Opening, Shop};
use crate::shopper::OWN;
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// Everything that is logged, by the other tests too: what has a subscriber of its own on one thread alone misses events that
/// another thread met first.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// All that a shopper does with an account, well and badly.
async fn a_visit(shop: &Shop) -> Vec<String> {
    let json_type = ("content-type", "application/json");
    let post = async |target: &str, body: serde_json::Value| {
        shop.send_with("POST", target, &[OWN, json_type], &body.to_string()).await
    };
    let number = "13812345678";
    let code = post("/api/v1/sign-in/codes", json!({"phone": number})).await.json()["demo_code"]
        .as_str()
        .expect("a code")
        .to_owned();
    post("/api/v1/sign-in/codes", json!({"phone": number})).await;
    post("/api/v1/sign-in/codes", json!({"phone": "138123456789"})).await;
    post("/api/v1/sign-in/codes", json!({"phone": [number]})).await;
    post("/api/v1/sessions", json!({"phone": number, "code": "1234567"})).await;
    let answer = post("/api/v1/sessions", json!({"phone": number, "code": code})).await;
    let cookie = answer.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    for target in ["/api/v1/account", "/api/v1/account/export", "/api/v1/sessions"] {
        assert_eq!(shop.send("GET", target, &[("cookie", &cookie)]).await.status, 200);
    }
    let body = json!({"phone": number}).to_string();
    let deleted =
        shop.send_with("DELETE", "/api/v1/account", &[OWN, json_type, ("cookie", &cookie)], &body).await;
    assert_eq!(deleted.status, 204);
    let token = cookie.split_once('=').expect("a cookie").1.to_owned();
    vec![number.to_owned(), number[3..].to_owned(), code, token]
}

#[tokio::test]
async fn no_log_has_a_number_a_code_or_a_token_in_it_not_even_the_most_talkative() {
    let log = Log::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    tracing::subscriber::set_global_default(subscriber).expect("no other test listens");
    let shop = Shop::open_with(Opening { is_demo: true, ..Opening::default() }).await;
    let mut secrets = a_visit(&shop).await;
    secrets.extend(crate::credit::a_visit().await);
    let text = String::from_utf8_lossy(&log.0.lock().expect("not poisoned")).into_owned();
    assert!(text.contains("/api/v1/sessions"), "something was logged");
    for secret in secrets {
        // As a word of its own: six digits come by chance in a random id.
        let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
        assert!(!words.any(|word| word == secret), "{secret} in\n{text}");
        assert!(secret.len() < 8 || !text.contains(&secret), "{secret} in\n{text}");
    }
}
