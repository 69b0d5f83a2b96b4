//! Requests to other servers: an SMS gateway, a payment provider, a shop's own system.
//!
//! HTTP/1.1, TLS by rustls with the system's authorities. A request has one deadline for everything, an answer has a
//! largest size, and no redirect is followed: where to ask is configuration, and an answer must not change it.

use axum::body::{Body, to_bytes};
use http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::sync::Arc;
use std::time::Duration;

/// How long a connection may take.
pub const CONNECT_TIME_MAX: Duration = Duration::from_secs(5);
/// How long a request may take, with its connection and its answer.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(10);
/// Largest answer, bytes.
pub const ANSWER_BYTES_MAX: usize = 64 << 10;
/// How long an idle connection is kept for the next request.
const IDLE_TIME_MAX: Duration = Duration::from_secs(30);
const USER_AGENT: HeaderValue = HeaderValue::from_static(concat!("fairday/", env!("CARGO_PKG_VERSION")));

/// What another server answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its header.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Vec<u8>,
}

/// Why there is no answer. Says nothing of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    /// It cannot be reached: nothing was sent.
    #[error("it cannot be reached")]
    Unreachable,
    /// It did not answer in time, or the connection broke: whether it did what was asked is not known.
    #[error("it did not answer")]
    NoAnswer,
    /// Its answer is larger than is read.
    #[error("its answer is too large")]
    TooLarge,
}

/// A client. Cheap to clone: clones share connections.
#[derive(Clone)]
pub struct Outbound {
    client: Client<HttpsConnector<HttpConnector>, Body>,
    time_max: Duration,
}

impl Outbound {
    /// A client that trusts the system's authorities.
    ///
    /// # Errors
    /// In words, when the system's certificates cannot be read.
    pub fn new() -> Result<Self, String> {
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(CONNECT_TIME_MAX));
        connector.set_nodelay(true);
        connector.enforce_http(false); // `https` is for the layer above
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(Arc::new(rustls::crypto::ring::default_provider()))
            .map_err(|error| format!("the system's certificates cannot be read: {error}"))?
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let client = Client::builder(TokioExecutor::new()).pool_idle_timeout(IDLE_TIME_MAX).build(connector);
        Ok(Self { client, time_max: REQUEST_TIME_MAX })
    }

    /// The same with another deadline: for tests.
    pub fn within(self, time_max: Duration) -> Self {
        Self { time_max, ..self }
    }

    /// Sends a request and reads its answer, whatever its status.
    ///
    /// # Errors
    /// [`OutboundError`].
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Answer, OutboundError> {
        let mut request = request.map(Body::from);
        request.headers_mut().entry(header::USER_AGENT).or_insert(USER_AGENT);
        let exchange = async {
            let response = self.client.request(request).await.map_err(|error| {
                if error.is_connect() { OutboundError::Unreachable } else { OutboundError::NoAnswer }
            })?;
            let (status, headers) = (response.status(), response.headers().clone());
            let body = to_bytes(Body::new(response.into_body()), ANSWER_BYTES_MAX);
            let body = body.await.map_err(|error| {
                let is_length = std::error::Error::source(&error)
                    .is_some_and(|cause| cause.to_string().contains("length limit"));
                if is_length { OutboundError::TooLarge } else { OutboundError::NoAnswer }
            })?;
            Ok(Answer { status, headers, body: body.into() })
        };
        tokio::time::timeout(self.time_max, exchange).await.unwrap_or(Err(OutboundError::NoAnswer))
    }
}
