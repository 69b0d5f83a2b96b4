//! A push service on this machine: it believes nobody without a right token, and its phones read what they are sent.

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes128Gcm, Nonce};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fairday_contract::{PushKeys, PushSubscription};
use fairday_server::privacy::random;
use fairday_server::push::PushConfig;
use fairday_server::push::services::Services;
use fairday_server::push::vapid::VapidKey;
use hkdf::Hkdf;
use http::HeaderMap;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::{PublicKey, SecretKey};
use serde_json::Value;
use sha2::Sha256;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

/// Who can be reached.
const CONTACT: &str = "mailto:shop@example.com";
const DAY_S: i64 = 24 * 60 * 60;

/// A browser that has subscribed.
#[derive(Clone)]
struct Phone {
    key: SecretKey,
    auth: [u8; 16],
}

/// How a message is answered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Say {
    Status(u16),
    Later(u16, &'static str),
    Nothing,
}

/// A message that a phone has read.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) phone: usize,
    pub(crate) says: Value,
    pub(crate) topic: String,
}

#[derive(Clone)]
pub(crate) struct PushService(Arc<Inner>);

struct Inner {
    origin: String,
    key: VapidKey,
    now_ms: Mutex<i64>,
    phones: Mutex<HashMap<String, (usize, Phone)>>,
    say: Mutex<VecDeque<Say>>,
    read: Mutex<Vec<Read>>,
    asked: Mutex<usize>,
}

impl PushService {
    pub(crate) async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let inner = Inner {
            origin: format!("http://{}", listener.local_addr().unwrap()),
            key: VapidKey::generate(),
            now_ms: Mutex::new(0),
            phones: Mutex::default(),
            say: Mutex::default(),
            read: Mutex::default(),
            asked: Mutex::default(),
        };
        let service = Self(Arc::new(inner));
        let router = Router::new().fallback(take).with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        service
    }

    /// A shop that sends here alone.
    pub(crate) fn config(&self) -> PushConfig {
        let services = Services::with(std::slice::from_ref(&self.0.origin)).unwrap();
        PushConfig { contact: CONTACT.to_owned(), key: self.0.key.clone(), services }
    }

    /// A phone subscribes.
    pub(crate) fn subscribe(&self) -> PushSubscription {
        let key = SecretKey::from_slice(&random::bytes::<32>()).unwrap();
        let phone = Phone { key, auth: random::bytes() };
        let mut phones = self.0.phones.lock().unwrap();
        let path = format!("/push/{}", phones.len());
        let subscription = PushSubscription {
            endpoint: format!("{}{path}", self.0.origin),
            keys: PushKeys {
                p256dh: URL_SAFE_NO_PAD.encode(phone.key.public_key().to_sec1_bytes()),
                auth: URL_SAFE_NO_PAD.encode(phone.auth),
            },
        };
        let number = phones.len();
        phones.insert(path, (number, phone));
        subscription
    }

    /// What time it is.
    pub(crate) fn go_to(&self, now_ms: i64) {
        *self.0.now_ms.lock().unwrap() = now_ms;
    }

    /// The next messages are answered so; those after them are taken.
    pub(crate) fn say(&self, answers: &[Say]) {
        self.0.say.lock().unwrap().extend(answers);
    }

    /// What was read.
    pub(crate) fn read(&self) -> Vec<Read> {
        self.0.read.lock().unwrap().clone()
    }

    /// How often it was asked.
    pub(crate) fn asked(&self) -> usize {
        *self.0.asked.lock().unwrap()
    }
}

async fn take(State(service): State<PushService>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 4_096).await.expect("no more than every service takes");
    *service.0.asked.lock().unwrap() += 1;
    let next = service.0.say.lock().unwrap().pop_front();
    match next {
        Some(Say::Nothing) => std::future::pending().await,
        Some(Say::Status(status)) => return StatusCode::from_u16(status).unwrap().into_response(),
        Some(Say::Later(status, after)) => {
            return (StatusCode::from_u16(status).unwrap(), [("retry-after", after)]).into_response();
        }
        None => {}
    }
    let found = service.0.phones.lock().unwrap().get(parts.uri.path()).cloned();
    let Some((phone, keys)) = found else { return StatusCode::GONE.into_response() };
    service.check_token(&parts.headers);
    let header = |name: &str| parts.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    assert_eq!(header("content-encoding"), "aes128gcm");
    assert!(header("ttl").parse::<u32>().is_ok_and(|seconds| seconds > 0));
    assert_eq!(header("urgency"), "normal");
    let topic = header("topic");
    let is_topic = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    assert!((1..=32).contains(&topic.len()) && topic.bytes().all(is_topic), "{topic}");
    let says = serde_json::from_slice(&decrypted(&keys, &body)).expect("JSON");
    service.0.read.lock().unwrap().push(Read { phone, says, topic });
    StatusCode::CREATED.into_response()
}

impl PushService {
    /// As RFC 8292 has it.
    fn check_token(&self, headers: &HeaderMap) {
        let text = headers["authorization"].to_str().unwrap();
        let (token, key) = text.strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).unwrap();
        assert_eq!(key, self.0.key.public_text(), "the key that phones have subscribed with");
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
        let signature = Signature::from_slice(&bytes(signature)).unwrap();
        let key = VerifyingKey::from_sec1_bytes(&bytes(key)).unwrap();
        key.verify(signed.as_bytes(), &signature).expect("signed by the shop");
        let (header, claims) = signed.split_once('.').unwrap();
        let header: Value = serde_json::from_slice(&bytes(header)).unwrap();
        assert_eq!((&header["typ"], &header["alg"]), (&"JWT".into(), &"ES256".into()));
        let claims: Value = serde_json::from_slice(&bytes(claims)).unwrap();
        assert_eq!((&claims["aud"], &claims["sub"]), (&self.0.origin.as_str().into(), &CONTACT.into()));
        let left_s = claims["exp"].as_i64().unwrap() - *self.0.now_ms.lock().unwrap() / 1000;
        assert!((1..=DAY_S).contains(&left_s), "{left_s}");
    }
}

/// What a phone reads, as RFC 8188 and RFC 8291 have it.
fn decrypted(phone: &Phone, message: &[u8]) -> Vec<u8> {
    let (salt, rest) = message.split_at(16);
    assert_eq!(rest[..5], [0, 0, 16, 0, 65], "records of 4096 bytes, and a key of 65");
    let (from, sealed) = rest[5..].split_at(65);
    let sender = PublicKey::from_sec1_bytes(from).unwrap();
    let shared = phone.key.diffie_hellman(&sender);
    let own = phone.key.public_key().to_sec1_bytes();
    let info = [b"WebPush: info\0".as_slice(), &own, from].concat();
    let mut secret = [0; 32];
    Hkdf::<Sha256>::new(Some(&phone.auth), shared.raw_secret_bytes()).expand(&info, &mut secret).unwrap();
    let derive = Hkdf::<Sha256>::new(Some(salt), &secret);
    let (mut key, mut nonce) = ([0; 16], [0; 12]);
    derive.expand(b"Content-Encoding: aes128gcm\0", &mut key).unwrap();
    derive.expand(b"Content-Encoding: nonce\0", &mut nonce).unwrap();
    let mut plain = Aes128Gcm::new(&key.into()).decrypt(&Nonce::from(nonce), sealed).expect("for this phone");
    assert_eq!(plain.pop(), Some(2), "the last record");
    plain
}
