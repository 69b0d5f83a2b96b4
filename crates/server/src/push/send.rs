//! Handing a message to a push service.

use super::PushConfig;
use super::encrypt::Recipient;
use crate::outbound::{Answer, Outbound};
use fairday_contract::PushSubscription;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use http::{Request, StatusCode, Uri};
use serde::Serialize;
use std::time::Duration;

/// For how long a service keeps a message for a phone that is off, seconds: until the evening, more or less.
pub const TTL_S: u32 = 12 * 60 * 60;
/// The longest wait that a service can ask for, milliseconds.
pub const RETRY_AFTER_MS_MAX: i64 = 60 * 60 * 1000;

/// What a phone shows, and what a tap opens. It is encrypted, and still says nothing of who it is for.
#[derive(Clone, Debug, Serialize)]
pub struct Notification<'a> {
    /// Above it.
    pub title: &'a str,
    /// What it says.
    pub body: &'a str,
    /// The page of the shop that a tap opens.
    pub path: &'a str,
    /// One with the same tag takes the place of the one before.
    pub tag: &'a str,
    /// Its language, BCP 47.
    pub lang: &'a str,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// The service has it.
    Sent,
    /// There is no such subscription any more.
    Gone,
    /// Another try may help, not before so many milliseconds.
    Later(i64),
    /// No other try helps.
    Refused,
}

/// Sends notifications. Cheap to clone.
#[derive(Clone)]
pub struct Push {
    config: PushConfig,
    outbound: Outbound,
}

impl Push {
    /// Sends them as the shop's configuration says.
    ///
    /// # Errors
    /// In words, when the system's certificates cannot be read.
    pub fn new(config: PushConfig) -> Result<Self, String> {
        Ok(Self { config, outbound: Outbound::new()? })
    }

    /// The same with another deadline: for tests.
    #[must_use]
    pub fn within(self, time_max: Duration) -> Self {
        Self { outbound: self.outbound.within(time_max), ..self }
    }

    /// Hands a message over at `now_ms`. One with the same topic that a phone has not fetched yet is replaced.
    pub async fn send(
        &self,
        subscription: &PushSubscription,
        notification: &Notification<'_>,
        topic: &str,
        now_ms: i64,
    ) -> Pushed {
        let Some(request) = self.request(subscription, notification, topic, now_ms) else {
            tracing::warn!("a notification could not be made: its push service is not on the list any more");
            return Pushed::Refused;
        };
        match self.outbound.send(request).await {
            Ok(answer) => outcome(&answer),
            Err(error) => {
                tracing::warn!(%error, "a push service gave no answer");
                Pushed::Later(0)
            }
        }
    }

    fn request(
        &self,
        subscription: &PushSubscription,
        notification: &Notification<'_>,
        topic: &str,
        now_ms: i64,
    ) -> Option<Request<Vec<u8>>> {
        let endpoint = self.config.services.endpoint(&subscription.endpoint)?;
        let keys = &subscription.keys;
        let plain = serde_json::to_vec(notification).ok()?;
        let body = Recipient::parse(&keys.p256dh, &keys.auth).ok()?.encrypt(&plain)?;
        let token = self.config.key.authorization(&origin(&endpoint)?, &self.config.contact, now_ms);
        Request::post(endpoint)
            .header(AUTHORIZATION, token)
            .header(CONTENT_TYPE, "application/octet-stream")
            .header(CONTENT_ENCODING, "aes128gcm")
            .header("ttl", TTL_S)
            .header("urgency", "normal")
            .header("topic", topic)
            .body(body)
            .ok()
    }
}

/// Scheme and host, without the port that goes without saying.
fn origin(endpoint: &Uri) -> Option<String> {
    let (scheme, host) = (endpoint.scheme_str()?, endpoint.host()?.to_ascii_lowercase());
    Some(match endpoint.port_u16().filter(|port| *port != 443) {
        None => format!("{scheme}://{host}"),
        Some(port) => format!("{scheme}://{host}:{port}"),
    })
}

fn outcome(answer: &Answer) -> Pushed {
    let status = answer.status;
    if status.is_success() {
        return Pushed::Sent;
    }
    // The status alone: what a service says may repeat the address.
    tracing::warn!(status = status.as_u16(), "a push service refused a notification");
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Pushed::Gone,
        StatusCode::TOO_MANY_REQUESTS => Pushed::Later(retry_after_ms(answer)),
        status if status.is_server_error() => Pushed::Later(retry_after_ms(answer)),
        _ => Pushed::Refused,
    }
}

/// How long the service asks to wait, in seconds as services say it; a date is taken for nothing.
fn retry_after_ms(answer: &Answer) -> i64 {
    let seconds =
        answer.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse::<u32>().ok());
    seconds.map_or(0, |seconds| (i64::from(seconds) * 1000).min(RETRY_AFTER_MS_MAX))
}
